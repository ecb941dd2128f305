"""The file that is to be filled in: the rows an agency answers for, as CSV and as XLSX."""

import io
from collections.abc import Iterator
from typing import Any

import polars as pl
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from dashboard.intake.help_sheet import FIGURE_STEPS, write_definitions, write_help
from dashboard.intake.template_columns import COLUMNS, FIGURES
from dashboard.intake.template_files import (
    PRINTED_HINT,
    Typed,
    arrange,
    content,
    csv_for_excel,
    formats,
    workbook,
    write_rows,
)
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.method import EARLIEST_BASELINE
from dashboard.notation import number
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import Translate, mark, same

HEADER = tuple(COLUMNS)
"""The columns of the template, in order."""
TO_FILL = ("value", "source", "note", "preliminary")
KINDS_OF_FIGURE = (mark("ước"), mark("chính thức"))
"""What may be written about a figure; blank follows the date it is handed in on."""
NOT_AVAILABLE = "N/A"
"""What is written for a figure that is not available; the reason goes into the note."""

_WIDTHS = {
    "province": 11, "indicator": 27, "breakdown": 11, "year": 7, "province_name": 14, "indicator_name": 42,
    "breakdown_name": 12, "unit": 13, "last_year": 9, "last_value": 14, "target": 15, "milestone": 9,
    "value": 16, "source": 24, "note": 28, "preliminary": 13,
}  # fmt: skip


def expected_rows(
    mart: Mart, catalogue: Catalogue, *, province: str, agency: str | None, year: int | None
) -> pl.DataFrame:
    """Return what the agency answers for in the province's plan in force, year by year in catalogue order.

    Args:
        mart: What is published.
        catalogue: Names and units.
        province: The province's id; one of today means all that became it.
        agency: The agency's id; None for all agencies.
        year: The year to report on; None for every year that has ended since the earliest a baseline may be of.

    Returns:
        The columns of ``queries.expected`` with ``province_name``, ``indicator_name``, ``breakdown_name`` and ``unit`` in
        Vietnamese; ``last_value`` and ``published`` are null without a figure, and of levels their rank.
    """
    agencies = (agency,) if agency else ()
    years = range(EARLIEST_BASELINE, mart.as_of.year) if year is None else (year,)
    rows = pl.concat(
        queries.expected(mart, provinces=catalogue.organisation.former(province), agencies=agencies, year=of)
        for of in years
    )
    if year is None:  # what is asked for again stands under its own year
        rows = rows.filter(~pl.col("asks_final"))
    units = {item.id: catalogue.units[item.unit].vi for item in catalogue.indicators}

    def named(column: str, names: dict[str, str]) -> pl.Expr:
        return pl.col(column).replace_strict(names, default=None, return_dtype=pl.String)

    return rows.with_columns(
        province_name=named("province", {item.id: item.vi for item in catalogue.provinces}),
        indicator_name=named("indicator", {item.id: item.vi for item in catalogue.indicators}),
        breakdown_name=named("breakdown", {id_: part.vi for id_, part in catalogue.breakdowns.items()}),
        unit=named("indicator", units),
    )


def template_csv(
    rows: pl.DataFrame,
    catalogue: Catalogue,
    *,
    delimiter: str = ";",
    translate: Translate = same,
    language: str = "vi",
    typed: Typed | None = None,
) -> bytes:
    """Return the rows as CSV that Excel opens by a double click in a Vietnamese locale: ``;``, decimal comma, UTF-8 with its mark.

    Args:
        rows: What ``expected_rows`` returned.
        catalogue: Names of levels.
        delimiter: What stands between cells.
        translate: Words of the headings.
        language: ``en`` writes decimals with a point.
        typed: What is filled in; a blank template without it.
    """
    filled = (row | dict((typed or {}).get(place, {})) for place, row in enumerate(_cells(rows, catalogue)))
    lines = ([_written(row[name], language) for name in HEADER] for row in filled)
    return csv_for_excel((translate(column.heading) for column in COLUMNS.values()), lines, delimiter=delimiter)


def _written(value: Any, language: str) -> Any:
    if isinstance(value, float):
        text = repr(value).removesuffix(".0")
        return text if language == "en" else text.replace(".", ",")
    return value


