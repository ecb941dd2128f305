"""The workbook's first sheet: the table as the page shows it, with its filters in words, made to be printed on A4 across."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import polars as pl
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.columns import COLUMNS, Kind
from dashboard.exports.description import Export
from dashboard.exports.labels import levels_of, words_for
from dashboard.exports.page_columns import PAGE_COLUMNS, PageColumn, heading, page_columns
from dashboard.exports.sheet_xml import ROWS_AT_ONCE, Cells, SheetRows
from dashboard.method import AMBER, GREEN, RED, STATUS, TASK_STATUS
from dashboard.notation import NO_VALUE, date, number
from dashboard.sheets.line_counts import height, height_of_cells, heights_of, lines
from dashboard.sheets.paper import BORDER, CENTRE, FONT, HEADING, LEFT, LOCALES, RIGHT, for_paper
from dashboard.words.messages import mark
from dashboard.workflow.actions import ACTION_MARKS

NAME = mark("Bảng")
"""The sheet's name."""
_AROUND = 16
"""How many rows the head and the foot take at most."""
_LEAST_WIDTH = 96
"""How wide the head is at least, in signs: a table of two columns has one, too."""
_MOST_LINES, _MOST_SOURCES = 3, 4
_TINTS = {GREEN: STATUS["on_track"].tint, AMBER: STATUS["behind"].tint, RED: STATUS["off_track"].tint}
_CENTRED = ("year", "day", "moment")
_MINUS = "\u2212"


def _number_formats(language: str) -> dict[str, str]:
    """Return the formats of numbers and days; the language stands in them for programs that write numbers by it.

    Excel writes them as the computer is set: a Vietnamese one as 1.234,5.
    """
    locale = LOCALES[language]
    made = {}
    for decimals in range(7):
        plain = "#,##0" + ("." + "0" * decimals if decimals else "")
        made[f"measured/{decimals}"] = f"{locale}{plain};{_MINUS}{plain}"
        made[f"signed/{decimals}"] = f"{locale}+{plain};{_MINUS}{plain};0"
    day = "d/m/yyyy" if language == "vi" else "d mmm yyyy"
    return made | {
        "year": "0",
        "count": f"{locale}#,##0;{_MINUS}#,##0",
        "ratio": f"{locale}0.00;{_MINUS}0.00",
        "day": f"{locale}{day}",
        "moment": f"{locale}{day} hh:mm",
    }


def _looks(export: Export) -> dict[str, dict[str, Any]]:
    """Return every way a cell of the table can look, by name."""
    formats = _number_formats(export.language)
    steps = '"{}"0"{}"'.format(*export.say(mark("{steps} bậc")).split("{steps}")).replace('""', "")
    looks: dict[str, dict[str, Any]] = {
        "words": {"text_wrap": True, "num_format": "@", **LEFT},
        "none": {"num_format": "@", **CENTRE},
        "level": {"text_wrap": True, "num_format": "@", **RIGHT},
        "steps": {"num_format": f"+{steps};{_MINUS}{steps};0", **RIGHT},
        "late": {"num_format": f'"▼ "0;"▼ {_MINUS}"0', **RIGHT, "bold": True, "bg_color": _TINTS[RED]},
        "not_late": {"num_format": f'"{NO_VALUE}"', **RIGHT},
    }  # fmt: skip
    for name, code in formats.items():
        looks[name] = {"num_format": code, **(CENTRE if name in _CENTRED else RIGHT)}
    for kind, statuses in (("status", STATUS), ("task_status", TASK_STATUS)):
        for id_, status in statuses.items():
            looks[f"{kind}/{id_}"] = _on_tint(status.tint)
    for state, (colour, _) in ACTION_MARKS.items():
        looks[f"state/{state}"] = _on_tint(_TINTS.get(colour, STATUS["no_data"].tint))
    return looks


def _on_tint(tint: str) -> dict[str, Any]:
    """Return the look of a status: dark words, which are read on every tint and on paper without colours."""
    return {"text_wrap": True, "num_format": "@", **LEFT, "bg_color": tint, "bold": True}


@dataclass(frozen=True)
class _Value:
    """What may stand in one place of a row, and its look, one for all or by row: only one of a place's values is not null."""

    place: int
    kind: Kind
    value: pl.Expr
    look: str | pl.Expr


