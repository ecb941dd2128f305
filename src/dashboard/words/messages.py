"""Problems and errors whose text is shown to people, in Vietnamese or English.

Texts are written in Vietnamese in the code; ``translations.py`` knows their English. A message keeps its
text and its values apart until somebody reads it, so that one problem can be told in both languages.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Translate = Callable[[str], str]


def same(text: str) -> str:
    """Return the Vietnamese text itself: the translation into Vietnamese."""
    return text


def mark(text: str) -> str:
    """Mark a text for the catalogue of translations where it is written, before it is shown."""
    return text


def _told(values: Mapping[str, object], translate: Translate) -> dict[str, object]:
    """Return the values with marked words among them translated; ids, numbers and quoted text stay as they are."""
    return {name: translate(value) if isinstance(value, str) and value else value for name, value in values.items()}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file: where, what, and what was found there.

    Attributes:
        text: The sentence in Vietnamese with ``{names}`` for its values.
        values: What stands for the names.
        file: The file's path as its reader knows it; None when no file is to blame.
        line: The line, counted from 1; None when the whole file is meant.
    """

    text: str
    values: dict[str, object] = field(default_factory=dict)
    file: Path | None = None
    line: int | None = None

    def tell(self, translate: Translate = same) -> str:
        """Return the problem as one line, place first."""
        place = "" if self.file is None else f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        return place + translate(self.text).format(**_told(self.values, translate))


class DashboardError(Exception):
    """Something a person can put right; its message is shown as it stands, never as a traceback."""

    def __init__(self, text: str, /, **values: object) -> None:
        """Keep the text and its values apart; see ``tell``."""
        super().__init__(text, values)
        self.text = text
        self.values = values

    def tell(self, translate: Translate = same) -> str:
        """Return the message in the reader's language."""
        return translate(self.text).format(**_told(self.values, translate))

    def __str__(self) -> str:
        """Return the message in Vietnamese."""
        return self.tell()


class ProblemsError(DashboardError):
    """Several problems found together; all of them are listed, never the first alone."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Take the problems in the order they are to be told."""
        self.problems = tuple(problems)
        super().__init__(mark("Có {count} lỗi trong dữ liệu."), count=len(self.problems))

    def tell(self, translate: Translate = same) -> str:
        """Return the count and every problem, a line each."""
        lines = [super().tell(translate), *(problem.tell(translate) for problem in self.problems)]
        return "\n".join(lines)
