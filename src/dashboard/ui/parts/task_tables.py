"""Tasks as pages show them: name and place, status with what it rests on, leads, time; and counts by theme and status."""

import html
from collections.abc import Iterable, Mapping

from dashboard.mart.rows import TaskRow
from dashboard.method import TASK_KINDS, TASK_STATUS
from dashboard.notation import NO_VALUE, date
from dashboard.reference.catalogue import Catalogue
from dashboard.sentences.tasks import place, task_note
from dashboard.ui.frame import address
from dashboard.ui.frame.navigation import INDICATOR, TASKS
from dashboard.ui.parts.agency_links import answering
from dashboard.ui.parts.html_tables import Column, linked, muted, table, word_mark
from dashboard.words.translations import translator


def task_table(
    rows: Iterable[TaskRow], catalogue: Catalogue, language: str, *, caption: str, with_indicators: bool = True
) -> str:
    """Return a row a task, leading to its page."""
    say = translator(language)
    columns: list[Column] = [
        (say("Nhiệm vụ"), "text", lambda row: _name(row, catalogue, language)),
        (say("Trạng thái"), "text", lambda row: task_status(row, language)),
        (say("Thời hạn"), "text", lambda row: _time(row, language)),
        (say("Cơ quan chủ trì"), "text", lambda row: _leads(row, catalogue, language)),
    ]
    if with_indicators:
        columns.append((say("Chỉ tiêu"), "wide", lambda row: _indicators(row, catalogue, language)))
    return table(columns, rows, caption=caption)


def _leads(row: TaskRow, catalogue: Catalogue, language: str) -> str:
    return answering(row["lead_holders"], row["lead_agencies"], row["lead_unclear"], catalogue, language)


def theme_table(counts: Mapping[tuple[str, str], int], catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return how many tasks of each theme have each status; every count leads to those tasks.

    Args:
        counts: Tasks by theme and status.
        catalogue: The themes.
        language: Of the words.
        caption: What the table shows.
    """
    say = translator(language)
    present = [status for status in TASK_STATUS if any(found == status for _, found in counts)]
    themes = [theme.id for theme in catalogue.themes if any(found == theme.id for found, _ in counts)]

    def count(number: int, theme: str | None, status: str | None) -> str:
        if not number:
            return NO_VALUE
        chosen = {"theme": [theme] if theme else [], "task_status": [status] if status else []}
        return linked(str(number), address.link(TASKS.path, task=[], **chosen))

    def of(status: str) -> Column:
        known = TASK_STATUS[status]

        def cell(theme: str | None) -> str:
            return count(sum(n for (t, s), n in counts.items() if s == status and theme in (None, t)), theme, status)

        return f"{known.sign} {say(known.word)}", "number", cell

    def total(theme: str | None) -> str:
        return count(sum(n for (found, _), n in counts.items() if theme in (None, found)), theme, None)

    def name(theme: str | None) -> str:
        return html.escape(catalogue.theme[theme].name(language) if theme else say("Tất cả"))

    return table(
        [(say("Chủ đề"), "text", name), *map(of, present), (say("Tất cả"), "number", total)],
        [*themes, None],
        caption=caption,
    )


def task_link(id_: str, catalogue: Catalogue, language: str) -> str:
    """Return the task's title, leading to its page; a year chosen for figures does not go along."""
    year: dict[str, list[str]] = {} if address.is_here(TASKS.path) else {"year": []}
    return linked(catalogue.task[id_].title(language), address.link(TASKS.path, task=[id_], **year))


def task_status(row: TaskRow, language: str) -> str:
    """Return the status of a task, and below it what it rests on."""
    status = TASK_STATUS[row["task_status"]]
    shown = word_mark(status.colour, status.sign, translator(language)(status.word))
    note = task_note(row, language)
    return shown + (f"<br>{muted(note)}" if note else "")


def _name(row: TaskRow, catalogue: Catalogue, language: str) -> str:
    province = catalogue.province[row["province"]].name(language)
    kind = translator(language)(TASK_KINDS[row["kind"]])
    below = f"{province} · {kind} · {place(row, catalogue, language)}"
    return f"{task_link(row['task'], catalogue, language)}<br>{muted(below)}"


def _time(row: TaskRow, language: str) -> str:
    """Return the due date, and the times as printed."""
    printed = [row["timing_printed"], row["submission_time_printed"]]
    quoted = muted("; ".join(f"“{text}”" for text in printed if text) or translator(language)("không in thời gian"))
    return f"{date(row['due'], language=language)}<br>{quoted}" if row["due"] else quoted


def _indicators(row: TaskRow, catalogue: Catalogue, language: str) -> str:
    links = (
        linked(
            catalogue.indicator[id_].name(language), address.link(INDICATOR.path, id=[id_], province=[row["province"]])
        )
        for id_ in row["indicators"]
    )
    return "<br>".join(links) or NO_VALUE