class PageSheet:
    """The sheet of one export; ``write`` makes all but the rows, ``rows`` are put in the place of its empty one."""

    def __init__(self, export: Export, data: str, *, room: int) -> None:
        """Take the export.

        Args:
            export: What the workbook holds.
            data: The name of the sheet with every row and column.
            room: How many rows of a worksheet there are for head, rows and foot.
        """
        self._export, self._data = export, data
        self._rows = export.rows.head(room - _AROUND)
        before = page_columns(export.arrangement, export.table)
        years = [column.name for column in export.columns if column.name.isdecimal()]
        self.names = (*before, *years)
        has_levels = any(column.name.endswith("_level") for column in export.columns)
        year = PageColumn("", 14 if has_levels else 10, "measured")
        self._columns = [PAGE_COLUMNS.get(name, year) for name in self.names]
        self._looks = _looks(export)
        self._height = max(self._rows.height, 1)
        self._head = self._head_texts()

    def write(self, book: xlsxwriter.Workbook) -> None:
        """Add the sheet, the workbook's first, with an empty row that has a cell of every look."""
        export, say = self._export, self._export.say
        sheet = book.add_worksheet(say(NAME))
        header = book.add_format(HEADING)
        widths = [column.width for column in self._columns]
        headings = [say(heading(name)) for name in self.names]
        sheet.set_row(len(self._head), height_of_cells(headings, widths, bold=True))
        for place, (text, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(len(self._head), place, text, header)
        for line, (text, look) in enumerate(self._head):
            self._write_across(sheet, line, text, book.add_format({**_ACROSS, **look}))
        first = len(self._head) + 1
        for place, look in enumerate(self._looks.values()):
            sheet.write_blank(first, place, None, book.add_format({**BORDER, **look}))
        small = book.add_format({**_ACROSS, "font_size": 10, "font_color": "#334155"})
        for line, text in enumerate(self._foot_texts(), first + 2):  # moved below the rows
            self._write_across(sheet, line, text, small)
        last = first + self._height - 1
        sheet.freeze_panes(first, 0)
        sheet.autofilter(first - 1, 0, last, len(self.names) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:XFD{last + 1}"})
        sheet.hide_gridlines(2)
        sheet.repeat_rows(first - 1)
        for_print(sheet, export)

    def rows(self) -> SheetRows:
        """Return what is put in the place of the empty row."""
        first = len(self._head) + 2
        width = max(len(self.names), self._across())
        last = len(self._head) + 1 + self._height + 1 + len(self._foot_texts())
        return SheetRows(1, first, width, last, self._cells, self._parts(), moved=self._height - 1)

    def _cells(self, styles: Sequence[str]) -> list[Cells]:
        style = dict(zip(self._looks, styles, strict=True))
        return [
            Cells(
                value.place,
                f"v{number}",
                value.kind,
                pl.lit(style[value.look])
                if isinstance(value.look, str)
                else pl.col(f"s{number}").replace_strict(style, return_dtype=pl.String),
            )
            for number, value in enumerate(self._values)
        ]

    def _parts(self) -> Iterator[pl.DataFrame]:
        made = [value.value.alias(f"v{number}") for number, value in enumerate(self._values)]
        made += [
            value.look.alias(f"s{number}")
            for number, value in enumerate(self._values)
            if isinstance(value.look, pl.Expr)
        ]
        texts = {
            f"v{number}": self._columns[value.place].width
            for number, value in enumerate(self._values)
            if value.kind == "text"
        }
        for part in self._rows.iter_slices(ROWS_AT_ONCE):
            made_part = part.select(made)
            yield made_part.with_columns(heights_of(texts, made_part))

    @cached_property
    def _values(self) -> list[_Value]:
        export = self._export
        known = set(export.rows.columns)
        words = words_for(export.rows.columns, export.catalogue, export.language)
        found: list[_Value] = []
        for place, (name, column) in enumerate(zip(self.names, self._columns, strict=True)):
            value = words.get(name, pl.col(name) if name in known else pl.lit(None, pl.String))
            found += self._of_column(place, name, column, value)
        return found

    def _of_column(self, place: int, name: str, column: PageColumn, value: pl.Expr) -> list[_Value]:
        export, look = self._export, column.look
        if look == "status":
            looks = pl.concat_str(pl.lit(f"{name}/"), pl.col(name))
            return [_Value(place, "text", value, looks)]
        if look == "words" or look == "truth":
            if look == "truth":
                value = pl.when(value).then(pl.lit(export.say(mark("có"))))
            if name == "printed_target":
                return [_Value(place, "text", value.fill_null(NO_VALUE), "level")]
            return [_Value(place, "text", value.fill_null(""), "words")]
        if look == "late":
            return [
                _Value(place, "count", value, pl.when(value > 0).then(pl.lit("late")).otherwise(pl.lit("not_late")))
            ]
        if look == "left":  # days say something only of what is awaited
            value = pl.when(pl.col("task_status").is_in(["overdue", "due_soon"])).then(value)
            looks = pl.when(value < 0).then(pl.lit("late")).otherwise(pl.lit("count"))
            return [_Value(place, "count", value, looks), _Value(place, "text", _absent(value), "level")]
        if look in ("measured", "signed"):
            decimals, least = {}, 1 if look == "signed" else 0
            for item in export.catalogue.indicators:
                is_steps = look == "signed" and item.kind == "levels"
                decimals[item.id] = "steps" if is_steps else f"{look}/{min(max(item.decimals, least), 6)}"
            looks = pl.col("indicator").replace_strict(decimals, default=f"{look}/2", return_dtype=pl.String)
            level = (
                levels_of(name, export.catalogue, export.language) if look == "measured" else pl.lit(None, pl.String)
            )
            figure = pl.when(level.is_null()).then(value)
            return [
                _Value(place, "number", figure, looks),
                _Value(place, "text", pl.coalesce(_absent(value), level), "level"),
            ]
        kind: Kind = "number" if look == "ratio" else cast("Kind", look)
        none = "none" if look in _CENTRED else "level"
        return [_Value(place, kind, value, look), _Value(place, "text", _absent(value), none)]

    def _head_texts(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Return the lines above the headings: what the table is, which filters, as known on which day."""
        export, say = self._export, self._export.say
        lines: list[tuple[str, Mapping[str, Any]]] = [(export.title, {"bold": True, "font_size": 14})]
        if export.is_illustrative:
            text = say(mark("Số liệu minh hoạ: không dùng, không trích dẫn như số liệu chính thức."))
            lines.append((text, {"bold": True, "font_color": "#6D28D9"}))
        chosen = [
            f"{name}: {words}"
            for key, (name, words) in zip(export.filters.query(), export.filters_in_words, strict=True)
            if key != "as_of"
        ]
        none = f"{say(mark('Bộ lọc'))}: {say(mark('không lọc, toàn bộ bảng'))}"
        lines.append((" · ".join(chosen) or none, {}))
        told = say(mark("Số liệu đến hết ngày {date} · bản số liệu {snapshot} · {count} dòng")).format(
            date=date(export.as_of, language=export.language),
            snapshot=export.snapshot,
            count=number(export.rows.height, decimals=0, language=export.language),
        )
        lines.append((told, {}))
        if export.rows.is_empty():
            lines.append((say(mark("Không có dòng nào với các bộ lọc này.")), {"bold": True}))
        if left := export.rows.height - self._rows.height:
            text = mark("Trang này thiếu {count} dòng cuối; trang “{sheet}” có cả các dòng đó.")
            count = number(left, decimals=0, language=export.language)
            lines.append((say(text).format(count=count, sheet=self._data), {"bold": True}))
        if export.omitted:
            lines.append((export.omission, {"bold": True}))
        return lines

    def _foot_texts(self) -> list[str]:
        """Return the lines below the table: where its figures come from, how to cite it, what its columns mean, where it is."""
        export, say = self._export, self._export.say
        lines = []
        if export.sources:
            named = dict.fromkeys(source.source for source in export.sources)
            more = len(named) - _MOST_SOURCES
            text = "; ".join(list(named)[:_MOST_SOURCES])
            if more > 0:
                text += " " + say(mark("và {count} nguồn khác (trang “{sheet}”)")).format(
                    count=more, sheet=say(mark("Nguồn"))
                )
            lines.append(f"{say(mark('Nguồn số liệu'))}: {text}")
        elif export.table in ("targets", "tasks"):
            lines.append(f"{say(mark('Nguồn số liệu'))}: {'; '.join(export.plans)}")
        meanings = [say(COLUMNS[name].meaning) for name in ("gap", "pace") if name in self.names]
        if meanings:
            lines.append(". ".join(meanings) + ".")
        lines.append(export.citation)
        lines.append(f"{say(mark('Liên kết tới bảng'))}: {export.permalink}")
        return lines

    def _across(self) -> int:
        """Return over how many columns the head goes."""
        width, count = 0.0, 0
        while count < len(self.names) or (width < _LEAST_WIDTH and count < _MOST_ACROSS):
            width += self._columns[count].width if count < len(self.names) else _PLAIN_WIDTH
            count += 1
        return count

    def _write_across(self, sheet: Worksheet, line: int, text: str, look: Any) -> None:
        across = self._across()
        width = sum(column.width for column in self._columns) + _PLAIN_WIDTH * (across - len(self.names))
        size = look.font_size / FONT["font_size"]
        most = int(width * _MOST_LINES / size)
        if len(text) > most:
            text = text[: most - 2].rstrip(" ,;·") + " …"
        sheet.set_row(line, (height(lines(text, width / size, bold=True)) + 1) * size)
        sheet.merge_range(line, 0, line, across - 1, "", look)
        sheet.write_string(line, 0, text, look)


def _absent(value: pl.Expr) -> pl.Expr:
    return pl.when(value.is_null()).then(pl.lit(NO_VALUE))


_ACROSS = {"text_wrap": True, "valign": "vcenter", "align": "left"}
_PLAIN_WIDTH, _MOST_ACROSS = 8.43, 14


def for_print(sheet: Worksheet, export: Export) -> None:
    """Set a sheet of the workbook up for printing; below every page stands what it is, and whether its figures are real."""
    kind = export.say(mark("Số liệu minh hoạ")) if export.is_illustrative else ""
    for_paper(sheet, left=export.title, middle=kind)
