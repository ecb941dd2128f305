"""A workbook to a sheet: every visible sheet with headings counts, and what is not shown is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from dashboard.intake.encodings import cleaned, refuse_legacy
from dashboard.intake.form import Form
from dashboard.intake.headed_table import HEADER_WITHIN, HeadedTable
from dashboard.intake.help_sheet import OWN_SHEETS
from dashboard.intake.issues import ROWS_OF_SHEET, Issue, shortened
from dashboard.intake.refusal import Refusal
from dashboard.intake.sheet import Sheet
from dashboard.intake.spread_columns import with_spread_columns
from dashboard.intake.workbooks import WorkbookSheet, format_of, sheets
from dashboard.words.messages import mark

_SAMPLED = 2_000
_NO_TABLE = ("no_header", "no_task_header", "missing_column", "other_form")


@dataclass(frozen=True)
class _Part:
    """One sheet of the workbook that holds rows: its table with ``plain``, and what was noted."""

    sheet: WorkbookSheet
    found: HeadedTable
    table: pl.DataFrame
    notices: tuple[Issue, ...]
    numbers: Mapping[int, pl.Series]


def visible_cells(content: bytes) -> list[tuple[str, pl.DataFrame]]:
    """Return the name of each sheet that is shown, and its cells: ``row`` and the texts of every column.

    Raises:
        Refusal: The workbook cannot be read.
    """
    return [(sheet.name, _texts(sheet.cells())) for sheet in sheets(content) if not sheet.is_hidden]


def from_workbook(content: bytes, file_name: str, form: Form, columns: Mapping[str, str] | None = None) -> Sheet:
    """Read every visible sheet that has the form's headings; when none has, say what the first one lacks.

    Raises:
        Refusal: No sheet can be read.
    """
    parts: list[_Part] = []
    refusals: list[Refusal] = []
    not_read: list[str] = []
    hidden: list[str] = []
    for sheet in sheets(content):
        try:
            part = _part(sheet, form, columns)
        except Refusal as refusal:
            if refusal.code in _NO_TABLE and sheet.name not in OWN_SHEETS and not sheet.is_hidden:
                not_read.append(sheet.name)
            if not sheet.is_hidden:
                refusals.append(refusal)
            continue
        if sheet.is_hidden:
            hidden.append(sheet.name)
        else:
            parts.append(part)
    if broken := next((one for one in refusals if one.code not in (*_NO_TABLE, form.code("no_rows"))), None):
        raise broken
    if columns and parts:  # what was said of columns was said of one sheet
        not_read += [part.sheet.name for part in parts[1:]]
        parts = parts[:1]
    if not parts and not refusals:
        raise Refusal(form.code("no_header"), limit=HEADER_WITHIN, why=mark("các trang tính đều đang ẩn hoặc trống"))
    if not parts:
        raise next((one for one in refusals if one.code != form.code("no_header")), refusals[0])
    notices = [
        Issue(code, None, (), values={"words": ", ".join(f"“{name}”" for name in names)})
        for code, names in (("hidden_sheets", hidden), ("sheets_not_read", not_read))
        if names
    ]
    return replace(_sheet(parts, file_name, form, tuple(notices)), encoding=format_of(content))


def _part(sheet: WorkbookSheet, form: Form, columns: Mapping[str, str] | None) -> _Part:
    table = sheet.cells()
    texts = _texts(table).with_columns(overflow=pl.lit(""))
    width = texts.width - 2
    if not sheet.is_hidden:
        refuse_legacy(_sample(texts))
    found = HeadedTable(texts, width, form, columns)
    value = found.places.get(form.number)
    number = pl.lit(None) if value is None else pl.col(f"n{value}")
    plain = table.select("row", plain=number.cast(pl.Float64))
    rows = found.table.join(plain, on="row", how="left", maintain_order="left")
    rows, filled = _filled_down(rows, sheet.details.merged, value, len(found.headings))
    of_rows = rows.select("row").join(table, on="row", how="left", maintain_order="left")
    numbers = {place: of_rows[f"n{place}"].cast(pl.Float64) for place in found.spread}
    return _Part(sheet, found, rows, (*found.notices, *filled, *_noted(sheet, found, rows, value)), numbers)


def _texts(table: pl.DataFrame) -> pl.DataFrame:
    return table.select("row", *(_as_seen(f"c{place}") for place in range((table.width - 1) // 2)))


def _as_seen(name: str) -> pl.Expr:
    """Return a column's texts as a person sees them: dates as Vietnamese writes them, no signs nobody sees."""
    text = pl.col(name).map_batches(cleaned, return_dtype=pl.String)
    return text.str.replace(r"^(\d{4})-(\d\d)-(\d\d)(?: 00:00:00(?:\.0+)?)?$", "$3/$2/$1")


