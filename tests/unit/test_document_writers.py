"""Documents on paper: nothing is lost, cut, out of place or different twice, whatever stands in them."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations

import docx
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from dashboard.documents import fonts, typesetting
from dashboard.documents.fixed_words import fixed_words, recipients
from dashboard.documents.formats import MEDIA_TYPES, content
from dashboard.documents.model import (
    Bullets,
    Cell,
    Heading,
    Paragraph,
    Part,
    StatusBar,
    StatusBars,
    Table,
    Ways,
)
from dashboard.documents.outline import numbered
from dashboard.method import STATUS, TASK_STATUS
from dashboard.words.messages import DashboardError
from tests import sample_documents as documents
from tests.conftest import PROJECT

ENDINGS = tuple(MEDIA_TYPES)
MM = 72 / 25.4
A4 = (595, 842)


# ---- what stands in a document, and on its pages ---------------------------------------------------------------------


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
            yield from _texts_of_table(block) if isinstance(block, Table) else _texts_of_picture(block)


def _texts_of_table(table):
    if not table.rows:
        yield table.empty
        return
    yield from (column.title for column in table.columns)
    for row in table.rows:
        for cell in row.cells:
            known = (STATUS | TASK_STATUS)[cell.status].sign if cell.status else ""
            yield f"{known} {cell.text}"


def _texts_of_picture(picture):
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
            texts = [packed(text) for text in _texts_of_table(replace(table, rows=(row,)))][len(table.columns) :]
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


# ---- the same again --------------------------------------------------------------------------------------------------

HASHES = """
import hashlib
from dashboard.documents.formats import MEDIA_TYPES, content
from tests import sample_documents as documents
for name in ("small", "english", "one page", "empty"):
    for ending in MEDIA_TYPES:
        print(name, ending, hashlib.sha256(content(documents.SAMPLES[name](), ending)).hexdigest())
"""


def test_the_same_document_has_the_same_bytes_in_every_process():
    def made(seed):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}",
            "TZ": f"UTC-{seed}",
        }
        done = subprocess.run(
            [sys.executable, "-c", HASHES], capture_output=True, text=True, check=True, env=environment
        )
        return done.stdout

    first = made("1")
    assert len(first.splitlines()) == 4 * len(ENDINGS)
    assert made("7") == first


@pytest.mark.parametrize("ending", ENDINGS)
def test_documents_made_at_once_are_those_made_one_after_the_other(ending):
    given_ = [documents.small(), documents.english(), documents.one_page()] * 2
    alone = [hashlib.sha256(content(document, ending)).hexdigest() for document in given_[:3]] * 2
    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(lambda document: hashlib.sha256(content(document, ending)).hexdigest(), given_))
    assert together == alone


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_breaks_off_leaves_nothing_behind(ending, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    rows = documents.table(40).rows
    unknown = replace(rows[-1], cells=(*rows[-1].cells[:-1], Cell("?", status="unknown")))
    broken = replace(documents.table(40), rows=(*rows[:-1], unknown))
    with pytest.raises(KeyError):
        content(documents.document(documents.bars(), replace(broken, rows=broken.rows[-3:])), ending)
    content(documents.small(), ending)
    assert list(tmp_path.iterdir()) == []


def docx_text(made):
    word = docx.Document(io.BytesIO(made))
    return "\n".join(
        "".join(
            node.text or "" if node.tag.endswith("}t") else "\n"
            for node in paragraph.iter()
            if node.tag.endswith(("}t", "}br"))
        )
        for paragraph in word.element.body.iter()
        if paragraph.tag.endswith("}p")
    )


# ---- fonts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["missing", "cut", "another"])
def test_a_missing_or_damaged_font_is_refused(tmp_path, damage):
    folder = tmp_path / "fonts"
    shutil.copytree(fonts.FOLDER, folder)
    font = folder / "LiberationSerif-Italic.ttf"
    if damage == "missing":
        font.unlink()
    elif damage == "cut":
        font.write_bytes(font.read_bytes()[:5000])
    else:
        font.write_bytes(b"not a font")
    with pytest.raises(DashboardError) as refused:
        fonts.faces(folder)
    assert "LiberationSerif-Italic.ttf" in refused.value.tell()
    assert "LiberationSerif-Bold.ttf" not in refused.value.tell()


def test_no_document_is_made_where_a_font_is_missing(tmp_path):
    shutil.copytree(PROJECT / "src" / "dashboard", tmp_path / "dashboard", ignore=shutil.ignore_patterns("static"))
    (tmp_path / "dashboard" / "documents" / "fonts" / "DejaVuSans.ttf").unlink()
    program = (
        "from dashboard.documents.formats import MEDIA_TYPES, content\n"
        "from dashboard.words.messages import DashboardError\n"
        "from tests import sample_documents as documents\n"
        "for ending in MEDIA_TYPES:\n"
        "    try:\n"
        "        content(documents.small(), ending)\n"
        "    except DashboardError as error:\n"
        "        print(ending, error.tell())\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{PROJECT}"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    told = done.stdout.splitlines()
    assert [line.split()[0] for line in told] == list(ENDINGS)
    assert all("DejaVuSans.ttf" in line for line in told)


def test_what_no_font_has_is_named_by_its_number():
    document = documents.document(Paragraph("Trước 中 sau \U0001f600."))
    assert packed("Trước [U+4E2D] sau [U+1F600].") in Pages(content(document, "pdf")).text
    assert "Trước 中 sau \U0001f600." in docx_text(content(document, "docx"))


def test_widths_are_those_of_the_pdf():
    words = "Tỷ lệ người lao động qua đào tạo"
    page = pypdfium2.PdfDocument(content(documents.document(Paragraph(words)), "pdf"))[0].get_textpage()
    index, count = page.search("Tỷ lệ").get_next()
    left = page.get_charbox(index, loose=True)[0]
    right = page.get_charbox(index + count - 1, loose=True)[2]
    assert right - left == pytest.approx(fonts.width("Tỷ lệ", 13), rel=0.02)
