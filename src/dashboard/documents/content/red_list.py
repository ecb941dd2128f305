"""The red rows of a document, the farthest behind first: who answers, how far it is, what was said, what is being done."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard.documents.content import cells
from dashboard.documents.content.asked import Asked
from dashboard.documents.model import Cell, Column, Paragraph, Table
from dashboard.mart import queries
from dashboard.method import RED_STATUSES
from dashboard.notation import date
from dashboard.words.messages import mark

_NONE = mark("Không có chỉ tiêu nào chậm nhiều, đi ngược hoặc không đạt trong các số liệu đã có.")
_OPEN = ("assigned", "committed", "accepted", "done", "returned")
Key = tuple[Any, ...]
"""Province, indicator and breakdown of a cell."""


def red_list(asked: Asked) -> tuple[Table, *tuple[Paragraph, ...]]:
    """Return every red row with agency, figure, target, gap, the explanation handed in and its open actions.

    Where no explanation was handed in with any of them, a sentence says so in place of an empty column.
    """
    say = asked.say
    red = _red(asked)
    said, doing = _explanations(asked), _actions(asked)
    table = cells.table(
        say("Chỉ tiêu chậm nhiều, đi ngược hoặc không đạt, năm {year}").format(year=asked.year),
        (
            (Column(say("Chỉ tiêu"), 22), lambda row: cells.name(row, asked, with_province=True)),
            (Column(say("Trạng thái"), 11), lambda row: cells.status(row, asked)),
            (Column(say("Thực hiện"), 10, "right"), lambda row: cells.figure(row, "actual", asked)),
            (Column(say("Mục tiêu in"), 10, "right"), cells.target),
            (Column(say("Khoảng cách"), 10, "right"), lambda row: cells.gap(row, asked)),
            (Column(say("Cơ quan chủ trì"), 14), lambda row: cells.answering(row, asked)),
            *(
                ((Column(say("Giải trình của cơ quan"), 15), lambda row: cells.text(said.get(_key(row)))),)
                if said
                else ()
            ),
            (
                Column(say("Việc phải làm"), 18),
                lambda row: Cell("\n".join(doing.get(_key(row), ())) or say("chưa có việc")),
            ),
        ),
        red.iter_rows(named=True),
        empty=say(_NONE),
    )
    if said or red.is_empty():
        return (table,)
    return table, Paragraph(say("Chưa cơ quan nào nộp giải trình kèm các số liệu này."))


def reddest_table(asked: Asked, *, most: int) -> Table:
    """Return the rows farthest behind, in few words: for one page."""
    say = asked.say
    red = _red(asked)
    doing = _actions(asked, is_short=True)
    title = say(
        "{shown} chỉ tiêu chậm nhất so với mức cần có, trong {all} chỉ tiêu chậm nhiều, đi ngược hoặc không đạt"
    )
    return cells.table(
        title.format(shown=min(most, red.height), all=red.height),
        (
            (Column(say("Chỉ tiêu"), 34), lambda row: cells.name(row, asked, with_province=True)),
            (Column(say("Trạng thái"), 13), lambda row: cells.status(row, asked)),
            (Column(say("Thực hiện"), 12, "right"), lambda row: cells.figure(row, "actual", asked)),
            (Column(say("Mục tiêu in"), 12, "right"), cells.target),
            (Column(say("Cơ quan chủ trì"), 18), lambda row: cells.answering(row, asked, is_short=True)),
            (
                Column(say("Việc phải làm"), 17),
                lambda row: Cell(next(iter(doing.get(_key(row), ())), say("chưa có việc"))),
            ),
        ),
        red.head(most).iter_rows(named=True),
        empty=say(_NONE),
    )


def _red(asked: Asked) -> pl.DataFrame:
    return queries.farthest_first(queries.shown_with_actions(asked.mart, asked.filters))


def _explanations(asked: Asked) -> dict[Key, str]:
    """Return what was handed in with each red figure as its note."""
    red = asked.filters.model_copy(update={"statuses": RED_STATUSES})
    return {_key(row): row["note"] for row in queries.assessed(asked.mart, red).iter_rows(named=True) if row["note"]}


def _actions(asked: Asked, *, is_short: bool = False) -> dict[Key, list[str]]:
    """Return the open actions on each cell, overdue ones first: who does what by when."""
    cells_of = asked.filters.model_copy(update={"agencies": ()})  # of actions the filter would mean their owners
    found: dict[Key, list[str]] = {}
    for row in sorted(
        queries.actions(asked.mart, cells_of).iter_rows(named=True), key=lambda row: (not row["overdue"], row["due"])
    ):
        if row["state"] in _OPEN:
            found.setdefault(_key(row), []).append(_told(row, asked, is_short=is_short))
    return found


def _told(row: dict[str, Any], asked: Asked, *, is_short: bool) -> str:
    say, due = asked.say, date(row["due"], language=asked.language)
    when = say("hạn {date}").format(date=due)
    if row["overdue"]:
        when = say("hạn {date}, quá {days} ngày").format(date=due, days=row["days_overdue"])
    owner = asked.catalogue.agency[row["owner"]].name(asked.language)
    if is_short:
        return f"{owner}, {when}"
    return f"{owner}: {row['what'].rstrip(' .')}; {when}"


def _key(row: Mapping[str, Any]) -> Key:
    return row["province"], row["indicator"], row["breakdown"]