def _cells(rows: pl.DataFrame, catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for row in rows.iter_rows(named=True):
        cells = {name: "" if row.get(name) is None else row[name] for name in HEADER}
        if row["last_level"]:
            levels = catalogue.indicator[row["indicator"]].levels
            cells["last_value"] = next(
                (level.vi for level in levels if level.id == row["last_level"]), row["last_level"]
            )
        yield cells | dict.fromkeys(TO_FILL, "")


def template_xlsx(
    rows: pl.DataFrame, catalogue: Catalogue, *, translate: Translate = same, language: str = "vi"
) -> bytes:
    """Return the rows as a workbook: everything but the cells to fill in is locked (without a password).

    The first sheet holds the data. Levels are chosen from a list, numbers checked against the indicator's bounds, ids are
    text and not printed. The second sheet explains, in Vietnamese and then in English; a third, hidden,
    holds the levels.

    Args:
        rows: What ``expected_rows`` returned.
        catalogue: Scales and bounds.
        translate: Words of the headings and hints.
        language: How the hints write numbers.
    """
    buffer = io.BytesIO()
    book = workbook(buffer)
    sheet = book.add_worksheet(translate(mark("Số liệu")))
    write_help(book, FIGURE_STEPS)
    write_definitions(book, map(catalogue.indicator.__getitem__, rows["indicator"].unique(maintain_order=True)))
    lists = book.add_worksheet(translate(mark("Thang mức độ")))
    lists.hide()
    lists.protect()
    ranges = _write_scales(lists, rows, catalogue)
    styles = formats(book, language)
    to_fill = {name: styles.figure if name == "value" else styles.words for name in TO_FILL}
    lines = list(_cells(rows, catalogue))
    write_rows(sheet, FIGURES, _WIDTHS, lines, to_fill, styles, translate)
    for line, cells in enumerate(lines, 1):
        _validate(sheet, line, cells["indicator"], catalogue, ranges, translate, language)
    title = translate(mark("Biểu mẫu nộp số liệu"))
    arrange(sheet, FIGURES, rows.height, printed_from="year", cursor="value", title=title, hint=translate(PRINTED_HINT))
    return content(book, buffer)


def _write_scales(sheet: Worksheet, rows: pl.DataFrame, catalogue: Catalogue) -> dict[str, str]:
    """Write each scale in a column of its own and return its range: a list typed into the rule itself may hold no commas."""
    ranges = {}
    scales = [id_ for id_ in rows["indicator"].unique(maintain_order=True) if catalogue.indicator[id_].levels]
    for place, id_ in enumerate(scales):
        names = [*(level.vi for level in catalogue.indicator[id_].levels), NOT_AVAILABLE]
        for line, name in enumerate(names):
            sheet.write_string(line, place, name)
        first, last = (xl_rowcol_to_cell(line, place, row_abs=True, col_abs=True) for line in (0, len(names) - 1))
        ranges[id_] = f"='{sheet.get_name()}'!{first}:{last}"
    return ranges


def _validate(
    sheet: Worksheet,
    line: int,
    id_: str,
    catalogue: Catalogue,
    ranges: dict[str, str],
    translate: Translate,
    language: str,
) -> None:
    """Let the value cell take a level of the scale, or a number within the bounds, or N/A."""
    place = HEADER.index("value")
    if id_ in ranges:
        rule = {
            "validate": "list",
            "source": ranges[id_],
            "error_title": translate(mark("Không có trên thang")),
            "error_message": translate(mark("Chọn một mức trong danh sách.")),
        }
    else:
        indicator, cell = catalogue.indicator[id_], xl_rowcol_to_cell(line, place)
        tests = [f"ISNUMBER({cell})"]
        least, most = indicator.hard_minimum, indicator.hard_maximum
        tests += [f"{cell}>={least!r}"] if least is not None else []
        tests += [f"{cell}<={most!r}"] if most is not None else []
        tests += [f"{cell}=INT({cell})"] if catalogue.units[indicator.unit].integral else []
        low = "−∞" if least is None else number(least, decimals=6, language=language)
        high = "+∞" if most is None else number(most, decimals=6, language=language)
        hint = translate(mark("Số từ {low} đến {high}. Không có số liệu: ghi N/A, nêu lý do ở cột Ghi chú."))
        rule = {
            "validate": "custom",
            "value": f'=OR({cell}="{NOT_AVAILABLE}",AND({",".join(tests)}))',
            "input_title": translate(mark("Giá trị thực hiện")),
            "input_message": hint.format(low=low, high=high),
            "error_title": translate(mark("Giá trị không hợp lệ")),
            "error_message": hint.format(low=low, high=high),
        }
    sheet.data_validation(line, place, line, place, rule)
    kinds = {
        "validate": "list",
        "source": [translate(word) for word in KINDS_OF_FIGURE],
        "input_title": translate(COLUMNS["preliminary"].heading),
        "input_message": translate(mark("Để trống: số nộp khi năm chưa hết là số ước, sau đó là số chính thức.")),
    }
    place = HEADER.index("preliminary")
    sheet.data_validation(line, place, line, place, kinds)
