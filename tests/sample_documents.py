"""Documents of every kind and size, as the writers get them."""

import datetime as dt

from dashboard.documents.model import (
    Bullets,
    Cell,
    Column,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Part,
    Row,
    StatusBar,
    StatusBars,
    Table,
    Way,
    Ways,
)
from dashboard.method import STATUS

DAY = dt.date(2026, 11, 30)
STAMP = "Bản số liệu 128, đến hết ngày 30/11/2026; kế hoạch đang hiệu lực: 57/KH-UBND (Bắc Ninh), 72/KH-UBND (Hà Tĩnh)"
LETTERHEAD = Letterhead(
    above="UỶ BAN NHÂN DÂN TỈNH BẮC NINH",
    issuer="SỞ NỘI VỤ",
    number="Số: …/BC-SNV",
    place_and_date="Bắc Ninh, ngày … tháng … năm 2026",
    signatory="GIÁM ĐỐC",
    recipients=("UBND tỉnh (b/c);", "Ban Thường vụ Tỉnh uỷ (b/c);", "Các sở, ban, ngành;", "Lưu: VT."),
)
WORDS = tuple((id_, status.word) for id_, status in STATUS.items())
LONG_NAME = (
    "Tỷ lệ người lao động trong độ tuổi có việc làm sau khi kết thúc chương trình đào tạo nghề nghiệp trình độ sơ cấp, "
    "đào tạo dưới 3 tháng thuộc hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo và người khuyết tật"
)


def table(rows, title="Chỉ tiêu cần xử lý ngay", groups=0):
    """Return a red list of as many rows, with a group heading over each ``groups`` of them."""
    columns = (
        Column("TT", 0.5, "centre"), Column("Chỉ tiêu", 3.2), Column("Cơ quan", 1.7), Column("Thực hiện", 1.1, "right"),
        Column("Mục tiêu", 1.2, "right"), Column("Trạng thái", 1.5), Column("Giải trình, việc cần làm", 2.4),
    )  # fmt: skip
    ids = list(STATUS)
    made = []
    for number in range(1, rows + 1):
        if groups and number % groups == 1:
            made.append(Row((Cell(f"Nhóm {number // groups + 1}: Lao động, người có công"),), is_group=True))
        status = ids[number % len(ids)]
        value = round(40 + number * 0.37, 1)
        made.append(
            Row(
                (
                    Cell(str(number), number),
                    Cell(LONG_NAME if number % 7 == 3 else f"Tỷ lệ hộ nghèo theo chuẩn đa chiều, phần {number}"),
                    Cell("Sở Nông nghiệp và Môi trường" if number % 2 else "Sở Nội vụ"),
                    Cell(f"{value:.1f} %".replace(".", ","), value, is_strong=True),
                    Cell("≥ 80 % (2025)"),
                    Cell(STATUS[status].word, status=status),
                    Cell(
                        "Chưa bố trí đủ kinh phí đối ứng; xin bổ sung dự toán quý I\nHạn 15/12/2026"
                        if number % 3
                        else ""
                    ),
                )
            )
        )
    return Table(title, columns, tuple(made), "Không có chỉ tiêu nào.")


def bars(count=4):
    """Return bars with parts of every size, the first with one of each status."""
    labels = (
        "Lao động, việc làm",
        "Giảm nghèo",
        "Giáo dục và đào tạo nghề nghiệp cho người lao động nông thôn",
        "Y tế",
    )
    shapes = (
        (1,) * 10,
        (40, 12, 3, 1, 1, 1, 0, 2, 0, 0),
        (0, 0, 0, 18, 0, 0, 0, 0, 0, 0),
        (5, 4, 1, 0, 2, 0, 6, 1, 1, 3),
    )
    made = [
        StatusBar(
            labels[number % 4],
            tuple(Part(id_, size) for id_, size in zip(STATUS, shapes[number % 4], strict=True) if size),
            f"{sum(shapes[number % 4][:2])}/{sum(shapes[number % 4][:6])} đúng hướng",
        )
        for number in range(count)
    ]
    return StatusBars("Trạng thái theo lĩnh vực, năm 2026", tuple(made), WORDS)


def ways(count=4, title="Tỷ lệ lao động qua đào tạo (%)"):
    """Return ways of as many rows: upwards, with a band, downwards, and one without a figure."""
    made = [
        Way("Bắc Ninh", 80.3, 86.0, "behind", "80,3 %", "≥ 86 % (2026)", 76.0, 82.1, baseline_text="76,0 % (2023)"),
        Way("Hà Tĩnh", 84.2, None, "achieved", "84,2 %", "82–85 % (2026)", 75.1, 80.0, 82.0, 85.0, "75,1 % (2023)"),
        Way("Lâm Đồng", None, 80.0, "no_data", "", "80 % (2026)"),
        Way("Tỷ lệ thất nghiệp thành thị", 77.0, 74.0, "moving_away", "77,0 %", "≤ 74 % (2026)", 76.0, 75.0,
            baseline_text="76,0 % (2023)", lower_is_better=True),
    ]  # fmt: skip
    return Ways(title, tuple(made[number % 4] for number in range(count)))


