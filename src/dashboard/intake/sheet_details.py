"""What a sheet of a workbook says beyond its cells' values: failures, number formats, what is hidden, what is merged.

A figure must neither vanish nor be another than the one a person sees in the sheet.
"""

import html
import posixpath
import re
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_cell_to_rowcol

from dashboard.intake.number_formats import NumberFormat, number_format

WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
"""The parts that say which part holds which sheet, and how cells are shown."""
SCALED = re.compile(r"^(.+) \(×(1(?:000)+)\)$")
"""How a cell is written that shows thousands or millions: the number shown, and what it stands for is so many times that."""
_SUSPECTS = (
    b't="e"', b"t='e'", *(start + end for start in (b"<f", b":f") for end in (b">", b" ", b"/")),
    b"hidden=", b"mergeCell",
)  # fmt: skip

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_RESULT = re.compile(rb"<(?:\w+:)?(?:v|is)(?:\s[^>]*)?>(.*?)</(?:\w+:)?(?:v|is)>", re.DOTALL)
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*?\bhidden=[^>]*)>")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\s([^>]*?\bhidden=[^>]*)>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s([^>]*)>")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")
_PLACE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_BUILT_IN_PERCENT = ("9", "10")
_LONGEST = 60
_MOST_HIDDEN = 16_384


@dataclass(frozen=True)
class Details:
    """What one sheet says; rows and columns count from 0.

    Attributes:
        words: Column → row → what is to stand for the cell's text: an error's or a formula's own words, a share as it is shown, what a
            format shows in place of the number (nothing, too).
        numbers: Column → row → the number a share is shown as: 91.5 where 0.915 is stored and ``91.5%`` seen.
        hidden_rows: Rows that are not shown.
        hidden_columns: Columns that are not shown.
        merged: Of cells merged downwards their column, first and last row.
        ranges: Of all merged cells top, left, bottom and right.
    """

    words: dict[int, dict[int, str]] = field(default_factory=dict)
    numbers: dict[int, dict[int, float]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int], ...] = ()
    ranges: tuple[tuple[int, int, int, int], ...] = ()


def suspects(styles: dict[str, NumberFormat]) -> tuple[bytes, ...]:
    """Return the pieces of text of which a sheet that needs a closer look has at least one.

    Args:
        styles: What ``telling_styles`` returned.
    """
    return (*_SUSPECTS, *(f's="{id_}"'.encode() for id_ in styles))


def telling_styles(styles: bytes) -> dict[str, NumberFormat]:
    """Return the styles of cells that may show another number than is stored, or none: per cent, thousands, words alone."""
    codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in map(_attributes, _FORMAT.findall(styles))}
    formats = {id_: form for id_, code in codes.items() if not (form := number_format(code)).shows_what_is_stored}
    formats |= dict.fromkeys(_BUILT_IN_PERCENT, number_format("0%"))
    found = _STYLES.search(styles)
    used = [one.get("numFmtId", "") for one in map(_attributes, _STYLE.findall(found[0] if found else b""))]
    return {str(place): formats[id_] for place, id_ in enumerate(used) if id_ in formats}


def parts_of_sheets(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Return the name of the part that holds each sheet, by the sheet's name."""
    of_id = {one.get("Id"): one.get("Target", "") for one in map(_attributes, _RELATION.findall(relations))}
    found = {}
    for one in map(_attributes, _SHEET.findall(workbook)):
        id_ = next((value for name, value in one.items() if name.endswith(":id")), None)
        found[one.get("name", "")] = posixpath.normpath(posixpath.join("/xl", of_id.get(id_, ""))).lstrip("/")
    return found


def hidden_sheets(workbook: bytes) -> frozenset[str]:
    """Return the names of the sheets that are not shown."""
    sheets = map(_attributes, _SHEET.findall(workbook))
    return frozenset(one.get("name", "") for one in sheets if one.get("state", "visible") != "visible")


def details(xml: bytes, styles: dict[str, NumberFormat]) -> Details:
    """Return what a sheet's part says.

    Args:
        xml: The part.
        styles: What ``telling_styles`` returned.
    """
    ranges = _merged(xml)
    found = Details(
        hidden_rows=frozenset(int(one["r"]) - 1 for one in map(_attributes, _ROW.findall(xml)) if _is_hidden(one, "r")),
        hidden_columns=frozenset(_columns_hidden(xml)),
        merged=tuple((left, top, bottom) for top, left, bottom, right in ranges if bottom > top and right == left),
        ranges=ranges,
    )
    for cell in _CELL.finditer(xml):
        attributes, inside = _attributes(cell[1]), cell[2] or b""
        if not _PLACE.fullmatch(attributes.get("r", "")):
            continue
        row, column = xl_cell_to_rowcol(attributes["r"])
        result = _RESULT.search(inside)
        if attributes.get("t") == "e":
            words = _text(result[1] if result else b"#")
        elif (formula := _FORMULA.search(inside)) and not (result and result[1]):
            words = f"={_text(formula[1] or b'?')}"
        elif (form := styles.get(attributes.get("s", ""))) and result and attributes.get("t", "n") == "n":
            seen = _seen(result[1], form)
            if seen is None:
                continue
            words, number = seen
            if number is not None:
                found.numbers.setdefault(column, {})[row] = number
        else:
            continue
        found.words.setdefault(column, {})[row] = words[:_LONGEST]
    return found


def _seen(stored: bytes, form: NumberFormat) -> tuple[str, float | None] | None:
    """Return how the stored number is seen; None where that is as it is stored, or where it is no number."""
    try:
        return form.shown(float(stored))
    except ValueError:
        return None


def _is_hidden(one: dict[str, str], *needed: str) -> bool:
    return one.get("hidden") in ("1", "true") and all(one.get(name, "").isdigit() for name in needed)


def _columns_hidden(xml: bytes) -> list[int]:
    spans = [one for one in map(_attributes, _COLUMNS.findall(xml)) if _is_hidden(one, "min", "max")]
    return [place - 1 for one in spans for place in range(int(one["min"]), min(int(one["max"]), _MOST_HIDDEN) + 1)]


def _merged(xml: bytes) -> tuple[tuple[int, int, int, int], ...]:
    """Return top, left, bottom and right of every merged cell."""
    found = []
    for one in map(_attributes, _MERGED.findall(xml)):
        first, _, last = one.get("ref", "").partition(":")
        if _PLACE.fullmatch(first) and _PLACE.fullmatch(last):
            found.append((*xl_cell_to_rowcol(first), *xl_cell_to_rowcol(last)))
    return tuple(found)


def _attributes(text: bytes) -> dict[str, str]:
    pairs = re.findall(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", text)
    return {_text(name): _text(double or single) for name, double, single in pairs}


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))
