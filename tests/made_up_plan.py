"""A made-up plan of a province that nobody has entered: sixty rows, ten indicators that no plan has, and what a person answers."""

from tests.plan_documents import Sheet, as_docx

HEAD = {"province": "Thái Nguyên", "number": "999/KH-UBND", "date": "2024-09-30"}
PLAN = "thai_nguyen_999"

UNSEEN = {
    "Tỉ lệ hộ dân có thiết bị báo cháy tại gia đình": ("%", "40", "75", "increase"),
    "Tỉ lệ học sinh bị cận thị học đường": ("%", "< 25", "< 20", "decrease"),
    "Số câu lạc bộ liên thế hệ tự giúp nhau": ("Câu lạc bộ", "120", "300", "increase"),
    "Chiều dài tuyến phố đi bộ": ("km", "4,5", "12,5", "increase"),
    "Tỉ lệ xóm có sân chơi cho trẻ em": ("%", "60", "> 90", "increase"),
    "Tỉ lệ người nghiện ma túy được cai tại cộng đồng": ("%", "35", "50", "increase"),
    "Tỉ lệ chợ nông thôn đạt chuẩn an toàn thực phẩm": ("%", "≥ 30", "≥ 70", "increase"),
    "Số vụ đuối nước ở trẻ em": ("vụ", "< 12", "< 6", "decrease"),
    "Xếp hạng chuyển đổi số của tỉnh": ("Nhóm", "Nhóm giữa", "Nhóm đầu", "increase"),
    "Tỉ lệ thôn có tổ hòa giải hoạt động tốt": ("%", "85", "95", "increase"),
}
"""Ten indicators of no plan: unit, the two targets, and which way is better."""

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")

ANSWERS = {
    "Số câu lạc bộ liên thế hệ tự giúp nhau": "unit_integral=yes | accumulates=open",
    "Chiều dài tuyến phố đi bộ": "unit_integral=no | accumulates=none",
    "Số vụ đuối nước ở trẻ em": "direction=decrease | unit_integral=yes | accumulates=none",
    "Xếp hạng chuyển đổi số của tỉnh": "levels=Nhóm cuối < Nhóm giữa < Nhóm đầu",
}
"""What a person must write beyond taking the proposal."""

PROSE = (
    "Số: 999/KH-UBND",
    "KẾ HOẠCH",
    "Thực hiện Nghị quyết số 42-NQ/TW về chính sách xã hội trên địa bàn tỉnh Thái Nguyên",
    "Căn cứ Nghị quyết số 42-NQ/TW ngày 24/11/2023;",
    "II. MỤC TIÊU",
    "Phấn đấu đến năm 2030 có 80% thôn có nhà văn hóa mở cửa hằng tuần. Xây dựng đời sống ấm no.",
    "IV. TỔ CHỨC THỰC HIỆN",
    "Các cơ quan gửi báo cáo về Sở Nội vụ trước ngày 25/11 hằng năm; Sở Nội vụ tổng hợp, báo cáo UBND tỉnh trước ngày 15/12 hằng năm.",
)


def sheet(catalogue):
    """Return sixty rows: fifty that other plans print, spelled another way and under Roman sectors, and the ten."""
    heads = (
        "STT",
        "Tên chỉ tiêu",
        "ĐVT",
        "Kết quả thực hiện năm 2023",
        "Mục tiêu năm 2025",
        "Mục tiêu năm 2030",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
    )
    rows, sectors = [heads], {}
    seen = {}
    for cell in catalogue.targets:
        if (
            cell.plan == "tuyen_quang_103"
            and cell.breakdown == "total"
            and cell.target
            and "Trong đó" not in cell.printed_name
        ):
            seen.setdefault((cell.printed_name, cell.indicator), {})[cell.year] = cell
    for (name, indicator), cells in seen.items():
        if set(cells) == {2025, 2030} and sum(map(len, sectors.values())) < 50:
            other = name.replace("Tỉ lệ", "Tỷ lệ").replace("BHYT", "bảo hiểm y tế")
            values = [cells[2025].printed, cells[2030].printed]
            row = (
                other,
                cells[2025].printed_unit,
                "",
                *values,
                cells[2025].agency_in_charge,
                "Các sở, ban, ngành có liên quan",
            )
            sectors.setdefault(catalogue.sector[catalogue.indicator[indicator].sector].vi, []).append(row)
    new = [(name, unit, "", first, last, "Sở Công Thương", "") for name, (unit, first, last, _) in UNSEEN.items()]
    sectors.setdefault("Trợ giúp xã hội và giảm nghèo", []).extend(new)
    for number, (sector, printed) in enumerate(sectors.items()):
        rows.append((ROMAN[number], sector, *[""] * 6))
        rows += [(str(place), *row) for place, row in enumerate(printed, 1)]
    return Sheet(tuple(rows))


def document(catalogue):
    """Return the plan as a Word document."""
    return as_docx([("PHỤ LỤC", [sheet(catalogue)])], PROSE)
