"""Reading the reference files: every mistake is found, told with file and line, and none gets in."""

import csv
import hashlib
import io
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from dashboard.reference.catalogue import (
    OTHER_PATHS,
    Breakdown,
    Catalogue,
    Definition,
    Indicator,
    Plan,
    PrintedTarget,
    Sector,
    Unit,
)
from dashboard.reference.combining import Combining, Denominator
from dashboard.reference.entries import Id
from dashboard.reference.folder import file_in, stamp_of
from dashboard.reference.organisation import Agency, Province, Succession
from dashboard.reference.references import references
from dashboard.reference.register import Discrepancy
from dashboard.reference.succession_checks import check_successions
from dashboard.reference.targets import collapse, parse_target
from dashboard.reference.task_lines import read_tasks
from dashboard.reference.tasks import TASK_COLUMNS, Theme
from dashboard.reference.yaml_lines import composed, line_of, repeated_keys
from dashboard.words.messages import DashboardError, Problem, ProblemsError, mark

_PACKAGE = Path(__file__).resolve().parents[1]
IS_INSTALLED = (_PACKAGE / "project").is_dir()
"""Whether the package came as a wheel, which brings the project's files along (``setup.py``), and not as a checkout."""
PROJECT = _PACKAGE / "project" if IS_INSTALLED else _PACKAGE.parents[1]
"""Where ``indicators.yaml``, ``data/``, ``app.py`` and ``pages/`` stand."""

TARGET_COLUMNS = (
    "plan", "province", "row", "printed_name", "breakdown", "printed_unit",
    "year", "printed", "indicator", "agency_in_charge", "coordinating",
)  # fmt: skip

_PARTS: dict[str, dict[str, Any]] = {
    "indicators.yaml": {
        "units": dict[Id, Unit],
        "breakdowns": dict[Id, Breakdown],
        "sectors": tuple[Sector, ...],
        "indicators": tuple[Indicator, ...],
    },
    "data/provinces.yaml": {"provinces": tuple[Province, ...]},
    "data/plans.yaml": {"plans": tuple[Plan, ...]},
    "data/agencies.yaml": {"agencies": tuple[Agency, ...], "general_phrases": tuple[str, ...]},
    "data/successions.yaml": {"successions": tuple[Succession, ...]},
    "data/combining.yaml": {"combining": tuple[Combining, ...], "denominators": tuple[Denominator, ...]},
    "data/discrepancies.yaml": {"discrepancies": tuple[Discrepancy, ...]},
    "data/themes.yaml": {"themes": tuple[Theme, ...]},
    "data/definitions.yaml": {"definitions": dict[Id, Definition]},
}
_TARGETS = "data/targets.csv"
_TASKS = "data/tasks.csv"
FILES = (*_PARTS, _TARGETS, _TASKS)
"""Every reference file below the folder."""
_TRIES = 5
"""How often a folder is read that changes meanwhile."""


def load_catalogue(folder: Path = PROJECT) -> Catalogue:
    """Return the reference data in the folder, checked whole.

    Raises:
        ProblemsError: A file is missing or broken, or the files contradict each other; every problem is listed.
    """
    catalogue, problems = read_catalogue(folder)
    if problems or catalogue is None:
        raise ProblemsError(problems)
    return catalogue


def read_catalogue(folder: Path = PROJECT) -> tuple[Catalogue | None, list[Problem]]:
    """Return what the folder says and everything that is wrong with it; None where a whole part cannot be read.

    A folder that is being written into is read as it was before, or as it is after: never half of each.
    """
    for _ in range(_TRIES):
        stamp = stamp_of(folder)
        found = _read(folder)
        if stamp_of(folder) == stamp:
            break
    return found


