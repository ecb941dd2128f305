"""Documents on paper: nothing is lost, cut or out of place, and every status is told apart without colour."""

import io
from dataclasses import replace
from itertools import combinations

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from dashboard.documents import typesetting
from dashboard.documents.fixed_words import fixed_words
from dashboard.documents.formats import content
from dashboard.documents.model import (
    Part,
    StatusBar,
    StatusBars,
    Table,
    Ways,
)
from dashboard.documents.outline import numbered
from dashboard.method import STATUS
from tests import sample_documents as documents
from tests.reading_documents import Pages, packed, texts_of, texts_of_table

MM = 72 / 25.4
A4 = (595, 842)


@pytest.fixture(scope="module", params=documents.SAMPLES, ids=str)
def sample(request):
    document = documents.SAMPLES[request.param]()
    return document, Pages(content(document, "pdf"))


def test_every_text_stands_on_the_pages_letter_for_letter(sample):
    document, pages = sample
    assert [text for text in texts_of(document) if packed(text) not in pages.text] == []
    if document.letterhead.recipients:
        assert packed(fixed_words(document.language)["recipients"]) in pages.text


def test_every_glyph_is_there(sample):
    document, pages = sample
    known = set(packed("".join(texts_of(document)))) | set(packed("".join(fixed_words(document.language).values())))
    assert set(pages.text) - known <= set("0123456789.·…-←○?" + "".join(status.sign for status in STATUS.values()))


def test_nothing_is_drawn_outside_the_margins(sample):
    _, pages = sample
    for image, scale in pages.images():
        edge = scale * MM
        inside = np.zeros(image.shape, bool)
        inside[round(8 * edge) : round(292 * edge), round(29.5 * edge) : round(190.5 * edge)] = True
        assert image[~inside].min() > 250, "outside of the margins"
        # Between the head's page number, the text and the foot nothing is drawn.
        for top, bottom in ((17, 20.5), (276.8, 279.5)):
            assert image[round(top * edge) : round(bottom * edge)].min() > 250, "in the gap before the foot"


def test_no_row_is_cut_by_a_pages_end(sample):
    document, pages = sample
    each = [packed(text) for text in pages.texts]
    for table in (block for block in document.blocks if isinstance(block, Table)):
        for row in table.rows:
            texts = [packed(text) for text in texts_of_table(replace(table, rows=(row,)))][len(table.columns) :]
            assert any("".join(texts) in page for page in each), texts


def test_no_heading_stands_alone_at_a_pages_end(sample):
    document, pages = sample
    foot = packed(" · ".join(filter(None, (document.marked, document.stamp))))
    lonely = {packed(text) for text in texts_of(document) if text[:1].isalnum()} & {
        packed(f"{one.number} {one.text.upper() if one.level == 1 else one.text}") for one in numbered(document)
    }
    for block in document.blocks:
        if isinstance(block, Table | StatusBars | Ways):
            lonely.add(packed(block.title))
        if isinstance(block, Table) and block.rows:
            lonely.add(packed("".join(column.title for column in block.columns)))
            lonely |= {packed(row.cells[0].text) for row in block.rows if row.is_group}
    for text in pages.texts:
        body = packed(text)
        body = body.replace(foot, "") if foot in body else body
        assert not [title for title in lonely if body.endswith(title)], body[-200:]


def test_the_first_page_has_no_number_and_every_other_its_own(sample):
    _, pages = sample
    for number, page in enumerate(pages.pdf, 1):
        head = page.get_textpage().get_text_bounded(bottom=A4[1] - 19 * MM).strip()
        assert head == ("" if number == 1 else str(number))


def test_the_pdf_tells_title_language_and_structure_and_has_bookmarks(sample):
    document, pages = sample
    known = pages.pdf.get_metadata_dict()
    assert known["Title"] == f"{document.title}: {document.subject}"
    assert known["CreationDate"].startswith("D:20261130")
    assert pages.pdf.is_tagged()
    raw = content(document, "pdf")
    assert f"/Lang ({document.language}".encode() in raw or f"/Lang({document.language}".encode() in raw
    bookmarks = [packed(mark.get_title()) for mark in pages.pdf.get_toc()]
    assert bookmarks == [packed(f"{one.number} {one.text}") for one in numbered(document)] or [
        title.casefold() for title in bookmarks
    ] == [packed(f"{one.number} {one.text}").casefold() for one in numbered(document)]


def test_the_contents_of_a_report_name_the_page_of_each_part():
    document = documents.long(3, 40)
    pages = Pages(content(document, "pdf"))
    found = typesetting.pages_of_headings(document)
    for heading, number in zip(numbered(document), found, strict=True):
        title = heading.text.upper() if heading.level == 1 else heading.text
        assert packed(title) in packed(pages.texts[number - 1])
        dots = packed(pages.texts[0]).replace(".", "")
        assert packed(f"{heading.number.rstrip('.')}{title}{number}") in dots


def test_the_one_page_is_one_side_however_long_the_names():
    document = documents.one_page()
    assert len(pypdfium2.PdfDocument(content(document, "pdf"))) == 1
    assert typesetting.scale(document) < 1


def test_a_page_that_says_little_is_set_in_full_size():
    assert typesetting.scale(documents.document(documents.FINDING, documents.bars(2), kind="one-page")) == 1


# ---- without colour --------------------------------------------------------------------------------------------------


def test_every_status_looks_different_without_colour():
    looks = {}
    for status in STATUS:
        picture = StatusBars("", (StatusBar("Lĩnh vực", (Part(status, 12),)),), ((status, ""),))
        ((_, png),) = typesetting.pngs(documents.document(picture))[0]
        image = Image.open(io.BytesIO(png)).convert("L")
        bar = np.asarray(image)[66:100, 570:700].astype(float)  # left of the count, within the outline
        looks[status] = (bar.mean(), bar.std(), bar.mean(0).std(), bar.mean(1).std())
    for one, other in combinations(looks, 2):
        apart = max(abs(a - b) for a, b in zip(looks[one], looks[other], strict=True))
        assert apart > 8, (one, other, looks[one], looks[other])


def test_a_small_part_of_a_bar_keeps_its_count_readable():
    parts = tuple(Part(status, 90 if status == "achieved" else 1) for status in STATUS)
    document = documents.document(StatusBars("Hai bên", (StatusBar("Y tế", parts),), documents.WORDS))
    pages = Pages(content(document, "pdf"))
    boxes = []
    for status in list(STATUS)[1:]:
        assert f"{STATUS[status].sign}1" in pages.text
    page = pages.pdf[0].get_textpage()
    for status in list(STATUS)[1:]:
        found = (
            page.search(f"{STATUS[status].sign}\u00a01").get_next()
            or page.search(f"{STATUS[status].sign} 1").get_next()
        )
        assert found is not None, status
        left, _, right, _ = np.array([page.get_charbox(found[0] + number) for number in (0, found[1] - 1)]).T
        boxes.append((min(left), max(right)))
    assert all(one[1] <= other[0] for one, other in zip(sorted(boxes), sorted(boxes)[1:], strict=False))
