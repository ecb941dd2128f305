"""The words and numbers of the method (docs/method.*.md), in one place.

Everything else takes them from here: the mart loads them as tables for its SQL, sentences and documents state them, and filters,
pictures, tables, exports and the API list the statuses in this order. A status that stands only in the SQL is refused when the mart
is built; one that stands here is known everywhere.
"""

from dataclasses import dataclass
from typing import Literal

from dashboard.words.messages import mark

ON_TRACK = 0.95
"""The pace from which a row is on track; with ``BEHIND`` and 0, Eurostat's thresholds (method, section 5)."""
BEHIND = 0.60
"""The pace from which a row that is not on track is behind, not far behind."""
ABOUT_MARGIN = 0.05
"""How far on the worse side of a target printed as "about" still meets it, in shares of the target (section 1)."""
BASELINE_YEAR = 2023
"""The year of the resolution: the first choice for the baseline (section 4)."""
EARLIEST_BASELINE = 2020
"""No baseline lies before this year."""
PROJECTED_FROM = 5
"""How many of the last actuals a projection rests on (section 7)."""
LEAST_FOR_PROJECTION = 3
"""How many actuals a projection needs."""
LEAST_ASSESSED = 0.5
"""Where a smaller share of the rows with a target in force could be assessed, no share on course is stated (section 7)."""
SHORT_STEP = 5
"""A pace that rests on a way of so many units of the last decimal or fewer is marked as close to its threshold (section 6)."""
DUE_SOON = 60
"""How many days before its due date a task is about to fall due (section 10)."""

Rule = Literal["line", "growth", "index"]
"""How the pace is reckoned (section 5); the published one is ``line``."""
RULES: dict[Rule, str] = {
    "line": mark("Đường thẳng từ mức gốc (đang dùng)"),
    "growth": mark("Tỉ số tốc độ tăng bình quân (Eurostat)"),
    "index": mark("Chỉ số dự báo đến năm đích (ESCAP)"),
}


@dataclass(frozen=True)
class Trial:
    """What an analyst may move to see which statuses would change (section 12); as made, it is the published method."""

    on_track: float = ON_TRACK
    behind: float = BEHIND
    baseline_year: int = BASELINE_YEAR
    rule: Rule = "line"


PUBLISHED = Trial()

GREEN, AMBER, RED, GREY = "#0f766e", "#b45309", "#b91c1c", "#64748b"

Role = Literal["on_course", "short", "red", "not_assessed"]
"""What a status counts as: in the share's numerator; assessed and short of it; what calls for action; not in the share at all."""


@dataclass(frozen=True)
class Status:
    """One status, as it is counted, written and drawn.

    Attributes:
        word: Its name in Vietnamese, marked for translation.
        sign: What tells it apart without colour; stands in the shipped font.
        role: What it counts as.
        colour: Of its sign and word: the colour of its group.
        shade: Of its part of a bar.
        tint: Of a cell that words stand on.
        with_dark_words: Whether words on ``shade`` must be dark to be read.
    """

    word: str
    sign: str
    role: Role
    colour: str
    shade: str
    tint: str
    with_dark_words: bool = False


STATUS = {
    "achieved": Status(mark("Đạt"), "✔", "on_course", GREEN, "#0f766e", "#9fd3cb"),
    "on_track": Status(mark("Đúng tiến độ"), "▲", "on_course", GREEN, "#5aa9a1", "#cfe8e4", with_dark_words=True),
    "behind": Status(mark("Cần thúc đẩy"), "◆", "short", AMBER, "#e6b06c", "#f6dcb6", with_dark_words=True),
    "off_track": Status(mark("Chậm nhiều"), "▼", "red", RED, "#d46a6a", "#f3c4c1", with_dark_words=True),
    "moving_away": Status(mark("Đi ngược"), "↩", "red", RED, "#b91c1c", "#e79a95"),
    "missed": Status(mark("Không đạt"), "✖", "red", RED, "#7f1d1d", "#dc8480"),
    "no_pace": Status(mark("Chưa đủ căn cứ"), "?", "not_assessed", AMBER, "#efd9b4", "#f5ead6", with_dark_words=True),
    "no_data": Status(mark("Chưa có số liệu"), "○", "not_assessed", GREY, "#b2bfcc", "#eef2f4", with_dark_words=True),
    "before_plan": Status(
        mark("Trước kế hoạch"), "«", "not_assessed", GREY, "#d5dde6", "#f4f6f8", with_dark_words=True
    ),
    "no_target": Status(
        mark("Không giao chỉ tiêu"), "–", "not_assessed", GREY, "#e2e8f0", "#f8fafb", with_dark_words=True
    ),
}
"""Every status by id, best first, those without a judgement last: the order of every list, key and filter."""

