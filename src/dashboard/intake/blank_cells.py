"""Cells of a workbook that are formatted, or hold blanks, and say nothing: one in the last row is no hundred thousand rows.

The reader makes room for the whole rectangle between the first and the last cell of a sheet, so such cells are taken out before.
"""

import io
import re
import zipfile
from collections.abc import Callable, Collection

STRINGS = "xl/sharedstrings.xml"
_NOTHING = rb"(?:<(?:\w+:)?(?:is|v)\s*/>|<(?:\w+:)?is>\s*(?:<(?:\w+:)?t[^>]*/>|<(?:\w+:)?t[^>]*>\s*</(?:\w+:)?t>)?\s*</(?:\w+:)?is>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)"
_BLANK = re.compile(
    rb"<(?:\w+:)?c\s[^>]*/>|<(?:\w+:)?c(?:\s[^>]*[^/>])?>\s*" + _NOTHING + rb"?\s*</(?:\w+:)?c>", re.DOTALL
)
_BLANK_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*/>|<(?:\w+:)?row(?:\s[^>]*[^/>])?>\s*</(?:\w+:)?row>")
_SHARED = re.compile(rb"<(?:\w+:)?c\s[^>]*\bt=\"s\"[^>]*>\s*<(?:\w+:)?v>\s*(\d+)\s*</(?:\w+:)?v>\s*</(?:\w+:)?c>")
_STRING = re.compile(rb"<(?:\w+:)?si(?:\s*/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_WORD = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>[^<]*[^\s<][^<]*</(?:\w+:)?t>")


def without_blank_cells(content: bytes, sheets: Collection[str], unpacked: Callable[[zipfile.ZipInfo], bytes]) -> bytes:
    """Return the workbook with the cells of these sheets taken out that show nothing.

    Args:
        content: The workbook.
        sheets: The names of the sheets' parts, in small letters.
        unpacked: Gives the content of a part.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(buffer, "w") as copy:
        parts = {entry.filename: unpacked(entry) for entry in archive.infolist()}
        strings = next((part for name, part in parts.items() if name.lower() == STRINGS), b"")
        blank = {str(place).encode() for place, one in enumerate(_STRING.findall(strings)) if not _WORD.search(one)}
        for name, part in parts.items():
            if name.lower() in sheets:
                part = _BLANK.sub(b"", part)
                part = _SHARED.sub(lambda cell: b"" if cell[1] in blank else cell[0], part) if blank else part
                part = _BLANK_ROW.sub(b"", part)
            copy.writestr(name, part)
    return buffer.getvalue()
