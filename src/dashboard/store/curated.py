"""Actuals in CSV form to submissions: the curated files in ``data/actuals/`` and files given to ``load``."""

import csv
import io
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.reference.files import PROJECT
from dashboard.reference.targets import level_rank
from dashboard.store.store import OBSERVATION_SCHEMA, Store, Submission
from dashboard.words.messages import DashboardError, Problem, ProblemsError, mark

REQUIRED_COLUMNS = ("province", "indicator", "breakdown", "year", "value")
OPTIONAL_COLUMNS = ("preliminary", "source", "source_table", "locator", "note")
FIRST_YEAR, LAST_YEAR = 1990, 2050
DERIVED = "derived"
"""How the names of files begin whose figures were worked out from published levels."""
_BOOLEANS = {"": False, "false": False, "true": True}


def curated_submissions(catalogue: Catalogue, folder: Path = PROJECT) -> list[Submission]:
    """Return a submission for each file of published statistics in ``data/actuals/``, in the order of names.

    A figure may stand in one file only, but for the files of derived figures: those never stand before a published one.

    Raises:
        ProblemsError: Some file has mistakes; every one of all files is listed.
    """
    problems: list[Problem] = []
    submissions = []
    by_kind: dict[str, dict[tuple[str, ...], Path]] = {"curated": {}, "derived": {}}
    for path in sorted((folder / "data" / "actuals").glob("*.csv")):
        name = path.relative_to(folder)
        kind: Literal["curated", "derived"] = "derived" if path.stem.startswith(DERIVED) else "curated"
        first_seen = by_kind[kind]
        try:
            observations = read_actuals(path, catalogue, shown_as=name)
        except ProblemsError as error:
            problems += error.problems
            continue
        for key in observations.select(REQUIRED_COLUMNS[:3]).with_columns(observations["year"].cast(pl.String)).rows():
            if key in first_seen:
                problems.append(
                    Problem(
                        mark("Số liệu {key} đã có ở {first}."), {"key": ", ".join(key), "first": first_seen[key]}, name
                    )
                )
            first_seen.setdefault(key, name)
        submissions.append(Submission(observations, kind, path.name, "data/actuals", approved_by="data/actuals"))
    if problems:
        raise ProblemsError(problems)
    return submissions


def load_curated(store: Store, catalogue: Catalogue, folder: Path = PROJECT) -> None:
    """Append the curated actuals to an official store; what it already holds is recognised and left alone."""
    if not store.is_illustrative:
        store.append(*curated_submissions(catalogue, folder))


def read_actuals(path: Path, catalogue: Catalogue, *, shown_as: Path | None = None) -> pl.DataFrame:
    """Read a CSV file of actuals with ids and plain numbers (a point before the decimals).

    Args:
        path: The file, in UTF-8.
        catalogue: What ids, bounds and levels are held against.
        shown_as: The path that problems name.

    Returns:
        The columns of ``OBSERVATION_SCHEMA``, in the order of the file.

    Raises:
        ProblemsError: Every problem of the file with its line; nothing of it is used.
    """
    name = shown_as or path
    lines = _lines(path, name)
    header = [column.strip() for column in lines[0][1]] if lines else []
    if problems := _header_problems(header, name):
        raise ProblemsError(problems)
    rows, problems = [], []
    first_lines: dict[tuple[object, ...], int] = {}
    for line, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            problems.append(
                Problem(
                    mark("Dòng có {found} ô, cần {wanted}."), {"found": len(cells), "wanted": len(header)}, name, line
                )
            )
            continue
        row = _Row(dict(zip(header, map(str.strip, cells), strict=True)), catalogue)
        observation = row.observation()
        problems += [Problem(text, values, name, line) for text, values in row.mistakes]
        if observation is not None:
            key = tuple(observation[column] for column in REQUIRED_COLUMNS[:4])
            if key in first_lines:
                problems.append(
                    Problem(
                        mark("Trùng tỉnh, chỉ tiêu, phân tổ và năm với dòng {first}."),
                        {"first": first_lines[key]},
                        name,
                        line,
                    )
                )
            first_lines.setdefault(key, line)
            rows.append(observation)
    if not rows and not problems:
        problems.append(Problem(mark("Tệp không có dòng số liệu nào."), {}, name))
    if problems:
        raise ProblemsError(problems)
    return pl.DataFrame(rows, schema=OBSERVATION_SCHEMA, orient="row")


