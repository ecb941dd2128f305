"""LibreOffice opens the Word file, the slides and the workbook of every sample, and shows what the document says."""

import io
import re
import subprocess
import unicodedata

import docx
import numpy as np
import openpyxl
import pptx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from openpyxl.utils import get_column_letter

from dashboard.documents.formats import content
from dashboard.documents.model import Bullets, Cell, Column, Heading, Paragraph, Row, StatusBars, Table, Ways
from dashboard.documents.number_formats import number_format
from dashboard.documents.outline import numbered
from dashboard.documents.slide_progress import covered
from tests import sample_documents as documents

SAMPLES = {**documents.SAMPLES, "long": lambda: documents.long(3, 60)}
ENDINGS = ("docx", "pptx", "xlsx")


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """Every sample in every format of Office, and each as LibreOffice prints it."""
    folder = tmp_path_factory.mktemp("office")
    made = {}
    for ending in ENDINGS:
        for name, sample in SAMPLES.items():
            made[name, ending] = content(sample(), ending)
            (folder / f"{name}.{ending}").write_bytes(made[name, ending])
        given = [str(folder / f"{name}.{ending}") for name in SAMPLES]
        target = folder / ending
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
        done = subprocess.run([*command, "--outdir", str(target), *given], check=True, capture_output=True, timeout=300)
        assert b"Error" not in done.stderr
    return {key: (file, pypdfium2.PdfDocument(folder / key[1] / f"{key[0]}.pdf")) for key, file in made.items()}


def words(text):
    """Return the words, in capitals: headings are set so."""
    text = unicodedata.normalize("NFC", text.replace("\x02", "-").replace("\u00a0", " "))
    return set(re.findall(r"\w+", text.upper()))


