"""Exports as a workbook: the table for people, data, filters and method, sources, dictionary, and charts of the indicators chosen."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format

from dashboard.exports.columns import WITH_ACTUALS, Kind
from dashboard.exports.description import Export
from dashboard.exports.page_sheet import PageSheet, for_print
from dashboard.exports.sheet_xml import LAST_ROW, ROWS_AT_ONCE, Cells, SheetRows, fill
from dashboard.method import STATUS, TASK_STATUS
from dashboard.notation import DEFINITION_PARTS
from dashboard.sheets.line_counts import height_of_cells
from dashboard.sheets.paper import BORDER, FONT, HEADING, LEFT
from dashboard.words.messages import mark

_FORMATS: dict[Kind, str] = {
    # In Excel's own notation: a Vietnamese Excel shows them as 1.234,5.
    "number": "#,##0.########",
    "count": "0",
    "year": "0",
    "moment": "yyyy-mm-dd hh:mm:ss",
    "day": "yyyy-mm-dd",
}
_WIDTHS = {
    "printed_name": 50,
    "indicator_name": 50,
    "title": 60,
    "agency_in_charge": 34,
    "lead_printed": 34,
    "coordinating_printed": 34,
    "coordinating": 34,
    "source": 40,
    "note": 30,
    "owner_name": 34,
    "what": 50,
    "expected_effect": 34,
    "evidence": 40,
    "last_note": 40,
}
_DATA = mark("Số liệu")
"""The sheet with every row and column as all formats have them."""
_STATUSES = {"status_name": STATUS, "task_status_name": TASK_STATUS}
"""The columns that are coloured by status."""
_MOST_CHARTS, _MOST_LINES = 6, 12


def write_xlsx(export: Export, path: Path) -> None:
    """Write the workbook. What a worksheet has no rows for is left out, and the second sheet says how much."""
    shown = export.first(LAST_ROW - 1)
    page = PageSheet(shown, export.say(_DATA), room=LAST_ROW)
    data = SheetRows(
        2, 2, len(shown.columns), shown.rows.height + 1, partial(_cells, shown), shown.slices(ROWS_AT_ONCE)
    )
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.xlsx"
        _write_template(shown, page, template)
        fill(template, path, (page.rows(), data))


def _cells(export: Export, styles: Sequence[str]) -> list[Cells]:
    return [
        Cells(place, column.name, column.kind, pl.lit(style))
        for place, (column, style) in enumerate(zip(export.columns, styles, strict=True))
    ]


def _write_template(export: Export, page: PageSheet, path: Path) -> None:
    """Write the workbook, its table and its data each with one empty row for all of them; see ``sheet_xml``."""
    say = export.say
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_format_properties": dict(FONT)}
    with xlsxwriter.Workbook(path, options) as book:
        # The day of the figures, not of the writing: the same export has the same bytes.
        book.set_properties(
            {
                "title": export.title,
                "subject": "; ".join(f"{name}: {chosen}" for name, chosen in export.filters_in_words),
                "comments": export.citation,
                "keywords": export.origin,
                "created": dt.datetime.combine(export.as_of, dt.time()),
            }
        )
        header = book.add_format(HEADING)
        words = book.add_format({**BORDER, **LEFT, "text_wrap": True})
        data = say(_DATA)
        page.write(book)
        _write_head(book, data, export, header)
        _write_table(book, export, say(mark("Bộ lọc và phương pháp")), _about(export), (30, 110), header, words)
        _write_table(
            book,
            export,
            say(mark("Nguồn")),
            [
                (say(mark("Nguồn số liệu")), say(mark("Bảng trong nguồn")), say(mark("Số lượng số liệu"))),
                *((source.source, source.source_table, source.figures) for source in export.sources),
            ],
            (80, 60, 18),
            header,
            words,
        )
        _write_table(
            book,
            export,
            say(mark("Từ điển dữ liệu")),
            [
                (say(mark("Cột")), say(mark("Kiểu")), say(mark("Ý nghĩa"))),
                *((column.name, say(_KIND_WORDS[column.kind]), say(column.meaning)) for column in export.columns),
            ],
            (24, 16, 100),
            header,
            words,
        )
        _write_table(
            book,
            export,
            say(mark("Định nghĩa chỉ tiêu")),
            [
                (say(mark("Mã")), say(mark("Chỉ tiêu")), say(mark("Định nghĩa")), *map(say, DEFINITION_PARTS.values())),
                *(tuple(entry.values()) for entry in export.definitions),
            ],
            (18, 26, 32, 24, 24, 18, 24, 30, 24),
            header,
            words,
        )
        _draw_charts(book, data, export)


_KIND_WORDS: dict[Kind, str] = {
    "code": mark("mã"),
    "text": mark("văn bản"),
    "number": mark("số"),
    "count": mark("số nguyên"),
    "year": mark("năm"),
    "truth": mark("đúng/sai"),
    "moment": mark("thời điểm"),
    "day": mark("ngày"),
}


def _write_head(book: xlsxwriter.Workbook, name: str, export: Export, header: Format) -> None:
    sheet = book.add_worksheet(name)
    for place, column in enumerate(export.columns):
        style = book.add_format({"num_format": _FORMATS.get(column.kind, "@"), "valign": "top"})
        sheet.set_column(place, place, _WIDTHS.get(column.name, 14))
        sheet.write_string(0, place, column.name, header)
        sheet.write_blank(1, place, None, style)
    last_row, last_column = max(export.rows.height, 1), len(export.columns) - 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last_row, last_column)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    for place, column in enumerate(export.columns):
        known = _STATUSES.get(column.name, {})
        for key, words in sorted(export.names[column.name][1].items()) if known else ():
            look = book.add_format({"bg_color": known[key.split()[0]].tint})
            rule = {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": look}
            sheet.conditional_format(1, place, last_row, place, rule)


def _about(export: Export) -> list[tuple[str, str | int]]:
    say = export.say
    lines: list[tuple[str, str | int]] = [
        (say(mark("Mục")), say(mark("Nội dung"))),
        (say(mark("Bảng")), export.title),
        (
            say(mark("Tính chất")),
            say(mark("số liệu minh hoạ")) if export.is_illustrative else say(mark("số liệu chính thức")),
        ),
        *export.filters_in_words,
    ]
    if not export.filters_in_words:
        lines.append((say(mark("Bộ lọc")), say(mark("không lọc, toàn bộ bảng"))))
    lines += [
        (say(mark("Số dòng trong tệp")), export.rows.height),
        (say(mark("Số dòng theo bộ lọc")), export.total),
    ]
    if export.omitted:
        lines.append((say(mark("Không đủ dòng")), export.omission))
    lines += [
        (say(mark("Bản số liệu")), export.snapshot),
        (say(mark("Số liệu đến hết ngày")), export.as_of.isoformat()),
        (say(mark("Lần duyệt mới nhất (UTC)")), export.latest_approval or ""),
        (say(mark("Kế hoạch đang hiệu lực")), "; ".join(export.plans)),
        (say(mark("Phương pháp")), export.method),
        (say(mark("Liên kết tới bảng")), export.permalink),
        (say(mark("Trích dẫn và điều kiện sử dụng")), export.citation),
    ]
    return lines


def _write_table(
    book: xlsxwriter.Workbook,
    export: Export,
    name: str,
    rows: Iterable[tuple[str | int, ...]],
    widths: tuple[int, ...],
    header: Format,
    words: Format,
) -> None:
    sheet = book.add_worksheet(name)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    for line, cells in enumerate(rows):
        sheet.set_row(line, height_of_cells(map(str, cells), widths, bold=not line))
        for place, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(line, place, cell, words)
            else:
                sheet.write_string(line, place, cell, words if line else header)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for_print(sheet, export)


def _draw_charts(book: xlsxwriter.Workbook, data: str, export: Export) -> None:
    """Draw a chart for each indicator chosen, of the data sheet's own cells: one line a province and part."""
    chosen = export.filters.indicators[:_MOST_CHARTS]
    if export.table not in WITH_ACTUALS or not chosen or export.rows.is_empty():
        return
    places = {column.name: place for place, column in enumerate(export.columns)}
    years = [place for name, place in places.items() if name.isdecimal()]
    is_wide = export.arrangement.view == "wide"
    if not ({"year", "actual"} <= set(places) or (is_wide and years)):
        return
    lines = export.rows.with_row_index("line")
    actual = pl.any_horizontal(pl.col("^[0-9]{4}$").is_not_null()) if is_wide else pl.col("actual").is_not_null()
    series = (
        lines.filter(pl.col("indicator").is_in(chosen))
        .group_by("indicator", "breakdown", "province", maintain_order=True)
        .agg(
            pl.col("line").min().alias("first"),
            pl.col("line").max().alias("last"),
            pl.len().alias("rows"),
            actual.any(),
        )
        .filter(pl.nth(-1))
        .filter(pl.col("last") - pl.col("first") + 1 == pl.col("rows"))  # rows in another order make no line
    )
    if series.is_empty():
        return
    sheet = book.add_worksheet(export.say(mark("Biểu đồ")))
    of_name = {name: words for name, (_, words) in export.names.items()}
    drawn = [id_ for id_ in chosen if id_ in set(series["indicator"])]
    for number, id_ in enumerate(drawn):
        chart = book.add_chart({"type": "line"})
        for row in series.filter(pl.col("indicator") == id_).head(_MOST_LINES).iter_rows(named=True):
            place = of_name["province_name"][row["province"]]
            part = of_name["breakdown_name"][row["breakdown"]]
            first, last = row["first"] + 1, row["last"] + 1
            across, down = (years[:1], years[-1:]) if is_wide else ([places["year"]], [places["actual"]])
            chart.add_series(
                {
                    "name": f"{place}, {part}",
                    "categories": [data, 0, *across, 0, *down] if is_wide else [data, first, *across, last, *across],
                    "values": [data, first, *across, first, *down] if is_wide else [data, first, *down, last, *down],
                    "marker": {"type": "circle", "size": 5},
                }
            )
        chart.set_title({"name": of_name["indicator_name"][id_], "name_font": {"size": 11}})
        chart.set_y_axis({"name": of_name["unit"].get(id_, ""), "major_gridlines": {"visible": True}})
        chart.set_legend({"position": "bottom"})
        chart.show_blanks_as("gap")
        chart.set_size({"width": 760, "height": 400})
        sheet.insert_chart(number * 21, 0, chart)
