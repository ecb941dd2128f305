"""Cells of a workbook that show no figure though something stands in them: errors such as #REF!, and formulas nobody has calculated.

The reader of workbooks gives them as empty. A figure must not vanish like that, so their own words are put in their place; a check of the
value then names them.
"""

import html
import posixpath
import re

from xlsxwriter.utility import xl_cell_to_rowcol

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
"""The parts that say which part holds which sheet."""
_SUSPECTS = (b't="e"', b"t='e'", *(start + end for start in (b"<f", b":f") for end in (b">", b" ", b"/")))

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_RESULT = re.compile(rb"<(?:\w+:)?(?:v|is)(?:\s[^>]*)?>(.*?)</(?:\w+:)?(?:v|is)>", re.DOTALL)
_PLACE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_LONGEST = 60


def may_have_failed(xml: bytes) -> bool:
    """Return whether a piece of a sheet has an error or a formula; quick, as it is asked of every piece of every workbook."""
    return any(mark in xml for mark in _SUSPECTS)


def parts_of_sheets(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Return the name of the part that holds each sheet, by the sheet's name."""
    of_id = {one.get("Id"): one.get("Target", "") for one in map(_attributes, _RELATION.findall(relations))}
    found = {}
    for one in map(_attributes, _SHEET.findall(workbook)):
        id_ = next((value for name, value in one.items() if name.endswith(":id")), None)
        found[one.get("name", "")] = posixpath.normpath(posixpath.join("/xl", of_id.get(id_, ""))).lstrip("/")
    return found


def failed_cells(xml: bytes) -> dict[int, dict[int, str]]:
    """Return what stands in the failed cells of a sheet's part, by column and row, both from 0."""
    found: dict[int, dict[int, str]] = {}
    for cell in _CELL.finditer(xml):
        attributes, inside = _attributes(cell[1]), cell[2] or b""
        result = _RESULT.search(inside)
        if attributes.get("t") == "e":
            text = _text(result[1] if result else b"#")
        elif (formula := _FORMULA.search(inside)) and not (result and result[1]):
            text = f"={_text(formula[1] or b'?')}"
        else:
            continue
        if _PLACE.fullmatch(attributes.get("r", "")):
            row, column = xl_cell_to_rowcol(attributes["r"])
            found.setdefault(column, {})[row] = text[:_LONGEST]
    return found


def _attributes(text: bytes) -> dict[str, str]:
    pairs = re.findall(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", text)
    return {_text(name): _text(double or single) for name, double, single in pairs}


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))