def read(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def said(document, *, with_pictures):
    """Yield what the document says; words within pictures are pixels in a Word file."""
    yield from (document.title, document.subject, document.stamp, document.marked)
    yield from (document.letterhead.above, document.letterhead.issuer)
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        elif with_pictures or not isinstance(block, Ways):
            yield block.title
        if isinstance(block, Table):
            yield from (column.title for column in block.columns if block.rows)
            yield from (cell.text for row in block.rows for cell in row.cells)
        elif with_pictures and isinstance(block, StatusBars):
            yield from (f"{bar.label} {bar.told}" for bar in block.bars)
        elif with_pictures and isinstance(block, Ways):
            yield from (f"{way.label} {way.actual_text} {way.target_text}" for way in block.ways)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_word_file_says_all_that_the_document_says(converted, name):
    document = SAMPLES[name]()
    shown = words(read(converted[name, "docx"][1]))
    missing = [text for text in said(document, with_pictures=False) if not words(text) <= shown]
    assert missing == []
    head = document.letterhead
    for text in (head.number, head.place_and_date, head.signatory, *head.recipients):
        assert words(text) <= shown


@pytest.mark.parametrize("name", SAMPLES)
def test_the_workbook_says_all_that_the_document_says(converted, name):
    document = SAMPLES[name]()
    shown = words(read(converted[name, "xlsx"][1]))
    # Numbers are shown in the notation of whoever opens it.
    missing = [
        text
        for text in said(document, with_pictures=True)
        if not {w for w in words(text) if not w[0].isdigit()} <= shown
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["small", "long", "english", "empty"])
def test_the_slides_say_what_is_said_in_words_and_the_first_rows_of_every_table(converted, name):
    document = SAMPLES[name]()
    shown = words(read(converted[name, "pptx"][1]))
    prose = [block.text for block in document.blocks if isinstance(block, Heading | Paragraph)]
    with_chart, first = False, []
    for block in document.blocks:
        with_chart = False if isinstance(block, Heading) else with_chart or isinstance(block, Ways)
        if isinstance(block, Table) and not with_chart:  # below a chart of ways papers alone have the table
            first += [cell.text for row in block.rows[:12] for cell in row.cells]
    assert [text for text in (document.title, document.subject, *prose, *first) if not words(text) <= shown] == []


def pages(pdf, scale=1.0):
    return [np.asarray(page.render(scale=scale).to_pil().convert("L")) for page in pdf]


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_overflows_a_slide(converted, name):
    made, pdf = converted[name, "pptx"]
    for slide in pptx.Presentation(io.BytesIO(made)).slides:
        for shape in slide.shapes:
            assert shape.left >= 0 <= shape.top
            assert shape.left + shape.width <= 12192000
            assert shape.top + shape.height <= 6858000
    for image in pages(pdf):
        assert image.shape[0] == pytest.approx(540, abs=1)
        assert image[502:509].min() > 200, "into the source at the foot"
        assert image[:, :20].min() > 200
        assert image[:, 940:].min() > 200


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_of_the_word_file_is_outside_the_margins(converted, name):
    for image in pages(converted[name, "docx"][1], 1.5):
        edge = 1.5 * 72 / 25.4
        assert image[:, : round(29 * edge)].min() > 250
        assert image[:, round(191 * edge) :].min() > 250


@pytest.mark.parametrize("name", SAMPLES)
def test_no_title_stands_alone_at_a_pages_end_of_the_word_file(converted, name):
    document = SAMPLES[name]()
    titles = {packed(block.title) for block in document.blocks if isinstance(block, Table | StatusBars) and block.title}
    titles |= {packed(heading.text) for heading in numbered(document)}
    foot = packed(" · ".join(filter(None, (document.marked, document.stamp))))
    for page in converted[name, "docx"][1]:
        body = packed(page.get_textpage().get_text_range()).removesuffix(foot)
        assert not [title for title in titles if body.endswith(title)]


def packed(text):
    return "".join(unicodedata.normalize("NFC", text).upper().split())


def test_the_one_page_is_one_page_in_word_too(converted):
    assert len(converted["one page", "docx"][1]) == 1


# ---- the Word file ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_heads_are_repeated_rows_whole_and_titles_kept_with_what_follows(converted, name):
    word = docx.Document(io.BytesIO(converted[name, "docx"][0]))
    document = SAMPLES[name]()
    tables = [table for table in word.tables if table.style is not None and table.style.name == "Table Grid"]
    expected = [block for block in document.blocks if isinstance(block, Table) and block.rows]
    assert len(tables) == len(expected)
    for table, block in zip(tables, expected, strict=True):
        rows = table._tbl.tr_lst
        assert rows[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in rows)
        assert len(rows) == len(block.rows) + 1
    for style in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        assert word.styles[style].paragraph_format.keep_with_next
    headings = [paragraph for paragraph in word.paragraphs if paragraph.style.name.startswith("Heading")]
    assert [(one.text, int(one.style.name[-1])) for one in headings] == [
        (one.text, one.level) for one in numbered(document)
    ]


def test_the_contents_are_filled_in_and_lead_to_the_headings(converted):
    word = docx.Document(io.BytesIO(converted["long", "docx"][0]))
    entries = [paragraph for paragraph in word.paragraphs if paragraph.style.name.startswith("TOC")]
    marks = {mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))}
    links = [entry._p.find(qn("w:hyperlink")) for entry in entries]
    assert {link.get(qn("w:anchor")) for link in links} <= marks
    shown = ["".join(node.text or "" for node in link.iter(qn("w:t"))) for link in links]
    expected = [one for one in numbered(SAMPLES["long"]()) if one.level < 3]
    assert len(shown) == len(expected) > 4
    for text, heading in zip(shown, expected, strict=True):
        title = heading.text.upper() if heading.level == 1 else heading.text
        assert re.fullmatch(rf"{re.escape(heading.number)} {re.escape(title)}\d+", text)
    codes = "".join(node.text or "" for node in word.element.body.iter(qn("w:instrText")))
    assert 'TOC \\o "1-2"' in codes


def test_pictures_have_words_and_are_sharp(converted):
    word = docx.Document(io.BytesIO(converted["small", "docx"][0]))
    shapes = list(word.inline_shapes)
    assert len(shapes) == 2
    told = [shape._inline.docPr.get("descr") for shape in shapes]
    assert "Giảm nghèo: Đạt 40, Đúng tiến độ 12" in told[0]
    assert "Bắc Ninh: mức gốc 76,0 % (2023), thực hiện ◆\u00a080,3 %, mục tiêu ≥ 86 % (2026)" in told[1]
    for relation in word.part.rels.values():
        if "image" in relation.reltype:
            assert relation.target_part.image.px_width == pytest.approx(160 / 25.4 * 200, abs=2)


def test_the_word_file_tells_its_language_font_and_fields_to_fill_in(converted):
    for name, language in (("small", "vi-VN"), ("english", "en-GB")):
        word = docx.Document(io.BytesIO(converted[name, "docx"][0]))
        defaults = word.styles.element.find(qn("w:docDefaults"))
        assert next(defaults.iter(qn("w:lang"))).get(qn("w:val")) == language
        assert word.styles["Normal"].font.name == "Times New Roman"
        assert word.core_properties.created.date() == documents.DAY
    word = docx.Document(io.BytesIO(converted["small", "docx"][0]))
    fields = [
        "".join(node.text or "" for node in field.iter(qn("w:t"))) for field in word.element.body.iter(qn("w:sdt"))
    ]
    assert fields == ["Số: …/BC-SNV", "Bắc Ninh, ngày … tháng … năm 2026", "…" * 12]


