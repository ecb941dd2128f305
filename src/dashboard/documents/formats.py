"""The formats a document comes in, by the ending of the file."""

from typing import Literal

from dashboard.documents import slides, typesetting, word, workbook
from dashboard.documents.model import Document
from dashboard.documents.texts import clean, with_texts

Ending = Literal["docx", "pdf", "xlsx", "pptx"]
_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: dict[Ending, str] = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
}
_WRITERS = {"docx": word.docx_file, "pdf": typesetting.pdf, "xlsx": workbook.xlsx_file, "pptx": slides.pptx_file}


def content(document: Document, ending: Ending) -> bytes:
    """Return the document as a file; the same document always has the same bytes.

    Everything is made in memory: what breaks off leaves nothing behind.

    Raises:
        DashboardError: A font is missing; see ``fonts.faces``.
    """
    return _WRITERS[ending](with_texts(document, clean))
