"""Number formats of spreadsheets: as which number, or as which words, a person sees what a cell holds."""

import re
from dataclasses import dataclass
from functools import lru_cache

_SECTION = re.compile(r"(?:\"[^\"]*\"?|\\.|_.|\*.|\[[^\]]*\]|[^;])*")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_ASIDE = re.compile(r"\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.")
"""What is no text of the cell's: colours, conditions, languages, and room left; of a currency its sign is."""
_WORDS = re.compile(r"\"([^\"]*)\"?|\\(.)")
_SHOWS = re.compile(r"[0#?@ymdhsYMDHSeE]|[Gg]eneral|\[[hms]+\]")
"""What stands for a number, a text or a date."""
_HOLDS = {
    "<": lambda number, limit: number < limit,
    "<=": lambda number, limit: number <= limit,
    ">": lambda number, limit: number > limit,
    ">=": lambda number, limit: number >= limit,
    "=": lambda number, limit: number == limit,
    "<>": lambda number, limit: number != limit,
}


@dataclass(frozen=True)
class _Section:
    """How the numbers of one section are shown: so many times as large, or as words alone where ``words`` is not None."""

    scale: float
    words: str | None
    condition: tuple[str, float] | None

    def takes(self, number: float) -> bool:
        return self.condition is None or _HOLDS[self.condition[0]](number, self.condition[1])


@dataclass(frozen=True)
class NumberFormat:
    """A format with its sections: of positive numbers, of negative ones, of zero, or of those a condition says."""

    sections: tuple[_Section, ...]

    @property
    def shows_what_is_stored(self) -> bool:
        """Whether every number is seen as the one it is."""
        return all(section.scale == 1 and section.words is None for section in self.sections)

    def shown(self, number: float) -> tuple[str, float | None] | None:
        """Return how a number is seen, and as which where seeing leaves one reading; None where it is seen as it is stored."""
        section = self._of(number)
        if section.words is not None:
            return section.words, None
        return None if section.scale == 1 else as_shown(number, section.scale)

    def _of(self, number: float) -> _Section:
        first, *others = self.sections
        if not others:
            return first
        if any(section.condition for section in self.sections):
            return next((section for section in self.sections if section.takes(number)), self.sections[-1])
        if number < 0:
            return others[0]
        return others[1] if number == 0 and len(others) > 1 else first


@lru_cache(maxsize=1024)
def number_format(code: str) -> NumberFormat:
    """Return what the code of a format says; its fourth section is for texts."""
    texts = [code[found.start() : found.end()] for found in _sections(code)]
    return NumberFormat(tuple(map(_section, texts[:3])))


def _sections(code: str) -> list[re.Match[str]]:
    found, at = [], 0
    while at <= len(code) and (one := _SECTION.match(code, at)):
        found.append(one)
        at = one.end() + 1
    return found


def _section(text: str) -> _Section:
    condition = _CONDITION.search(text)
    unquoted = _WORDS.sub("", _ASIDE.sub("", text))
    limit = (condition[1], float(condition[2])) if condition else None
    if not _SHOWS.search(unquoted) and not re.search(r"\[[hms]+\]", text):
        words = _WORDS.sub(lambda one: one[1] or one[2] or "", _ASIDE.sub(lambda one: one[1] or "", text))
        return _Section(1.0, words.strip(), limit)
    thousands = re.search(r"[0#?](,+)(?![,0#?])", unquoted)
    return _Section(100.0 ** unquoted.count("%") / 1000.0 ** len(thousands[1] if thousands else ""), None, limit)


def as_shown(number: float, scale: float) -> tuple[str, float | None]:
    """Return how a number is seen that is shown so many times as large, and as which number where seeing leaves one reading."""
    shown = float(f"{number * scale:.12g}")
    if scale > 1:
        return f"{shown:.12g}%".replace(".", ","), shown
    return f"{shown:.12g} (×{round(1 / scale)})".replace(".", ","), None