def _read(folder: Path) -> tuple[Catalogue | None, list[Problem]]:
    reading = _Reading(folder)
    parts: dict[str, Any] = {}
    for name, expected in _PARTS.items():
        parts |= reading.yaml_parts(name, expected)
    target_lines = reading.csv_lines(_TARGETS, TARGET_COLUMNS)
    task_lines = reading.csv_lines(_TASKS, TASK_COLUMNS)
    if len(parts) < sum(map(len, _PARTS.values())):
        return None, reading.problems
    definitions = parts.pop("definitions")
    parts["indicators"] = tuple(
        item.model_copy(update={"definition": definitions.get(item.id)}) for item in parts["indicators"]
    )
    for name in ("combining", "denominators"):
        parts[name] = {item.id: item for item in parts[name]}
    known = Catalogue(**parts, targets=())
    reading.check_references(known)
    reading.check_definitions(definitions, known)
    targets = reading.targets(target_lines, known)
    rows = {(row["plan"], row["indicator"]) for _, row in target_lines}
    tasks = read_tasks(task_lines, known, rows, partial(reading.problem, _TASKS))
    read = {"targets": targets, "tasks": tasks, "fingerprint": reading.fingerprint()}
    catalogue = known.model_copy(update=read)
    check_successions(catalogue, reading.problem_of_succession, is_whole=not reading.problems)
    return catalogue, reading.problems


