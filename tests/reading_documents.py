"""What a document says, and a PDF as it is read and as it looks."""

import unicodedata

import numpy as np
import pypdfium2

from dashboard.documents.fixed_words import recipients
from dashboard.documents.model import (
    Bullets,
    Heading,
    Paragraph,
    StatusBars,
    Table,
)
from dashboard.documents.outline import numbered
from dashboard.method import STATUS, TASK_STATUS


def packed(text):
    """Return the text without what a line's end changes."""
    text = unicodedata.normalize("NFC", text.replace("\x02", "-").replace("\ufffe", "-"))
    return "".join(character for character in text if not character.isspace() and character not in "\u200b\u00ad")


def texts_of(document):
    """Yield every text of a document as it is read."""
    head = document.letterhead
    yield from (document.title, document.subject, document.stamp, document.marked, document.permalink)
    yield from (head.above, head.issuer, head.number, head.place_and_date, head.signatory, *recipients(head.recipients))
    headings = numbered(document)
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = next(headings)
            yield f"{heading.number} {heading.text.upper() if heading.level == 1 else heading.text}"
        elif isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        else:
            yield block.title
            yield from texts_of_table(block) if isinstance(block, Table) else texts_of_picture(block)


def texts_of_table(table):
    if not table.rows:
        yield table.empty
        return
    yield from (column.title for column in table.columns)
    for row in table.rows:
        for cell in row.cells:
            known = (STATUS | TASK_STATUS)[cell.status].sign if cell.status else ""
            yield f"{known} {cell.text}"


def texts_of_picture(picture):
    if isinstance(picture, StatusBars):
        for bar in picture.bars:
            yield from (bar.label, bar.told)
            yield from (f"{STATUS[part.status].sign} {part.count}" for part in bar.parts if part.count)
        yield from (f"{STATUS[status].sign} {word}" for status, word in picture.words)
    else:
        for way in picture.ways:
            yield from (way.label, way.baseline_text, way.actual_text, way.target_text)


class Pages:
    """A PDF as it is read and as it looks."""

    def __init__(self, made):
        self.pdf = pypdfium2.PdfDocument(made)
        self.texts = [page.get_textpage().get_text_range() for page in self.pdf]
        self.text = packed("".join(self.texts))

    def images(self, scale=1.5):
        for page in self.pdf:
            yield np.asarray(page.render(scale=scale).to_pil().convert("L")), scale
