"""Documents of plans, made from the reference data in the layouts that the plans print: DOCX, XLSX and CSV."""

import csv
import io
from dataclasses import dataclass, field, replace

import docx
import xlsxwriter

SECTORS = {
    "1": "Ưu đãi người có công với cách mạng",
    "2": "Lao động, việc làm, phát triển thị trường lao động",
    "3": "Phát triển nguồn nhân lực",
    "4": "Bảo hiểm xã hội, bảo hiểm thất nghiệp, bảo hiểm y tế",
    "5": "Trợ giúp xã hội và giảm nghèo",
    "6": "Giáo dục",
    "7": "Y tế",
    "8": "Phát triển văn hóa và thông tin, truyền thông",
    "9": "Nhà ở",
    "10": "Nước sạch, vệ sinh môi trường",
}
GROUPS = {
    "bac_ninh_246": {"7.4": "Chỉ tiêu số lượng trên 10.000 dân", "10.1": "Tỉ lệ hộ gia đình được sử dụng nước sạch theo quy chuẩn",
                     "10.2": "Tỉ lệ hộ gia đình được sử dụng nhà tiêu hợp vệ sinh"},
    "bac_giang_50": {"7.4": "Chỉ tiêu số lượng trên 10.000 dân",
                     "7.11": "Tỉ lệ phụ nữ có thai được khám thai định kỳ, sinh con ở cơ sở y tế hoặc có sự trợ giúp của cán bộ y tế",
                     "7.16": "Chấm dứt các dịch bệnh AIDS, lao và loại trừ sốt rét",
                     "10.4": "Tỉ lệ hộ gia đình được sử dụng nhà tiêu hợp vệ sinh"},
    "tuyen_quang_103": {"7.4": "Chỉ tiêu số lượng trên 10.000 dân",
                        "8.1": "Tỉ lệ người dân được xem các kênh phát thanh, kênh truyền hình phục vụ nhiệm vụ chính trị, thông tin tuyên truyền thiết yếu của quốc gia và địa phương",
                        "10.1": "Tỉ lệ hộ gia đình được sử dụng nước sạch theo quy chuẩn",
                        "10.2": "Tỉ lệ hộ gia đình được sử dụng nhà tiêu hợp vệ sinh"},
}  # fmt: skip
"""The headings that print no target, by their numbers."""

BY_SECTOR = ("bac_giang_50",)
"""Plans that print agencies once per sector and no numbers of rows."""


@dataclass(frozen=True)
class Sheet:
    """A table as it is printed: texts, and merged ranges (top, left, bottom, right); ``headings`` rows are its headings."""

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    headings: int = 1


@dataclass
class _Drawing:
    rows: list[list[str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def _printed_rows(catalogue, plan):
    """Return (label, name) → its cells in print order."""
    rows = {}
    for cell in catalogue.targets:
        if cell.plan == plan:
            rows.setdefault((cell.row, cell.printed_name), {})[cell.year] = cell
    return rows


def indicator_sheet(catalogue, plan):
    """Return the annex of indicators of a plan, in the layout that it prints."""
    return _by_sector(catalogue, plan) if plan in BY_SECTOR else _by_row(catalogue, plan)


def _by_row(catalogue, plan):
    drawing = _Drawing()
    drawing.rows = [
        ["TT", "Nội dung chỉ tiêu", "Đơn vị tính", "Mục tiêu", "", "Cơ quan, đơn vị theo dõi, đánh giá", "", "Ghi chú"],
        ["", "", "", "Đến năm 2025", "Đến năm 2030", "Chủ trì", "Phối hợp", ""],
    ]
    drawing.merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 5, 0, 6), (0, 7, 1, 7)]
    rows = _printed_rows(catalogue, plan)
    groups, sector, above = GROUPS[plan], "", ""
    for (label, name), cells in rows.items():
        cell = next(iter(cells.values()))
        if label.partition(".")[0] != sector:
            sector = label.partition(".")[0]
            drawing.rows.append([sector, SECTORS[sector], "", "", "", "", "", ""])
        agencies = (cell.agency_in_charge, cell.coordinating)
        if label in groups and label != above:
            drawing.rows.append([label, groups[label], "", "", "", *agencies, ""])
            above = label
        is_sub = label == above
        own = ("", "") if is_sub and _same_agencies(rows, label, plan) else agencies
        values = [cells[year].printed if year in cells else "" for year in (2025, 2030)]
        if len(cells) == 1:  # one value for both columns
            values = [values[1], ""]
            drawing.merged.append((len(drawing.rows), 3, len(drawing.rows), 4))
        drawing.rows.append(["-" if is_sub else label, name, cell.printed_unit, *values, *own, ""])
        above = label
    return _sheet(drawing, 2)


