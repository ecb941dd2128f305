"""Cells of the tables of documents: what is read, and what a workbook reckons with."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dashboard.documents.content.asked import Asked
from dashboard.documents.model import Cell, Column, Row, Table
from dashboard.mart.rows import ShownRow
from dashboard.method import NEAR_THRESHOLD, REASONS, STATUS
from dashboard.notation import NO_VALUE, date, measured, number, part_name, status_word
from dashboard.sentences import gaps

Part = tuple[Column, Callable[[Any], Cell]]
"""A column, and what makes its cell of a row."""


def table(title: str, parts: Sequence[Part], rows: Iterable[Any], *, empty: str = "") -> Table:
    """Return a table of the rows.

    Args:
        title: What it is about.
        parts: Its columns, each with what makes its cells.
        rows: What the parts' functions are given.
        empty: What stands in its place where there are no rows.
    """
    columns = tuple(column for column, _ in parts)
    return Table(title, columns, tuple(Row(tuple(cell(row) for _, cell in parts)) for row in rows), empty=empty)


def text(words: str | None) -> Cell:
    """Return a cell of words; a dash where there are none."""
    return Cell(words or NO_VALUE)


def count(amount: int, asked: Asked) -> Cell:
    """Return a cell of a count."""
    return Cell(number(amount, decimals=0, language=asked.language), value=amount)


def day(when: dt.date | None, asked: Asked) -> Cell:
    """Return a cell of a day; a dash where there is none."""
    return Cell(date(when, language=asked.language), value=when)


def year(row: Mapping[str, Any]) -> Cell:
    """Return a cell of a row's year."""
    return Cell(str(row["year"]), value=row["year"])


def figure(row: Mapping[str, Any], column: str, asked: Asked, *, is_estimate: bool = False) -> Cell:
    """Return a cell of a row's figure with its unit, of a level its name; a figure that is an estimate is told to be one."""
    indicator = asked.catalogue.indicator[row["indicator"]]
    shown = measured(row[column], indicator, asked.catalogue, language=asked.language)
    if is_estimate and row[column] is not None:
        shown += f"\n{asked.say('(số ước)')}"
    return Cell(shown, value=row[column] if indicator.kind == "number" else None, is_strong=row[column] is not None)


def target(row: Mapping[str, Any], *, printed: str = "printed_target") -> Cell:
    """Return a cell of the target as printed, with the year it is for where that is another than the row's."""
    if row[printed] is None:
        return Cell(NO_VALUE)
    return Cell(row[printed] if row["milestone"] == row["year"] else f"{row[printed]}\n({row['milestone']})")


def gap(row: ShownRow, asked: Asked) -> Cell:
    """Return a cell of the gap to the target in the indicator's unit."""
    is_number = asked.catalogue.indicator[row["indicator"]].kind == "number"
    return Cell(gaps.gap(row, asked.catalogue, asked.language), value=row["gap"] if is_number else None)


def pace(row: ShownRow, asked: Asked) -> Cell:
    """Return a cell of the pace; a dash where none is computed."""
    return Cell(number(row["pace"], language=asked.language), value=row["pace"])


def name(row: Mapping[str, Any], asked: Asked, *, with_province: bool = False) -> Cell:
    """Return a cell of the indicator and its part, with the province below it where the table does not say it otherwise."""
    told = part_name(row, asked.catalogue, asked.language)
    if with_province and len(asked.provinces) > 1:
        told += f"\n{province(row, asked).text}"
    return Cell(told)


def province(row: Mapping[str, Any], asked: Asked) -> Cell:
    """Return a cell of the province."""
    return Cell(asked.catalogue.province[row["province"]].name(asked.language))


def of_provinces(asked: Asked, width: float) -> tuple[Part, ...]:
    """Return the column of provinces; none in a document about one."""
    if len(asked.provinces) == 1:
        return ()
    return ((Column(asked.say("Tỉnh"), width), lambda row: province(row, asked)),)


def agencies(ids: list[str], asked: Asked) -> Cell:
    """Return a cell of agencies, each under one spelling."""
    return text("; ".join(asked.catalogue.agency[id_].name(asked.language) for id_ in ids))


def answering(row: Mapping[str, Any], asked: Asked, *, prefix: str = "", is_short: bool = False) -> Cell:
    """Return who holds a row's duty (``holders``), and below it the agency the plan prints where that is another.

    Args:
        row: An assessed row, or a task with ``prefix`` ``lead_``.
        asked: The document's language and names.
        prefix: Of the columns.
        is_short: Whether the printed agency is left out.
    """
    holders = agencies(row[f"{prefix}holders"], asked)
    others = [id_ for id_ in row[f"{prefix}agencies"] if id_ not in row[f"{prefix}holders"]]
    if is_short or not others:
        return holders
    printed = asked.say("trong kế hoạch: {names}").format(names=agencies(others, asked).text)
    return text(f"{holders.text}\n({printed})")


def status(row: Mapping[str, Any], asked: Asked, *, column: str = "status", estimate: str = "preliminary") -> Cell:
    """Return a cell of a status: its word, which says where it rests on an estimate."""
    return Cell(status_word(row[column], asked.language, preliminary=row[estimate]), status=row[column])


def status_and_reason(row: ShownRow, asked: Asked) -> Cell:
    """Return a cell of a status with why it is so, where the status alone does not say it."""
    notes = [REASONS[row["reason"]]] if row["reason"] else []
    notes += [NEAR_THRESHOLD] if row["near_threshold"] and STATUS[row["status"]].role != "not_assessed" else []
    shown = status(row, asked)
    return Cell(
        "\n".join((shown.text, *([f"({'; '.join(map(asked.say, notes))})"] if notes else []))), status=shown.status
    )
