"""The assignments of the plans: tasks, schemes and standing duties, with what their print means.

The printed columns are the truth and are kept unchanged; agencies, timing and due date are read from them here.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from dashboard.reference.entries import Entry, Id, Name, Named, Words
from dashboard.reference.targets import collapse

Timing = Literal["standing", "due", "under_its_plan", "when_policy_comes", "not_printed"]
Kind = Literal["task", "scheme", "duty"]

TASK_COLUMNS = (
    "task", "plan", "kind", "place", "section", "number", "theme", "title_vi", "title_en", "lead_agencies", "lead_printed",
    "coordinating_agencies", "coordinating_printed", "timing", "timing_printed", "due", "submitted_to_printed",
    "submission_time_printed", "product_printed", "sectors", "indicators",
)  # fmt: skip
SEPARATOR = ";"
"""Between the ids of a list in a cell."""

_YEAR = re.compile(r"(?:năm )?(?P<year>20\d\d)", re.IGNORECASE)
_QUARTER = re.compile(r"quý (?P<quarter>IV|I{1,3}|[1-4])(?: năm |/)(?P<year>20\d\d)", re.IGNORECASE)
_DATE = re.compile(r"(?:trước )?(?:ngày )?(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>20\d\d)", re.IGNORECASE)
_EVERY_YEAR = re.compile(r"\bngày (?P<day>\d{1,2})(?:/| tháng )(?P<month>\d{1,2}) h[ằà]ng năm", re.IGNORECASE)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_WORDS: tuple[tuple[re.Pattern[str], Timing], ...] = (
    (re.compile(r".*\b(thường xuyên|hằng năm|hàng năm|đang thực hiện)", re.IGNORECASE), "standing"),
    (re.compile(r"theo (kế hoạch|đề án|chương trình|chỉ đạo)\b", re.IGNORECASE), "under_its_plan"),
    (re.compile(r"((triển khai )?thực hiện )?khi\b", re.IGNORECASE), "when_policy_comes"),
)
BETWEEN_BODIES = re.compile(r"\s*(?:[;,:]|\bvà\b)\s*")
"""What stands between two bodies of a printed text."""


def _ids(cell: object) -> object:
    """Split a cell of the file into ids; an empty cell is an empty list."""
    return tuple(filter(None, cell.split(SEPARATOR))) if isinstance(cell, str) else cell


def _nothing(cell: object) -> object:
    return None if cell == "" else cell


Ids = Annotated[tuple[Id, ...], BeforeValidator(_ids)]


class Part(Entry):
    """A numbered heading below a section's."""

    number: Words
    printed: Words


class Heading(Entry):
    """The heading one plan prints over a section's tasks; without ``section`` it stands over the whole place."""

    plan: Id
    place: Words
    section: str = ""
    printed: Words
    parts: tuple[Part, ...] = ()

    def covers(self, plan: str, place: str, section: str) -> bool:
        """Whether the section stands below the heading."""
        return (self.plan, self.place) == (plan, place) and self.section in ("", section)


class Theme(Named):
    """What the plans' sections have in common under one name, with the heading that each of them prints."""

    id: Id
    headings: tuple[Heading, ...] = Field(min_length=1)


class Task(Entry):
    """One assignment of a plan: who leads, with whom, by when.

    ``number`` is empty where the source prints none. ``timing`` and ``due`` follow from the two printed times;
    ``line`` is the line of ``data/tasks.csv``.
    """

    task: Id
    plan: Id
    kind: Kind
    place: Words
    section: Words
    number: str
    theme: Id
    title_vi: Name
    title_en: Name
    lead_agencies: Annotated[Ids, Field(min_length=1)]
    lead_printed: Words
    coordinating_agencies: Ids = ()
    coordinating_printed: str = ""
    timing: Timing
    timing_printed: str = ""
    due: Annotated[dt.date | None, BeforeValidator(_nothing)] = None
    submitted_to_printed: str = ""
    submission_time_printed: str = ""
    product_printed: str = ""
    sectors: Ids = ()
    indicators: Ids = ()
    line: int

    @model_validator(mode="after")
    def _due_goes_with_its_date(self) -> Self:
        if (self.timing == "due") != (self.due is not None):
            raise ValueError("due goes with timing: due, and timing: due needs it")
        for column in ("lead_agencies", "coordinating_agencies", "sectors", "indicators"):
            listed = getattr(self, column)
            if len(set(listed)) < len(listed):
                raise ValueError(f"{column} names one twice")
        return self

    def title(self, language: str) -> str:
        """Return the title in the language, ``vi`` or ``en``."""
        return self.title_en if language == "en" else self.title_vi

    @property
    def position(self) -> tuple[int, ...]:
        """The printed number as numbers, to be ordered by; empty where none is printed."""
        return tuple(int(step) for step in self.number.split(".") if step.isdecimal())

    @property
    def yearly_deadline(self) -> tuple[int, int] | None:
        """Month and day before which a standing task's own print asks for a report every year; None where it names no day."""
        return yearly_deadline(self.timing_printed)


