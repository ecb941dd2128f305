"""The formats a document comes in, by the ending of the file.

A writer is loaded when a file is made: its libraries take a second, which neither the server nor any other command should wait for.
"""

from importlib import import_module
from typing import Literal, cast

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
_WRITERS: dict[Ending, tuple[str, str]] = {
    "docx": ("word", "docx_file"),
    "pdf": ("typesetting", "pdf"),
    "xlsx": ("workbook", "xlsx_file"),
    "pptx": ("slides", "pptx_file"),
}
"""The module of each writer, and its function."""


def content(document: Document, ending: Ending) -> bytes:
    """Return the document as a file; the same document always has the same bytes.

    Everything is made in memory: what breaks off leaves nothing behind.

    Raises:
        DashboardError: A font is missing; see ``fonts.faces``.
    """
    module, function = _WRITERS[ending]
    write = getattr(import_module(f"dashboard.documents.{module}"), function)
    return cast(bytes, write(with_texts(document, clean)))
