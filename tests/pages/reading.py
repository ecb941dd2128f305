"""What stands on an opened page: its words, its pictures, and its HTML tables as rows of cells."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from streamlit.testing.v1 import AppTest


@dataclass
class Table:
    """One table: its caption, and every row as cell texts under their headings; a spanned cell stands in each row."""

    caption: str = ""
    headings: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    links: list[dict[str, list[str]]] = field(default_factory=list)

    def column(self, heading: str) -> list[str]:
        """Return the cells under a heading."""
        return [row[heading] for row in self.rows]


def tables(page: AppTest) -> list[Table]:
    """Return every table of the page's own HTML, in order."""
    found = []
    for text in _html(page):
        reader = _TableReader()
        reader.feed(text)
        found += reader.tables
    return found


def words(page: AppTest) -> str:
    """Return everything a visitor reads on the page, a line each."""
    return "\n".join(_words(page))


def pictures(page: AppTest) -> list[dict[str, Any]]:
    """Return the page's plotly figures, as the browser gets them: ``alt``, ``data``, ``layout``."""
    return [json.loads(sent) for sent in _sent_to_components(page) if sent.startswith(b"{")]


def words_of_pictures(page: AppTest) -> Iterator[str]:
    """Yield every text of the page's charts, also those shown on hover."""
    for picture in pictures(page):
        for text in _strings(picture["data"]):
            yield re.sub(r"<[^>]+>", " ", text)


def _sent_to_components(page: AppTest) -> list[bytes]:
    """Return what our own components get: figures as JSON, late tables as HTML."""
    return [element.proto.bytes for element in page.get("bidi_component")]


def menu_links(page: AppTest) -> dict[str, str]:
    """Return the query of each link of the menu by its words."""
    return {link.proto.label: link.proto.query_string for link in page.sidebar.get("page_link")}


def shown(element: Any) -> str:
    """Return an element's markdown as it is read, without the backslashes that keep signs from being obeyed."""
    return re.sub(r"\\(?=\W|_)", "", element.value)


def finding(page: AppTest) -> str:
    """Return the sentence under the title."""
    return page.markdown[0].value


def number(text: str) -> float:
    """Read a number as Vietnamese pages write it."""
    return float(text.replace(".", "").replace(",", ".").replace("−", "-").replace("+", ""))


def _html(page: AppTest) -> list[str]:
    late = [sent.decode() for sent in _sent_to_components(page) if sent.startswith(b"<")]
    return [element.value for element in page.get("html")] + late


def _words(page: AppTest) -> Iterator[str]:
    for kind in ("title", "header", "markdown", "caption", "info", "warning", "error"):
        yield from (element.value for element in page.get(kind))
    for text in _html(page):
        yield html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL))
    for element in page.metric:
        yield f"{element.label} {element.value} {element.delta}"
    for picture in pictures(page):
        yield picture["alt"]
    for kind in ("selectbox", "multiselect", "button_group", "expander"):
        for element in page.get(kind):
            yield element.label
            yield from getattr(element, "options", [])


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            if key not in ("type", "mode", "marker", "line", "fill", "symbol") and not key.endswith(
                ("position", "anchor", "info")
            ):
                yield from _strings(value)
    elif isinstance(part, list):
        for value in part:
            yield from _strings(value)


class _TableReader(HTMLParser):
    """Reads tables without tables inside them; cells may span rows."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._text: list[str] | None = None
        self._links: list[str] = []
        self._row: dict[int, tuple[str, list[str]]] = {}
        self._spanning: dict[int, tuple[int, str, list[str]]] = {}
        self._rowspan = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr":
            self._row = {}
            for place, (left, text, links) in list(self._spanning.items()):
                self._row[place] = (text, links)
                if left == 1:
                    del self._spanning[place]
                else:
                    self._spanning[place] = (left - 1, text, links)
        elif tag in ("td", "th", "caption"):
            self._text, self._links, self._rowspan = [], [], int(given.get("rowspan") or 1)
        elif tag == "br" and self._text is not None:
            self._text.append("\n")
        elif tag == "a" and given.get("href"):
            self._links.append(str(given["href"]))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "caption") and self._text is not None:
            text = "".join(self._text).strip()
            self._text = None
            if tag == "caption":
                self.tables[-1].caption = text
                return
            place = next(place for place in range(99) if place not in self._row)
            self._row[place] = (text, self._links)
            if self._rowspan > 1:
                self._spanning[place] = (self._rowspan - 1, text, self._links)
        elif tag == "tr" and self._row:
            cells = [self._row[place] for place in sorted(self._row)]
            table = self.tables[-1]
            if not table.headings:
                table.headings = [text for text, _ in cells]
                return
            assert len(cells) == len(table.headings), f"{table.caption}: {cells}"
            table.rows.append({heading: text for heading, (text, _) in zip(table.headings, cells, strict=True)})
            table.links.append({heading: links for heading, (_, links) in zip(table.headings, cells, strict=True)})
