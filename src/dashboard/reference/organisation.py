"""The bodies the plans name, what became of them, and who holds each duty now.

A plan keeps naming the bodies of its day. Which body holds a duty today stands in ``data/successions.yaml``, a row a
duty and document; where no row says so, the successor is unknown, and nothing here guesses one.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from dashboard.reference.entries import Entry, Id, Named, Words
from dashboard.reference.tasks import Task
from dashboard.words.messages import mark

TODAY_FROM = 2025
"""The first reporting year that is asked of the bodies of today; before, the printed ones answered."""

UNKNOWN_HOLDER = mark("cơ quan kế thừa chưa rõ")
"""What is said where no document says who holds a duty now."""

Role = Literal["lead", "coordinating"]


class Successor(Named):
    """What a province or its merger became on a date, by which act; provinces with one id here are one today."""

    id: Id
    since: dt.date
    with_: tuple[str, ...] = Field(alias="with")
    basis_vi: Words
    basis_en: Words


class Province(Named):
    """A province of the plans, the unit of account, and what it became."""

    id: Id
    became: Successor | None = None


class Agency(Named):
    """An agency under one spelling, with every printed one; none where it came to be after the plans.

    ``collective`` names many bodies at once (all departments, the districts): each of them answers.
    """

    id: Id
    province: Id | None = None
    collective: bool = False
    printed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duty:
    """What an agency is asked to do in a province: to report on an indicator, or a task."""

    province: str
    sectors: tuple[str, ...]
    indicator: str | None = None
    task: str | None = None
    theme: str | None = None
    role: Role = "lead"

    @classmethod
    def of_task(cls, task: Task, province: str, *, role: Role = "lead") -> "Duty":
        """Return the duty that a plan of the province makes of a task, for its leads or those who take part."""
        return cls(province, task.sectors, task=task.task, theme=task.theme, role=role)


class Succession(Entry):
    """Who took over which duties of a body, since when and by which document; ``to`` the same body: it stays.

    What it covers is what every given list names; without any, all duties of the body. ``sectors`` cover the indicators in
    them and the tasks all of whose sectors are named; ``indicators``, ``themes`` and ``tasks`` cover more one by one.
    ``provinces`` and ``role`` narrow it.
    """

    id: Id
    from_: Id = Field(alias="from")
    to: Id
    duty_vi: Words
    duty_en: Words
    sectors: tuple[Id, ...] = ()
    indicators: tuple[Id, ...] = ()
    themes: tuple[Id, ...] = ()
    tasks: tuple[Id, ...] = ()
    provinces: tuple[Id, ...] = ()
    role: Role | None = None
    since: dt.date
    basis: Words

    def duty(self, language: str) -> str:
        """Return the duty in words, in ``vi`` or ``en``."""
        return self.duty_en if language == "en" else self.duty_vi

    @property
    def is_listed(self) -> bool:
        """Whether the row names what it covers, not all of it."""
        return bool(self.sectors or self.indicators or self.themes or self.tasks)

    def covers(self, duty: Duty) -> bool:
        """Whether the duty is among those that went over."""
        if (self.provinces and duty.province not in self.provinces) or self.role not in (None, duty.role):
            return False
        return (
            not self.is_listed
            or (bool(duty.sectors) and set(duty.sectors) <= set(self.sectors))
            or duty.indicator in self.indicators
            or duty.theme in self.themes
            or duty.task in self.tasks
        )


@dataclass(frozen=True)
class Holder:
    """Who holds a duty: ``agency``, where the plan prints ``printed``; ``steps`` are the successions that say so.

    Where ``is_known`` is false no document says who took over, and ``agency`` is the printed one.
    """

    agency: str
    printed: str
    is_known: bool = True
    steps: tuple[Succession, ...] = ()


@dataclass(frozen=True)
class Office:
    """An agency in one province as it stands today.

    Attributes:
        is_of_today: Whether it holds some duty now; false where all it is printed for went over to others.
        printed: The other agencies printed for what it holds now.
        is_unclear: Whether for some of what it is printed for no document says who took over.
    """

    is_of_today: bool
    printed: tuple[str, ...]
    is_unclear: bool

    @classmethod
    def of(cls, agency: str, held: Iterable[Holder]) -> "Office":
        """Return the agency as the holders of its province's duties make it."""
        mine = [one for one in held if one.agency == agency]
        others = sorted({one.printed for one in mine} - {agency})
        return cls(bool(mine), tuple(others), any(not one.is_known for one in mine))


def offices(
    held: Collection[tuple[str, Holder]], provinces: Iterable[Province], agencies: Collection[Agency]
) -> dict[tuple[str, str], Office]:
    """Return every agency that is printed for a duty of a province (``held``) or holds one, those of today first."""
    named = {(province, agency) for province, one in held for agency in (one.printed, one.agency)}
    found = {
        (province.id, agency.id): Office.of(agency.id, [one for place, one in held if place == province.id])
        for province in provinces
        for agency in agencies
        if (province.id, agency.id) in named
    }
    return dict(sorted(found.items(), key=lambda item: not item[1].is_of_today))


class Organisation:
    """All successions, to be asked who holds what.

    Attributes:
        merged: The provinces of today that several provinces of the plans became, by id, with what they became and with these.
    """

    def __init__(self, successions: Iterable[Succession], provinces: Iterable[Province]) -> None:
        """Take the successions and provinces as the files list them."""
        became: dict[str, tuple[Successor, list[str]]] = {}
        for province in provinces:
            if province.became:
                became.setdefault(province.became.id, (province.became, []))[1].append(province.id)
        self.merged = {id_: (new, tuple(former)) for id_, (new, former) in became.items() if len(former) > 1}
        self._of: dict[str, list[Succession]] = {}
        for succession in successions:
            self._of.setdefault(succession.from_, []).append(succession)

    def holder(self, printed: str, duty: Duty, year: int) -> Holder:
        """Return who holds a duty for a reporting year that a plan gives the ``printed`` agency."""
        if year < TODAY_FROM:
            return Holder(printed, printed)
        steps = tuple(self._steps(printed, duty))
        return Holder(steps[-1].to if steps else printed, printed, bool(steps), steps)

    def former(self, province: str) -> tuple[str, ...]:
        """Return the plans' provinces that an id means: those that became it, or it alone."""
        return self.merged[province][1] if province in self.merged else (province,)

    def taken_over(self, agency: str) -> tuple[Succession, ...]:
        """Return the rows of one body, in the order of the file."""
        return tuple(self._of.get(agency, ()))

    def covering(self, agency: str, duty: Duty) -> Iterator[Succession]:
        """Yield the rows of a body that cover the duty; ``check`` lets only one stand."""
        return (one for one in self._of.get(agency, ()) if one.covers(duty))

    def _steps(self, printed: str, duty: Duty) -> Iterator[Succession]:
        """Yield the successions of the duty one after the other, until a body stays, nothing follows, or a circle closes."""
        agency, seen = printed, {printed}
        while step := next(self.covering(agency, duty), None):
            yield step
            if step.to in seen:
                return
            agency = step.to
            seen.add(agency)
