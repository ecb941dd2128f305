"""The columns of the tables that leave the dashboard: name, type, and what stands in them. Names never change."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from dashboard.filters import KEYS as FILTERS
from dashboard.filters import keys_of
from dashboard.words.messages import mark

Kind = Literal["code", "text", "number", "count", "year", "truth", "moment", "day"]
TYPES: dict[Kind, pl.DataType] = {
    "code": pl.String(),
    "text": pl.String(),
    "number": pl.Float64(),
    "count": pl.Int64(),
    "year": pl.Int16(),
    "truth": pl.Boolean(),
    "moment": pl.String(),
    "day": pl.String(),
}
"""How each kind is kept in a frame. Moments (UTC) and days are ISO text, which no program reads in its own way."""


@dataclass(frozen=True)
class Column:
    """One column: its name in every file, its kind, and its meaning in Vietnamese; an empty cell is undefined."""

    name: str
    kind: Kind
    meaning: str


_ALL = (
    Column("province", "code", mark("Mã tỉnh theo kế hoạch")),
    Column("province_name", "text", mark("Tên tỉnh theo kế hoạch")),
    Column("sector", "code", mark("Mã lĩnh vực")),
    Column("sector_name", "text", mark("Tên lĩnh vực")),
    Column("indicator", "code", mark("Mã chỉ tiêu")),
    Column("indicator_name", "text", mark("Tên chỉ tiêu")),
    Column("breakdown", "code", mark("Mã phân tổ; total là toàn bộ")),
    Column("breakdown_name", "text", mark("Tên phân tổ")),
    Column("unit", "text", mark("Đơn vị tính; trống với mức độ và chỉ số")),
    Column("year", "year", mark("Năm")),
    Column("actual", "number", mark("Thực hiện, chưa làm tròn; với mức độ là thứ bậc, 0 là thấp nhất; trống khi chưa có số liệu")),
    Column("actual_level", "code", mark("Mã mức độ thực hiện")),
    Column("actual_level_name", "text", mark("Tên mức độ thực hiện")),
    Column("preliminary", "truth", mark("Số liệu là sơ bộ")),
    Column("derived", "truth", mark("Tính từ các mức đã công bố, không phải số in sẵn; ghi chú nói tính từ đâu")),
    Column("revised", "truth", mark("Số liệu đã công bố trước đây với giá trị khác; trống khi chưa có số liệu")),
    Column("previous_actual", "number", mark("Giá trị công bố trước khi sửa; với mức độ là thứ bậc; trống khi chưa từng sửa")),
    Column("previous_level", "code", mark("Mã mức độ công bố trước khi sửa")),
    Column("revision_reason", "text", mark("Lý do sửa số liệu đã công bố; trống khi không ai ghi")),
    Column("printed_target", "text", mark("Mục tiêu nguyên văn trong kế hoạch")),
    Column("comparator", "code", mark("Phép so sánh với mục tiêu: >=, >, <=, <, range, about, keep, level")),
    Column("target", "number", mark("Mục tiêu bằng số; với mức độ là thứ bậc")),
    Column("lower", "number", mark("Cận dưới của mục tiêu")),
    Column("upper", "number", mark("Cận trên của mục tiêu")),
    Column("milestone", "year", mark("Năm đích đang áp dụng")),
    Column("gap", "number", mark("Khoảng cách tới mục tiêu, theo đơn vị; dương là tốt hơn")),
    Column("expected", "number", mark("Mức cần có trong năm theo lộ trình")),
    Column("pace", "number", mark("Tiến độ: phần đã đi được trên phần cần đi; 1 là đúng lộ trình")),
    Column("status", "code", mark("Mã trạng thái")),
    Column("status_name", "text", mark("Tên trạng thái")),
    Column("near_threshold", "truth", mark("Sát ngưỡng: một đơn vị ở chữ số cuối có thể đổi trạng thái, hoặc tiến độ dựa trên quãng đường rất ngắn")),
    Column("comparison", "code", mark("So sánh giữa các tỉnh: sound (được), caveat (kèm lưu ý), none (không xếp hạng)")),
    Column("reason", "code", mark("Mã lý do của trạng thái")),
    Column("reason_name", "text", mark("Lý do của trạng thái")),
    Column("baseline_year", "year", mark("Năm gốc")),
    Column("baseline", "number", mark("Giá trị năm gốc")),
    Column("agency_in_charge", "text", mark("Cơ quan chủ trì, nguyên văn")),
    Column("agencies", "code", mark("Mã các cơ quan chủ trì, cách nhau bằng dấu chấm phẩy")),
    Column("holders", "code", mark("Mã các cơ quan giữ nhiệm vụ trong năm: từ 2025 là cơ quan hiện nay, chưa rõ thì như in; cách nhau bằng dấu chấm phẩy")),
    Column("coordinating", "text", mark("Cơ quan phối hợp, nguyên văn")),
    Column("plan", "code", mark("Mã kế hoạch")),
    Column("plan_number", "text", mark("Số hiệu kế hoạch")),
    Column("in_force", "truth", mark("Kế hoạch đang hiệu lực")),
    Column("row", "text", mark("Số thứ tự dòng trong phụ lục kế hoạch")),
    Column("printed_name", "text", mark("Tên chỉ tiêu nguyên văn trong kế hoạch")),
    Column("printed_unit", "text", mark("Đơn vị tính nguyên văn trong kế hoạch")),
    Column("task", "code", mark("Mã nhiệm vụ")),
    Column("title", "text", mark("Tên ngắn của nhiệm vụ, do bảng này đặt; số hiệu văn bản giữ nguyên văn")),
    Column("kind", "code", mark("Loại: task (nhiệm vụ), scheme (đề án, văn bản), duty (trách nhiệm thường xuyên)")),
    Column("kind_name", "text", mark("Tên loại nhiệm vụ")),
    Column("theme", "code", mark("Mã chủ đề: phần chung của các mục trong các kế hoạch")),
    Column("theme_name", "text", mark("Tên chủ đề")),
    Column("place", "text", mark("Phụ lục hoặc mục của kế hoạch, nơi in nhiệm vụ")),
    Column("section", "text", mark("Mục trong phụ lục, nguyên văn")),
    Column("number", "text", mark("Số thứ tự in ở nhiệm vụ; trống khi không in")),
    Column("task_status", "code", mark("Mã trạng thái nhiệm vụ")),
    Column("task_status_name", "text", mark("Tên trạng thái nhiệm vụ")),
    Column("due", "day", mark("Ngày đến hạn, đọc từ chữ in; trống khi không in ngày, quý hoặc năm")),
    Column("days_left", "count", mark("Số ngày còn lại đến hạn; âm là đã quá hạn; trống khi không có ngày đến hạn")),
    Column("timing", "code", mark("Thời gian in thuộc loại nào: due, standing, under_its_plan, when_policy_comes, not_printed")),
    Column("timing_name", "text", mark("Tên loại thời gian")),
    Column("timing_printed", "text", mark("Thời gian thực hiện, nguyên văn")),
    Column("submission_time_printed", "text", mark("Thời gian trình, nguyên văn")),
    Column("submitted_to_printed", "text", mark("Cấp trình, nguyên văn")),
    Column("product_printed", "text", mark("Sản phẩm, nguyên văn")),
    Column("years", "code", mark("Các năm nhiệm vụ được hỏi hoặc đã báo cáo, cách nhau bằng dấu chấm phẩy")),
    Column("asked_year", "year", mark("Năm gần nhất đã đến hạn báo cáo của nhiệm vụ thường xuyên")),
    Column("lead_printed", "text", mark("Cơ quan chủ trì, nguyên văn")),
    Column("lead_agencies", "code", mark("Mã các cơ quan chủ trì, cách nhau bằng dấu chấm phẩy")),
    Column("lead_holders", "code", mark("Mã các cơ quan chủ trì hiện nay, chưa rõ thì như in; cách nhau bằng dấu chấm phẩy")),
    Column("coordinating_printed", "text", mark("Cơ quan phối hợp, nguyên văn")),
    Column("coordinating_agencies", "code", mark("Mã các cơ quan phối hợp, cách nhau bằng dấu chấm phẩy")),
    Column("sectors", "code", mark("Mã các lĩnh vực liên quan, cách nhau bằng dấu chấm phẩy")),
    Column("indicators", "code", mark("Mã các chỉ tiêu liên quan, cách nhau bằng dấu chấm phẩy")),
    Column("report_state", "code", mark("Báo cáo gần nhất: not_begun, under_way, done, cannot_be_done; trống khi chưa có báo cáo")),
    Column("report_state_name", "text", mark("Báo cáo gần nhất nói gì")),
    Column("report_year", "year", mark("Năm của báo cáo gần nhất")),
    Column("date_done", "day", mark("Ngày làm xong, theo báo cáo")),
    Column("document_number", "text", mark("Số hiệu văn bản là kết quả, theo báo cáo")),
    Column("document_date", "day", mark("Ngày văn bản là kết quả, theo báo cáo")),
    Column("what_was_done", "text", mark("Việc đã làm, theo báo cáo")),
    Column("what_hinders", "text", mark("Vướng mắc, theo báo cáo")),
    Column("published_at", "moment", mark("Lúc báo cáo được công bố, giờ UTC")),
    Column("submission", "code", mark("Mã lần nộp đã đưa số liệu vào")),
    Column("approved_at", "moment", mark("Lúc số liệu được duyệt, giờ UTC")),
    Column("source", "text", mark("Nguồn số liệu")),
    Column("source_table", "text", mark("Bảng trong nguồn")),
    Column("locator", "text", mark("Vị trí trong nguồn")),
    Column("note", "text", mark("Ghi chú của nguồn")),
    Column("action", "code", mark("Mã việc phải làm")),
    Column("owner", "code", mark("Mã cơ quan được giao hoặc cam kết làm")),
    Column("owner_name", "text", mark("Tên cơ quan được giao hoặc cam kết làm")),
    Column("what", "text", mark("Việc phải làm")),
    Column("expected_effect", "text", mark("Kết quả mong đợi của việc; trống khi không ai ghi")),
    Column("entered", "code", mark("Việc có từ đâu: assigned (lãnh đạo giao), committed (cơ quan cam kết)")),
    Column("state", "code", mark("Mã tình trạng của việc")),
    Column("state_name", "text", mark("Tình trạng của việc")),
    Column("due", "day", mark("Hạn của việc")),
    Column("first_due", "day", mark("Hạn ban đầu của việc")),
    Column("overdue", "truth", mark("Việc đã quá hạn: hạn đã qua mà cơ quan chưa báo xong")),
    Column("days_overdue", "count", mark("Số ngày quá hạn; 0 khi không quá hạn")),
    Column("entered_at", "moment", mark("Lúc giao hoặc cam kết, giờ UTC")),
    Column("changed_at", "moment", mark("Lúc tình trạng hoặc hạn đổi gần nhất, giờ UTC")),
    Column("evidence", "text", mark("Bằng chứng cơ quan nêu khi báo xong; trống khi chưa báo")),
    Column("last_note", "text", mark("Lời kèm bước gần nhất")),
    Column("origin", "code", mark("official: số liệu chính thức; illustrative: số liệu minh hoạ")),
    Column("snapshot", "count", mark("Số của bản số liệu")),
    Column("as_of", "day", mark("Số liệu được biết đến hết ngày này")),
)  # fmt: skip
COLUMNS = {column.name: column for column in _ALL}
"""Every column by name."""

_WHAT = (
    "province", "province_name", "sector", "sector_name", "indicator", "indicator_name", "breakdown", "breakdown_name",
    "unit", "year",
)  # fmt: skip
_ACTUAL = (
    "actual", "actual_level", "actual_level_name", "preliminary", "derived", "revised", "previous_actual", "previous_level",
    "revision_reason",
)  # fmt: skip
_TARGET = ("printed_target", "comparator", "target", "lower", "upper")
_ORIGIN = ("submission", "approved_at", "source", "source_table", "locator", "note", "origin", "snapshot", "as_of")

Table = Literal["gaps", "actuals", "targets", "tasks", "actions"]
TABLES: dict[Table, tuple[str, ...]] = {
    "gaps": (
        *_WHAT, *_ACTUAL, *_TARGET, "milestone", "gap", "expected", "pace", "status", "status_name", "reason",
        "reason_name", "near_threshold", "comparison", "baseline_year", "baseline", "agency_in_charge", "agencies", "holders", "plan", "plan_number", "row", *_ORIGIN,
    ),
    "actuals": (*_WHAT, *_ACTUAL, *_ORIGIN),
    "targets": (
        *_WHAT, *_TARGET, "plan", "plan_number", "in_force", "row", "printed_name", "printed_unit", "agency_in_charge",
        "agencies", "coordinating", "origin", "snapshot", "as_of",
    ),
    "tasks": (
        "task", "province", "province_name", "plan", "plan_number", "kind", "kind_name", "theme", "theme_name", "place", "section",
        "number", "title", "task_status", "task_status_name", "due", "days_left", "timing", "timing_name", "timing_printed",
        "submission_time_printed", "submitted_to_printed", "product_printed", "years", "asked_year", "lead_printed", "lead_agencies", "lead_holders",
        "coordinating_printed", "coordinating_agencies", "sectors", "indicators", "report_state", "report_state_name", "report_year",
        "date_done", "document_number", "document_date", "what_was_done", "what_hinders", "published_at", "origin", "snapshot", "as_of",
    ),
    "actions": (
        "action", *_WHAT[:8], "owner", "owner_name", "what", "expected_effect", "entered", "state", "state_name", "due",
        "first_due", "overdue", "days_overdue", "entered_at", "changed_at", "evidence", "last_note", "origin", "snapshot",
        "as_of",
    ),
}  # fmt: skip
"""The columns of each table, in order."""

KEYS = {
    "gaps": ("province", "indicator", "breakdown", "year"),
    "actuals": ("province", "indicator", "breakdown", "year"),
    "targets": ("plan", "row", "indicator", "breakdown", "year"),
    "tasks": ("task",),
    "actions": ("action",),
}
"""What names a row of each table."""

_OF_TASKS = tuple(key for key in FILTERS if key not in keys_of("assessed"))
NOT_FILTERED = {
    "gaps": _OF_TASKS,
    "actuals": ("status", "agency", *_OF_TASKS),
    "targets": ("status", "as_of", *_OF_TASKS),
    "tasks": tuple(key for key in FILTERS if key not in keys_of("tasks")),
    "actions": ("year", "status", *_OF_TASKS),
}
"""The filters that say nothing about a table: its rows have no such property."""

WITH_ACTUALS: tuple[Table, ...] = ("gaps", "actuals")
"""The tables of figures: their years can stand across, and be drawn."""

TITLES: dict[Table, str] = {
    "gaps": mark("Mục tiêu và thực hiện chính sách xã hội"),
    "actuals": mark("Số liệu thực hiện đã công bố"),
    "targets": mark("Mục tiêu in trong các kế hoạch"),
    "tasks": mark("Nhiệm vụ, đề án trong các kế hoạch"),
    "actions": mark("Việc phải làm trên các chỉ tiêu"),
}
