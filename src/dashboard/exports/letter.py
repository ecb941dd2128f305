"""The rows of a table as plain text for a letter: a line a row, in words, what they are above and how to cite them below."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dashboard.exports.columns import Table
from dashboard.exports.description import Export
from dashboard.notation import count_of, date, measured, part_name, status_word
from dashboard.words.messages import mark

MOST_LINES = 200
"""How many rows a letter has at most; the others are where its link leads."""
LETTERS: tuple[Table, ...] = ("gaps", "tasks", "actions")
"""The tables whose rows can be told so."""

Row = Mapping[str, Any]


def letter(export: Export) -> str:
    """Return the text of an export of one of ``LETTERS`` with all its columns."""
    say = export.say
    lines = [export.title, *(f"{name}: {chosen}" for name, chosen in export.filters_in_words), ""]
    lines += [f"- {_line(row, export)}" for row in export.first(MOST_LINES).frame().iter_rows(named=True)]
    if (left := export.rows.height - MOST_LINES) > 0:
        told = count_of(left, export.language)
        lines.append("- " + say(mark("và {count} dòng khác, ở liên kết dưới đây")).format(count=told))
    return "\n".join([*lines, "", export.citation, export.permalink, ""]).replace("\u00a0", " ")


def _line(row: Row, export: Export) -> str:
    parts = {"gaps": _gap, "tasks": _task, "actions": _action}[export.table](row, export)
    first, *others = (part for part in parts if part)
    return f"{first}: {'; '.join(others)}."


def _gap(row: Row, export: Export) -> tuple[str, ...]:
    say, language, catalogue = export.say, export.language, export.catalogue
    indicator = catalogue.indicator[row["indicator"]]
    actual = say(mark("thực hiện {value}")).format(
        value=measured(row["actual"], indicator, catalogue, language=language)
    )
    target = say(mark("mục tiêu năm {year}: {target}")).format(year=row["milestone"], target=row["printed_target"])
    return (
        f"{part_name(row, catalogue, language)}, {row['province_name']}, {row['year']}",
        actual if row["actual"] is not None else "",
        target if row["printed_target"] else "",
        status_word(row["status"], language, preliminary=row["preliminary"]).lower(),
        _agencies(row["holders"], export) or row["agency_in_charge"] or "",
    )


def _task(row: Row, export: Export) -> tuple[str, ...]:
    return (
        f"{row['title']}, {row['province_name']}",
        row["task_status_name"].lower(),
        _due(row, export),
        _agencies(row["lead_holders"], export),
    )


def _action(row: Row, export: Export) -> tuple[str, ...]:
    late = export.say(mark("quá hạn {count} ngày")).format(count=row["days_overdue"])
    return (
        f"{row['what']} ({part_name(row, export.catalogue, export.language)}, {row['province_name']})",
        row["state_name"],
        _due(row, export),
        late if row["overdue"] else "",
        row["owner_name"],
    )


def _agencies(ids: str | None, export: Export) -> str:
    return ", ".join(export.catalogue.agency[id_].name(export.language) for id_ in (ids or "").split(";") if id_)


def _due(row: Row, export: Export) -> str:
    if not row["due"]:
        return ""
    day = date(dt.date.fromisoformat(row["due"]), language=export.language)
    return export.say(mark("hạn {date}")).format(date=day)
