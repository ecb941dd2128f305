"""How a worksheet is set and printed: one type, A4, one page wide, headings and numbers on every page."""

import io
import re
import zipfile
from typing import Any

from xlsxwriter.worksheet import Worksheet

FONT: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 11, "font_family": 1, "font_scheme": "none"}
"""What cells are set in: the type of an office's papers, which every office has."""
LEFT, RIGHT, CENTRE = {"align": "left", "indent": 1}, {"align": "right", "indent": 1}, {"align": "center"}
"""How words, numbers and years stand in their cells."""
BORDER = {"border": 1, "border_color": "#94A3B8", "valign": "top"}
HEADING = {
    **BORDER, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#E2E8F0",
}  # fmt: skip
LOCALES = {"vi": "[$-42A]", "en": "[$-409]"}
"""What stands before a number format for programs that write numbers by it; Excel writes them as the computer is set."""
_A4 = 9
_IN_FOOTER = '&"Times New Roman,Regular"&9'


def for_paper(sheet: Worksheet, *, left: str, middle: str = "", above: str = "") -> None:
    """Set the sheet up for A4 across, one page wide and as many long as it needs, with page numbers below.

    Args:
        sheet: Which.
        above: What stands above every page, as a title.
        left: What stands below every page on the left.
        middle: What stands there in the middle, bold.
    """
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.75 if above else 0.5, bottom=0.6)
    if above:
        sheet.set_header(f'&L&"Times New Roman,Bold"&13{_said(above)}')
    sheet.set_footer(
        f"&L{_IN_FOOTER}{_said(left)}"
        + (f'&C&"Times New Roman,Bold"&9{_said(middle)}' if middle else "")
        + f"&R{_IN_FOOTER}&P/&N"
    )


def _said(text: str) -> str:
    return text.replace("&", "&&")


def with_growing_rows(workbook: bytes) -> bytes:
    """Return the workbook with rows that grow when somebody writes more into them than they hold.

    xlsxwriter fixes the height of every row it is given one for.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as given, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in given.infolist():
            content = given.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb'(<row [^>]*ht="[^"]*") customHeight="1"', rb"\1", content)
            made.writestr(entry, content)
    return buffer.getvalue()
