"""What a document of a plan holds, whatever kind of file it came in: paragraphs and tables of cells, nothing understood yet."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One cell of a table.

    Attributes:
        text: Its text, runs of spaces collapsed; a merged cell's in every place it covers.
        origin: Row and column, from 0, of the place in which the merged cell begins; a plain cell's own place.
    """

    text: str
    origin: tuple[int, int]


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes:
        number: Which table of the document it is, from 1.
        annex: The heading of the annex it stands under as printed (``PHỤ LỤC 1``), or the name of its sheet; empty without one.
        rows: Its rows; all have the same number of cells.
        lines: The number of each row as a person counts them: from 1 in the table, in the sheet or file for those.
        title: The words above it.
        may_go_on: Whether nothing but blank lines stands between it and the table before.
    """

    number: int
    annex: str
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]
    title: str = ""
    may_go_on: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One paragraph outside tables, and the numbered heading it stands under (``II.2``); empty without one."""

    text: str
    section: str


@dataclass(frozen=True)
class Document:
    """A document: its paragraphs and its tables, each in order."""

    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]


def plain_rows(texts: Sequence[Sequence[str]]) -> list[list[Cell]]:
    """Return rows of texts as cells of which none is merged, filled up to the same width."""
    width = max(map(len, texts), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in texts]
    return [[Cell(text, (line, column)) for column, text in enumerate(row)] for line, row in enumerate(padded)]


def merge(rows: list[list[Cell]], top: int, left: int, bottom: int, right: int) -> None:
    """Give every place of a merged range the text and origin of its first."""
    first = rows[top][left]
    for line in range(top, min(bottom, len(rows) - 1) + 1):
        for column in range(left, min(right, len(rows[line]) - 1) + 1):
            rows[line][column] = Cell(first.text, (top, left))
