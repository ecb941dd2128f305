"""What got better and what got worse since the year before."""

from typing import Any

import polars as pl

from dashboard.documents.content import cells
from dashboard.documents.content.asked import Asked
from dashboard.documents.model import Block, Bullets, Column, Heading, Paragraph, Table
from dashboard.mart import queries
from dashboard.notation import measured, part_name, status_word


def movements(asked: Asked) -> tuple[Block, ...]:
    """Return a sentence, and a table each of what got worse and what got better, the widest movement first."""
    say = asked.say
    worse, better = queries.changes_by_direction(queries.status_changes(asked.mart, asked.filters))
    if worse.is_empty() and better.is_empty():
        none = say("Không có chỉ tiêu nào đổi trạng thái giữa năm {before} và năm {year}.")
        return (Paragraph(none.format(before=asked.year - 1, year=asked.year)),)
    told = say(
        "So với năm {before}, {better} chỉ tiêu chuyển sang trạng thái tốt hơn, {worse} chỉ tiêu chuyển sang trạng thái xấu hơn."
    )
    blocks: list[Block] = [Paragraph(told.format(before=asked.year - 1, better=better.height, worse=worse.height))]
    for heading, title, moved in (
        (say("Xấu đi"), say("Chỉ tiêu chuyển sang trạng thái xấu hơn, năm {before} – {year}"), worse),
        (say("Tốt lên"), say("Chỉ tiêu chuyển sang trạng thái tốt hơn, năm {before} – {year}"), better),
    ):
        if not moved.is_empty():
            blocks += [Heading(heading, 2), _table(moved, title.format(before=asked.year - 1, year=asked.year), asked)]
    return tuple(blocks)


def _table(moved: pl.DataFrame, title: str, asked: Asked) -> Table:
    say = asked.say
    year = {"before": asked.year - 1, "year": asked.year}
    return cells.table(
        title,
        (
            (Column(say("Chỉ tiêu"), 34), lambda row: cells.name(row, asked, with_province=True)),
            (
                Column(say("Thực hiện năm {before}").format(**year), 11, "right"),
                lambda row: cells.figure(row, "actual_before", asked),
            ),
            (
                Column(say("Thực hiện năm {year}").format(**year), 11, "right"),
                lambda row: cells.figure(row, "actual", asked),
            ),
            (
                Column(say("Trạng thái năm {before}").format(**year), 13),
                lambda row: cells.status(row, asked, column="status_before", estimate="preliminary_before"),
            ),
            (Column(say("Trạng thái năm {year}").format(**year), 13), lambda row: cells.status(row, asked)),
            (Column(say("Cơ quan chủ trì"), 18), lambda row: cells.answering(row, asked, is_short=True)),
        ),
        moved.iter_rows(named=True),
    )


def widest(asked: Asked, *, most: int) -> Bullets | Paragraph:
    """Return the widest movements in a sentence each, two worse before one better, or more of one where the other has fewer."""
    worse, better = queries.changes_by_direction(queries.status_changes(asked.mart, asked.filters))
    up = min(better.height, max(1, most - worse.height))
    chosen = [*worse.head(most - up).iter_rows(named=True), *better.head(up).iter_rows(named=True)]
    if not chosen:
        none = asked.say("Không có chỉ tiêu nào đổi trạng thái giữa năm {before} và năm {year}.")
        return Paragraph(none.format(before=asked.year - 1, year=asked.year))
    return Bullets(tuple(_sentence(row, asked) for row in chosen))


def _sentence(row: dict[str, Any], asked: Asked) -> str:
    indicator = asked.catalogue.indicator[row["indicator"]]

    def value(column: str) -> str:
        return measured(row[column], indicator, asked.catalogue, language=asked.language)

    def word(status: str, estimate: str) -> str:
        return status_word(row[status], asked.language, preliminary=row[estimate]).lower()

    text = asked.say("{name}{where}: từ “{before}” ({value_before}) thành “{now}” ({value}).")
    return text.format(
        name=part_name(row, asked.catalogue, asked.language),
        where=f", {cells.province(row, asked).text}" if len(asked.provinces) > 1 else "",
        before=word("status_before", "preliminary_before"),
        value_before=value("actual_before"),
        now=word("status", "preliminary"),
        value=value("actual"),
    )
