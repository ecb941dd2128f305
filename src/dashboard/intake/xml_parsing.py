"""XML from outside, read as it comes: nothing is unfolded that stands for more than it is."""

from collections.abc import Iterable
from typing import NoReturn, Protocol
from xml.parsers import expat

from dashboard.intake.refusal import Refusal

LENGTH_OF_DATE = len("2026-06-15")
"""As much of a moment in XML is its date."""


class Reading(Protocol):
    """What is told of each element and text in turn."""

    def start(self, name: str, given: dict[str, str], /) -> None:
        """Take an element's name and attributes."""

    def text(self, words: str, /) -> None:
        """Take a text, or a piece of one."""

    def end(self, name: str, /) -> None:
        """Take an element's end."""


def parse_xml(reading: Reading, parts: Iterable[bytes], *, namespace_separator: str | None = None) -> None:
    """Tell everything the XML says, piece by piece.

    Raises:
        Refusal: It is broken, or declares entities.
    """
    parser = expat.ParserCreate(namespace_separator=namespace_separator)
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler = reading.text
    parser.EntityDeclHandler = _refuse_entities
    try:
        for part in parts:
            parser.Parse(part, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refusal("broken_workbook") from error


def _refuse_entities(*_: object) -> NoReturn:
    raise Refusal("broken_workbook")
