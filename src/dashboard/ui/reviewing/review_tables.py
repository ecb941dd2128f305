"""Tables of the review: submissions and where they stand, figures with doubts first, events, the audit log."""

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.intake.issues import Issue, told_of
from dashboard.method import AMBER, GREEN, GREY, RED
from dashboard.notation import NO_VALUE, in_names
from dashboard.reference.catalogue import Catalogue
from dashboard.store.ledger import State
from dashboard.ui.frame import address
from dashboard.ui.frame.moments import moment
from dashboard.ui.handing_in.intake_tables import CHANGE_WORDS, figure, remarks
from dashboard.ui.parts.html_tables import linked, muted, table, word_mark
from dashboard.ui.parts.rows import indicator_link, value_cell
from dashboard.words.messages import mark
from dashboard.words.translations import translator
from dashboard.workflow import Key

STATES: dict[State, tuple[str, str, str]] = {
    "submitted": (AMBER, "◆", mark("Chờ duyệt")),
    "returned": (RED, "↩", mark("Đã trả lại")),
    "approved": (GREEN, "✔", mark("Đã duyệt")),
    "withdrawn": (GREY, "–", mark("Đã rút")),
}
"""Where a submission stands: colour, sign, word."""
EVENTS: dict[State, str] = {
    "submitted": mark("Đã nộp"),
    "returned": mark("Đã trả lại"),
    "approved": mark("Đã duyệt"),
    "withdrawn": mark("Đã rút"),
}
"""What an event is called, in its place among the others."""
ACTIONS = {
    "submit": mark("nộp"),
    "withdraw": mark("rút"),
    "return": mark("trả lại"),
    "approve": mark("duyệt"),
    "comment": mark("ghi ý kiến"),
    "save_draft": mark("lưu nháp"),
    "discard_draft": mark("bỏ nháp"),
    "load": mark("ghi thẳng vào kho"),
    "assign_action": mark("giao việc"),
    "commit_action": mark("cam kết việc"),
    "accept_action": mark("nhận việc"),
    "finish_action": mark("báo xong việc"),
    "confirm_action": mark("xác nhận việc"),
    "return_action": mark("trả lại việc"),
    "reschedule_action": mark("đổi hạn việc"),
    "cancel_action": mark("huỷ việc"),
    "name_date": mark("đặt mốc ngày"),
    "strike_date": mark("bỏ mốc ngày"),
    "create_token": mark("tạo mã truy cập"),
    "revoke_token": mark("thu hồi mã truy cập"),
    "plan_read": mark("đọc kế hoạch"),
    "plan_apply": mark("ghi kế hoạch"),
}
_YEARS_BEFORE = 3
"""How many earlier years stand beside a figure under review."""
_CHANGES = {**CHANGE_WORDS, "removed": mark("rút số đã công bố")}


def state_mark(state: State, language: str) -> str:
    """Return sign, word and colour of a submission's state."""
    colour, sign, word = STATES[state]
    return word_mark(colour, sign, translator(language)(word))


def submissions_table(frame: pl.DataFrame, catalogue: Catalogue, path: str, language: str, *, caption: str) -> str:
    """Return the submissions (``workflow.submissions``), each leading to its page at ``path``."""
    say = translator(language)

    def name(row: dict[str, Any]) -> str:
        target = address.link(path, submission=[row["submission"]])
        return f"{linked(row['file_name'], target)}<br>{muted(row['submission'][:8])}"

    def office(row: dict[str, Any]) -> str:
        place = catalogue.province[row["province"]].name(language) if row["province"] in catalogue.province else ""
        agency = catalogue.agency[row["agency"]].name(language) if row["agency"] in catalogue.agency else ""
        return f"{html.escape(agency)}<br>{muted(place)}"

    def count(row: dict[str, Any]) -> str:
        left = (
            f"<br>{muted(say('{count} không có').format(count=row['not_available']))}" if row["not_available"] else ""
        )
        what = f"<br>{muted(say('báo cáo nhiệm vụ'))}" if row["subject"] == "task_reports" else ""
        return f"{row['figures']}{what}{left}"

    def talk(row: dict[str, Any]) -> str:
        if not row["comments"]:
            return NO_VALUE
        waiting = (
            word_mark(AMBER, "◆", say("{count} chờ trả lời").format(count=row["waiting"])) if row["waiting"] else ""
        )
        return "<br>".join(filter(None, (muted(say("{count} ý kiến").format(count=row["comments"])), waiting)))

    return table(
        [
            (say("Tệp, mã lần nộp"), "text", name),
            (say("Tình trạng"), "kept", lambda row: state_mark(row["state"], language)),
            (say("Cơ quan"), "text", office),
            (say("Năm"), "number", lambda row: str(row["year"] or NO_VALUE)),
            (say("Số liệu"), "number", count),
            (say("Ý kiến"), "text", talk),
            (
                say("Người nộp"),
                "text",
                lambda row: f"{html.escape(row['submitted_by'])}<br>{muted(moment(row['submitted_at'], language))}",
            ),
            (
                say("Ghi chú mới nhất"),
                "text",
                lambda row: html.escape(row["last_note"] or row["note"] or "") or NO_VALUE,
            ),
        ],
        frame.iter_rows(named=True),
        caption=caption,
    )


