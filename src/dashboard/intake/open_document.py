"""Spreadsheets of the OpenDocument format (.ods), as a person sees them."""

import re
from collections.abc import Iterator

from dashboard.intake.codes import MAX_COLUMNS, MAX_ROWS
from dashboard.intake.grids import Grid, Room
from dashboard.intake.number_formats import as_shown
from dashboard.intake.refusal import Refusal
from dashboard.intake.xml_parsing import LENGTH_OF_DATE, parse_xml

CONTENT = "content.xml"
"""The part that holds the cells."""
_CELLS = ("table:table-cell", "table:covered-table-cell")
_NUMBER = re.compile(r"\d(?:[\d.,\s\u00a0\u202f]*\d)?|[.,]\d+")
_OTHERWISE = re.compile(r"\d\s*/\s*\d|\d[eE][-+]?\d|\d-\d")
_HALF = 0.5001


def grids(parts: Iterator[bytes]) -> list[Grid]:
    """Return the sheets of the document.

    Args:
        parts: The content part, piece by piece.

    Raises:
        Refusal: It is broken, or holds too much.
    """
    reading = _Reading()
    parse_xml(reading, parts)
    return reading.grids


class _Reading:
    """What has been read so far of a document."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._room = Room()
        self._hidden_styles: set[str] = set()
        self._row = self._column = self._rows = self._columns = 0
        self._cell: dict[str, str] | None = None
        self._words: list[str] = []
        self._style = ""

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "style:style":
            self._style = given.get("style:name", "")
        elif name == "style:table-properties" and given.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table:table":
            hidden = given.get("table:style-name") in self._hidden_styles
            self.grids.append(Grid(given.get("table:name", ""), hidden))
            self._row = 0
        elif name == "table:table-row":
            self._rows, self._column = _count(given, "table:number-rows-repeated"), 0
            self._hide(given)
        elif name in _CELLS:
            self._cell, self._words = given, []
            self._columns = _count(given, "table:number-columns-repeated")
        elif name == "text:p" and self._words:
            self._words.append(" ")
        elif name == "text:s":
            self._words.append(" " * min(_count(given, "text:c"), 100))

    def text(self, words: str) -> None:
        if self._cell is not None:
            self._words.append(words)

    def end(self, name: str) -> None:
        if name in _CELLS and self._cell is not None:
            self._put(self._cell, "".join(self._words).strip())
            self._cell = None
            self._column += self._columns
        elif name == "table:table-row":
            self._row += self._rows

    def _hide(self, given: dict[str, str]) -> None:
        if given.get("table:visibility") in ("collapse", "filter") and self._rows <= MAX_ROWS:
            self.grids[-1].hidden_rows.update(range(self._row, min(self._row + self._rows, MAX_ROWS)))

    def _put(self, cell: dict[str, str], words: str) -> None:
        shown, number = _seen(cell, words)
        if not shown:
            return
        if self._columns > MAX_COLUMNS:
            raise Refusal("too_many_columns", limit=MAX_COLUMNS)
        if self._rows > MAX_ROWS:
            raise Refusal("too_many_rows", limit=MAX_ROWS)
        self._room.take(self._rows * self._columns)
        grid = self.grids[-1]
        down = _count(cell, "table:number-rows-spanned")
        if down > 1 and _count(cell, "table:number-columns-spanned") == 1:
            grid.merged.append((self._column, self._row, self._row + down - 1))
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + self._columns):
                grid.put(row, column, shown, number)


def _seen(cell: dict[str, str], words: str) -> tuple[str, float | None]:
    """Return a cell's text as it is shown, and its number."""
    kind, stored = cell.get("office:value-type", ""), cell.get("office:value")
    if kind in ("float", "currency", "percentage") and stored is not None:
        try:
            number = float(stored)
        except ValueError:
            raise Refusal("broken_workbook") from None
        if words and not re.search(r"\d", words):
            return words, None  # the format shows words in place of the number
        if kind == "percentage":
            return as_shown(number, 100.0)
        scale = _scale(words, stored, number)
        if scale is None:
            return words, None
        return (f"{number:.15g}", number) if scale == 1 else as_shown(number, scale)
    if kind == "date" and (moment := cell.get("office:date-value")):
        return moment[:LENGTH_OF_DATE], None
    return words or ("=" if cell.get("table:formula") else ""), None


def _scale(words: str, stored: str, number: float) -> float | None:
    """Return how many times as large the words show the number; None where they show another.

    Fractions, powers of ten and signs between digits are taken for the number itself.
    """
    if not words or words.replace(",", ".") == stored or _OTHERWISE.search(words):
        return 1.0
    scales = (1.0, 100.0) if "%" in words else (1.0, 1e-3, 1e-6)
    return next((scale for scale in scales if _says(words, number * scale)), None)


def _says(words: str, number: float) -> bool:
    """Whether the words are the number without its sign, rounded to what they show, in either notation."""
    found = _NUMBER.search(words)
    digits = re.sub(r"[^\d.,]", "", found[0]) if found else ""
    for mark, other in ((",", "."), (".", ",")):
        whole, _, decimals = digits.replace(other, "").partition(mark)
        if mark not in decimals and abs(float(f"{whole or 0}.{decimals or 0}") - abs(number)) <= _HALF * 10.0 ** -len(
            decimals
        ):
            return True
    return False


def _count(given: dict[str, str], name: str) -> int:
    text = given.get(name, "1")
    return int(text) if text.isdigit() and len(text) < 9 else 1
