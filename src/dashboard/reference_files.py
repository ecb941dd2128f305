"""Reading the reference files: every mistake is found, told with file and line, and none gets in."""

import csv
import hashlib
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from dashboard.catalogue import (
    Agency,
    Breakdown,
    Catalogue,
    Discrepancy,
    Indicator,
    Plan,
    PrintedTarget,
    Province,
    Sector,
    Unit,
)
from dashboard.messages import DashboardError, Problem, ProblemsError, mark
from dashboard.targets import collapse, parse_target

PROJECT = Path(__file__).resolve().parents[2]
"""Where ``indicators.yaml`` and ``data/`` stand."""

TARGET_COLUMNS = (
    "plan", "province", "row", "printed_name", "breakdown", "printed_unit",
    "year", "printed", "indicator", "agency_in_charge", "coordinating",
)  # fmt: skip

_PARTS: dict[str, dict[str, Any]] = {
    "indicators.yaml": {
        "units": dict[str, Unit],
        "breakdowns": dict[str, Breakdown],
        "sectors": tuple[Sector, ...],
        "indicators": tuple[Indicator, ...],
    },
    "data/provinces.yaml": {"provinces": tuple[Province, ...]},
    "data/plans.yaml": {"plans": tuple[Plan, ...]},
    "data/agencies.yaml": {"agencies": tuple[Agency, ...], "general_phrases": tuple[str, ...]},
    "data/discrepancies.yaml": {"discrepancies": tuple[Discrepancy, ...]},
}
REFERENCE_FILES = (*_PARTS, "data/targets.csv")


def load_catalogue(folder: Path = PROJECT) -> Catalogue:
    """Return the reference data in the folder, checked whole.

    Raises:
        ProblemsError: A file is missing or broken, or the files contradict each other; every problem is listed.
    """
    reading = _Reading(folder)
    parts: dict[str, Any] = {}
    for name, expected in _PARTS.items():
        parts |= reading.yaml_parts(name, expected)
    reading.stop_if_wrong()
    known = Catalogue(**parts, targets=())
    reading.check_references(known)
    targets = reading.targets(known)
    reading.stop_if_wrong()
    return known.model_copy(update={"targets": targets, "fingerprint": reading.fingerprint()})