@dataclass
class _Reading:
    """One pass over the files: what was found wrong so far, and which line holds which entry."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    digest: Any = field(default_factory=hashlib.sha256)

    def fingerprint(self) -> str:
        return str(self.digest.hexdigest())[:16]

    def problem(self, name: str, line: int | None, text: str, /, **values: object) -> None:
        self.problems.append(Problem(text, values, Path(name), line))

    def problem_of_succession(self, id_: str, text: str, /, **values: object) -> None:
        self.problem("data/successions.yaml", self.lines.get(("successions", id_)), text, id=id_, **values)

    def text(self, name: str) -> str | None:
        try:
            content = file_in(self.folder, name).read_bytes()
            text = content.decode("utf-8-sig")
        except FileNotFoundError:
            self.problem(name, None, mark("Thiếu tệp này; lấy lại từ kho mã nguồn."))
        except (OSError, UnicodeDecodeError) as error:
            self.problem(name, None, mark("Không đọc được tệp: {error}"), error=error)
        else:
            self.digest.update(content)
            if not unicodedata.is_normalized("NFC", text):
                lines = enumerate(text.split("\n"), 1)
                first = next((number for number, line in lines if not unicodedata.is_normalized("NFC", line)), None)
                self.problem(name, first, mark("Tệp chưa ở dạng Unicode dựng sẵn (NFC); lưu lại ở dạng NFC."))
            return text
        return None

    # ---- YAML ------------------------------------------------------------------------------------

    def yaml_parts(self, name: str, expected: dict[str, Any]) -> dict[str, Any]:
        text = self.text(name)
        if text is None:
            return {}
        try:
            root, document = composed(text)
        except yaml.YAMLError as error:
            place = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or error
            self.problem(name, place.line + 1 if place else None, mark("Sai cú pháp YAML: {what}"), what=what)
            return {}
        if root is None or not isinstance(document, dict):
            self.problem(name, 1, mark("Tệp phải có các mục: {parts}."), parts=", ".join(expected))
            return {}
        for line, key in repeated_keys(root):
            self.problem(name, line, mark("Khóa “{key}” viết hai lần."), key=key)
        for key in document.keys() - expected.keys():
            self.problem(name, line_of(root, (key,)), mark("Mục “{key}” không có trong quy định."), key=key)
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
                line_of(root, (key, *mistake["loc"])),
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
                line = line_of(root, (key, index))
                if place in self.lines:
                    self.problem(
                        name, line, mark("Mã “{id}” đã dùng ở dòng {first}."), id=place[1], first=self.lines[place]
                    )
                self.lines.setdefault(place, line)

    # ---- references between files ------------------------------------------------------------------

    def check_references(self, known: Catalogue) -> None:
        for kind, id_, line_key, wanted, have in references(known):
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
        self._check_sector_paths(known)
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

    def check_definitions(self, definitions: dict[str, Definition], known: Catalogue) -> None:
        for id_ in definitions.keys() - known.indicator.keys():
            self.problem("data/definitions.yaml", None, mark("“{id}” không phải mã của chỉ tiêu nào."), id=id_)
        for id_ in known.indicator.keys() - definitions.keys():
            self.problem("data/definitions.yaml", None, mark("Chỉ tiêu “{id}” chưa có định nghĩa."), id=id_)

    def _check_sector_paths(self, known: Catalogue) -> None:
        taken = set(OTHER_PATHS)
        for sector in known.sectors:
            if sector.path in taken:
                self.problem(
                    "indicators.yaml",
                    self.lines[("sectors", sector.id)],
                    mark("Địa chỉ trang “{path}” của lĩnh vực “{id}” đã dùng cho trang khác."),
                    path=sector.path,
                    id=sector.id,
                )
            taken.add(sector.path)

    # ---- CSV --------------------------------------------------------------------------

    def csv_lines(self, name: str, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
        """Return the lines of the file that have the right columns, with their numbers."""
        text = self.text(name)
        if text is None:
            return []
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            rows = [(reader.line_num, row) for row in reader]
        except csv.Error as error:
            self.problem(name, reader.line_num, mark("Sai cú pháp CSV: {what}"), what=error)
            return []
        if not rows or tuple(rows[0][1]) != columns:
            self.problem(name, 1, mark("Dòng đầu phải là: {columns}"), columns=",".join(columns))
            return []
        lines = []
        for line, row in rows[1:]:
            if len(row) == len(columns):
                lines.append((line, dict(zip(columns, row, strict=True))))
            else:
                self.problem(name, line, mark("Dòng có {found} ô, cần {wanted}."), found=len(row), wanted=len(columns))
        return lines

    def targets(self, lines: list[tuple[int, dict[str, str]]], known: Catalogue) -> tuple[PrintedTarget, ...]:
        agency_of = {collapse(text): agency.id for agency in known.agencies for text in agency.printed}
        seen: dict[tuple[str, str, str, int], int] = {}
        cells = []
        for line, row in lines:
            cell = self._target(line, row, known, agency_of)
            if cell is None:
                continue
            key = (cell.plan, cell.indicator, cell.breakdown, cell.year)
            if key in seen:
                self.problem(_TARGETS, line, mark("Trùng chỉ tiêu, phân tổ và năm với dòng {first}."), first=seen[key])
            seen.setdefault(key, line)
            cells.append(cell)
        return tuple(cells)

    def _target(
        self, line: int, row: dict[str, str], known: Catalogue, agency_of: dict[str, str]
    ) -> PrintedTarget | None:
        try:
            cell = PrintedTarget(**row, line=line)  # type: ignore[arg-type]  # pydantic reads the year
        except ValidationError as error:
            for mistake in error.errors(include_url=False):
                self.problem(
                    _TARGETS,
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
                self.problem(_TARGETS, line, mark("Cột {column}: “{id}” chưa khai báo."), column=column, id=id_)
        plan = known.plan.get(cell.plan)
        if plan and plan.province in known.province and plan.province != cell.province:
            self.problem(
                _TARGETS,
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
                text = mark("Cơ quan chủ trì “{printed}” chưa có trong data/agencies.yaml.")
                self.problem(_TARGETS, line, text, printed=printed)
        unit = known.units.get(indicator.unit) if indicator else None
        if len(self.problems) > before or indicator is None or unit is None:
            return None
        try:
            target = parse_target(
                cell.printed,
                direction=indicator.direction,
                levels=indicator.spellings,
                share=unit.share,
                integral=unit.integral,
            )
        except DashboardError as error:
            self.problem(_TARGETS, line, error.text, **error.values)
            return None
        return cell.model_copy(update={"agencies": tuple(agencies), "target": target})
