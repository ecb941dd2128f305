"""The successions held against every duty that the plans in force give."""

import datetime as dt
from collections.abc import Iterator
from typing import Protocol

from dashboard.reference.catalogue import Catalogue
from dashboard.reference.organisation import Duty
from dashboard.words.messages import mark


class TellOf(Protocol):
    """Takes one problem of one succession: its id, the text and the values of it."""

    def __call__(self, succession: str, text: str, /, **values: object) -> None:
        """Take the problem."""


def check_successions(known: Catalogue, tell: TellOf, *, is_whole: bool) -> None:
    """Tell rows not in force yet, unknown tasks, two rows that cover one duty, circles, and rows that name no duty of the body.

    The last is told only of a catalogue that ``is_whole``: of what could not be read nobody knows the duties.
    """
    today = dt.datetime.now(dt.UTC).date()
    for one in known.successions:
        if one.since > today:
            text = mark(
                "Kế thừa “{id}” có hiệu lực từ {since}, chưa tới ngày đó; hãy thêm dòng này khi đã có hiệu lực."
            )
            tell(one.id, text, since=one.since.isoformat())
        for task in one.tasks:
            if task not in known.task:
                tell(
                    one.id, mark("“{id}” dẫn tới {kind} “{wanted}” chưa khai báo."), kind=mark("nhiệm vụ"), wanted=task
                )
    used = _check_ways(known, tell, today.year)
    for one in known.successions:
        if is_whole and one.is_listed and one.id not in used:
            text = mark("Kế thừa “{id}” không phủ nhiệm vụ nào mà kế hoạch đang hiệu lực giao cho “{agency}”.")
            tell(one.id, text, agency=one.from_)


def _check_ways(known: Catalogue, tell: TellOf, year: int) -> set[str]:
    """Tell where the way of a duty forks or comes back, each pair of rows once; return the ids of all rows on some way."""
    told: set[tuple[str, str]] = set()
    used: set[str] = set()
    for agency, duty in _duties(known):
        what = {"duty": duty.task or duty.indicator, "province": duty.province}
        steps = known.organisation.holder(agency, duty, year).steps
        rows = [(step, one) for step in steps for one in known.organisation.covering(step.from_, duty)]
        used.update(one.id for _, one in rows)
        for step, other in rows:
            if other.id != step.id and (step.id, other.id) not in told:
                told.add((step.id, other.id))
                text = mark("Kế thừa “{id}” và “{other}” cùng phủ “{duty}” tại tỉnh {province}; chỉ giữ một.")
                tell(other.id, text, other=step.id, **what)
        last = steps[-1] if steps else None
        if last and last.to != last.from_ and last.to in {step.from_ for step in steps} and (last.id, "") not in told:
            told.add((last.id, ""))
            text = mark("Kế thừa “{id}” khép thành vòng: “{duty}” tại tỉnh {province} trở lại cơ quan “{agency}”.")
            tell(last.id, text, agency=last.to, **what)
    return used


def _duties(known: Catalogue) -> Iterator[tuple[str, Duty]]:
    """Yield every duty of the plans in force with each agency printed for it."""
    cells = {
        (agency, known.duty_of(cell))
        for cell in known.targets
        if known.plan[cell.plan].in_force
        for agency in cell.agencies
    }
    yield from sorted(cells, key=str)
    for task in known.tasks:
        if task.plan in known.plan and known.plan[task.plan].in_force:
            province = known.plan[task.plan].province
            yield from ((agency, Duty.of_task(task, province)) for agency in task.lead_agencies)
            taking_part = Duty.of_task(task, province, role="coordinating")
            yield from ((agency, taking_part) for agency in task.coordinating_agencies)