def _sample(texts: pl.DataFrame) -> str:
    """Return the texts with other letters than English ones, each once: what tells the alphabet they are written in."""
    found: list[str] = []
    for name in texts.columns[1:]:
        cells = texts[name]
        found += cells.filter(cells.str.contains(r"[^\x00-\x7f]")).unique(maintain_order=True).head(_SAMPLED).to_list()
    return "\n".join(found)


def _filled_down(
    rows: pl.DataFrame, merged: Sequence[tuple[int, int, int]], value: int | None, width: int
) -> tuple[pl.DataFrame, list[Issue]]:
    """Return the rows with what stands in a cell merged downwards in each of its rows; a figure is never repeated."""
    filled: set[int] = set()
    for column, top, bottom in merged:
        if column == value or column >= width:
            continue
        name, last_row = f"c{column}", bottom + 1
        words = rows.filter(pl.col("row") == top + 1)[name].to_list()
        below = pl.col("row").is_between(top + 2, last_row) & (pl.col(name) == "")
        if words and words[0] and (of_these := rows.filter(below)["row"].to_list()):
            filled.update(of_these)
            rows = rows.with_columns(pl.when(below).then(pl.lit(words[0])).otherwise(name).alias(name))
    return rows, [Issue("filled_down", None, tuple(sorted(filled)))] if filled else []


def _noted(sheet: WorkbookSheet, found: HeadedTable, rows: pl.DataFrame, value: int | None) -> list[Issue]:
    """Tell what a person does not see in the sheet as it was read: hidden rows and columns, and shares as they are shown."""
    notices = []
    if hidden := sorted(row + 1 for row in sheet.details.hidden_rows):
        of_these = rows.filter(pl.col("row").is_in(hidden))["row"].to_list()
        notices += [Issue("hidden_rows", None, tuple(of_these))] if of_these else []
    places = [place for place in sorted(sheet.details.hidden_columns) if place < len(found.headings)]
    filled = [place for place in places if rows.select((pl.col(f"c{place}") != "").any()).item()]
    if filled:
        words = ", ".join(f"“{shortened(found.headings[place], 40) or place + 1}”" for place in filled)
        notices.append(Issue("hidden_columns", None, (), values={"words": words}))
    if shown := {
        row + 1: number for row, number in sheet.details.numbers.get(-1 if value is None else value, {}).items()
    }:
        of_these = rows.filter(pl.col("row").is_in(list(shown)))["row"].to_list()
        if of_these:
            notices.append(Issue("percent_cells", "value", tuple(of_these), values={"new": shown[of_these[0]]}))
    return notices


def _sheet(parts: Sequence[_Part], file_name: str, form: Form, notices: tuple[Issue, ...]) -> Sheet:
    """Return one sheet of all parts; columns belong together by what they mean, or by their heading."""
    first = parts[0].found
    if len(parts) == 1:
        said = (*parts[0].notices, *notices)
        sheet = Sheet(file_name, "xlsx", first.headings, first.places, parts[0].table, "XLSX", notices=said, form=form)
        return with_spread_columns(sheet, first.spread, parts[0].numbers)
    headings, places = list(first.headings), dict(first.places)
    frames, noted = [], list(notices)
    for number, part in enumerate(parts):
        names = {place: name for name, place in part.found.places.items()}
        moved = {}
        for place, heading in enumerate(part.found.headings):
            name = names.get(place)
            free = [at for at, other in enumerate(headings) if other == heading and at not in places.values()]
            if name is not None and name not in places:
                places[name] = len(headings)
                headings.append(heading)
            elif name is None and not free:
                free = [len(headings)]
                headings.append(heading)
            moved[f"c{place}"] = f"c{places[name] if name is not None else free[0]}"
        shift = number * ROWS_OF_SHEET
        frames.append(part.table.rename(moved).with_columns(pl.col("row") + shift))
        noted += [_moved(issue, shift) for issue in part.notices]
    texts = [f"c{place}" for place in range(len(headings))]
    table = pl.concat(frames, how="diagonal").select("row", *texts, "overflow", "plain")
    table = table.with_columns(pl.col(texts).fill_null(""))
    names_of = tuple(part.sheet.name for part in parts)
    values = tuple(part.found.headings[part.found.places[form.number]] for part in parts) if form.number else ()
    return Sheet(
        file_name, "xlsx", tuple(headings), places, table, "XLSX", notices=tuple(noted), names=names_of, values=values, form=form
    )  # fmt: skip


def _moved(issue: Issue, shift: int) -> Issue:
    return Issue(issue.code, issue.column, tuple(row + shift for row in issue.rows), issue.found, issue.values)
