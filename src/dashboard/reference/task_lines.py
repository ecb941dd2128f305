"""The lines of ``data/tasks.csv`` held against everything they name, and against their own print."""

import datetime as dt
from collections.abc import Collection, Container, Sequence
from typing import Protocol

from pydantic import ValidationError

from dashboard.reference.catalogue import Catalogue
from dashboard.reference.tasks import Task, named_bodies, out_of_order, read_timing, section_order
from dashboard.words.messages import mark


class Tell(Protocol):
    """Takes one problem: the line it stands on, its text and the values of it."""

    def __call__(self, line: int | None, text: str, /, **values: object) -> None:
        """Take the problem."""


def read_tasks(
    lines: Sequence[tuple[int, dict[str, str]]], known: Catalogue, rows: Collection[tuple[str, str]], tell: Tell
) -> tuple[Task, ...]:
    """Return the tasks of the lines that can be read, and tell everything that is wrong with any of them.

    Args:
        lines: The lines with their numbers.
        known: All other reference data.
        rows: Plan and indicator of every printed row of targets; none where their file cannot be read.
        tell: Called with every problem.
    """
    tasks = []
    for line, row in lines:
        try:
            task = Task(**row, line=line)  # type: ignore[arg-type]  # pydantic reads lists and dates
        except ValidationError as error:
            for mistake in error.errors(include_url=False):
                column = ".".join(map(str, mistake["loc"])) or "due"
                tell(line, mark("Cột {column}: {what}"), column=column, what=mistake["msg"])
            continue
        _check_names(task, known, tell)
        _check_print(task, known, tell)
        for indicator in task.indicators:
            declared = indicator in known.indicator and task.plan in known.plan
            if rows and declared and (task.plan, indicator) not in rows:
                text = mark("Kế hoạch {plan} không có dòng nào của chỉ tiêu “{indicator}”.")
                tell(line, text, plan=task.plan, indicator=indicator)
        tasks.append(task)
    _check_repeated(tasks, tell)
    _check_order([task for task in tasks if task.plan in known.plan], known, tell)
    return tuple(tasks)


def _check_names(task: Task, known: Catalogue, tell: Tell) -> None:
    """Tell ids that nobody has declared, and a theme without a heading where the task stands."""
    named: tuple[tuple[str, Sequence[str], Container[str]], ...] = (
        ("plan", (task.plan,), known.plan),
        ("theme", (task.theme,), known.theme),
        ("lead_agencies", task.lead_agencies, known.agency),
        ("coordinating_agencies", task.coordinating_agencies, known.agency),
        ("sectors", task.sectors, known.sector),
        ("indicators", task.indicators, known.indicator),
    )
    for column, ids, have in named:
        for id_ in ids:
            if id_ not in have:
                tell(task.line, mark("Cột {column}: “{id}” chưa khai báo."), column=column, id=id_)
    theme = known.theme.get(task.theme)
    if theme and not any(heading.covers(task.plan, task.place, task.section) for heading in theme.headings):
        tell(
            task.line,
            mark("Chủ đề “{theme}” không có tiêu đề nào ở {place}, mục {section} của kế hoạch {plan}."),
            theme=task.theme,
            place=task.place,
            section=task.section,
            plan=task.plan,
        )


def _check_print(task: Task, known: Catalogue, tell: Tell) -> None:
    """Tell where agencies, timing or due date are not what the printed columns say."""
    differ = mark("Cột {column} ghi “{found}”, theo chữ in phải là “{wanted}”.")
    for column, ids, printed in (
        ("lead_agencies", task.lead_agencies, task.lead_printed),
        ("coordinating_agencies", task.coordinating_agencies, task.coordinating_printed),
    ):
        bodies, unknown = named_bodies(printed, known.spellings)
        for piece in unknown:
            tell(
                task.line,
                mark("Cột {column}: “{printed}” chưa có trong data/agencies.yaml."),
                column=column,
                printed=piece,
            )
        if not unknown and bodies != ids:
            tell(task.line, differ, column=column, found=";".join(ids), wanted=";".join(bodies))
    try:
        read = read_timing(task.timing_printed, task.submission_time_printed)
    except ValueError:
        read = None
    if read is None:
        text = mark("Chưa đọc được thời gian “{printed}”: dạng viết này chưa có trong quy tắc đọc.")
        tell(task.line, text, printed=task.timing_printed or task.submission_time_printed)
        return
    for column, found, wanted in (("timing", task.timing, read[0]), ("due", _day(task.due), _day(read[1]))):
        if found != wanted:
            tell(task.line, differ, column=column, found=found, wanted=wanted)


def _day(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def _check_repeated(tasks: Sequence[Task], tell: Tell) -> None:
    ids: dict[str, int] = {}
    numbers: dict[tuple[str, ...], int] = {}
    for task in tasks:
        if (first := ids.setdefault(task.task, task.line)) != task.line:
            tell(task.line, mark("Mã “{id}” đã dùng ở dòng {first}."), id=task.task, first=first)
        place = (task.plan, task.place, task.section, task.number)
        if task.number and (first := numbers.setdefault(place, task.line)) != task.line:
            text = mark("Số {number} của {place}, mục {section} đã có ở dòng {first}.")
            tell(task.line, text, number=task.number, place=task.place, section=task.section, first=first)


def _check_order(tasks: Sequence[Task], known: Catalogue, tell: Tell) -> None:
    numbered = []
    for task in tasks:
        try:
            section_order(task.section)
        except ValueError:
            text = mark("Mục “{section}” không phải số La Mã hay số Ả Rập.")
            tell(task.line, text, section=task.section)
        else:
            numbered.append(task)
    for before, task in out_of_order(tuple(numbered), tuple(known.plan)):
        tell(task.line, mark("Sai thứ tự văn bản so với dòng {before}."), before=before.line)
