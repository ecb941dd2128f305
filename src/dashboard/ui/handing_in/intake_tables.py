"""Tables of what is handed in: what is expected, what was found wrong, what would change."""

import html
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from dashboard.intake.forms import HEADINGS
from dashboard.intake.issue_files import SEVERITIES
from dashboard.intake.issues import Issue, spans
from dashboard.method import AMBER, GREEN, GREY, RED
from dashboard.notation import NO_VALUE, in_names, measured, number
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame import address
from dashboard.ui.frame.navigation import SUBMIT
from dashboard.ui.parts.html_tables import Column, linked, muted, status_mark, table, word_mark
from dashboard.ui.parts.rows import indicator_link, province_name, value_cell
from dashboard.words.messages import mark
from dashboard.words.translations import translator

EXPECTED_WORDS = {
    "published": (GREEN, "✔", mark("Đã công bố")),
    "under_review": (AMBER, "◆", mark("Chờ duyệt")),
    "returned": (RED, "↩", mark("Đã trả lại")),
    "not_available": (GREY, "–", mark("Báo không có số liệu")),
    "missing": (GREY, "○", mark("Còn thiếu")),
    "final_due": (AMBER, "◆", mark("Chờ số chính thức")),
}
"""Where an expected figure stands: colour, sign, word."""
_SEVERITY_SIGNS = {"error": (RED, "✖"), "warning": (AMBER, "◆"), "notice": (GREY, "●")}
CHANGE_WORDS = {
    "new": mark("số liệu mới"),
    "changed": mark("thay số đã công bố"),
    "withdrawn": mark("rút số đã công bố"),
    "noted": mark("chỉ đổi ghi chú"),
    "unchanged": mark("không đổi"),
    "wrong": mark("có lỗi trong tệp"),
    "missing": mark("không có trong tệp"),
}
"""What becomes of a figure, by the kinds of ``intake.comparing``."""
BEFORE = mark("Đang công bố")


