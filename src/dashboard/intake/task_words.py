"""The words in which a report says where a task stands, and what the submitter may choose from where they say nothing for sure."""

from collections.abc import Collection
from typing import Any

from dashboard.intake.issues import Choice
from dashboard.intake.matching import Names
from dashboard.method import REPORT_STATES, TASK_STATUS
from dashboard.reference.catalogue import Catalogue
from dashboard.words.folding import normal
from dashboard.words.translations import LANGUAGES, translator

_ALSO = {
    "not_begun": ("chua thuc hien", "chua trien khai", "chua lam", "chua tien hanh", "not started", "not yet begun"),
    "under_way": (
        "dang lam", "dang trien khai", "dang tien hanh", "dang trien khai thuc hien", "in progress", "ongoing", "underway",
    ),
    "done": ("xong", "hoan thanh", "da hoan thanh", "da thuc hien xong", "completed", "complete", "finished"),
    "cannot_be_done": ("khong the thuc hien", "khong lam duoc", "khong the thuc hien duoc", "impossible"),
}  # fmt: skip
"""Other words of one meaning, on the normal form. “Không thực hiện”, “đã thực hiện” and “chưa xong” have two, and are asked about."""

_STATES = {
    normal(word): state
    for state in REPORT_STATES
    for word in (
        state,
        *(translator(language)(TASK_STATUS[state].word) for language in LANGUAGES),
        *_ALSO[state],
    )
}
_LONGEST = 300


def state_of(text: str) -> str | None:
    """Return the state the words say, of ``method.REPORT_STATES``; None where they say none for sure."""
    return _STATES.get(normal(text))


class TaskChoices:
    """Gives what each issue of reports on tasks offers."""

    def __init__(self, catalogue: Catalogue, names: Names, tasks: Collection[str]) -> None:
        """Take the catalogue, its names, and the tasks that may be reported on."""
        self._catalogue, self._names, self._tasks = catalogue, names, tasks

    def __call__(self, code: str, group: dict[str, Any]) -> tuple[Choice, ...]:
        """Return what the code and one of its findings offer to choose from."""
        text = group.get("found") or ""
        if not text or len(text) >= _LONGEST:
            return ()
        if code == "unknown_task":
            near = self._names.near_tasks(text, self._tasks)
            return tuple(Choice(("accepted", "task", text), id_, self._catalogue.task[id_].title_vi) for id_ in near)
        if code == "unknown_state":  # all of them, in their order: of “chưa hoàn thành” the nearest is the wrong one
            return tuple(Choice(("accepted", "state", text), id_, TASK_STATUS[id_].word) for id_ in REPORT_STATES)
        if code in ("unreadable_date", "ambiguous_date"):
            return tuple(Choice(("dates", text), day, day) for day in group["days"].split())
        return ()