def figures_table(
    frame: pl.DataFrame,
    doubts: Mapping[int, Sequence[str]],
    comments: Mapping[Key, str],
    before: Mapping[tuple[str, str, str], Sequence[dict[str, Any]]],
    catalogue: Catalogue,
    language: str,
    *,
    caption: str,
) -> str:
    """Return the figures of a submission beside what is published, those with doubts first.

    Args:
        frame: ``place`` (their number in the submission), the key, ``change``, ``value``, ``level``, ``published_value``,
            ``published_level``, ``source``, ``note``, ``preliminary``, ``old_note``, ``old_estimate`` (published).
        doubts: What is unusual about a figure, by its place; the most unusual figure first.
        comments: Whether people talked about a figure, as HTML, by its key.
        before: The published actuals (``queries.actuals``) of each series, latest first.
        catalogue: Names, units and levels.
        language: ``vi`` or ``en``.
        caption: What the table shows.
    """
    say = translator(language)

    def doubted(row: dict[str, Any]) -> str:
        return "<br>".join(f"◆ {html.escape(text)}" for text in doubts.get(row["place"], ())) or NO_VALUE

    def said(row: dict[str, Any]) -> str:
        return comments.get((row["province"], row["indicator"], row["breakdown"], row["year"])) or NO_VALUE

    def earlier(row: dict[str, Any]) -> str:
        known = before.get((row["province"], row["indicator"], row["breakdown"]), ())
        years = [held for held in known if held["year"] < row["year"]][:_YEARS_BEFORE]
        lines = (f"{muted(str(held['year']))} {value_cell(held, 'actual', catalogue, language)}" for held in years)
        return "<br>".join(lines) or NO_VALUE

    first = {place: number for number, place in enumerate(doubts)}
    ordered = sorted(
        frame.iter_rows(named=True), key=lambda row: (first.get(row["place"], len(first)), row["change"] == "unchanged")
    )
    return table(
        [
            (say("Chỉ tiêu"), "text", lambda row: indicator_link(row, catalogue, language, with_unit=True)),
            (say("Thay đổi"), "text", lambda row: html.escape(say(_CHANGES[row["change"]]))),
            (say("Đang công bố"), "number", lambda row: figure(row, "published", catalogue, language)),
            (say("Lần nộp này"), "number", lambda row: figure(row, "new", catalogue, language)),
            (say("Điểm cần xem"), "wide", doubted),
            (say("Nguồn, ghi chú"), "text", lambda row: remarks(row, language)),
            (say("Các năm trước"), "number", earlier),
            (say("Ý kiến"), "text", said),
        ],
        ordered,
        caption=caption,
    )


def explanation_of(issue: Issue, explanations: Mapping[str, str]) -> str:
    """Return what the submitter said to the issue, or else, where it reads otherwise than in the file, to its code."""
    of_code = (words for key, words in explanations.items() if key.partition(":")[0] == issue.code)
    return explanations.get(issue.key) or next(of_code, "")


def explanations_table(explanations: Mapping[str, str], catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return what was unusual when it was handed in, and what the submitter said to it."""
    say, names = translator(language), in_names(catalogue, language)
    return table(
        [
            (say("Điểm khác thường"), "wide", lambda row: html.escape(told_of(row[0], names, language=language))),
            (say("Giải thích của người nộp"), "wide", lambda row: html.escape(say(row[1]) if row[1] else "")),
        ],
        sorted(explanations.items()),
        caption=caption,
    )


def choices_table(choices: Iterable[str], catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return what the submitter chose about the file or changed by hand, by the keys of the issues that tell it."""
    say, names = translator(language), in_names(catalogue, language)

    def told(key: str) -> str:
        return html.escape(told_of(key, names, language=language))

    return table([(say("Lựa chọn"), "wide", told)], choices, caption=caption)


def events_table(events: pl.DataFrame, language: str, *, caption: str) -> str:
    """Return what happened to a submission."""
    say = translator(language)
    return table(
        [
            (say("Lúc"), "kept", lambda row: moment(row["happened_at"], language)),
            (say("Việc"), "kept", lambda row: say(EVENTS[row["event"]])),
            (say("Người"), "text", lambda row: html.escape(row["actor"])),
            (say("Ghi chú"), "wide", lambda row: html.escape(row["note"] or "") or NO_VALUE),
        ],
        events.iter_rows(named=True),
        caption=caption,
    )


def audit_table(log: pl.DataFrame, language: str, *, caption: str) -> str:
    """Return the latest acts, those that were refused among them."""
    say = translator(language)

    def outcome(row: dict[str, Any]) -> str:
        return word_mark(GREEN, "✔", say("được")) if row["allowed"] else word_mark(RED, "✖", say("từ chối"))

    return table(
        [
            (say("Lúc"), "kept", lambda row: moment(row["happened_at"], language)),
            (say("Người"), "text", lambda row: html.escape(row["actor"])),
            (say("Việc"), "kept", lambda row: html.escape(say(ACTIONS.get(row["action"]) or str(row["action"])))),
            (say("Kết quả"), "kept", outcome),
            (say("Đối tượng"), "kept", lambda row: html.escape((row["subject"] or "")[:8]) or NO_VALUE),
            (say("Chi tiết"), "wide", lambda row: html.escape(row["detail"] or "") or NO_VALUE),
        ],
        log.iter_rows(named=True),
        caption=caption,
    )
