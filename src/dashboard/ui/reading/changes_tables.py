"""The tables of what changed: one a subject, every row leading to its indicator or task."""

import datetime as dt
import html
from typing import Any

import polars as pl

from dashboard.changes import words
from dashboard.method import AMBER, GREEN, GREY, RED, TASK_STATUS
from dashboard.notation import NO_VALUE, date
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame import address
from dashboard.ui.frame.moments import moment
from dashboard.ui.frame.navigation import PROGRESS
from dashboard.ui.parts.action_marks import action_mark
from dashboard.ui.parts.agency_links import agency_link, agency_links
from dashboard.ui.parts.html_tables import linked, muted, status_mark, table, word_mark
from dashboard.ui.parts.rows import indicator_and_province, printed_target, value_cell
from dashboard.ui.parts.task_tables import task_link
from dashboard.words.messages import mark
from dashboard.words.translations import translator

_FIGURE_LOOKS = {
    "revised": (AMBER, "◆", mark("Sửa")),
    "withdrawn": (RED, "✖", mark("Rút")),
    "not_available": (GREY, "○", mark("Không có số liệu")),
    "changed_back": (AMBER, "↩", mark("Sửa rồi sửa lại")),
    "final": (GREEN, "✔", mark("Thành chính thức")),
    "estimate": (AMBER, "?", mark("Thành sơ bộ")),
}
"""How it looks what happened to a figure that had been published: colour, sign, word."""