def _same_agencies(rows, label, plan):
    return (
        len(
            {
                (cell.agency_in_charge, cell.coordinating)
                for (row, _), cells in rows.items()
                if row == label
                for cell in cells.values()
            }
        )
        == 1
    )


def _by_sector(catalogue, plan):
    drawing = _Drawing()
    drawing.rows = [
        [
            "Số TT",
            "Chỉ tiêu",
            "Đơn vị",
            "Mục tiêu đến năm 2025",
            "Mục tiêu đến năm 2030",
            "Đơn vị phụ trách theo dõi, đánh giá thực hiện",
        ]
    ]
    rows, groups, sector, position = _printed_rows(catalogue, plan), GROUPS[plan], "", 0
    for (label, name), cells in rows.items():
        cell = next(iter(cells.values()))
        own, _, place = label.partition(".")
        if own != sector:
            sector, position = own, 0
            agencies = "; ".join(filter(None, (cell.agency_in_charge, cell.coordinating)))
            drawing.rows.append(["" if sector == "5" else sector, SECTORS[sector], "", "", "", agencies])
        while position + 1 < int(place):
            position += 1
            drawing.rows.append(
                ["", groups[f"{sector}.{position}"], "%" if position == 4 and sector == "10" else "", "", "", ""]
            )
        position += 1
        odd = "5" if label == "4.11" else ""
        drawing.rows.append([odd, name, cell.printed_unit, *(cells[year].printed for year in (2025, 2030)), ""])
    return _sheet(drawing, 1)


