"""What a document will say, part by part, before it is made."""

import html
from collections.abc import Iterator
from typing import Any

from dashboard.documents.model import Block, Document, Heading, Paragraph, StatusBars, Table, Ways
from dashboard.ui.parts.html_tables import table
from dashboard.words.translations import translator

_NAMED = 2
"""Up to so many tables of a part are named; more are counted."""


def finding_of(document: Document) -> str:
    """Return the sentence that answers."""
    return next(block.text for block in document.blocks if isinstance(block, Paragraph) and block.role == "finding")


def contents_table(document: Document, language: str, *, caption: str) -> str:
    """Return each part of a document with its tables and how many pictures it has."""
    say = translator(language)

    def holds(part: dict[str, Any]) -> str:
        tables = [block for block in part["blocks"] if isinstance(block, Table)]
        pictures = sum(isinstance(block, StatusBars | Ways) for block in part["blocks"])
        rows = sum(len(made.rows) for made in tables)
        told = [say("{title} ({count} dòng)").format(title=made.title, count=len(made.rows)) for made in tables]
        if len(tables) > _NAMED:
            told = [say("{count} bảng, {rows} dòng").format(count=len(tables), rows=rows)]
        told += [say("{count} hình").format(count=pictures)] if pictures else []
        return "<br>".join(map(html.escape, told)) or html.escape(say("lời văn"))

    return table(
        [
            (say("Phần"), "text", lambda part: html.escape(part["title"])),
            (say("Nội dung"), "wide", holds),
        ],
        _parts(document, say("Mở đầu")),
        caption=caption,
    )


def _parts(document: Document, first: str) -> Iterator[dict[str, Any]]:
    title, blocks = first, list[Block]()
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            if blocks:
                yield {"title": title, "blocks": blocks}
            title, blocks = block.text, []
        else:
            blocks.append(block)
    yield {"title": title, "blocks": blocks}