def expected_table(rows: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return what an agency is to report, and how far it is (``with_state``)."""
    say = translator(language)

    def last(row: dict[str, Any]) -> str:
        year = f" {muted(str(row['last_year']))}" if row["last_year"] else ""
        return value_cell(row, "last_value", catalogue, language) + year

    def target(row: dict[str, Any]) -> str:
        return f"{html.escape(row['target'])} {muted(str(row['milestone']))}" if row["target"] else NO_VALUE

    def state(row: dict[str, Any]) -> str:
        colour, sign, word = EXPECTED_WORDS[row["state"]]
        of_year = f"<br>{muted(say('của năm {year}').format(year=row['year']))}" if row["asks_final"] else ""
        return word_mark(colour, sign, say(word)) + of_year

    return table(
        [
            (say("Chỉ tiêu"), "text", lambda row: indicator_link(row, catalogue, language, with_unit=True)),
            *of_several_provinces(rows, catalogue, language),
            (say("Tình trạng"), "kept", state),
            (say("Giá trị năm nay"), "number", lambda row: value_cell(row, "published", catalogue, language)),
            (say("Giá trị gần nhất"), "number", last),
            (say("Mục tiêu in"), "number", target),
        ],
        rows.iter_rows(named=True),
        caption=caption,
    )


def of_several_provinces(rows: pl.DataFrame, catalogue: Catalogue, language: str) -> list[Column]:
    """Return the column of provinces where the rows are of several: of a province of today."""
    if rows["province"].n_unique() < 2:
        return []
    return [(translator(language)("Tỉnh"), "kept", lambda row: province_name(row, catalogue, language))]


def issues_table(issues: Iterable[Issue], catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the issues of a file, each with where it is and how to put it right."""
    say = translator(language)
    names = in_names(catalogue, language)

    def severity(issue: Issue) -> str:
        colour, sign = _SEVERITY_SIGNS[issue.severity]
        return word_mark(colour, sign, say(SEVERITIES[issue.severity]))

    def place(issue: Issue) -> str:
        column = muted(say(HEADINGS[issue.column])) if issue.column else ""
        rows = spans(issue.rows[:_ROWS_TOLD], issue.sheets) + (" …" if len(issue.rows) > _ROWS_TOLD else "")
        return "<br>".join(filter(None, (rows or say("cả tệp"), column)))

    def told(issue: Issue) -> str:
        text = html.escape(issue.tell(names, language=language))
        if not issue.submission:
            return text
        short = issue.submission[:8]
        return text.replace(short, linked(short, address.link(SUBMIT.path, submission=[issue.submission])))

    return table(
        [
            (say("Vấn đề"), "wide", lambda row: told(row["issue"])),
            (say("Mức"), "kept", lambda row: severity(row["issue"])),
            (say("Dòng, cột"), "text", lambda row: place(row["issue"])),
            (say("Cách sửa"), "wide", lambda row: html.escape(row["issue"].tell_fix(say))),
        ],
        ({"issue": issue} for issue in issues),
        caption=caption,
    )


_ROWS_TOLD = 40


def changes_table(
    rows: pl.DataFrame,
    catalogue: Catalogue,
    language: str,
    *,
    caption: str,
    words: Mapping[str, str] = CHANGE_WORDS,
    before: str = BEFORE,
) -> str:
    """Return what would become of each figure (``intake.comparing.Changes``).

    Args:
        rows: The figures.
        catalogue: Names, units and levels.
        language: ``vi`` or ``en``.
        caption: What the table shows.
        words: What each kind of change is called.
        before: What the figures are held against.
    """
    say = translator(language)

    return table(
        [
            (say("Chỉ tiêu"), "text", lambda row: indicator_link(row, catalogue, language, with_unit=True)),
            *of_several_provinces(rows, catalogue, language),
            (say("Thay đổi"), "text", lambda row: html.escape(say(words[row["kind"]]))),
            (say(before), "number", lambda row: figure(row, "old", catalogue, language)),
            (say("Lần nộp này"), "number", lambda row: figure(row, "new", catalogue, language)),
            (say("Nguồn, ghi chú"), "text", lambda row: remarks(row, language)),
        ],
        rows.iter_rows(named=True),
        caption=caption,
    )


def remarks(row: dict[str, Any], language: str) -> str:
    """Return a figure's ``source``, ``note`` and whether it is an estimate, with what was said before where that was another.

    ``old_note`` and ``old_estimate`` are null where there was no figure, ``preliminary`` where there is none now;
    ``old_source`` may be left out.
    """
    say = translator(language)
    lines = [html.escape(row["source"] or ""), muted(row["note"]) if row["note"] else ""]
    is_now, was = row["preliminary"], row["old_estimate"]
    if was is not None and is_now is not None and was != is_now:
        lines.append(muted(say("số ước → số chính thức") if was else say("số chính thức → số ước")))
    elif is_now:
        lines.append(muted(say("số ước")))
    source = row.get("old_source")
    if is_now is not None and source and source != row["source"]:
        lines.append(muted(say("nguồn cũ: {source}").format(source=source)))
    if is_now is not None and row["old_note"] and row["old_note"] != row["note"]:
        lines.append(muted(say("ghi chú cũ: {note}").format(note=row["old_note"])))
    return "<br>".join(filter(None, lines)) or NO_VALUE


def figure(row: dict[str, Any], column: str, catalogue: Catalogue, language: str) -> str:
    """Return a figure of a comparison: a number, or the name of a level, whose id stands in ``…_level``."""
    indicator = catalogue.indicator[row["indicator"]]
    level = row[f"{column}_level"]
    if level is not None:
        name = next((item.name(language) for item in indicator.levels if item.id == level), level)
        return f'<span class="plan-level">{html.escape(name)}</span>'
    if row[column] is None:
        return NO_VALUE
    if indicator.kind == "levels":
        return value_cell(row, column, catalogue, language)
    return f"<strong>{number(row[column], decimals=max(indicator.decimals, 2), language=language)}</strong>"


def moves_table(rows: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the statuses of the leadership's pages that would move (``intake.comparing.statuses_after``)."""
    say = translator(language)

    def shown(row: dict[str, Any], column: str) -> str:
        indicator = catalogue.indicator[row["indicator"]]
        return html.escape(measured(row[column], indicator, catalogue, language=language))

    def year(row: dict[str, Any]) -> str:
        since = say("theo số gốc {year}").format(year=row["new_baseline"])
        return str(row["year"]) + (f"<br>{muted(since)}" if row["new_baseline"] else "")

    def pair(before: str, after: str) -> str:
        return after if before == after else f"{before}<br>→ {after}"

    return table(
        [
            (say("Chỉ tiêu"), "text", lambda row: indicator_link(row, catalogue, language)),
            (say("Năm"), "number", year),
            (
                say("Trạng thái"),
                "kept",
                lambda row: pair(
                    status_mark(row["status_before"] or "no_data", language), status_mark(row["status_after"], language)
                ),
            ),
            (
                say("Thực hiện"),
                "number",
                lambda row: pair(shown(row, "actual_before"), shown(row, "actual_after")),
            ),
        ],
        rows.iter_rows(named=True),
        caption=caption,
    )
