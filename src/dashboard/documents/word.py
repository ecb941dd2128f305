"""Documents as Word files, to be edited: real styles, numbering, contents and repeated heads; pictures as in the PDF."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from dashboard.documents import pictures, typesetting
from dashboard.documents.fixed_words import fixed_words
from dashboard.documents.model import Bullets, Document, Heading, Paragraph, StatusBars, Table
from dashboard.documents.outline import numbered
from dashboard.documents.steady import steady
from dashboard.documents.word_head import write_head, write_signing
from dashboard.documents.word_styles import prepare
from dashboard.documents.word_tables import table_of
from dashboard.documents.word_xml import bookmark, element, field, paragraph, run

_SMALLER = 0.92
_STYLES = {"finding": "Finding", "body": "Body Text", "note": "Note"}


def docx_file(document: Document) -> bytes:
    """Return the document as DOCX.

    Raises:
        DashboardError: A font of the pictures is missing; see ``fonts.faces``.
    """
    # Word's lines are a little higher than typst's.
    scale = typesetting.scale(document) * (_SMALLER if document.kind == "one-page" else 1)
    word = docx.Document()
    prepare(word, document.language, scale)
    _properties(word, document)
    _header_and_footer(word, document)
    write_head(word, document, scale)
    if typesetting.has_contents(document):
        _write_contents(word, document)
    _write_blocks(word, document, scale)
    if document.permalink:
        words = fixed_words(document.language)["permalink"]
        word.add_paragraph(f"{words} {document.permalink}", style="Note").alignment = WD_ALIGN_PARAGRAPH.LEFT
    write_signing(word, document, scale)
    saved = io.BytesIO()
    word.save(saved)
    return steady(saved.getvalue(), document.day)


def _properties(word: Word, document: Document) -> None:
    known = word.core_properties
    known.title = f"{document.title}: {document.subject}"[:255]
    known.subject = document.subject[:255]
    known.author = document.letterhead.issuer[:255]
    known.keywords = ", ".join(document.keywords)[:255]
    known.comments = document.stamp[:255]
    known.language = document.language
    known.last_modified_by = ""
    known.created = known.modified = dt.datetime.combine(document.day, dt.time())
    known.revision = 1


def _header_and_footer(word: Word, document: Document) -> None:
    section = word.sections[0]
    section.first_page_header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number._p.extend(field("PAGE"))
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.style = word.styles["Footer"]
        line._p.get_or_add_pPr().append(element("pBdr", element("top", val="single", sz=4, space=3, color="808080")))
        if document.marked:
            line._p.append(run(document.marked, b=True))
            line._p.append(run(" · "))
        line._p.append(run(document.stamp))


def _write_contents(word: Word, document: Document) -> None:
    """Write the list of contents, filled in; the pages are those of the PDF until Word reckons its own."""
    entries = [
        (number, heading, page)
        for number, (heading, page) in enumerate(
            zip(numbered(document), typesetting.pages_of_headings(document), strict=True)
        )
        if heading.level < 3
    ]
    add: Callable[[Any], None] = word.element.body.sectPr.addprevious
    add(paragraph(run(fixed_words(document.language)["contents"], b=True), align="center", keep=True))
    begin, code, separate, _, end = field('TOC \\o "1-2" \\h \\z \\u')
    for place, (number, heading, page) in enumerate(entries):
        text = heading.text.upper() if heading.level == 1 else heading.text
        name = f"_Toc{number + 1:06}"
        link = element(
            "hyperlink",
            run(f"{heading.number} {text}"), element("r", element("tab")), *field(f"PAGEREF {name} \\h", str(page)),
            anchor=name, history=1,
        )  # fmt: skip
        opening = [begin, code, separate] if place == 0 else []
        add(paragraph(*opening, link, *([end] if place == len(entries) - 1 else []), style=f"TOC{heading.level}"))
    add(paragraph())


def _write_blocks(word: Word, document: Document, scale: float) -> None:
    headings, images = numbered(document), iter(typesetting.pngs(document, scale))
    number = 0
    for block in pictures.gathered(document.blocks):
        if isinstance(block, Heading):
            heading = next(headings)
            bookmark(word.add_heading(heading.text, heading.level), f"_Toc{number + 1:06}", number)
            number += 1
        elif isinstance(block, Paragraph):
            word.add_paragraph(block.text, style=_STYLES[block.role])
        elif isinstance(block, Bullets):
            for item in block.items:
                word.add_paragraph(item, style="List Bullet")
        elif isinstance(block, Table):
            word.add_paragraph(block.title, style="Caption")
            if block.rows:
                word.element.body.sectPr.addprevious(
                    table_of(block, is_compact=document.kind == "one-page", scale=scale)
                )
                word.element.body.sectPr.addprevious(paragraph(style="Cell"))
            else:
                word.add_paragraph(block.empty, style="Note")
        else:
            parts = next(images)
            # Title and picture are one paragraph: LibreOffice parts a picture from the title that is to be kept with it.
            title = word.add_paragraph(block.title if isinstance(block, StatusBars) else "", style="Caption")
            title.paragraph_format.keep_together, title.paragraph_format.keep_with_next = True, False
            for place, (words, png) in enumerate(parts):
                at = title if place == 0 else word.add_paragraph(style="Caption")
                _add_picture(at, png, words)


def _add_picture(at: Any, png: bytes, words: str) -> None:
    run = at.add_run()
    if at.text:
        run.add_break()
    inline = run.add_picture(io.BytesIO(png), width=Mm(160))._inline
    for side in ("distT", "distB", "distL", "distR"):  # without them LibreOffice takes an eighth of an inch
        inline.set(side, "0")
    inline.docPr.set("descr", words)
    inline.docPr.set("name", words[:60])
