"""What a document says, gathered for tests: its texts, and what is wrong with it."""

import dataclasses
import re
import unicodedata
from collections.abc import Iterator

from dashboard.documents.model import Bullets, Document, Heading, Paragraph, StatusBars, Table, Ways
from dashboard.method import STATUSES

_RIGHTLY_TWICE = {"giáo giáo", "năm năm"}
"""“nhà giáo giáo dục nghề nghiệp”, “trong năm năm”."""
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})\s+\1\b", re.IGNORECASE)


def texts(thing: object) -> Iterator[str]:
    """Yield every text of a document or a part of it, as it is read."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from texts(part)
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from texts(getattr(thing, field.name))


def tables(document: Document) -> dict[str, Table]:
    """Return the tables by title."""
    return {block.title: block for block in document.blocks if isinstance(block, Table)}


def table(document: Document, word: str) -> Table:
    """Return the one table with the words in its title."""
    (found,) = (made for title, made in tables(document).items() if word in title)
    return found


def column(made: Table, title: str) -> list[str]:
    """Return the texts of a column."""
    place = [column.title for column in made.columns].index(title)
    return [row.cells[place].text for row in made.rows]


def headings(document: Document) -> list[str]:
    """Return the headings of the first level."""
    return [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]


def said(document: Document) -> str:
    """Return the sentences between tables and pictures."""
    spoken = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            spoken.append(block.text)
        elif isinstance(block, Bullets):
            spoken.extend(block.items)
    return "\n".join(spoken)


def faults(document: Document) -> list[str]:
    """Return everything that makes a document none: uneven tables, empty places, words said twice, texts that are not composed."""
    found = []
    for text in texts(document):
        if text != unicodedata.normalize("NFC", text):
            found.append(f"not composed: {text!r}")
        if "  " in text or text != text.strip() or "{" in text or "None" in text:
            found.append(f"not as it is read: {text!r}")
        found += [
            f"said twice: {match[0]!r} in {text!r}"
            for match in _DOUBLED.finditer(text)
            if match[0] not in _RIGHTLY_TWICE
        ]
    for name in ("title", "subject", "stamp", "permalink", "file_name"):
        if not getattr(document, name):
            found.append(f"without {name}")
    for block in document.blocks:
        found += _faults_of(block)
    return found


def _faults_of(block: object) -> list[str]:
    if isinstance(block, Heading | Paragraph):
        return [] if block.text else [f"empty {type(block).__name__}"]
    if isinstance(block, Bullets):
        return [] if block.items and all(block.items) else ["empty bullets"]
    if isinstance(block, StatusBars):
        known = dict(block.words)
        return [
            f"{bar.label}: {part}"
            for bar in block.bars
            for part in bar.parts
            if part.status not in known or part.count <= 0
        ]
    if isinstance(block, Ways):
        return [
            f"way without a target: {way}"
            for way in block.ways
            if way.target is None and way.lower is None and way.upper is None
        ]
    found = []
    assert isinstance(block, Table)
    if not block.title or not all(column.title for column in block.columns):
        found.append(f"table without words: {block.title!r}")
    if not block.rows and not block.empty:
        found.append(f"{block.title}: no rows and no sentence in their place")
    for row in block.rows:
        if not row.is_group and len(row.cells) != len(block.columns):
            found.append(f"{block.title}: {len(row.cells)} cells for {len(block.columns)} columns")
        found += [f"{block.title}: empty cell" for cell in row.cells if not cell.text]
        found += [f"{block.title}: {cell.status}" for cell in row.cells if cell.status and cell.status not in STATUSES]
    return found
