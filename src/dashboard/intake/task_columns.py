"""The columns of the template of reports on tasks, and every heading under which a file may bring them."""

from dashboard.intake.form import Column, Form
from dashboard.reference.tasks import Task
from dashboard.words.messages import mark

TASK_COLUMNS: dict[str, Column] = {
    "task": Column(mark("Mã nhiệm vụ"), ("task", "task id", "id of the task", "ma so nhiem vu", "ma")),
    "number": Column(mark("Số TT"), ("number", "no", "stt", "so thu tu", "tt")),
    "task_name": Column(
        mark("Nhiệm vụ"),
        ("task name", "tasks", "title", "ten nhiem vu", "noi dung nhiem vu", "nhiem vu de an", "noi dung", "de an van ban"),
    ),
    "due": Column(
        mark("Thời hạn"), ("due", "deadline", "time limit", "thoi gian", "thoi gian thuc hien"), is_read=False
    ),
    "last_state": Column(
        mark("Tình trạng báo cáo gần nhất"), ("last state", "state last reported", "tinh trang gan nhat"), is_read=False
    ),
    "year": Column(mark("Năm"), ("year", "nam bao cao", "reporting year")),
    "state": Column(mark("Tình trạng"), ("state", "status", "trang thai", "tinh trang thuc hien", "tinh trang hien nay")),
    "date_done": Column(
        mark("Ngày hoàn thành"), ("date done", "completion date", "ngay xong", "thoi gian hoan thanh", "thoi diem hoan thanh")
    ),
    "document_number": Column(
        mark("Số hiệu văn bản"), ("document number", "document", "so van ban", "so ki hieu", "so ki hieu van ban", "van ban")
    ),
    "document_date": Column(
        mark("Ngày văn bản"), ("document date", "date of document", "ngay ban hanh", "ngay ki", "ngay thang van ban")
    ),
    "what_was_done": Column(
        mark("Kết quả"),
        ("what was done", "outcome", "result", "results", "ket qua thuc hien", "noi dung da thuc hien", "tinh hinh thuc hien"),
    ),
    "what_hinders": Column(
        mark("Vướng mắc"),
        ("what hinders", "obstacles", "difficulties", "kho khan", "kho khan vuong mac", "vuong mac kho khan", "li do"),
    ),
}  # fmt: skip
"""The template's columns in their order; those that are not read only inform."""

TO_FILL = ("state", "date_done", "document_number", "document_date", "what_was_done", "what_hinders")
"""The columns a lead fills in; a row in which none is filled says nothing."""
TASK_REPORTS = Form(
    mark("biểu mẫu báo cáo nhiệm vụ"),
    TASK_COLUMNS,
    needed=(("task", "task_name"), ("state",)),
    codes={"no_header": "no_task_header", "no_rows": "no_task_rows"},
)


def printed_number(task: Task) -> str:
    """Return where a person finds the task in the plan: its annex or part, section and number as printed."""
    return ", ".join(filter(None, (task.place, ".".join(filter(None, (task.section, task.number))))))
