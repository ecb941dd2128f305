"""What the columns of a table are, by their headings, in whatever order and however they are called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dashboard.plans.documents import Cell
from dashboard.words.folding import folded, normal

Meaning = Literal[
    "number", "name", "unit", "target", "actual", "lead", "coordinating", "task", "timing", "submission", "submitted_to",
    "product", "note",
]  # fmt: skip
Kind = Literal["indicators", "tasks"]

_NUMBERS = frozenset(("tt", "stt", "so tt", "so thu tu", "thu tu", "so"))
_UNITS = frozenset(("don vi tinh", "don vi", "dv tinh", "don vi do"))
_YEAR = re.compile(r"\b(20[2-5]\d)\b")
_ACTUAL = re.compile(r"\b(thuc hien|ket qua|hien trang|thuc trang|uoc|thuc te|da dat)\b")
_AIM = re.compile(r"\b(muc tieu|chi tieu|ke hoach|phan dau|den nam)\b")
_MOST_HEADER_ROWS = 4
_LEAST = 3
"""How many columns must be known for a row to be a heading."""


@dataclass(frozen=True)
class Column:
    """One column: what it is, the years its heading names (of targets and actuals), and the heading."""

    meaning: Meaning | None
    years: tuple[int, ...]
    heading: str


@dataclass(frozen=True)
class Layout:
    """The columns of a table and which rows its headings are: from ``top`` to before ``body``."""

    kind: Kind
    columns: tuple[Column, ...]
    top: int
    body: int

    def places(self, meaning: Meaning) -> list[int]:
        """Return where the columns with the meaning stand."""
        return [place for place, column in enumerate(self.columns) if column.meaning == meaning]

    def text(self, row: Sequence[Cell], meaning: Meaning) -> str:
        """Return what the row prints in the first column with the meaning, of a cell that begins in it; empty without one."""
        return next((own_text(row, place) for place in self.places(meaning)), "")


def own_text(row: Sequence[Cell], place: int) -> str:
    """Return the cell's text, empty where it is the rest of one that began further left."""
    return row[place].text if row[place].origin[1] == place else ""


def layout_at(rows: Sequence[Sequence[Cell]], top: int) -> Layout | None:
    """Return the layout whose headings begin in the row; None where no headings stand there."""
    best = None
    for body in range(top + 1, min(top + _MOST_HEADER_ROWS, len(rows)) + 1):
        if body > top + 1 and not _belongs_to_headings(rows, top, body - 1):
            break
        columns = tuple(_column(rows[top:body], place) for place in range(len(rows[top])))
        kind = _kind(columns)
        if kind:
            best = Layout(kind, columns, top, body)
        elif best is None and not any(column.meaning for column in columns):
            return None
    return best


def _belongs_to_headings(rows: Sequence[Sequence[Cell]], top: int, line: int) -> bool:
    """Return whether a row goes on with the headings above it: every cell of its own is one, or counts the columns."""
    own = [cell.text for cell in rows[line] if cell.text and cell.origin[0] == line]
    if not own:
        return any(cell.origin[0] >= top for cell in rows[line] if cell.text)
    if all(re.fullmatch(r"\(?\d{1,2}\)?(\s*=.*)?|\(?[A-Za-z]\)?", text) for text in own) and len(own) >= _LEAST:
        return True
    return all(_meaning(text)[0] for text in own)


def _column(rows: Sequence[Sequence[Cell]], place: int) -> Column:
    """Return what a column is by the cells of its headings from top to bottom: the lowest that says something decides."""
    texts = list(
        dict.fromkeys(
            cell.text
            for row in rows
            if (cell := row[place]).text and not cell.text.strip("()").isdigit() or _YEAR.fullmatch(row[place].text)
        )
    )
    whole = " ".join(texts)
    for text in (*reversed(texts), whole):
        meaning, years = _meaning(text)
        if meaning:
            if meaning == "target" and _ACTUAL.search(normal(whole)) and not _AIM.search(normal(whole)):
                meaning = "actual"
            return Column(meaning, years, whole)
    return Column(None, (), whole)


@lru_cache(maxsize=4096)
def _meaning(text: str) -> tuple[Meaning | None, tuple[int, ...]]:
    words = normal(text)
    years = tuple(sorted(set(map(int, _YEAR.findall(folded(text))))))
    if not words:
        return None, ()
    if words in _NUMBERS:
        return "number", ()
    if words in _UNITS:
        return "unit", ()
    if words.startswith("ghi chu"):
        return "note", ()
    return _of_agencies(words) or _of_times(words) or _of_contents(words, years)


def _of_agencies(words: str) -> tuple[Meaning, tuple[int, ...]] | None:
    if re.search(
        r"\b(chu tri|phu trach|theo doi danh gia|co quan thuc hien|don vi thuc hien|chiu trach nhiem)\b", words
    ):
        return "lead", ()
    if "phoi hop" in words:
        return "coordinating", ()
    return None


def _of_times(words: str) -> tuple[Meaning, tuple[int, ...]] | None:
    if re.match(r"(thoi gian|thoi han|tien do) trinh\b", words):
        return "submission", ()
    if re.match(r"(thoi gian|thoi han|tien do)\b", words):
        return "timing", ()
    if re.match(r"(cap|co quan) (trinh|ban hanh|tham quyen|co tham quyen)\b", words):
        return "submitted_to", ()
    if re.match(r"san pham\b", words):
        return "product", ()
    return None


def _of_contents(words: str, years: tuple[int, ...]) -> tuple[Meaning | None, tuple[int, ...]]:
    if years and len(words) <= 80:
        return ("actual" if _ACTUAL.search(words) and not _AIM.search(words) else "target"), years
    if re.match(r"(noi dung )?(nhiem vu|cong viec|de an|chuong trinh)\b", words):
        return "task", ()
    if re.match(r"(ten |noi dung |danh muc |cac |muc tieu )?chi (tieu|so)\b(?! ke hoach)|noi dung$", words):
        return "name", ()
    if re.match(r"(muc tieu|chi tieu ke hoach|ke hoach|muc phan dau|gia tri)\b", words):
        return "target", ()
    return None, ()


def _kind(columns: Sequence[Column]) -> Kind | None:
    meanings = [column.meaning for column in columns]
    known = len([meaning for meaning in meanings if meaning])
    if known < _LEAST:
        return None
    if "target" in meanings and "name" in meanings and "task" not in meanings:
        return "indicators"
    if "lead" in meanings and ("task" in meanings or ("name" in meanings and "target" not in meanings)):
        return "tasks"
    return None