def _lines(path: Path, name: Path) -> list[tuple[int, list[str]]]:
    """Return the cells of each line with its number in the file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ProblemsError([Problem(mark("Không có tệp này."), {}, name)]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemsError([Problem(mark("Không đọc được tệp: {error}"), {"error": error}, name)]) from error
    reader = csv.reader(io.StringIO(unicodedata.normalize("NFC", text), newline=""), strict=True)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        problem = Problem(mark("Sai cú pháp CSV: {what}"), {"what": error}, name, reader.line_num)
        raise ProblemsError([problem]) from error


def _header_problems(header: list[str], name: Path) -> list[Problem]:
    problems = [
        Problem(mark("Thiếu cột “{column}”."), {"column": column}, name, 1)
        for column in REQUIRED_COLUMNS
        if column not in header
    ]
    known = (*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS)
    problems += [
        Problem(
            mark("Cột “{column}” không có trong quy định: {known}."),
            {"column": column, "known": ", ".join(known)},
            name,
            1,
        )
        for column in header
        if column not in known
    ]
    if len(set(header)) < len(header):
        problems.append(Problem(mark("Có cột viết hai lần ở dòng đầu."), {}, name, 1))
    return problems


@dataclass
class _Row:
    """One line of the file; ``mistakes`` gathers everything wrong with it."""

    cells: dict[str, str]
    catalogue: Catalogue

    def __post_init__(self) -> None:
        self.mistakes: list[tuple[str, dict[str, object]]] = []

    def observation(self) -> dict[str, object] | None:
        """Return the line as an observation, or None with its mistakes noted."""
        self._known("province", self.catalogue.province)
        self._known("indicator", self.catalogue.indicator)
        indicator = self.catalogue.indicator.get(self.cells["indicator"])
        breakdown = self.cells["breakdown"] or "total"
        if indicator and breakdown not in indicator.breakdowns:
            self._wrong(
                mark("Chỉ tiêu “{indicator}” không có phân tổ “{breakdown}”; có: {known}."),
                indicator=indicator.id,
                breakdown=breakdown,
                known=", ".join(indicator.breakdowns),
            )
        year = self._year()
        preliminary = _BOOLEANS.get(self.cells.get("preliminary", "").lower())
        if preliminary is None:
            self._wrong(mark("Cột preliminary phải là true hoặc false."))
        value, level = self._value(indicator) if indicator else (None, None)
        if self.mistakes:
            return None
        return {
            "province": self.cells["province"],
            "indicator": self.cells["indicator"],
            "breakdown": breakdown,
            "year": year,
            "value": value,
            "level": level,
            "preliminary": preliminary,
            **{column: self.cells.get(column, "") for column in OPTIONAL_COLUMNS[1:]},
        }

    def _wrong(self, text: str, /, **values: object) -> None:
        self.mistakes.append((text, values))

    def _known(self, column: str, known: Mapping[str, object]) -> None:
        if self.cells[column] not in known:
            self._wrong(mark("Cột {column}: không có mã “{id}”."), column=column, id=self.cells[column])

    def _year(self) -> int | None:
        text = self.cells["year"]
        if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return int(text)
        self._wrong(mark("Năm “{text}” phải là số từ {first} đến {last}."), text=text, first=FIRST_YEAR, last=LAST_YEAR)
        return None

    def _value(self, indicator: Indicator) -> tuple[float | None, str | None]:
        text = self.cells["value"]
        if indicator.kind == "levels":
            try:
                return None, indicator.levels[level_rank(text, indicator.spellings)].id
            except DashboardError as error:
                self._wrong(error.text, **error.values)
                return None, None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or "_" in text:
            self._wrong(
                mark("Giá trị “{text}” không phải là số; viết dấu chấm trước phần thập phân, ví dụ 99.9."), text=text
            )
            return None, None
        low, high = indicator.hard_minimum, indicator.hard_maximum
        if (low is not None and value < low) or (high is not None and value > high):
            self._wrong(
                mark("Giá trị {text} nằm ngoài khoảng cho phép của chỉ tiêu: {low} đến {high}."),
                text=text,
                low="−∞" if low is None else f"{low:g}",
                high="+∞" if high is None else f"{high:g}",
            )
        return value, None
