"""Printed numbers: of annexes, sections and rows; what follows what, and what was skipped."""

import re

from dashboard.reference.tasks import section_order
from dashboard.words.folding import folded

BULLETS = ("-", "–", "+", "•", "*", "−")
"""What stands for a number before a sub-row."""

_ANNEX = re.compile(r"phu luc\b[ :.]*([0-9]{1,2}|[ivx]{1,5})?\b[ .:]*$")
_SECTION = re.compile(r"^([IVX]{1,5})\s*[.)]\s+\S")
_PART = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,2})\s*[.)]\s+\S")
_ROMAN = re.compile(r"[IVX]{1,5}")
_ROW = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}")


def is_annex(text: str) -> bool:
    """Return whether the line is the heading of an annex, and nothing else."""
    return bool(_ANNEX.match(folded(text).strip()))


def annex_name(printed: str) -> str:
    """Return an annex's heading as it is cited: its first letter large, its words small, its number as printed."""
    words = printed.strip(" .:").split()
    if not is_annex(printed):
        return printed
    return " ".join([words[0].capitalize(), words[1].lower(), *words[2:]])


def annex_code(printed: str, table: int) -> str:
    """Return what stands for the annex in ids: ``a2`` for the second; without a number the table's."""
    found = _ANNEX.match(folded(printed).strip())
    if not found or not found[1]:
        return f"a{table}"
    return f"a{section_order(found[1].upper())}"


def cleaned(number: str) -> str:
    """Return a printed number without what closes it: ``1.1`` for ``1.1.`` and ``(1.1)``."""
    return number.strip().strip("().").strip()


def is_roman(number: str) -> bool:
    """Return whether the printed number is Roman."""
    return bool(_ROMAN.fullmatch(number))


def is_number(number: str) -> bool:
    """Return whether the printed number is a row's: digits, between points."""
    return bool(_ROW.fullmatch(number))


def follows(before: str, after: str) -> bool:
    """Return whether a row's number comes right after another: a step further on some level, or a level deeper from one."""
    first, second = _steps(before), _steps(after)
    if len(second) > len(first):
        return second[: len(first)] == first and all(step == 1 for step in second[len(first) :])
    level = len(second) - 1
    return second[:level] == first[:level] and second[level] == first[level] + 1


def _steps(number: str) -> list[int]:
    return [int(step) for step in number.split(".")]


class SectionPath:
    """Under which numbered headings of the text the reader stands."""

    def __init__(self) -> None:
        """Start before the first heading."""
        self._section = self._part = ""

    def after(self, text: str) -> str:
        """Return where the paragraph stands, itself taken as a heading where it is one: ``II.2``."""
        if found := _SECTION.match(text):
            self._section, self._part = found[1], ""
        elif found := _PART.match(text):
            self._part = found[1]
        return ".".join(filter(None, (self._section, self._part)))