TASK_HEADINGS = {
    "task": ("TT", "Nhiệm vụ, giải pháp", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện", "Thời gian trình UBND tỉnh (nếu có)"),
    "scheme": ("TT", "Nhiệm vụ, chương trình, đề án, văn bản", "Cơ quan chủ trì", "Cơ quan phối hợp", "Cấp trình", "Thời gian trình", "Sản phẩm, kết quả"),
}  # fmt: skip


def task_sheet(catalogue, plan, place):
    """Return an annex of tasks; what is printed of a task is its title here, as the reference data keep no longer text."""
    tasks = [task for task in catalogue.tasks if (task.plan, task.place) == (plan, place)]
    kind = tasks[0].kind
    drawing = _Drawing([list(TASK_HEADINGS[kind])])
    width, section, parts = len(TASK_HEADINGS[kind]), "", {}
    for task in tasks:
        heading = next(
            one for theme in catalogue.themes for one in theme.headings if one.covers(plan, place, task.section)
        )
        if task.section != section:
            section = task.section
            parts = {part.number: part.printed for part in heading.parts}
            drawing.rows.append([section, heading.printed, *[""] * (width - 2)])
        number = task.number.partition(".")[0]
        if number in parts and "." in task.number:
            drawing.rows.append([number, parts.pop(number), *[""] * (width - 2)])
        times = (task.timing_printed, task.submission_time_printed)
        rest = (
            times if kind == "task" else (task.submitted_to_printed, task.submission_time_printed, task.product_printed)
        )
        drawing.rows.append([task.number, task.title_vi, task.lead_printed, task.coordinating_printed, *rest])
    return _sheet(drawing, 1)


def _sheet(drawing, headings):
    return Sheet(tuple(map(tuple, drawing.rows)), tuple(drawing.merged), headings)


# ---- the same in other layouts ---------------------------------------------------------------------------------------


def reordered(sheet, order):
    """Return the sheet with its columns in another order; merged cells whose columns are torn apart are written out."""
    at = {old: new for new, old in enumerate(order)}
    rows = [list(row) for row in sheet.rows]
    merged = []
    for top, left, bottom, right in sheet.merged:
        places = sorted(at[column] for column in range(left, right + 1))
        if places == list(range(places[0], places[0] + len(places))):
            first = rows[top][left]
            for column in range(left, right + 1):
                rows[top][column] = ""
            rows[top][order[places[0]]] = first
            merged.append((top, places[0], bottom, places[-1]))
        else:
            for column in range(left, right + 1):
                rows[top][column] = rows[top][left]
    return Sheet(tuple(tuple(row[old] for old in order) for row in rows), tuple(merged), sheet.headings)


def renamed(sheet, names):
    """Return the sheet with other words in its headings."""
    heads = tuple(tuple(names.get(text, text) for text in row) for row in sheet.rows[: sheet.headings])
    return replace(sheet, rows=heads + sheet.rows[sheet.headings :])


def split(sheet, rows, *, repeat):
    """Return the sheet as several, as over pages; ``repeat`` puts the headings on each."""
    pieces = []
    for start in range(sheet.headings, len(sheet.rows), rows):
        heads = sheet.headings if repeat or start == sheet.headings else 0
        body = sheet.rows[start : start + rows]
        merged = [one for one in sheet.merged if one[2] < heads]
        merged += [
            (top - start + heads, left, bottom - start + heads, right)
            for top, left, bottom, right in sheet.merged
            if start <= top < start + rows
        ]
        pieces.append(Sheet(sheet.rows[:heads] + body, tuple(merged), heads))
    return pieces


def with_agencies_merged(sheet, column):
    """Return the sheet with the same agencies in rows below each other as one merged cell."""
    rows, merged = [list(row) for row in sheet.rows], list(sheet.merged)
    start = sheet.headings
    for line in range(sheet.headings + 1, len(rows) + 1):
        if line == len(rows) or rows[line][column] != sheet.rows[start][column] or not rows[line][column]:
            if line - start > 1 and sheet.rows[start][column]:
                merged.append((start, column, line - 1, column))
                for inside in range(start + 1, line):
                    rows[inside][column] = ""
            start = line
    return Sheet(tuple(map(tuple, rows)), tuple(merged), sheet.headings)


# ---- files ------------------------------------------------------------------------------------------------------------


def as_docx(annexes, prose=()):
    """Return a Word document: paragraphs, then of each annex its heading and its sheets, one table each."""
    document = docx.Document()
    for text in prose:
        document.add_paragraph(text)
    for heading, sheets in annexes:
        document.add_paragraph(heading)
        for sheet in sheets:
            table = document.add_table(len(sheet.rows), len(sheet.rows[0]))
            grid = table._cells
            width = len(sheet.rows[0])
            for line, row in enumerate(sheet.rows):
                for column, text in enumerate(row):
                    if text:
                        grid[line * width + column].text = text
            for top, left, bottom, right in sheet.merged:
                first, last = grid[top * width + left], grid[bottom * width + right]
                words = first.text
                first.merge(last).text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_xlsx(annexes):
    """Return a workbook with a sheet for each table, its annex's heading above it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for number, (heading, sheets) in enumerate(annexes):
        for page, sheet in enumerate(sheets):
            paper = book.add_worksheet(f"{number + 1}.{page + 1}")
            paper.write_string(0, 0, heading)
            for line, row in enumerate(sheet.rows, 2):
                for column, text in enumerate(row):
                    if text:
                        paper.write_string(line, column, text)
            for top, left, bottom, right in sheet.merged:
                paper.merge_range(top + 2, left, bottom + 2, right, sheet.rows[top][left])
    book.close()
    return out.getvalue()


def as_csv(sheet, delimiter=";"):
    """Return a CSV file; of a value that stands in a merged cell of two years, it is in the last of them."""
    rows = [list(row) for row in sheet.rows]
    for top, left, bottom, right in sheet.merged:
        if top >= sheet.headings and top == bottom:
            rows[top][right], rows[top][left] = rows[top][left], ""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()
