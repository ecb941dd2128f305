"""Documents as PDF, and their pictures as PNG, set by typst from one source.

The document goes to typst as data, never as markup: whatever stands in a text is set as it stands.
"""

import json
from collections.abc import Callable
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import typst

from dashboard.documents import columns, fonts, pictures, signs
from dashboard.documents.fixed_words import fixed_words, recipients
from dashboard.documents.model import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Row,
    StatusBars,
    Table,
    Ways,
)
from dashboard.documents.outline import Numbered, numbered
from dashboard.documents.texts import with_texts

_FOLDER = Path(__file__).parent / "typst"
_PAGE_WIDE, _PAGE_HIGH = 453.0, 717.0
"""What the margins leave of A4, in points."""
_STANDARDS = ["a-2a", "ua-1"]
"""Kept for archives (PDF/A), and read aloud (PDF/UA): tagged, with language, title and words for every picture."""
_RESOLUTION = 200
_LARGE, _REMEMBERED = 100_000, 10
"""typst keeps what it worked out for as many runs; after a document of so many characters it is made to forget, by runs on nothing:
ten long reports would otherwise hold 400 MB."""
_NOTHING = json.dumps({"language": "vi", "words": {}, "scale": 1, "pictures": []})
_LEAST_FOR_CONTENTS = 4
"""With fewer headings a list of contents is longer than the search for them."""


def pdf(document: Document) -> bytes:
    """Return the document as PDF.

    Raises:
        DashboardError: A font is missing; see ``fonts.faces``.
    """
    return _set("document.typ", _data(document), _seconds(document), format="pdf", pdf_standards=_STANDARDS)[0]


def pngs(document: Document, scale: float = 1.0) -> list[list[tuple[str, bytes]]]:
    """Return each picture of the document, 160 mm wide, 200 dots an inch, in parts with what each says in words.

    Args:
        document: The document; see ``pictures.gathered`` for what makes one picture.
        scale: Less than 1 for smaller words.

    Raises:
        DashboardError: A font is missing; see ``fonts.faces``.
    """
    words = fixed_words(document.language)
    blocks = pictures.gathered(with_texts(document, fonts.shown).blocks)
    images = [
        [pictures.with_words(part, words) for part in pictures.in_parts(block)]
        for block in blocks
        if isinstance(block, StatusBars | tuple)
    ]
    if not images:
        return []
    flat = [part for parts in images for part in parts]
    data = {"language": document.language, "words": words, "scale": scale, "pictures": flat}
    made = iter(_set("pages.typ", data, _seconds(document), format="png", ppi=_RESOLUTION))
    return [[(part["alt"], next(made)) for part in parts] for parts in images]


def has_contents(document: Document) -> bool:
    """Return whether the document begins with a list of contents: a report of more than a few headings does."""
    headings = sum(isinstance(block, Heading) for block in document.blocks)
    return document.kind == "report" and headings >= _LEAST_FOR_CONTENTS


def pages_of_headings(document: Document) -> list[int]:
    """Return the page of the PDF each heading stands on, in their order."""
    pages: list[int] = _found(document, "<pages>")
    return pages


def scale(document: Document) -> float:
    """Return by how much a document of one page is set smaller, so that it is one page."""
    if document.kind != "one-page":
        return 1.0
    chosen: float = _found(document, "<scale>")
    return chosen


def _found(document: Document, label: str) -> Any:
    return json.loads(
        _with_typst("document.typ", _data(document), lambda one: one.query(label, field="value", one=True))
    )


def _set(source: str, data: dict[str, Any], seconds: int, **options: Any) -> list[bytes]:
    made = _with_typst(source, data, lambda one: one.compile(timestamp=seconds, **options))
    return made if isinstance(made, list) else [made]


def _with_typst(source: str, data: dict[str, Any], act: Callable[[typst.Compiler], Any]) -> Any:
    """Have typst act on the data; a breakdown within it, which is no ``Exception``, becomes one."""
    text = json.dumps(data, ensure_ascii=False)
    try:
        made = act(_compiler(source, text))
        if len(text) > _LARGE:
            for _ in range(_REMEMBERED + 1):
                _compiler("pages.typ", _NOTHING).compile(format="png")
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RuntimeError(f"typst broke down: {error}") from error
    return made


def _compiler(source: str, text: str) -> typst.Compiler:
    return typst.Compiler(
        str(_FOLDER / source),
        root=str(_FOLDER),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": text},
    )


@cache
def _fonts() -> typst.Fonts:
    fonts.faces()
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])


def _seconds(document: Document) -> int:
    """Return midnight of the document's day, in seconds since 1970: the same document has the same bytes."""
    return (document.day.toordinal() - 719163) * 86400


# ---- the document as data --------------------------------------------------------------------------------------------