@dataclass
class _Reading:
    """One pass over the files: what was found wrong so far, and which line holds which entry."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    digest: Any = field(default_factory=hashlib.sha256)

    def stop_if_wrong(self) -> None:
        if self.problems:
            raise ProblemsError(self.problems)

    def fingerprint(self) -> str:
        return self.digest.hexdigest()[:16]

    def problem(self, name: str, line: int | None, text: str, /, **values: object) -> None:
        self.problems.append(Problem(text, values, Path(name), line))

    def text(self, name: str) -> str | None:
        path = self.folder / name
        try:
            content = path.read_bytes()
            text = content.decode("utf-8-sig")
        except FileNotFoundError:
            self.problem(name, None, mark("Thiếu tệp này; lấy lại từ kho mã nguồn."))
        except (OSError, UnicodeDecodeError) as error:
            self.problem(name, None, mark("Không đọc được tệp: {error}"), error=error)
        else:
            self.digest.update(content)
            if text != unicodedata.normalize("NFC", text):
                self.problem(name, None, mark("Tệp chưa ở dạng Unicode dựng sẵn (NFC); lưu lại ở dạng NFC."))
            return text
        return None

    # ---- YAML ------------------------------------------------------------------------------------

    def yaml_parts(self, name: str, expected: dict[str, Any]) -> dict[str, Any]:
        text = self.text(name)
        if text is None:
            return {}
        try:
            root = yaml.compose(text, Loader=yaml.CSafeLoader)
            document = yaml.load(text, Loader=yaml.CSafeLoader)  # noqa: S506  the safe loader, in C
        except yaml.YAMLError as error:
            place = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or error
            self.problem(name, place.line + 1 if place else None, mark("Sai cú pháp YAML: {what}"), what=what)
            return {}
        if not isinstance(document, dict):
            self.problem(name, 1, mark("Tệp phải có các mục: {parts}."), parts=", ".join(expected))
            return {}
        for line, key in _repeated_keys(root):
            self.problem(name, line, mark("Khóa “{key}” viết hai lần."), key=key)
        for key in document.keys() - expected.keys():
            self.problem(name, _line(root, (key,)), mark("Mục “{key}” không có trong quy định."), key=key)
        parts = {}
        for key, kind in expected.items():
            if key not in document:
                self.problem(name, None, mark("Thiếu mục “{key}”."), key=key)
                continue
            try:
                parts[key] = TypeAdapter(kind).validate_python(document[key])
            except ValidationError as error:
                self._wrong_entries(name, root, key, error)
                continue
            self._remember_lines(name, root, key, parts[key])
        return parts

    def _wrong_entries(self, name: str, root: yaml.Node, key: str, error: ValidationError) -> None:
        for mistake in error.errors(include_url=False):
            where = ".".join(str(step) for step in mistake["loc"])
            self.problem(
                name,
                _line(root, (key, *mistake["loc"])),
                mark("{key}.{where}: {what} (đang viết: {value})"),
                key=key,
                where=where,
                what=mistake["msg"],
                value=repr(mistake["input"])[:80],
            )

    def _remember_lines(self, name: str, root: yaml.Node, key: str, entries: Any) -> None:
        for index, entry in enumerate(entries):
            if isinstance(entry, BaseModel):
                place = (key, entry.id)  # type: ignore[attr-defined]  # every listed entry has one
                line = _line(root, (key, index))
                if place in self.lines:
                    self.problem(
                        name, line, mark("Mã “{id}” đã dùng ở dòng {first}."), id=place[1], first=self.lines[place]
                    )
                self.lines.setdefault(place, line)

    # ---- references between files ------------------------------------------------------------------

    def check_references(self, known: Catalogue) -> None:
        for kind, id_, line_key, wanted, have in _references(known):
            if wanted not in have:
                file = next(name for name, parts in _PARTS.items() if line_key in parts)
                self.problem(
                    file,
                    self.lines.get((line_key, id_)),
                    mark("“{id}” dẫn tới {kind} “{wanted}” chưa khai báo."),
                    id=id_,
                    kind=kind,
                    wanted=wanted,
                )
        for indicator in known.indicators:
            for other in indicator.kin:
                if other in known.indicator and indicator.id not in known.indicator[other].kin:
                    self.problem(
                        "indicators.yaml",
                        self.lines[("indicators", indicator.id)],
                        mark("“{id}” nhận “{other}” là chỉ tiêu gần nghĩa, nhưng không có chiều ngược lại."),
                        id=indicator.id,
                        other=other,
                    )
        in_force = Counter(plan.province for plan in known.plans if plan.in_force)
        for province in known.provinces:
            if in_force[province.id] != 1:
                self.problem(
                    "data/plans.yaml",
                    None,
                    mark("Tỉnh “{id}” phải có đúng một kế hoạch đang hiệu lực, hiện có {count}."),
                    id=province.id,
                    count=in_force[province.id],
                )
        spelled = Counter(collapse(text) for agency in known.agencies for text in agency.printed)
        for text, count in spelled.items():
            if count > 1:
                self.problem("data/agencies.yaml", None, mark("Tên cơ quan “{text}” thuộc hai cơ quan."), text=text)

    # ---- targets.csv -------------------------------------------------------------------------------

    def targets(self, known: Catalogue) -> tuple[PrintedTarget, ...]:
        name = "data/targets.csv"
        text = self.text(name)
        if text is None:
            return ()
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            rows = [(reader.line_num, row) for row in reader]
        except csv.Error as error:
            self.problem(name, reader.line_num, mark("Sai cú pháp CSV: {what}"), what=error)
            return ()
        if not rows or tuple(rows[0][1]) != TARGET_COLUMNS:
            self.problem(name, 1, mark("Dòng đầu phải là: {columns}"), columns=",".join(TARGET_COLUMNS))
            return ()
        agency_of = {collapse(text): agency.id for agency in known.agencies for text in agency.printed}
        seen: dict[tuple[str, str, str, int], int] = {}
        cells = []
        for line, row in rows[1:]:
            if len(row) != len(TARGET_COLUMNS):
                self.problem(
                    name, line, mark("Dòng có {found} ô, cần {wanted}."), found=len(row), wanted=len(TARGET_COLUMNS)
                )
                continue
            cell = self._target(name, line, dict(zip(TARGET_COLUMNS, row, strict=True)), known, agency_of)
            if cell is None:
                continue
            key = (cell.plan, cell.indicator, cell.breakdown, cell.year)
            if key in seen:
                self.problem(name, line, mark("Trùng chỉ tiêu, phân tổ và năm với dòng {first}."), first=seen[key])
            seen.setdefault(key, line)
            cells.append(cell)
        return tuple(cells)

    def _target(
        self, name: str, line: int, row: dict[str, str], known: Catalogue, agency_of: dict[str, str]
    ) -> PrintedTarget | None:
        try:
            cell = PrintedTarget(**row, line=line)  # type: ignore[arg-type]  # pydantic reads the year
        except ValidationError as error:
            for mistake in error.errors(include_url=False):
                self.problem(
                    name,
                    line,
                    mark("Cột {column}: {what}"),
                    column=".".join(map(str, mistake["loc"])),
                    what=mistake["msg"],
                )
            return None
        before = len(self.problems)
        indicator = known.indicator.get(cell.indicator)
        for column, id_, have in (
            ("plan", cell.plan, known.plan),
            ("province", cell.province, known.province),
            ("indicator", cell.indicator, known.indicator),
            ("breakdown", cell.breakdown, indicator.breakdowns if indicator else known.breakdowns),
        ):
            if id_ not in have:
                self.problem(name, line, mark("Cột {column}: “{id}” chưa khai báo."), column=column, id=id_)
        if cell.plan in known.plan and known.plan[cell.plan].province != cell.province:
            self.problem(
                name,
                line,
                mark("Kế hoạch {plan} không phải của tỉnh {province}."),
                plan=cell.plan,
                province=cell.province,
            )
        agencies = []
        for printed in filter(None, map(collapse, cell.agency_in_charge.split(";"))):
            if printed in agency_of:
                agencies.append(agency_of[printed])
            else:
                self.problem(
                    name, line, mark("Cơ quan chủ trì “{printed}” chưa có trong data/agencies.yaml."), printed=printed
                )
        if len(self.problems) > before or indicator is None:
            return None
        unit = known.units[indicator.unit]
        try:
            target = parse_target(
                cell.printed,
                direction=indicator.direction,
                levels=indicator.spellings,
                share=unit.share,
                integral=unit.integral,
            )
        except DashboardError as error:
            self.problem(name, line, error.text, **error.values)
            return None
        return cell.model_copy(update={"agencies": tuple(agencies), "target": target})


def _references(known: Catalogue) -> Iterator[tuple[str, str, str, str, Any]]:
    """Yield every id one entry uses of another: kind, id of the user, its list, the id used, the known ids."""
    for indicator in known.indicators:
        yield "lĩnh vực", indicator.id, "indicators", indicator.sector, known.sector
        yield "đơn vị tính", indicator.id, "indicators", indicator.unit, known.units
        for breakdown in indicator.breakdowns:
            yield "phân tổ", indicator.id, "indicators", breakdown, known.breakdowns
        for other in indicator.kin:
            yield "chỉ tiêu", indicator.id, "indicators", other, known.indicator
    for plan in known.plans:
        yield "tỉnh", plan.id, "plans", plan.province, known.province
        yield "cơ quan", plan.id, "plans", plan.coordinating_agency, known.agency
        if plan.superseded_by:
            yield "kế hoạch", plan.id, "plans", plan.superseded_by, known.plan
    for found in known.discrepancies:
        for plan_id in found.plans:
            yield "kế hoạch", found.id, "discrepancies", plan_id, known.plan
        for province in found.provinces:
            yield "tỉnh", found.id, "discrepancies", province, known.province
        if found.indicator:
            yield "chỉ tiêu", found.id, "discrepancies", found.indicator, known.indicator
        if found.breakdown:
            yield "phân tổ", found.id, "discrepancies", found.breakdown, known.breakdowns


def _repeated_keys(node: yaml.Node) -> Iterator[tuple[int, str]]:
    """Yield the line and name of every key written twice in one mapping; YAML itself keeps the last in silence."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, key.value
            seen.add(key.value)
            yield from _repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated_keys(value)


def _line(node: yaml.Node, path: tuple[int | str, ...]) -> int:
    """Return the line of the deepest node the path still leads to."""
    line = node.start_mark.line + 1
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            entry = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if entry is None:
                return line
            line, node = entry[0].start_mark.line + 1, entry[1]
            continue
        else:
            return line
        line = node.start_mark.line + 1
    return line