def document(*blocks, kind="report", language="vi", **values):
    """Return a document of the blocks."""
    given = {
        "letterhead": LETTERHEAD,
        "title": "BÁO CÁO",
        "subject": "Kết quả thực hiện các chỉ tiêu chính sách xã hội năm 2026 của tỉnh Bắc Ninh",
        "stamp": STAMP,
        "permalink": "https://chinh-sach.example.vn/linh-vuc?tinh=bac_ninh&nam=2026&den=2026-11-30",
        "day": DAY,
        "file_name": "bao-cao-bac-ninh-2026",
        "marked": "SỐ LIỆU MINH HOẠ",
        "keywords": ("chính sách xã hội", "Bắc Ninh", "2026"),
    }
    return Document(kind=kind, language=language, blocks=tuple(blocks), **(given | values))


FINDING = Paragraph(
    "Năm 2026, tỉnh Bắc Ninh có 12/18 chỉ tiêu đánh giá được đi đúng hướng; 4 chỉ tiêu chậm nhiều, 1 chỉ tiêu đi ngược, "
    "1 chỉ tiêu không đạt; 7 chỉ tiêu chưa có số liệu.",
    "finding",
)


def small():
    """Return one of each block."""
    return document(
        FINDING,
        Heading("Kết quả chung"),
        Paragraph("So với năm 2025, tỉ lệ chỉ tiêu đúng hướng tăng từ 58 % lên 67 %."),
        bars(),
        Paragraph("Nguồn: số liệu các sở nộp, đã duyệt đến ngày 30/11/2026.", "note"),
        Heading("Chỉ tiêu cần xử lý ngay"),
        table(5),
        Heading("Từng lĩnh vực"),
        Heading("Lao động, việc làm", 2),
        ways(),
        Bullets(
            ("Tỷ lệ lao động qua đào tạo: 80,3 %, thấp hơn mục tiêu 5,7 điểm phần trăm.", "Số việc làm mới: 30.671.")
        ),
        Heading("Nhiệm vụ quá hạn", 3),
        table(0),
    )


def long(sectors=10, rows=300):
    """Return a report with a long table and a table of 60 rows for each sector."""
    blocks = [FINDING, Heading("Kết quả chung"), bars(10), Heading("Chỉ tiêu cần xử lý ngay"), table(rows)]
    blocks.append(Heading("Từng lĩnh vực"))
    for number in range(sectors):
        blocks += [
            Heading(f"Lĩnh vực {number + 1}: giảm nghèo, bảo trợ xã hội", 2),
            Paragraph("Có 60 chỉ tiêu và thành phần; 41 đúng hướng."),
            ways(8, f"Nhóm chỉ tiêu {number + 1} (%)"),
            table(60, f"Chỉ tiêu của lĩnh vực {number + 1}", groups=12),
        ]
    return document(*blocks)


def one_page():
    """Return the two sides of figures a chairman reads before a meeting, with the longest names there are, on one."""
    return document(
        FINDING,
        bars(10),
        table(10, "Mười chỉ tiêu đỏ nhất"),
        Heading("Ba chuyển động đáng chú ý"),
        Bullets((f"{LONG_NAME}: từ 61,2 % lên 66,8 %, chuyển từ “Chậm nhiều” sang “Cần thúc đẩy”.",) * 3),
        Heading("Thời hạn sắp tới"),
        Bullets(("15/12/2026: các sở nộp số liệu năm 2026.", "31/12/2026: đề án việc làm trình UBND tỉnh.")),
        kind="one-page",
        title="BÁO CÁO TÓM TẮT",
    )


def english():
    """Return a document in English, of which nothing but names is in Vietnamese."""
    return document(
        Paragraph("In 2026 Bac Ninh had 12 of 18 assessed indicators on course.", "finding"),
        Heading("Red list"),
        Table(
            "Red list",
            (Column("Indicator", 3), Column("Actual", 1, "right")),
            (Row((Cell("Poverty rate"), Cell("3.4%", 3.4))),),
        ),
        bars(2),
        ways(2, "Trained labour (%)"),
        language="en",
        letterhead=Letterhead(
            "", "DEPARTMENT OF HOME AFFAIRS", "", "Bac Ninh, … 2026", "DIRECTOR", ("People's Committee",)
        ),
        title="REPORT",
        subject="Social-policy targets of Bac Ninh, 2026",
        marked="ILLUSTRATIVE FIGURES",
        stamp="Snapshot 128, figures known on 30/11/2026",
    )


def empty():
    """Return a document without a block."""
    return document(marked="", permalink="", letterhead=Letterhead("", "SỞ NỘI VỤ", "", "", ""))


SAMPLES = {"small": small, "long": long, "one page": one_page, "english": english, "empty": empty}
