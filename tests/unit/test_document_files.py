"""Files of documents: the same bytes everywhere, nothing left behind, no font missing, whatever stands in them."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import docx
import openpyxl
import pptx
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.documents import fonts
from dashboard.documents.formats import MEDIA_TYPES, content
from dashboard.documents.model import (
    Bullets,
    Cell,
    Column,
    Heading,
    Paragraph,
    Part,
    Row,
    StatusBar,
    StatusBars,
    Table,
    Way,
    Ways,
)
from dashboard.documents.texts import clean
from dashboard.method import STATUS, TASK_STATUS
from dashboard.words.messages import DashboardError
from tests import sample_documents as documents
from tests.conftest import PROJECT
from tests.reading_documents import Pages, packed

ENDINGS = tuple(MEDIA_TYPES)

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


# ---- whatever stands in it -------------------------------------------------------------------------------------------


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


MARKUP = (
    '#read("/etc/passwd")', "*đậm* _nghiêng_ `mã` $x^2$", "= Tiêu đề", "<nhãn> @nhãn", "\\u{41} \\ / // /* */", "-- --- ~ '\"",
    "=1+1", "+CMD|'/C calc'!A0", "{{ x }} {% y %}", "&amp; &lt;b&gt; <w:p/>", "]]> <![CDATA[", "[U+0041] #[x] #let",
)  # fmt: skip


def test_markup_of_any_kind_stands_as_it_is():
    table = Table(
        MARKUP[0], (Column(MARKUP[1], 1), Column("b", 1)), tuple(Row((Cell(text), Cell(text))) for text in MARKUP)
    )
    document = documents.document(
        *(Heading(text) for text in MARKUP),
        *(Paragraph(text) for text in MARKUP),
        Bullets(MARKUP),
        table,
        subject=MARKUP[2],
    )
    read = packed(docx_text(content(document, "docx")))
    pages = Pages(content(document, "pdf"))
    book = openpyxl.load_workbook(io.BytesIO(content(document, "xlsx")))
    cells = {cell.value: cell.data_type for row in book.worksheets[1].rows for cell in row if cell.value}
    for text in MARKUP:
        assert packed(text) in read
        assert packed(text) in pages.text
        assert cells[text] == "s"


ODD = st.sampled_from(
    list("#*_<>&@'\"\\$`~[]{}=+-/|%ộửĐ中 \t\n\r\x00\x07\x0b\x1b\x85\u200b\u202e\ufeff\ufffe\U0001f600́️\ud800")
)
TEXT = st.one_of(
    st.text(st.one_of(ODD, st.characters()), max_size=30),
    st.sampled_from(["", " ", "Tỷ lệ hộ nghèo", documents.LONG_NAME, "x" * 150, "ộ" * 80, "W" * 60]),
)
STATUSES = st.sampled_from([*STATUS, *TASK_STATUS])
VALUE = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e12, 1e12), st.dates())
CELL = st.builds(Cell, TEXT, VALUE, st.one_of(st.none(), STATUSES), st.booleans())
NUMBER = st.one_of(st.none(), st.floats(-1e9, 1e9))
WAY = st.builds(
    Way,
    TEXT,
    NUMBER,
    NUMBER,
    st.sampled_from(list(STATUS)),
    TEXT,
    TEXT,
    NUMBER,
    NUMBER,
    NUMBER,
    NUMBER,
    TEXT,
    st.booleans(),
)
BAR = st.builds(StatusBar, TEXT, st.lists(st.builds(Part, STATUSES, st.integers(0, 400)), max_size=12).map(tuple), TEXT)


@st.composite
def tables(draw):
    columns = draw(
        st.lists(
            st.builds(Column, TEXT, st.floats(0.1, 9), st.sampled_from(["left", "right", "centre"])),
            min_size=1,
            max_size=9,
        )
    )
    whole = st.tuples(*(CELL for _ in columns)).map(Row)
    group = CELL.map(lambda cell: Row((cell,), is_group=True))
    return Table(
        draw(TEXT), tuple(columns), tuple(draw(st.lists(st.one_of(whole, whole, group), max_size=6))), draw(TEXT)
    )


BLOCK = st.one_of(
    st.builds(Heading, TEXT, st.sampled_from([1, 2, 3])),
    st.builds(Paragraph, TEXT, st.sampled_from(["finding", "body", "note"])),
    st.builds(Bullets, st.lists(TEXT, max_size=4).map(tuple)),
    tables(),
    st.builds(
        StatusBars,
        TEXT,
        st.lists(BAR, max_size=4).map(tuple),
        st.just(tuple((id_, status.word) for id_, status in (STATUS | TASK_STATUS).items())),
    ),
    st.builds(Ways, TEXT, st.lists(WAY, max_size=9).map(tuple)),
)
DOCUMENTS = st.builds(
    lambda blocks, kind, language, texts: documents.document(
        *blocks, kind=kind, language=language, title=texts[0], subject=texts[1], stamp=texts[2], permalink=texts[3], marked=texts[4],
        letterhead=replace(documents.LETTERHEAD, above=texts[5], issuer=texts[6], number=texts[7], recipients=tuple(texts[8:])),
        keywords=tuple(texts[:2]),
    ),
    st.lists(BLOCK, max_size=8), st.sampled_from(["report", "one-page", "annex"]), st.sampled_from(["vi", "en"]),
    st.lists(TEXT, min_size=10, max_size=10),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOCUMENTS)
def test_any_document_makes_valid_files(document):
    pages = Pages(content(document, "pdf"))
    assert len(pages.pdf) >= 1
    read = packed(docx_text(content(document, "docx")))
    assert [text for text in _prose(document) if packed(clean(text)) not in read] == []
    shown = packed("".join(shape.text_frame.text for slide in pptx.Presentation(io.BytesIO(content(document, "pptx"))).slides
                           for shape in slide.shapes if shape.has_text_frame))  # fmt: skip
    assert shown or not packed(clean(document.title))
    book = openpyxl.load_workbook(io.BytesIO(content(document, "xlsx")))
    drawn = [
        block
        for block in document.blocks
        if isinstance(block, StatusBars | Ways) or (isinstance(block, Table) and block.rows)
    ]
    assert len(book.sheetnames) == 1 + len(drawn)


def _prose(document):
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Table):
            yield from (cell.text for row in block.rows for cell in row.cells)
