"""Whatever stands in a document, every format takes it: markup of any kind, odd signs, very long words."""

import io
from dataclasses import replace

import openpyxl
import pptx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.documents.formats import content
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
from tests import sample_documents as documents
from tests.unit.test_document_writers import Pages, docx_text, packed

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
