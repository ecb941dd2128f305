"""The columns of the template of figures, and every heading under which a file may bring them."""

from dashboard.intake.form import Column, Form
from dashboard.words.messages import mark

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

FIGURES = Form(
    mark("biểu mẫu số liệu thực hiện"),
    COLUMNS,
    needed=(("value",), ("indicator", "indicator_name")),
    number="value",
)
READ = FIGURES.read
"""The columns whose cells are used."""
