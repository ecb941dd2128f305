"""A form that is filled in and handed in: its columns, and every heading under which a file may bring them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dashboard.words.folding import normal

_YEAR_BEHIND = re.compile(r"( nam)? (19|20)\d\d$")
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")


@dataclass(frozen=True)
class Column:
    """One column: its Vietnamese heading, and other headings it is recognised by, on the normal form of names."""

    heading: str
    also: tuple[str, ...] = ()
    is_read: bool = True


@dataclass(frozen=True, eq=False)
class Form:
    """What is handed in under which headings; two forms are read by the same readers.

    Attributes:
        name: What the form is called, in Vietnamese.
        columns: Its columns in their order; those that are not read only inform.
        needed: Of each of these columns a file must have one; the first stands for the others where none is there.
        number: The column whose cells are numbers and never repeated; empty where there is none.
        codes: The refusals whose words are other than those of figures.
    """

    name: str
    columns: Mapping[str, Column]
    needed: tuple[tuple[str, ...], ...]
    number: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def read(self) -> tuple[str, ...]:
        """The columns whose cells are used."""
        return tuple(name for name, column in self.columns.items() if column.is_read)

    @cached_property
    def _headings(self) -> dict[str, str]:
        return {
            normal(heading): name
            for name, column in self.columns.items()
            for heading in (column.heading, name, *column.also)
        }

    def column_of(self, heading: str) -> str | None:
        """Return the column a heading names, None for one we do not know.

        ``Giá trị thực hiện (%)`` and ``Thực hiện năm 2025`` are recognised too.
        """
        if len(heading) > 200:
            return None
        for text in (heading, _IN_BRACKETS.sub(" ", heading)):
            words = normal(text)
            found = self._headings.get(words) or self._headings.get(_YEAR_BEHIND.sub("", words))
            if found:
                return found
        return None

    def known(self, headings: Iterable[str]) -> set[str]:
        """Return the columns some headings name."""
        return {name for heading in headings if (name := self.column_of(heading))}

    def lacks(self, known: Iterable[str]) -> str | None:
        """Return the first needed column that is not among the known ones; None where none is lacking."""
        have = set(known)
        return next((names[0] for names in self.needed if not have.intersection(names)), None)

    def code(self, code: str) -> str:
        """Return the code of a refusal in this form's words."""
        return self.codes.get(code, code)


def is_bare(heading: str, column: str) -> bool:
    """Return whether the heading is the column's English word alone, without “id”."""
    return normal(heading) == column