STATUSES = tuple(STATUS)
ON_COURSE = tuple(id_ for id_, status in STATUS.items() if status.role == "on_course")
RED_STATUSES = tuple(id_ for id_, status in STATUS.items() if status.role == "red")
NOT_ASSESSABLE = tuple(id_ for id_, status in STATUS.items() if status.role == "not_assessed")
NOT_ASKED = ("before_plan", "no_target")
"""The statuses of rows for which nothing was asked: they are no gap in anybody's reporting."""

REASONS = {
    "not_set": mark("kế hoạch không giao chỉ tiêu"),
    "expired": mark("đã qua năm đích cuối cùng"),
    "not_due": mark("chưa đến hạn báo cáo"),
    "awaiting": mark("đã đến hạn, chưa nhận được"),
    "under_review": mark("đang được duyệt"),
    "returned": mark("đã trả lại để sửa"),
    "not_available": mark("cơ quan báo cáo không có số liệu"),
    "qualitative": mark("mức độ định tính, không tính được tiến độ"),
    "single_point": mark("chưa đủ hai thời điểm để tính tiến độ"),
    "open_reading": mark("có hai cách đọc mục tiêu, chưa được xác nhận"),
    "no_progress_due": mark("lộ trình chưa đòi hỏi vượt mức gốc"),
}
"""Why a row has its status, where the status alone does not say it; by id."""

WITHHELD = mark("chưa nêu tỉ lệ: mới đánh giá được dưới một nửa số có chỉ tiêu")
"""Why a share is withheld (section 7)."""

NEAR_THRESHOLD = mark("sát ngưỡng")
"""Marks a judgement that one unit of the last decimal would change, or that rests on a short way."""

TASK_STATUS = {
    "done": Status(mark("Đã xong"), "✔", "on_course", GREEN, "#0f766e", "#9fd3cb"),
    "under_way": Status(mark("Đang thực hiện"), "▲", "on_course", GREEN, "#5aa9a1", "#cfe8e4", with_dark_words=True),
    "due_soon": Status(mark("Sắp đến hạn"), "◆", "short", AMBER, "#e6b06c", "#f6dcb6", with_dark_words=True),
    "not_begun": Status(mark("Chưa bắt đầu"), "○", "short", AMBER, "#efd9b4", "#f5ead6", with_dark_words=True),
    "not_reported": Status(mark("Chưa báo cáo"), "?", "short", AMBER, "#efd9b4", "#f5ead6", with_dark_words=True),
    "overdue": Status(mark("Quá hạn"), "▼", "red", RED, "#d46a6a", "#f3c4c1", with_dark_words=True),
    "cannot_be_done": Status(mark("Không thực hiện được"), "✖", "red", RED, "#7f1d1d", "#dc8480"),
    "not_due": Status(mark("Chưa đến hạn"), "«", "not_assessed", GREY, "#d5dde6", "#f4f6f8", with_dark_words=True),
    "no_date": Status(mark("Không in thời hạn"), "–", "not_assessed", GREY, "#e2e8f0", "#f8fafb", with_dark_words=True),
}
"""Every status of a task by id (section 10), in the order of every list, key and filter."""

TASK_KINDS = {"task": mark("nhiệm vụ"), "scheme": mark("đề án, văn bản"), "duty": mark("trách nhiệm thường xuyên")}
"""What a plan assigns, by id."""

TIMINGS = {
    "due": mark("có hạn"),
    "standing": mark("thường xuyên, hằng năm"),
    "under_its_plan": mark("theo kế hoạch, đề án riêng"),
    "when_policy_comes": mark("khi có chính sách"),
    "not_printed": mark("không in thời gian"),
}
"""What the printed time of a task says, by id."""

REPORT_STATES = ("not_begun", "under_way", "done", "cannot_be_done")
"""What a report on a task can say; every one is a status, too."""