# ---- the slides ------------------------------------------------------------------------------------------------------


def test_charts_and_tables_of_the_slides_are_powerpoints_own(converted):
    deck = pptx.Presentation(io.BytesIO(converted["small", "pptx"][0]))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    counts = {series.name: tuple(series.values) for series in charts[0].plots[0].series}
    assert counts["✔\u00a0Đạt"] == (1, 40, 0, 5)
    (progress,) = charts[1].plots[0].series
    ways = [way for block in SAMPLES["small"]().blocks if isinstance(block, Ways) for way in block.ways]
    known = sorted(share for way in ways if (share := covered(way)) is not None)
    assert list(progress.values) == pytest.approx([min(max(share, -0.25), 1.25) for share in known[:12]])
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert tables[0].cell(1, 5).text == "▲\u00a0Đúng tiến độ"


def test_each_sector_has_a_slide_and_each_slide_its_source(converted):
    document = SAMPLES["long"]()
    deck = pptx.Presentation(io.BytesIO(converted["long", "pptx"][0]))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert [one.text for one in numbered(document) if one.level == 2 and one.text not in titles] == []
    assert all(document.stamp in slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    told = "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert "Bảng đầy đủ có" in told


# ---- the workbook ----------------------------------------------------------------------------------------------------


def test_the_workbook_begins_with_what_is_said_and_leads_to_a_sheet_for_each_table(converted):
    book = openpyxl.load_workbook(io.BytesIO(converted["small", "xlsx"][0]))
    first = book.worksheets[0]
    assert book.sheetnames == [
        "Mục lục",
        "Trạng thái theo lĩnh vực, năm 2",
        "Chỉ tiêu cần xử lý ngay",
        "Tỷ lệ lao động qua đào tạo (%)",
    ]
    links = {cell.value: cell.hyperlink.location for row in first.rows for cell in row if cell.hyperlink}
    assert links["Chỉ tiêu cần xử lý ngay"] == "'Chỉ tiêu cần xử lý ngay'!A1"
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == "9" or sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for sheet in book.worksheets[1:]:
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.freeze_panes == "A5"


def test_numbers_of_the_workbook_are_numbers_and_statuses_have_sign_word_and_colour(converted):
    book = openpyxl.load_workbook(io.BytesIO(converted["small", "xlsx"][0]))
    sheet = book["Chỉ tiêu cần xử lý ngay"]
    actual = sheet["D5"]
    assert (actual.value, actual.number_format) == (40.4, '0.0" %"')
    assert sheet["F5"].value == "▲\u00a0Đúng tiến độ"
    assert sheet["F5"].fill.fgColor.rgb == "FFCFE8E4"
    assert sheet["E5"].data_type == "s"
    assert all(sheet[f"{get_column_letter(place)}4"].alignment.wrap_text for place in range(1, 8))


@pytest.mark.parametrize(
    ("text", "value", "language", "form"),
    [
        ("80,3 %", 80.3, "vi", '0.0" %"'),
        ("1.234,50 tỷ đồng", 1234.5, "vi", '#,##0.00" tỷ đồng"'),
        ("1,234.5", 1234.5, "en", "#,##0.0"),
        ("30671", 30671, "vi", "0"),
        ("−3,2 điểm", -3.2, "vi", '0.0" điểm"'),
        ("+3,2", 3.2, "vi", "+0.0;-0.0"),
        ("khoảng 80", 80, "vi", '"khoảng "0'),
        ("80 %", 79.6, "vi", '0" %"'),
        ("85 %", 79.6, "vi", "#,##0.########"),
        ("cao", 3, "vi", "#,##0.########"),
    ],
)
def test_a_number_is_shown_as_the_text_has_it_or_plain(text, value, language, form):
    assert number_format(text, value, language) == form


def test_names_of_sheets_are_those_excel_allows_and_none_twice():
    rows = (Row((Cell("a"),)),)
    titles = ["History", "a/b:c*d?[e]\\f", "'x'", "x", "X", "", "y" * 60, "y" * 60]
    made = content(documents.document(*(Table(title, (Column("c", 1),), rows) for title in titles)), "xlsx")
    names = openpyxl.load_workbook(io.BytesIO(made)).sheetnames
    assert len({name.casefold() for name in names}) == len(titles) + 1
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)
    assert "history" not in {name.casefold() for name in names}
