"""What a draft or a submission holds, as an agency's annex shows it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from dashboard import workflow
from dashboard.access import Rights
from dashboard.documents.content import cells
from dashboard.documents.content.asked import Asked
from dashboard.documents.model import Block, Bullets, Cell, Column, Heading, Paragraph, Table
from dashboard.intake.checked import Checked, CheckedReports
from dashboard.intake.issues import split_choices, told_of
from dashboard.mart import queries
from dashboard.method import TASK_STATUS
from dashboard.notation import date, in_names, measured, part_name
from dashboard.store.ledger import NO_FIGURES, NO_TASK_REPORTS
from dashboard.store.schema import VIETNAM
from dashboard.store.store import Store
from dashboard.words.messages import mark

State = Literal["draft", "submitted", "returned", "approved", "withdrawn"]
STATE_WORDS: dict[State, str] = {
    "draft": mark("Bản nháp, chưa nộp"),
    "submitted": mark("Đã nộp, chờ duyệt"),
    "returned": mark("Đã nộp, bị trả lại"),
    "approved": mark("Đã công bố"),
    "withdrawn": mark("Đã nộp, đã rút"),
}
"""What an annex says of where its content stands."""
SHORT = 8
"""How many signs of a submission's number are read; the whole number stands in the annex once."""


@dataclass(frozen=True)
class HandedIn:
    """What a draft or a submission holds.

    Attributes:
        state: Where it stands.
        number: Of the submission, or of the draft.
        file_name: Of the file that was handed in.
        file_hash: Its SHA-256; None where no file was kept.
        moment: When it was saved or handed in, in UTC.
        figures: Its observations (``OBSERVATION_SCHEMA``).
        task_reports: Its reports on tasks (``TASK_REPORT_SCHEMA``).
        explanations: What was said to everything unusual, by issue; without the choices made.
        note: What the submitter wrote to it.
        wrong: How many rows of the file have errors and are in neither.
    """

    state: State
    number: str
    file_name: str
    file_hash: str | None
    moment: dt.datetime
    figures: pl.DataFrame
    task_reports: pl.DataFrame
    explanations: Mapping[str, str]
    note: str = ""
    wrong: int = 0

    @property
    def years(self) -> tuple[int, ...]:
        """The years its figures and reports are of."""
        return tuple(sorted({*self.figures["year"], *self.task_reports["year"]}))


def of_submission(store: Store, rights: Rights, submission: str) -> HandedIn:
    """Return what a submission holds.

    Raises:
        RefusedError: There is none, or the person may not see it.
    """
    standing = workflow.standing(store, rights, submission)
    events = workflow.history(store, rights, submission)
    return HandedIn(
        standing.state,
        submission,
        standing.file_name,
        standing.file_hash,
        events.filter(pl.col("event") == "submitted")["happened_at"][0],
        workflow.observations(store, rights, submission),
        workflow.task_reports(store, rights, submission),
        split_choices(standing.explanations)[0],
        standing.note,
    )


def of_draft(draft: workflow.Draft, found: Checked | CheckedReports) -> HandedIn:
    """Return what a draft holds: of its file the rows without errors, which are counted."""
    return HandedIn(
        "draft",
        draft.draft,
        draft.file_name,
        draft.file_hash,
        draft.saved_at,
        found.observations if isinstance(found, Checked) else NO_FIGURES,
        found.reports if isinstance(found, CheckedReports) else NO_TASK_REPORTS,
        split_choices(found.explanations())[0],
        wrong=found.wrong.height,
    )


def content_of(held: HandedIn, asked: Asked) -> Iterator[Block]:
    """Yield what is held, by what it can be recognised, and what is not in it."""
    yield Paragraph(_finding(held, asked), "finding")
    yield Bullets(tuple(_identity(held, asked)))
    if not held.figures.is_empty():
        yield Heading(asked.say("Chỉ tiêu"))
        yield _figures_table(held, asked)
        yield from _left_out(held, asked)
    if not held.task_reports.is_empty():
        yield Heading(asked.say("Nhiệm vụ"))
        yield _reports_table(held, asked)
    if held.explanations:
        yield Heading(asked.say("Giải trình"))
        yield _explanations_table(held, asked)


def _finding(held: HandedIn, asked: Asked) -> str:
    say = asked.say
    counted = say("{figures} số liệu, {reports} báo cáo nhiệm vụ").format(
        figures=held.figures.height, reports=held.task_reports.height
    )
    what = say("Bản nháp có {counted}.") if held.state == "draft" else say("Lần nộp có {counted}.")
    told = what.format(counted=counted)
    if held.wrong:
        told += " " + say("{count} dòng của tệp còn lỗi, chưa có trong phụ lục này.").format(count=held.wrong)
    return told


def _identity(held: HandedIn, asked: Asked) -> Iterator[str]:
    """Yield by what the paper and what the system holds can be held against each other."""
    say = asked.say
    number = say("Mã bản nháp: {number}.") if held.state == "draft" else say("Mã lần nộp: {number}.")
    yield number.format(number=hash_in_groups(held.number))
    saved = say("Lưu lúc {moment}.") if held.state == "draft" else say("Nộp lúc {moment}.")
    yield (
        say("Tình trạng: {state}.").format(state=say(STATE_WORDS[held.state]).lower())
        + " "
        + saved.format(moment=moment(held.moment, asked))
    )
    if held.file_hash:
        text = say("Tệp {file}, mã băm SHA-256: {hash}.")
        yield text.format(file=held.file_name, hash=hash_in_groups(held.file_hash))
    if held.note:
        yield say("Ghi chú của người nộp: {note}").format(note=held.note)