def printed_date(text: str) -> dt.date | None:
    """Return the last day of the printed year or quarter, or the printed date; None where none is printed.

    Raises:
        ValueError: The date is in no calendar.
    """
    if found := _YEAR.fullmatch(text):
        return dt.date(int(found["year"]), 12, 31)
    if found := _QUARTER.fullmatch(text):
        month = 3 * (_QUARTERS.get(found["quarter"].upper()) or int(found["quarter"]))
        year = int(found["year"])
        return dt.date(year, month, calendar.monthrange(year, month)[1])
    if found := _DATE.fullmatch(text):
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    return None


def yearly_deadline(text: str) -> tuple[int, int] | None:
    """Return month and day of a text such as “trước ngày 10/11 hằng năm”; None where it names no day of every year.

    Raises:
        ValueError: The day is not in every year's calendar.
    """
    if (found := _EVERY_YEAR.search(collapse(text))) is None:
        return None
    day = dt.date(2001, int(found["month"]), int(found["day"]))
    return day.month, day.day


def read_timing(timing_printed: str, submission_time_printed: str) -> tuple[Timing, dt.date | None] | None:
    """Return what the two printed times say; None where they have a form that nobody has printed before.

    A printed date counts wherever it stands, the later of two; without one the time of execution does, then that of submission.

    Raises:
        ValueError: A date or a day of every year is in no calendar.
    """
    texts = [text for text in map(collapse, (timing_printed, submission_time_printed)) if text]
    if not texts:
        return "not_printed", None
    yearly_deadline(timing_printed)
    dates = []
    words: list[Timing] = []
    for text in texts:
        if date := printed_date(text):
            dates.append(date)
        elif found := next((timing for form, timing in _WORDS if form.match(text)), None):
            words.append(found)
        else:
            return None
    return ("due", max(dates)) if dates else (words[0], None)


def named_bodies(printed: str, spellings: Mapping[str, str | None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the agencies a printed text names, in its order and each once, and the pieces nobody knows.

    Args:
        printed: Names between ``;``; inside a piece also between ``,``, ``:`` and ``và`` where every part is known.
        spellings: Agency ids by printed spelling; None for phrases that name no body.
    """
    found: dict[str, None] = {}
    unknown = []
    for piece in filter(None, map(collapse, printed.split(";"))):
        names = _resolved(piece, spellings)
        if names is None:
            unknown.append(piece)
            continue
        found |= {id_: None for name in names if (id_ := spellings[name])}
    return tuple(found), tuple(unknown)


def _resolved(text: str, spellings: Mapping[str, str | None]) -> list[str] | None:
    """Return the text as known spellings, the longest first; None where a part of it is unknown."""
    if text in spellings:
        return [text]
    for cut in reversed(list(BETWEEN_BODIES.finditer(text))):
        head = text[: cut.start()]
        if head in spellings and (rest := _resolved(text[cut.end() :], spellings)) is not None:
            return [head, *rest]
    return None


def section_order(section: str) -> int:
    """Return where a section stands among its neighbours; sections are printed in Roman or Arabic numbers.

    Raises:
        ValueError: It is neither.
    """
    if section.isdecimal():
        return int(section)
    values = [{"I": 1, "V": 5, "X": 10}.get(sign, 0) for sign in section]
    if not values or 0 in values:
        raise ValueError(section)
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def out_of_order(tasks: tuple[Task, ...], plans: tuple[str, ...]) -> Iterator[tuple[Task, Task]]:
    """Yield every task that does not stand in document order behind the one before it, with that one."""
    left: set[tuple[str, str]] = set()
    for before, task in zip(tasks, tasks[1:], strict=False):
        if before.plan != task.plan:
            right = plans.index(before.plan) < plans.index(task.plan)
        elif before.place != task.place:
            left.add((before.plan, before.place))
            right = (task.plan, task.place) not in left
        elif before.section != task.section:
            right = section_order(before.section) < section_order(task.section)
        else:
            right = not (before.position and task.position) or before.position < task.position
        if not right:
            yield before, task
