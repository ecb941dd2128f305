"""The headings of a document as they are numbered: I., 1., a) (Decree 30/2020/NĐ-CP, Phụ lục I)."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.documents.model import Document, Heading

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class Numbered:
    """A heading with its number and the level it stands on: none is more than one below the heading before it."""

    number: str
    text: str
    level: int


def numbered(document: Document) -> Iterator[Numbered]:
    """Yield the headings in their order."""
    above, counters = 0, [0, 0, 0]
    for block in document.blocks:
        if isinstance(block, Heading):
            level = min(block.level, above + 1)
            counters[level - 1] += 1
            counters[level:] = [0] * (3 - level)
            above = level
            yield Numbered(_number(level, counters[level - 1]), block.text, level)


def _number(level: int, place: int) -> str:
    if level == 1:
        return f"{_roman(place)}."
    return f"{place}." if level == 2 else f"{_letters(place)})"


def _roman(number: int) -> str:
    written = ""
    for value, digits in _ROMAN:
        while number >= value:
            written, number = written + digits, number - value
    return written


def _letters(number: int) -> str:
    """Return the place as letters: a to z, then aa, ab and so on."""
    written = ""
    while number:
        number, rest = divmod(number - 1, 26)
        written = chr(ord("a") + rest) + written
    return written