def status_table(frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the series whose latest judgement moved, with why."""
    say = translator(language)

    def judged(row: dict[str, Any], suffix: str) -> str:
        if row[f"status{suffix}"] is None:
            return muted(say("không còn được đánh giá") if suffix == "" else say("chưa được đánh giá"))
        shown = status_mark(row[f"status{suffix}"], language, preliminary=row[f"preliminary{suffix}"])
        return f"{shown} {muted(str(row[f'year{suffix}']))}"

    def actual(row: dict[str, Any]) -> str:
        before, now = (value_cell(row, name, catalogue, language) for name in ("actual_before", "actual"))
        return f"{before}<br>→ {now}" if row["status_before"] is not None else now

    return table(
        [
            (say("Chỉ tiêu"), "text", lambda row: indicator_and_province(_dated(row), catalogue, language)),
            (say("Trạng thái"), "kept", lambda row: f"{judged(row, '_before')}<br>→ {judged(row, '')}"),
            (say("Thực hiện"), "number", actual),
            (say("Mục tiêu in"), "number", lambda row: printed_target(row) if row["status"] else NO_VALUE),
            (say("Vì sao"), "wide", lambda row: html.escape(_sentence(words.cause(row, language)))),
            (say("Cơ quan chủ trì"), "text", lambda row: agency_links(row["holders"], catalogue, language)),
        ],
        frame.iter_rows(named=True),
        caption=caption,
    )


def revision_table(frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the figures that had been published otherwise, or are declared not available: what was, what is, and why."""
    say = translator(language)

    def happened(row: dict[str, Any]) -> str:
        colour, sign, word = _FIGURE_LOOKS[row["kind"]]
        return word_mark(colour, sign, say(word))

    def status(row: dict[str, Any]) -> str:
        if row["status"] is None:
            return NO_VALUE
        now = status_mark(row["status"], language, preliminary=row["preliminary"])
        if row["status_before"] in (None, row["status"]):
            return now
        before = status_mark(row["status_before"], language, preliminary=row["preliminary_before"])
        return f"{before}<br>→ {now}"

    return table(
        [
            (say("Chỉ tiêu"), "text", lambda row: indicator_and_province(row, catalogue, language)),
            (say("Năm"), "number", lambda row: str(row["year"])),
            (say("Thay đổi"), "kept", happened),
            (say("Trước → nay"), "text", lambda row: f"<strong>{html.escape(_value(row, catalogue, language))}</strong>"),
            (say("Lý do"), "wide", lambda row: html.escape(_sentence(words.figure_reason(row, language))) or NO_VALUE),
            (say("Trạng thái của năm"), "kept", status),
            (say("Công bố lúc"), "text", lambda row: moment(row["at"], language)),
        ],
        frame.iter_rows(named=True),
        caption=caption,
    )  # fmt: skip


def new_figure_table(frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the figures published for the first time."""
    say = translator(language)

    def status(row: dict[str, Any]) -> str:
        return status_mark(row["status"], language, preliminary=row["preliminary"]) if row["status"] else NO_VALUE

    return table(
        [
            (say("Chỉ tiêu"), "text", lambda row: indicator_and_province(row, catalogue, language)),
            (say("Năm"), "number", lambda row: str(row["year"])),
            (say("Thực hiện"), "number", lambda row: value_cell(row, "value", catalogue, language)),
            (say("Trạng thái của năm"), "kept", status),
            (say("Nguồn"), "text", lambda row: html.escape(say(row["source"]) if row["source"] else NO_VALUE)),
            (say("Cơ quan chủ trì"), "text", lambda row: agency_links(row["holders"], catalogue, language)),
            (say("Công bố lúc"), "text", lambda row: moment(row["at"], language)),
        ],
        frame.iter_rows(named=True),
        caption=caption,
    )


def task_change_table(frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return what happened to tasks: days that came, and what was reported."""
    say = translator(language)

    def name(row: dict[str, Any]) -> str:
        province = muted(catalogue.province[row["province"]].name(language))
        return f"{task_link(row['task'], catalogue, language)}<br>{province}"

    def happened(row: dict[str, Any]) -> str:
        status = TASK_STATUS[row["state"] if row["kind"] == "reported" else row["kind"]]
        what = muted(words.task_change(row, language))
        return f"{word_mark(status.colour, status.sign, say(status.word))}<br>{what}"

    def details(row: dict[str, Any]) -> str:
        lines = words.task_details(row, language) if row["on"] is None else []
        return "<br>".join(map(html.escape, lines)) or NO_VALUE

    return table(
        [
            (say("Nhiệm vụ"), "text", name),
            (say("Thay đổi"), "text", happened),
            (say("Báo cáo nói"), "wide", details),
            (say("Cơ quan chủ trì"), "text", lambda row: agency_links(row["holders"], catalogue, language)),
            (say("Lúc"), "text", lambda row: _when(row, language)),
        ],
        frame.iter_rows(named=True),
        caption=caption,
    )


def action_change_table(frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str, year: int) -> str:
    """Return what happened to actions, those that became overdue first, then the latest; links lead to the year."""
    say = translator(language)

    def about(row: dict[str, Any]) -> Any:
        return row | {"year": year}

    def happened(row: dict[str, Any]) -> str:
        word = words.action_change(row, language)
        return word_mark(RED, "▼", word) if row["kind"] == "overdue" else html.escape(word)

    def stands(row: dict[str, Any]) -> str:
        late = f"<br>{word_mark(RED, '▼', say('quá hạn'))}" if row["overdue"] and row["kind"] != "overdue" else ""
        return action_mark(row["state"], language) + late

    return table(
        [
            (say("Chỉ tiêu"), "text", lambda row: indicator_and_province(about(row), catalogue, language)),
            (say("Việc"), "wide", lambda row: html.escape(row["what"])),
            (say("Thay đổi"), "kept", happened),
            (say("Hạn"), "text", lambda row: words.action_due(row, language)),
            (say("Hiện nay"), "kept", stands),
            (say("Cơ quan"), "text", lambda row: agency_link(row["owner"], catalogue, language)),
            (say("Ghi chú"), "text", lambda row: html.escape(row["note"] or "") or NO_VALUE),
            (say("Lúc"), "text", lambda row: _when(row, language)),
        ],
        frame.iter_rows(named=True),
        caption=caption,
    )


def deadline_table(frame: pl.DataFrame, as_of: dt.date, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return days by which something is asked, how far off they are on the day ``as_of``, and of whom."""
    say = translator(language)

    def about(row: dict[str, Any]) -> Any:
        return row | {"year": as_of.year}

    def day(row: dict[str, Any]) -> str:
        left = (row["on"] - as_of).days
        text = say("còn {days} ngày").format(days=left) if left > 0 else say("hôm nay") if left == 0 else say("đã qua")
        return f"{date(row['on'], language=language)}<br>{muted(text)}"

    def what(row: dict[str, Any]) -> str:
        if row["kind"] == "task":
            return f"{task_link(row['task'], catalogue, language)}<br>{_province(row, catalogue, language)}"
        if row["kind"] == "action":
            return f"{html.escape(row['what'])}<br>{indicator_and_province(about(row), catalogue, language)}"
        to = address.link(PROGRESS.path, year=[str(row["year"])], province=[row["province"]])
        return linked(words.deadline_title(row, catalogue, language), to)

    def asked(row: dict[str, Any]) -> str:
        if row["kind"] == "report":
            return say("{count} cơ quan").format(count=len(row["holders"]))
        return agency_links(row["holders"], catalogue, language)

    return table(
        [(say("Ngày"), "kept", day), (say("Hạn"), "text", what), (say("Cơ quan"), "text", asked)],
        frame.iter_rows(named=True),
        caption=caption,
    )


def _value(row: dict[str, Any], catalogue: Catalogue, language: str) -> str:
    text = words.figure_change(row, catalogue, language)
    return text if row["kind"] != "not_available" else NO_VALUE


def _when(row: dict[str, Any], language: str) -> str:
    return moment(row["at"], language) if row["at"] is not None else date(row["on"], language=language)


def _dated(row: dict[str, Any]) -> Any:
    return row | {"year": row["year"] if row["year"] is not None else row["year_before"]}


def _province(row: dict[str, Any], catalogue: Catalogue, language: str) -> str:
    return muted(catalogue.province[row["province"]].name(language))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
