"""Tables that web systems save under the name of Excel: HTML, and the XML of Excel 2003, as a person sees them."""

import html
import re
from html.parser import HTMLParser

from dashboard.intake.codes import MAX_COLUMNS
from dashboard.intake.grids import Grid, Room
from dashboard.intake.number_formats import NumberFormat, number_format
from dashboard.intake.refusal import Refusal
from dashboard.intake.xml_parsing import LENGTH_OF_DATE, parse_xml

_HTML = re.compile(rb"<\s*table[\s>]", re.IGNORECASE)
_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet "
_HEAD = 4_000


def is_markup(content: bytes) -> bool:
    """Return whether the bytes are a page with a table, or the XML of Excel 2003."""
    start = content[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if not start.lstrip(b"\x00").startswith(b"<"):
        return False
    if _XML in content[:_HEAD]:
        return True
    # UTF-16 has a zero beside each plain letter.
    return not start.startswith(b"<?xml") and _HTML.search(content.replace(b"\x00", b"")) is not None


def grids(content: bytes, text: str) -> list[Grid]:
    """Return the tables of the file.

    Args:
        content: The file, which names its own encoding where it is XML.
        text: The same as text.

    Raises:
        Refusal: It is broken, or holds too much.
    """
    return _of_xml(content) if _XML in content[:_HEAD] else _of_html(text)


class _Html(HTMLParser):
    """Reads tables row by row; cells over several rows or columns stand in the first of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self._room = Room()
        self._row, self._column, self._words = -1, 0, None  # type: tuple[int, int, list[str] | None]
        self._taken: dict[tuple[int, int], bool] = {}
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.grids.append(Grid(f"HTML {len(self.grids) + 1}"))
            self._row, self._taken = -1, {}
        elif tag == "tr" and self.grids:
            self._row, self._column = self._row + 1, 0
        elif tag in ("td", "th") and self.grids:
            self._close()
            self._row = max(self._row, 0)
            given = dict(attrs)
            self._spans = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self._words = []
        elif tag == "br" and self._words is not None:
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close()

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)

    def _close(self) -> None:
        if self._words is None:
            return
        while self._taken.get((self._row, self._column)):
            self._column += 1
        grid, (down, across) = self.grids[-1], self._spans
        grid.put(self._row, self._column, " ".join("".join(self._words).split()))
        self._room.take(down * across)
        for row in range(self._row, self._row + down):
            for column in range(self._column, self._column + across):
                self._taken[row, column] = True
        if down > 1 and across == 1:
            grid.merged.append((self._column, self._row, self._row + down - 1))
        self._column, self._words = self._column + across, None


def _span(text: str | None) -> int:
    return min(max(int(text), 1), MAX_COLUMNS) if text and text.isdigit() and len(text) < 6 else 1


def _of_html(text: str) -> list[Grid]:
    parser = _Html()
    parser.feed(text)
    parser.close()
    return parser.grids


class _Xml:
    """Reads the XML of Excel 2003."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._formats: dict[str, NumberFormat] = {}
        self._style, self._cell_style, self._kind = "", "", ""
        self._row, self._column, self._down = -1, -1, 0
        self._words: list[str] | None = None

    def start(self, name: str, given: dict[str, str]) -> None:
        of = {key.rpartition(" ")[2]: value for key, value in given.items()}
        tag = name.removeprefix(_SPREADSHEET)
        if tag == "Style":
            self._style = of.get("ID", "")
        elif tag == "NumberFormat":
            code = {"Percent": "0%"}.get(of.get("Format", ""), of.get("Format", ""))
            self._formats[self._style] = number_format(code)
        elif tag == "Worksheet":
            self.grids.append(Grid(of.get("Name", "")))
            self._row = -1
        elif tag == "Row" and self.grids:
            self._row, self._column = _at(of, self._row), -1
            if of.get("Hidden") == "1":
                self.grids[-1].hidden_rows.add(self._row)
        elif tag == "Cell":
            self._column, self._cell_style = _at(of, self._column), of.get("StyleID", "")
            self._down = _span(of.get("MergeDown")) if of.get("MergeDown", "0") != "0" else 0
        elif tag == "Data":
            self._kind, self._words = of.get("Type", ""), []

    def text(self, words: str) -> None:
        if self._words is not None:
            self._words.append(words)

    def end(self, name: str) -> None:
        if name != f"{_SPREADSHEET}Data" or self._words is None or not self.grids:
            return
        grid, shown, number = self.grids[-1], "".join(self._words).strip(), None
        self._words = None
        if self._kind == "Number":
            try:
                number = float(shown)
            except ValueError:
                raise Refusal("broken_workbook") from None
            form = self._formats.get(self._cell_style)
            shown, number = (form.shown(number) if form else None) or (f"{number:.15g}", number)
        elif self._kind == "DateTime":
            shown = shown[:LENGTH_OF_DATE]
        grid.put(self._row, self._column, html.unescape(shown), number)
        if self._down:
            grid.merged.append((self._column, self._row, self._row + self._down))


def _at(of: dict[str, str], before: int) -> int:
    index = of.get("Index", "")
    return int(index) - 1 if index.isdigit() and len(index) < 8 else before + 1


def _of_xml(content: bytes) -> list[Grid]:
    reading = _Xml()
    parse_xml(reading, [content], namespace_separator=" ")
    return reading.grids
