"""Cells of a spreadsheet that is no XLSX workbook, whatever read them: the same sheets come out."""

from dataclasses import dataclass, field

import polars as pl

from dashboard.intake.codes import MAX_COLUMNS, MAX_ROWS
from dashboard.intake.refusal import Refusal
from dashboard.intake.sheet_details import Details

_MOST_CELLS = 2_000_000
"""How many cells a file may fill: 100 000 rows of twenty."""


class Room:
    """How many cells a file may still fill; a short text can say that one stands in many."""

    def __init__(self) -> None:
        """Start with all the room there is."""
        self._left = _MOST_CELLS

    def take(self, count: int) -> None:
        """Take the room of so many cells.

        Raises:
            Refusal: There is not so much left.
        """
        self._left -= count
        if self._left < 0:
            raise Refusal("too_many_rows", limit=MAX_ROWS)


@dataclass
class Grid:
    """One sheet as it was read; rows and columns count from 0.

    Attributes:
        name: Its name.
        is_hidden: Whether it is not shown.
        texts: (row, column) → the text as a person sees it; blank cells are not among them.
        numbers: (row, column) → the number a cell holds, of shares as it is shown.
        hidden_rows: Rows that are not shown.
        hidden_columns: Columns that are not shown.
        merged: Of cells merged downwards their column, first and last row.
    """

    name: str
    is_hidden: bool = False
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    numbers: dict[tuple[int, int], float] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def details(self) -> Details:
        """What the sheet says beyond its cells; a share is a number with its sign behind it."""
        shares: dict[int, dict[int, float]] = {}
        for (row, column), number in self.numbers.items():
            if self.texts[row, column].endswith("%"):
                shares.setdefault(column, {})[row] = number
        return Details(
            numbers=shares,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            merged=tuple(self.merged),
        )

    def put(self, row: int, column: int, text: str, number: float | None = None) -> None:
        """Write a cell; a blank one is none.

        Raises:
            Refusal: It stands beyond what a file may hold.
        """
        if not text.strip():
            return
        if row > MAX_ROWS + 1000:
            raise Refusal("too_many_rows", limit=MAX_ROWS)
        if column >= MAX_COLUMNS:
            raise Refusal("too_many_columns", limit=MAX_COLUMNS)
        self.texts[row, column] = text
        if number is not None:
            self.numbers[row, column] = number

    def cells(self) -> pl.DataFrame:
        """Return ``row`` (counted from 1), the texts ``c0``, ``c1`` … and the numbers ``n0``, ``n1`` … (null where there is none)."""
        if not self.texts:
            return pl.DataFrame({"row": []}, schema={"row": pl.UInt32})
        height = max(row for row, _ in self.texts) + 1
        width = max(column for _, column in self.texts) + 1
        columns: list[pl.Series] = []
        for place in range(width):
            texts, numbers = [""] * height, [None] * height  # type: tuple[list[str], list[float | None]]
            columns += [pl.Series(f"c{place}", texts, pl.String), pl.Series(f"n{place}", numbers, pl.Float64)]
        by_column: dict[int, list[int]] = {}
        for row, column in self.texts:
            by_column.setdefault(column, []).append(row)
        for column, rows in by_column.items():
            rows.sort()
            said = pl.Series([self.texts[row, column] for row in rows], dtype=pl.String)
            held = pl.Series([self.numbers.get((row, column)) for row in rows], dtype=pl.Float64)
            columns[2 * column] = columns[2 * column].scatter(rows, said)
            columns[2 * column + 1] = columns[2 * column + 1].scatter(rows, held)
        return pl.DataFrame(columns).with_row_index("row", offset=1)
