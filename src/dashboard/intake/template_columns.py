"""The columns of the template, and every heading under which a file may bring them."""

import re
from dataclasses import dataclass

from dashboard.words.folding import normal
from dashboard.words.messages import mark


@dataclass(frozen=True)
class Column:
    """One column: its Vietnamese heading, and other headings it is recognised by, on the normal form of names."""

    heading: str
    also: tuple[str, ...] = ()
    is_read: bool = True


COLUMNS: dict[str, Column] = {
    "province": Column(mark("Mã tỉnh"), ("province", "province id", "ma tinh thanh pho")),
    "indicator": Column(mark("Mã chỉ tiêu"), ("indicator", "indicator id", "ma so chi tieu")),
    "breakdown": Column(mark("Mã phân tổ"), ("breakdown", "breakdown id")),
    "year": Column(mark("Năm"), ("year", "nam bao cao", "nam so lieu", "ki bao cao", "time period", "reporting year")),
    "province_name": Column(mark("Tỉnh"), ("province name", "ten tinh", "tinh thanh pho", "dia phuong")),
    "indicator_name": Column(
        mark("Chỉ tiêu"), ("indicator name", "ten chi tieu", "noi dung", "noi dung chi tieu", "chi tieu chu yeu")
    ),
    "breakdown_name": Column(mark("Phân tổ"), ("breakdown name", "ten phan to", "khu vuc", "nhom")),
    "last_year": Column(mark("Năm gần nhất"), ("last year", "latest year"), is_read=False),
    "last_value": Column(
        mark("Giá trị năm gần nhất"), ("last value", "latest value", "value of the latest year"), is_read=False
    ),
    "target": Column(
        mark("Mục tiêu của kế hoạch"), ("target", "muc tieu", "printed target", "target of the plan"), is_read=False
    ),
    "milestone": Column(mark("Năm mục tiêu"), ("milestone", "target year", "nam dich"), is_read=False),
    "unit": Column(mark("Đơn vị tính"), ("unit", "don vi", "dvt", "unit of measure")),
    "value": Column(
        mark("Giá trị thực hiện"),
        (
            "value",
            "actual",
            "actual value",
            "obs value",
            "gia tri",
            "thuc hien",
            "so lieu",
            "ket qua",
            "ket qua thuc hien",
            "so thuc hien",
        ),
    ),
    "source": Column(
        mark("Nguồn số liệu"), ("source", "sources", "nguon", "data source", "data sources", "sources of figures")
    ),
    "note": Column(mark("Ghi chú"), ("note", "notes", "comment", "remark", "giai trinh", "li do")),
    "preliminary": Column(
        mark("Ước hay chính thức"),
        ("preliminary", "so bo", "so lieu so bo", "uoc tinh", "uoc", "estimate or final", "tinh chat so lieu"),
    ),
}
"""The template's columns in their order; those that are not read only inform."""

READ = tuple(name for name, column in COLUMNS.items() if column.is_read)
"""The columns whose cells are used."""

_HEADINGS = {
    normal(heading): name for name, column in COLUMNS.items() for heading in (column.heading, name, *column.also)
}
_YEAR_BEHIND = re.compile(r"( nam)? (19|20)\d\d$")
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")


def column_of(heading: str) -> str | None:
    """Return the column a heading names, None for one we do not know.

    ``Giá trị thực hiện (%)`` and ``Thực hiện năm 2025`` are recognised too.
    """
    if len(heading) > 200:
        return None
    for text in (heading, _IN_BRACKETS.sub(" ", heading)):
        words = normal(text)
        found = _HEADINGS.get(words) or _HEADINGS.get(_YEAR_BEHIND.sub("", words))
        if found:
            return found
    return None


def is_bare(heading: str, column: str) -> bool:
    """Return whether the heading is the column's English word alone, without “id”."""
    return normal(heading) == column