def _figures_table(held: HandedIn, asked: Asked) -> Table:
    say = asked.say
    key = ("province", "indicator", "breakdown", "year")
    expected = {tuple(row[name] for name in key): row for row in _expected(asked).iter_rows(named=True)}

    def target(row: Mapping[str, Any]) -> Cell:
        asked_for = expected.get(tuple(row[name] for name in key), {"target": None})
        return cells.target({**row, **asked_for}, printed="target")

    return cells.table(
        say("Số liệu như đã nộp") if held.state != "draft" else say("Số liệu trong bản nháp"),
        (
            (Column(say("Chỉ tiêu"), 30), lambda row: cells.name(row, asked, with_province=True)),
            (Column(say("Năm"), 8, "right"), cells.year),
            (Column(say("Giá trị nộp"), 14, "right"), lambda row: _value(row, asked)),
            (Column(say("Mục tiêu in"), 13, "right"), target),
            (
                Column(say("Nguồn"), 15),
                lambda row: cells.text(", ".join(filter(None, (row["source"], row["source_table"])))),
            ),
            (Column(say("Giải trình, ghi chú"), 20), lambda row: cells.text(row["note"])),
        ),
        held.figures.iter_rows(named=True),
    )


def _value(row: Mapping[str, Any], asked: Asked) -> Cell:
    """Return a handed-in figure; one that says that there is none stands as such."""
    indicator = asked.catalogue.indicator[row["indicator"]]
    if row["level"] is not None:
        return Cell(
            next((level.name(asked.language) for level in indicator.levels if level.id == row["level"]), row["level"]),
            is_strong=True,
        )
    if row["value"] is None:
        return Cell(asked.say("không có số liệu"))
    shown = measured(row["value"], indicator, asked.catalogue, language=asked.language)
    return Cell(
        f"{shown}\n{asked.say('(số ước)')}" if row["preliminary"] else shown, value=row["value"], is_strong=True
    )


def _left_out(held: HandedIn, asked: Asked) -> Iterator[Block]:
    """Yield the names of what the agency answers for that year and did not hand in here."""
    if not set(held.years) <= {asked.year, asked.year - 1}:  # several years in one file: nobody asked for them
        return
    key = ["province", "indicator", "breakdown", "year"]
    left = _expected(asked).join(held.figures.select(key), on=key, how="anti", maintain_order="left")
    if left.is_empty():
        return
    yield Heading(asked.say("Chỉ tiêu cơ quan chủ trì không có trong lần nộp này"), 2)
    yield Bullets(
        tuple(
            part_name(row, asked.catalogue, asked.language)
            + (f" ({asked.say('của năm {year}').format(year=row['year'])})" if row["year"] != asked.year else "")
            for row in left.iter_rows(named=True)
        )
    )


def _expected(asked: Asked) -> pl.DataFrame:
    provinces = tuple(province.id for province in asked.provinces)
    return queries.expected(asked.mart, provinces=provinces, agencies=asked.filters.agencies, year=asked.year)


def _reports_table(held: HandedIn, asked: Asked) -> Table:
    say = asked.say

    def name(row: Mapping[str, Any]) -> Cell:
        known = asked.catalogue.task.get(row["task"])
        return Cell(known.title(asked.language) if known else row["task"])

    return cells.table(
        say("Báo cáo nhiệm vụ như đã nộp") if held.state != "draft" else say("Báo cáo nhiệm vụ trong bản nháp"),
        (
            (Column(say("Nhiệm vụ"), 42), name),
            (Column(say("Năm"), 8, "right"), cells.year),
            (Column(say("Tình trạng báo cáo"), 16), lambda row: Cell(say(TASK_STATUS[row["state"]].word))),
            (Column(say("Nội dung báo cáo"), 34), lambda row: cells.text(said_of_task(row, asked))),
        ),
        held.task_reports.iter_rows(named=True),
    )


def _explanations_table(held: HandedIn, asked: Asked) -> Table:
    say, names = asked.say, in_names(asked.catalogue, asked.language)
    return cells.table(
        say("Điểm khác thường và giải trình"),
        (
            (
                Column(say("Điểm khác thường"), 55),
                lambda said: Cell(told_of(said[0], names, language=asked.language)),
            ),
            (Column(say("Giải trình của cơ quan"), 45), lambda said: cells.text(said[1])),
        ),
        sorted(held.explanations.items()),
    )


def said_of_task(row: Mapping[str, Any], asked: Asked) -> str:
    """Return what a report on a task says, a line each: what was done, by which document, what hinders."""
    say = asked.say
    document = row["document_number"] or ""
    if row["document_date"] is not None:
        document = (
            say("{document} ngày {date}")
            .format(document=document, date=date(row["document_date"], language=asked.language))
            .strip()
        )
    done = (
        say("Xong ngày {date}").format(date=date(row["date_done"], language=asked.language)) if row["date_done"] else ""
    )
    hinders = say("Vướng mắc: {text}").format(text=row["what_hinders"]) if row["what_hinders"] else ""
    return "\n".join(filter(None, (row["what_was_done"], document, done, hinders)))


def hash_in_groups(text: str) -> str:
    """Return a long hash in groups of eight signs, so that it can be held against another on paper, and lines can break."""
    return " ".join(text[place : place + 8] for place in range(0, len(text), 8))


def moment(when: dt.datetime, asked: Asked) -> str:
    """Return time and day in Việt Nam of a moment in UTC."""
    local = when.replace(tzinfo=dt.UTC).astimezone(VIETNAM)
    return f"{local:%H:%M} {date(local.date(), language=asked.language)}"