def _data(document: Document) -> dict[str, Any]:
    document = with_texts(document, fonts.shown)
    headings = numbered(document)
    head = document.letterhead
    return {
        "kind": document.kind,
        "language": document.language,
        "name": f"{document.title}: {document.subject}",
        "title": _broken(document.title, 0.9 * _PAGE_WIDE, 14),
        "subject": _broken(document.subject, 0.9 * _PAGE_WIDE, 14),
        "issuer": head.issuer,
        "keywords": list(document.keywords),
        "day": [document.day.year, document.day.month, document.day.day],
        "marked": _broken(document.marked, 0.8 * _PAGE_WIDE, 12),
        "stamp": _broken(document.stamp, _PAGE_WIDE, 8),
        "permalink": document.permalink,
        "shown_permalink": _broken(document.permalink, 0.5 * _PAGE_WIDE, 10),
        "contents": has_contents(document),
        "letterhead": {
            "above": _broken(head.above, 0.38 * _PAGE_WIDE, 12),
            "issuer": _broken(head.issuer, 0.38 * _PAGE_WIDE, 12),
            "number": _broken(head.number, 0.38 * _PAGE_WIDE, 13),
            "place_and_date": _broken(head.place_and_date, 0.5 * _PAGE_WIDE, 13),
            "signatory": _broken(head.signatory, 0.45 * _PAGE_WIDE, 13),
            "recipients": [_broken(text, 0.4 * _PAGE_WIDE, 11) for text in recipients(head.recipients)],
        },
        "words": fixed_words(document.language),
        "blocks": [
            _heading(next(headings)) if isinstance(block, Heading) else _block(block, document)
            for block in pictures.gathered(document.blocks)
        ],
    }


def _heading(heading: Numbered) -> dict[str, Any]:
    text = _broken(heading.text, 0.9 * _PAGE_WIDE, 14)
    return {"is": "heading", "number": heading.number, "text": text, "level": heading.level}


def _block(block: Block | tuple[Ways, ...], document: Document) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"is": block.role, "text": _broken(block.text, 0.9 * _PAGE_WIDE, 13)}
    if isinstance(block, Bullets):
        return {"is": "bullets", "items": [_broken(item, 0.85 * _PAGE_WIDE, 13) for item in block.items]}
    if isinstance(block, Table):
        return _table(block, is_compact=document.kind == "one-page")
    if isinstance(block, StatusBars | tuple):
        words = fixed_words(document.language)
        parts = [pictures.with_words(part, words) for part in pictures.in_parts(block)]
        title = _broken(block.title, 0.9 * _PAGE_WIDE, 12) if isinstance(block, StatusBars) else ""
        return {"is": "picture", "title": title, "parts": parts}
    raise TypeError(f"no typesetting for {type(block).__name__}")


def _table(table: Table, *, is_compact: bool) -> dict[str, Any]:
    size = columns.type_size(table, is_compact=is_compact)
    wide = columns.widths(table, _PAGE_WIDE, size)
    across = [one - 7 for one in wide]
    return {
        "is": "table",
        "title": _broken(table.title, 0.9 * _PAGE_WIDE, 12),
        "empty": table.empty,
        "size": size,
        "columns": [
            {"title": _broken(column.title, one - 7, size), "width": one, "align": column.align}
            for column, one in zip(table.columns, wide, strict=True)
        ],
        "rows": [
            {**_row(row, across, size), "has_rows": row.is_group and after is not None and not after.is_group}
            for row, after in zip_longest(table.rows, table.rows[1:])
        ],
    }


def _row(row: Row, across: list[float], size: float) -> dict[str, Any]:
    rooms = [_PAGE_WIDE - 8] if row.is_group else across
    cells = []
    tallest = 0
    for cell, room in zip(row.cells, rooms, strict=True):
        text = signs.with_sign(cell.text, cell.status)
        tallest = max(tallest, fonts.lines(text, room, size, is_bold=cell.is_strong))
        colour = signs.known(cell.status).colour if cell.status else ""
        cells.append(
            {
                "text": _broken(cell.text, room - (size if cell.status else 0), size),
                "sign": signs.sign(cell.status),
                "colour": colour,
                "strong": cell.is_strong,
            }
        )
    return {"group": row.is_group, "cells": cells, "whole": tallest * size * 1.2 < 0.75 * _PAGE_HIGH}


def _broken(text: str, across: float, size: float) -> str:
    """Return the text with a place to break after each letter of words that are longer than a line."""
    if len(text) * size < across or all(
        fonts.width(word, size, is_bold=True) < across for word in text.split() if len(word) * size >= across
    ):
        return text
    return "".join(
        "\u200b".join(word) if word and fonts.width(word, size, is_bold=True) >= across else word
        for word in _words(text)
    )


def _words(text: str) -> list[str]:
    """Return words and what stands between them, in their order."""
    found, word = [], ""
    for character in text:
        if character.isspace():
            found += [word, character]
            word = ""
        else:
            word += character
    return [*found, word]
