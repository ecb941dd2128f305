"""A Word document to paragraphs and tables, merged cells kept as such."""

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.table import CT_Row, CT_Tbl, CT_Tc
from docx.oxml.text.paragraph import CT_P

from dashboard.plans.documents import Cell, Document, Paragraph, Table, merge
from dashboard.plans.numbering import SectionPath, is_annex
from dashboard.reference.targets import collapse
from dashboard.words.messages import DashboardError, mark

MAX_INSIDE = 200 * 1024 * 1024
"""How large a document may become when it is unpacked."""


def is_word(content: bytes) -> bool:
    """Return whether the bytes are a DOCX file."""
    try:
        return "word/document.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def read_word(content: bytes) -> Document:
    """Return what the DOCX file holds.

    Raises:
        DashboardError: The file is broken or unpacks to too much.
    """
    try:
        if sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(content)).infolist()) > MAX_INSIDE:
            raise DashboardError(mark("Tệp Word giải nén ra quá lớn; hãy bỏ bớt hình ảnh rồi lưu lại."))
        document = docx.Document(io.BytesIO(content))
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise DashboardError(mark("Không đọc được tệp Word; hãy mở bằng Word và lưu lại dạng .docx.")) from error
    return _document(document)


def _document(document: WordDocument) -> Document:
    paragraphs: list[Paragraph] = []
    tables: list[Table] = []
    path, annex, above, since = SectionPath(), "", "", 0
    for block in _blocks(document.element.body):
        if isinstance(block, CT_Tbl):
            rows = _rows(block)
            if rows:
                lines = tuple(range(1, len(rows) + 1))
                goes_on = bool(tables) and since == 0
                tables.append(Table(len(tables) + 1, annex, tuple(map(tuple, rows)), lines, above, goes_on))
                since, above = 0, ""
            continue
        for text in _lines(block):
            since += 1
            above = f"{above} {text}".strip()
            if is_annex(text):
                annex, above = text, ""
            paragraphs.append(Paragraph(text, path.after(text)))
    return Document(tuple(paragraphs), tuple(tables))


def _blocks(body: object) -> Iterator[CT_P | CT_Tbl]:
    """Yield paragraphs and tables in order, those inside content controls too."""
    for child in body:  # type: ignore[attr-defined]
        if isinstance(child, CT_P | CT_Tbl):
            yield child
        elif str(child.tag).endswith(("}sdt", "}sdtContent")):
            yield from _blocks(child)


def _lines(paragraph: CT_P) -> Iterator[str]:
    """Yield the lines of a paragraph that say something; a line break in Word is one."""
    yield from filter(None, map(collapse, paragraph.text.split("\n")))


def _rows(table: CT_Tbl) -> list[list[Cell]]:
    """Return the rows with every merged cell's text in each place it covers."""
    taken = [list(_places(row)) for row in table.tr_lst]
    width = max((sum(span for _, span, _ in row) for row in taken), default=0)
    rows = [[Cell("", (line, column)) for column in range(width)] for line in range(len(taken))]
    for line, row in enumerate(taken):
        column = 0
        for text, span, goes_on in row:
            last = column + span - 1
            if goes_on and line and rows[line - 1][column].origin[0] < line:
                top, left = rows[line - 1][column].origin
                for place in range(column, last + 1):
                    rows[line][place] = Cell(rows[top][left].text, (top, left))
            else:
                rows[line][column] = Cell(text, (line, column))
                if span > 1:
                    merge(rows, line, column, line, last)
            column += span
    return rows


def _places(row: CT_Row) -> Iterator[tuple[str, int, bool]]:
    """Yield text, columns and whether it goes on from above, of every cell of the row."""
    before = row.grid_before
    if before:
        yield "", before, False
    for cell in row.tc_lst:
        yield _text(cell), cell.grid_span, cell.vMerge == "continue"


def _text(cell: CT_Tc) -> str:
    """Return the cell's text in one line; a table inside a cell is read as its text."""
    words = []
    for block in cell.inner_content_elements:
        inside = (
            [block.text] if isinstance(block, CT_P) else [_text(inner) for row in block.tr_lst for inner in row.tc_lst]
        )
        words += inside
    return collapse(" ".join(words))
