"""The red rows of a document, the farthest behind first: who answers, how far it is, what was said, what is being done."""

from collections.abc import Mapping
from typing import Any

from dashboard.documents.content import cells
from dashboard.documents.content.asked import Asked
from dashboard.documents.model import Cell, Column, Paragraph, Row, Table
from dashboard.mart import queries
from dashboard.mart.rows import shown_rows
from dashboard.method import RED_STATUSES
from dashboard.notation import date

_OPEN = ("assigned", "committed", "accepted", "done", "returned")
Key = tuple[Any, ...]
"""Province, indicator and breakdown of a cell."""


def red_list(asked: Asked) -> tuple[Table, *tuple[Paragraph, ...]]:
    """Return every red row with agency, figure, target, gap, the explanation handed in and its open actions.

    Where no explanation was handed in with any of them, a sentence says so in place of an empty column.
    """
    say = asked.say
    rows = shown_rows(queries.farthest_behind(asked.mart, asked.filters, limit=_red(asked)))
    said, doing = _explanations(asked), _actions(asked)
    columns = (
        Column(say("Chỉ tiêu"), 22),
        Column(say("Trạng thái"), 11),
        Column(say("Thực hiện"), 10, "right"),
        Column(say("Mục tiêu in"), 10, "right"),
        Column(say("Khoảng cách"), 10, "right"),
        Column(say("Cơ quan chủ trì"), 14),
        *((Column(say("Giải trình của cơ quan"), 15),) if said else ()),
        Column(say("Việc phải làm"), 18),
    )
    made = tuple(
        Row(
            (
                cells.name(row, asked, with_province=True),
                cells.status(row, asked),
                cells.figure(row, "actual", asked),
                cells.target(row),
                cells.gap(row, asked),
                cells.agencies(row["agencies"], asked),
                *((cells.text(said.get(_key(row))),) if said else ()),
                Cell("\n".join(doing.get(_key(row), ())) or say("chưa có việc")),
            )
        )
        for row in rows
    )
    title = say("Chỉ tiêu chậm nhiều, đi ngược hoặc không đạt, năm {year}").format(year=asked.year)
    empty = say("Không có chỉ tiêu nào chậm nhiều, đi ngược hoặc không đạt trong các số liệu đã có.")
    table = Table(title, columns, made, empty=empty)
    if said or not made:
        return (table,)
    return table, Paragraph(say("Chưa cơ quan nào nộp giải trình kèm các số liệu này."))


def reddest_table(asked: Asked, *, most: int) -> Table:
    """Return the rows farthest behind, in few words: for one page."""
    say = asked.say
    rows = queries.farthest_behind(asked.mart, asked.filters, limit=most)
    doing = _actions(asked, is_short=True)
    columns = (
        Column(say("Chỉ tiêu"), 34),
        Column(say("Trạng thái"), 13),
        Column(say("Thực hiện"), 12, "right"),
        Column(say("Mục tiêu in"), 12, "right"),
        Column(say("Cơ quan chủ trì"), 18),
        Column(say("Việc phải làm"), 17),
    )
    made = tuple(
        Row(
            (
                cells.name(row, asked, with_province=True),
                cells.status(row, asked),
                cells.figure(row, "actual", asked),
                cells.target(row),
                cells.agencies(row["agencies"], asked),
                Cell(next(iter(doing.get(_key(row), ())), say("chưa có việc"))),
            )
        )
        for row in rows.iter_rows(named=True)
    )
    title = say(
        "{shown} chỉ tiêu chậm nhất so với mức cần có, trong {all} chỉ tiêu chậm nhiều, đi ngược hoặc không đạt"
    )
    return Table(
        title.format(shown=len(made), all=queries.red_counts(asked.mart, asked.filters).red),
        columns,
        made,
        empty=say("Không có chỉ tiêu nào chậm nhiều, đi ngược hoặc không đạt trong các số liệu đã có."),
    )


def _red(asked: Asked) -> int:
    return queries.red_counts(asked.mart, asked.filters).red


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
