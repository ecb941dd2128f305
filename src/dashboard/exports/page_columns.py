"""The columns of a table as people see them: heading, width, and how a cell is written; which stand there, in which order.

The search page takes its headings and its order from here, the workbook's first sheet all it has.
"""

from dataclasses import dataclass
from typing import Literal

from dashboard.exports.arrangement import BESIDE, Arrangement
from dashboard.exports.columns import TABLES, Table
from dashboard.words.messages import mark

Look = Literal[
    "words", "measured", "signed", "ratio", "year", "count", "day", "moment", "truth", "status", "late", "left"
]


@dataclass(frozen=True)
class PageColumn:
    """One column for people: its heading in Vietnamese, its width in signs, and how its cells are written.

    ``measured`` numbers and ``signed`` differences have the decimals of their row's indicator, or are the name of its level;
    a ``ratio`` is 1 where all is as planned; ``late`` counts the days something is overdue, ``left`` those it has left.
    """

    heading: str
    width: int
    look: Look = "words"


PAGE_COLUMNS: dict[str, PageColumn] = {
    "indicator": PageColumn(mark("Chỉ tiêu"), 42),
    "breakdown": PageColumn(mark("Phân tổ"), 14),
    "province": PageColumn(mark("Tỉnh"), 14),
    "sector": PageColumn(mark("Lĩnh vực"), 18),
    "year": PageColumn(mark("Năm"), 7, "year"),
    "actual": PageColumn(mark("Thực hiện"), 13, "measured"),
    "unit": PageColumn(mark("Đơn vị"), 11),
    "printed_target": PageColumn(mark("Mục tiêu in"), 15),
    "milestone": PageColumn(mark("Năm mục tiêu"), 9, "year"),
    "status": PageColumn(mark("Trạng thái"), 20, "status"),
    "reason": PageColumn(mark("Lý do"), 16),
    "gap": PageColumn(mark("Khoảng cách"), 14, "signed"),
    "expected": PageColumn(mark("Mức cần có"), 12, "measured"),
    "pace": PageColumn(mark("Tiến độ"), 9, "ratio"),
    "agency_in_charge": PageColumn(mark("Cơ quan chủ trì"), 27),
    "preliminary": PageColumn(mark("Ước tính"), 8, "truth"),
    "derived": PageColumn(mark("Tính ra"), 8, "truth"),
    "revised": PageColumn(mark("Đã sửa"), 8, "truth"),
    "previous_actual": PageColumn(mark("Giá trị trước khi sửa"), 12, "measured"),
    "revision_reason": PageColumn(mark("Lý do sửa"), 24),
    "comparator": PageColumn(mark("Phép so sánh"), 11),
    "target": PageColumn(mark("Mục tiêu bằng số"), 12, "measured"),
    "lower": PageColumn(mark("Cận dưới"), 11, "measured"),
    "upper": PageColumn(mark("Cận trên"), 11, "measured"),
    "near_threshold": PageColumn(mark("Sát ngưỡng"), 9, "truth"),
    "comparison": PageColumn(mark("So sánh giữa các tỉnh"), 14),
    "baseline_year": PageColumn(mark("Năm gốc"), 7, "year"),
    "baseline": PageColumn(mark("Giá trị năm gốc"), 12, "measured"),
    "agencies": PageColumn(mark("Cơ quan chủ trì theo kế hoạch"), 25),
    "holders": PageColumn(mark("Cơ quan chủ trì hiện nay"), 25),
    "plan": PageColumn(mark("Kế hoạch"), 17),
    "in_force": PageColumn(mark("Đang hiệu lực"), 9, "truth"),
    "row": PageColumn(mark("Số TT"), 8),
    "printed_name": PageColumn(mark("Tên in trong kế hoạch"), 34),
    "printed_unit": PageColumn(mark("Đơn vị in"), 12),
    "coordinating": PageColumn(mark("Cơ quan phối hợp"), 25),
    "task": PageColumn(mark("Nhiệm vụ, đề án"), 46),
    "kind": PageColumn(mark("Loại"), 13),
    "theme": PageColumn(mark("Chủ đề"), 20),
    "place": PageColumn(mark("Nơi in"), 11),
    "section": PageColumn(mark("Mục"), 7),
    "number": PageColumn(mark("Số TT"), 7),
    "task_status": PageColumn(mark("Trạng thái"), 20, "status"),
    "due": PageColumn(mark("Thời hạn"), 11, "day"),
    "days_left": PageColumn(mark("Còn lại (ngày)"), 10, "left"),
    "timing": PageColumn(mark("Loại thời gian"), 16),
    "timing_printed": PageColumn(mark("Thời gian in"), 17),
    "submission_time_printed": PageColumn(mark("Thời gian trình in"), 17),
    "submitted_to_printed": PageColumn(mark("Cấp trình"), 14),
    "product_printed": PageColumn(mark("Sản phẩm"), 24),
    "years": PageColumn(mark("Các năm"), 14),
    "asked_year": PageColumn(mark("Năm phải báo cáo"), 9, "year"),
    "lead_printed": PageColumn(mark("Cơ quan chủ trì, nguyên văn"), 25),
    "lead_agencies": PageColumn(mark("Cơ quan chủ trì theo kế hoạch"), 30),
    "lead_holders": PageColumn(mark("Cơ quan chủ trì hiện nay"), 30),
    "coordinating_printed": PageColumn(mark("Cơ quan phối hợp, nguyên văn"), 25),
    "coordinating_agencies": PageColumn(mark("Cơ quan phối hợp"), 25),
    "sectors": PageColumn(mark("Lĩnh vực"), 20),
    "indicators": PageColumn(mark("Chỉ tiêu"), 30),
    "report_state": PageColumn(mark("Báo cáo gần nhất"), 15),
    "report_year": PageColumn(mark("Năm báo cáo"), 9, "year"),
    "date_done": PageColumn(mark("Ngày hoàn thành"), 12, "day"),
    "document_number": PageColumn(mark("Số hiệu văn bản"), 16),
    "document_date": PageColumn(mark("Ngày văn bản"), 12, "day"),
    "what_was_done": PageColumn(mark("Kết quả"), 34),
    "what_hinders": PageColumn(mark("Vướng mắc"), 30),
    "published_at": PageColumn(mark("Công bố lúc (UTC)"), 17, "moment"),
    "submission": PageColumn(mark("Mã lần nộp"), 16),
    "approved_at": PageColumn(mark("Duyệt lúc (UTC)"), 17, "moment"),
    "source": PageColumn(mark("Nguồn số liệu"), 34),
    "source_table": PageColumn(mark("Bảng trong nguồn"), 22),
    "locator": PageColumn(mark("Vị trí trong nguồn"), 16),
    "note": PageColumn(mark("Ghi chú"), 26),
    "action": PageColumn(mark("Mã việc"), 16),
    "owner": PageColumn(mark("Cơ quan thực hiện"), 23),
    "what": PageColumn(mark("Việc phải làm"), 40),
    "expected_effect": PageColumn(mark("Kết quả mong đợi"), 24),
    "entered": PageColumn(mark("Việc từ đâu"), 14),
    "state": PageColumn(mark("Tình trạng"), 18, "status"),
    "first_due": PageColumn(mark("Hạn ban đầu"), 11, "day"),
    "overdue": PageColumn(mark("Quá hạn"), 8, "truth"),
    "days_overdue": PageColumn(mark("Quá hạn (ngày)"), 10, "late"),
    "entered_at": PageColumn(mark("Giao lúc (UTC)"), 17, "moment"),
    "changed_at": PageColumn(mark("Đổi lúc (UTC)"), 17, "moment"),
    "evidence": PageColumn(mark("Bằng chứng"), 26),
    "last_note": PageColumn(mark("Lời kèm bước gần nhất"), 24),
}  # fmt: skip
"""Every column a person may see, by the name it has in every file; words stand in the place of its ids."""

