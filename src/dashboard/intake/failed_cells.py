"""Cells of a workbook that show no figure though something stands in them: errors such as #REF!, and formulas nobody has calculated.

The reader of workbooks gives them as empty. A figure must not vanish like that, so their own words are put in their place; a check of the
value then names them.
"""

import html
import io
import posixpath
import re
import zipfile

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_RESULT = re.compile(rb"<(?:\w+:)?(?:v|is)(?:\s[^>]*)?>(.*?)</(?:\w+:)?(?:v|is)>", re.DOTALL)
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
_LONGEST = 60


def failed_cells(content: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """Return what stands in the failed cells of a measured workbook's sheet, by row (from 1) and column (from 0)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = _part(archive, sheet)
        xml = archive.read(part) if part in archive.namelist() else b""
    found: dict[tuple[int, int], str] = {}
    if b't="e"' not in xml and b"<f" not in xml and b":f" not in xml:
        return found
    for cell in _CELL.finditer(xml):
        attributes, inside = _attributes(cell[1]), cell[2] or b""
        place = _PLACE.fullmatch(attributes.get("r", ""))
        if place is None:
            continue
        result = _RESULT.search(inside)
        if attributes.get("t") == "e":
            text = _text(result[1] if result else b"#")
        elif (formula := _FORMULA.search(inside)) and not (result and result[1]):
            text = f"={_text(formula[1] or b'?')}"
        else:
            continue
        found[int(place[2]), _column(place[1])] = text[:_LONGEST]
    return found


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet; an empty text where the workbook does not say."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return ""
    relations = map(_attributes, _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for one in map(_attributes, _SHEET.findall(archive.read("xl/workbook.xml"))):
        if one.get("name") == sheet:
            id_ = next((value for name, value in one.items() if name.endswith(":id")), None)
            return posixpath.normpath(posixpath.join("/xl", targets.get(id_, ""))).lstrip("/")
    return ""


def _attributes(text: bytes) -> dict[str, str]:
    pairs = re.findall(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", text)
    return {name.decode(): _text(double or single) for name, double, single in pairs}


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
