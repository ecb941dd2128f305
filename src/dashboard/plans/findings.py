"""What a person should know about a plan that was read, but need not answer."""

from dataclasses import dataclass, field

from dashboard.words.messages import Problem, mark

NOTED = {
    "exact": mark("Chỉ tiêu khớp đúng tên"),
    "normal": mark("Chỉ tiêu khớp theo dạng chuẩn của tên"),
    "agency": mark("Cơ quan khớp theo dạng chuẩn của tên, hoặc không in"),
    "columns": mark("Cột không lấy vào"),
    "left_out": mark("Không lấy vào kế hoạch"),
    "no_target": mark("Hàng không giao chỉ tiêu"),
    "superseded": mark("Khác kế hoạch bị thay thế"),
    "no_baseline": mark("Chỉ tiêu chưa có số liệu gốc"),
    "tasks": mark("Nhiệm vụ"),
    "names": mark("Tên tiếng Anh chưa có"),
    "prose": mark("Mục tiêu chỉ nêu trong lời văn: không lấy vào, chỉ nêu để cân nhắc"),
}
"""What is noted, in the order of the report."""


@dataclass(frozen=True)
class Finding:
    """One thing noted: what about, where, and what."""

    kind: str
    place: Problem
    text: Problem


@dataclass
class Findings:
    """Everything noted in one reading, in order."""

    items: list[Finding] = field(default_factory=list)

    def note(self, kind: str, place: Problem, text: str, /, **values: object) -> None:
        """Note one thing."""
        self.items.append(Finding(kind, place, Problem(text, values)))