ORDERS: dict[Table, tuple[str, ...]] = {
    "gaps": (
        "indicator", "breakdown", "province", "sector", "year", "actual", "unit", "printed_target", "milestone", "status",
        "reason", "gap", "expected", "pace", "agency_in_charge",
    ),
    "actuals": ("indicator", "breakdown", "province", "sector", "year", "actual", "unit"),
    "targets": ("indicator", "breakdown", "province", "sector", "year", "printed_target", "unit"),
    "tasks": (
        "task", "province", "kind", "plan", "place", "section", "number", "task_status", "due", "days_left", "timing_printed",
        "report_state", "report_year", "lead_holders",
    ),
    "actions": ("what", "expected_effect", "indicator", "breakdown", "province", "sector", "owner", "due", "days_overdue", "state"),
}  # fmt: skip
"""The columns that stand first, in the order of the pages; the others follow in the order of the table."""
_USUAL: dict[Table, tuple[str, ...]] = {
    "gaps": (
        "indicator", "province", "year", "actual", "unit", "printed_target", "milestone", "status", "reason", "gap", "pace",
        "agency_in_charge",
    ),
    "actuals": ("indicator", "province", "year", "actual", "unit", "preliminary", "source", "source_table", "note"),
    "targets": ("indicator", "province", "year", "printed_target", "unit", "plan", "row", "agency_in_charge"),
    "tasks": (
        "task", "province", "kind", "place", "section", "number", "task_status", "due", "days_left", "timing_printed",
        "report_state", "lead_holders",
    ),
    "actions": ("what", "indicator", "province", "owner", "due", "days_overdue", "state", "last_note"),
}  # fmt: skip
"""The columns of a sheet where none are chosen: those the pages show of the table."""
_USUAL_ACROSS = ("indicator", "province", "unit")
_IDS = {words: id_ for id_, beside in BESIDE.items() for words in beside} | {"title": "task", "plan_number": "plan"}
"""Which column of ids a column of words belongs to: for people they are one."""


def page_columns(arrangement: Arrangement, table: Table) -> tuple[str, ...]:
    """Return the columns people see of the table, in order, years across not among them."""
    chosen = {_IDS.get(name, name) for name in arrangement.columns}
    if arrangement.view == "wide":
        before = tuple(name for name in ORDERS[table] if name in chosen and name in _ACROSS)
        return before or _USUAL_ACROSS
    in_order = dict.fromkeys((*ORDERS[table], *TABLES[table]))
    return tuple(name for name in in_order if name in PAGE_COLUMNS and name in chosen) or _USUAL[table]


_ACROSS = ("indicator", "breakdown", "province", "sector", "unit")


def heading(name: str) -> str:
    """Return the heading of a column in Vietnamese; of a year that stands across it is the year."""
    return PAGE_COLUMNS[name].heading if name in PAGE_COLUMNS else name
