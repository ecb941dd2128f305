"""How wide the columns of a table become: by their shares, but none so narrow that a word of it must be broken."""

import re

from dashboard.documents import fonts, signs
from dashboard.documents.model import Table

_WORDS = re.compile("[^ \n]+")  # a space that keeps words together is no place to break
_LONGEST_FIGURE = 10
"""A figure with its unit stands in one line if it is no longer."""
_PADDING = 8.0
"""What lines and air take of a column, in points."""
_WIDEST = 0.3
"""A single word may claim so much of the width; a longer one is broken."""


def type_size(table: Table, *, is_compact: bool) -> float:
    """Return the size of a table's type in points: the more columns, the smaller."""
    if is_compact or len(table.columns) >= 8:
        return 9.5
    return 10.5 if len(table.columns) >= 6 else 11.0


def widths(table: Table, across: float, size: float) -> list[float]:
    """Return the width of each column in points; together they are ``across``.

    Args:
        table: The table.
        across: The width of all columns together, in points.
        size: The size of its type, in points.
    """
    least = [min(_longest_word(table, place, size) + _PADDING, _WIDEST * across) for place in range(len(table.columns))]
    if sum(least) > across:
        return [across * one / sum(least) for one in least]
    shares = sum(column.width for column in table.columns) or 1.0
    wide = [across * column.width / shares for column in table.columns]
    lacking = sum(max(need - has, 0.0) for need, has in zip(least, wide, strict=True))
    spare = sum(max(has - need, 0.0) for need, has in zip(least, wide, strict=True))
    given = lacking / spare if spare else 0.0
    return [need if has < need else has - (has - need) * given for need, has in zip(least, wide, strict=True)]


def _longest_word(table: Table, place: int, size: float) -> float:
    words = {(word, True) for word in _WORDS.findall(table.columns[place].title)}
    for row in table.rows:
        if not row.is_group:
            cell = row.cells[place]
            text = signs.with_sign(cell.text, cell.status)
            is_figure = table.columns[place].align == "right" and len(text) <= _LONGEST_FIGURE
            words |= {(word, cell.is_strong) for word in ([text] if is_figure else _WORDS.findall(text))}
    return max((fonts.width(word, size, is_bold=is_bold) for word, is_bold in words), default=0.0)
