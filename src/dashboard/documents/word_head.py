"""Head and signature of a Word document; what only the office knows stands in fields to be filled in."""

from typing import Any

from docx.document import Document as Word

from dashboard.documents import fonts
from dashboard.documents.fixed_words import fixed_words, recipients
from dashboard.documents.model import Document
from dashboard.documents.word_tables import ACROSS, plain_table
from dashboard.documents.word_xml import borders, element, fill_in, line_below, paragraph, run
from dashboard.words.translations import translator

_LEFT, _RIGHT = 0.43 * ACROSS, 0.57 * ACROSS


def write_head(word: Word, document: Document, scale: float) -> None:
    """Write issuing body, national motto, number, place and date, title and subject."""
    say, words, head = translator(document.language), fixed_words(document.language), document.letterhead
    small, middle = 12 * scale, 13 * scale
    left = [_centred(run(head.above, sz=small))] if head.above else []
    left.append(_centred(run(head.issuer, b=True, sz=small)))
    left.append(line_below(_LEFT, 0.4 * min(fonts.width(head.issuer, small, is_bold=True), _LEFT)))
    if head.number:
        left.append(paragraph(fill_in(head.number, say("Số, ký hiệu"), 101), style="Number"))
    motto = fonts.width(words["motto"], middle, is_bold=True)
    right = [
        _centred(run(words["state"], b=True, sz=small)),
        _centred(run(words["motto"], b=True, sz=middle)),
        line_below(_RIGHT, motto),
    ]
    if head.place_and_date:
        right.append(paragraph(fill_in(head.place_and_date, say("Địa danh, ngày tháng"), 102), style="Place"))
    add = word.element.body.sectPr.addprevious
    add(plain_table([_LEFT, _RIGHT], left, right))
    if document.marked:
        box = _centred(run(document.marked, b=True, sz=small))
        aside = round(10 * max(ACROSS - fonts.width(document.marked, small, is_bold=True) - 24, 0))
        box.pPr.insert(0, borders("pBdr", "top", "left", "bottom", "right", size=8, space=4))
        box.pPr.insert(1, element("spacing", before=200, after=0))
        box.pPr.insert(2, element("ind", left=aside, right=aside))
        add(box)
    title = word.add_paragraph(document.title, style="Title")
    title.paragraph_format.space_before = round(12700 * (14 if scale == 1 else 5))
    word.add_paragraph(document.subject, style="Subtitle")
    add(line_below(ACROSS, 0.28 * ACROSS))


def write_signing(word: Word, document: Document, scale: float) -> None:
    """Write the recipients at the left and, at the right, who signs with room for the signature."""
    say, words, head = translator(document.language), fixed_words(document.language), document.letterhead
    left, right = [], []
    if head.recipients:
        left = [
            paragraph(run(words["recipients"], b=True, i=True, sz=12 * scale), style="Cell", keep=True),
            *(paragraph(run(f"- {text}", sz=11 * scale), style="Cell") for text in recipients(head.recipients)),
        ]
    if head.signatory:
        right = [
            _centred(run(head.signatory, b=True, sz=13 * scale)),
            *(_centred(run("", sz=13 * scale)) for _ in range(4)),
            paragraph(fill_in("…" * 12, say("Họ và tên người ký"), 103), style="Signatory"),
        ]
    if left or right:
        word.element.body.sectPr.addprevious(plain_table([ACROSS / 2, ACROSS / 2], left, right))


def _centred(content: Any) -> Any:
    return paragraph(content, style="Cell", align="center")
