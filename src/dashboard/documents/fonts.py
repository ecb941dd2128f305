"""The fonts shipped with the documents: whether they are all there, which characters they have, how wide a text becomes.

Liberation Serif has the widths of Times New Roman, Liberation Sans those of Arial; DejaVu Sans has the signs of the statuses and
much that neither has. Their licences lie beside them.
"""

import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from dashboard.method import STATUS, TASK_STATUS
from dashboard.words.messages import DashboardError, mark

FOLDER = Path(__file__).parent / "fonts"
Family = Literal["Serif", "Sans"]
_TEXT_FILES = (
    "LiberationSerif-Regular.ttf",
    "LiberationSerif-Bold.ttf",
    "LiberationSerif-Italic.ttf",
    "LiberationSerif-BoldItalic.ttf",
    "LiberationSans-Regular.ttf",
    "LiberationSans-Bold.ttf",
)
_SIGNS_FILE = "DejaVuSans.ttf"
_LETTERS = frozenset(
    map(
        chr,
        (*range(0x30, 0x3A), *range(0xC0, 0xFE), *range(0x1EA0, 0x1EFA))
        + (0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169, 0x1A0, 0x1A1, 0x1AF, 0x1B0),
    )
)
"""Digits and every letter of Vietnamese."""
_STATUS_SIGNS = frozenset(status.sign for status in (*STATUS.values(), *TASK_STATUS.values()))


@dataclass(frozen=True)
class Face:
    """One font file: the width of each of its characters, in shares of the size of type."""

    widths: dict[str, float]

    def width(self, text: str, size: float) -> float:
        """Return how wide the text becomes in one line, in the unit of ``size``; what the font lacks counts as wide."""
        return size * sum(self.widths.get(character, 1.1) for character in text)


@cache
def faces(folder: Path = FOLDER) -> dict[str, Face]:
    """Return every font by the name of its file, without ending.

    Raises:
        DashboardError: A font is missing, damaged, or without a Vietnamese letter or a sign: nothing is made, so that no square
            ever stands on paper.
    """
    read, wrong = {}, []
    for name in (*_TEXT_FILES, _SIGNS_FILE):
        try:
            face = _face((folder / name).read_bytes())
        except (OSError, struct.error, KeyError, IndexError):
            wrong.append(name)
            continue
        needed = _STATUS_SIGNS if name == _SIGNS_FILE else _LETTERS
        if needed <= face.widths.keys():
            read[name.removesuffix(".ttf")] = face
        else:
            wrong.append(name)
    if wrong:
        raise DashboardError(
            mark(
                "Thiếu hoặc hỏng phông chữ {files} trong thư mục {folder}: không lập được văn bản nào. "
                "Cài lại phần mềm để có đủ phông chữ."
            ),
            files=", ".join(wrong),
            folder=str(folder),
        )
    return read


def width(text: str, size: float, *, family: Family = "Serif", is_bold: bool = False) -> float:
    """Return how wide the text becomes in one line, in the unit of ``size``."""
    return faces()[f"Liberation{family}-{'Bold' if is_bold else 'Regular'}"].width(text, size)


def lines(text: str, across: float, size: float, *, family: Family = "Serif", is_bold: bool = False) -> int:
    """Return over how many lines the text runs where ``across`` is the width; never fewer than it takes."""
    count = 0
    space = width(" ", size, family=family, is_bold=is_bold)
    for paragraph in text.split("\n"):
        count, filled = count + 1, 0.0
        for word in paragraph.split():
            wide = width(word, size, family=family, is_bold=is_bold)
            if filled and filled + space + wide > across:
                count, filled = count + 1, 0.0
            while wide > across:  # a word longer than the line is broken
                count, wide = count + 1, wide - 0.9 * across
            filled += wide + (space if filled else 0)
    return count


@cache
def _characters() -> frozenset[str]:
    every = [frozenset(face.widths) for name, face in faces().items() if name != "DejaVuSans"]
    return frozenset.intersection(*every) | faces()["DejaVuSans"].widths.keys()


def shown(text: str) -> str:
    """Return the text with what no font has named by its number, such as “[U+4E2D]”, so that it does not vanish."""
    has = _characters()
    if has.issuperset(text):
        return text
    return "".join(
        character if character in has or character == "\n" else f"[U+{ord(character):04X}]" for character in text
    )


def _face(font: bytes) -> Face:
    """Read the widths of the characters from the font's tables (``cmap``, ``hmtx``)."""
    tables = {
        font[at : at + 4].decode("latin-1"): struct.unpack(">LL", font[at + 8 : at + 16])
        for at in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16)
    }
    start, length = tables["cmap"]
    if start + length > len(font):
        raise IndexError
    units = int.from_bytes(font[tables["head"][0] + 18 :][:2], "big")
    with_widths = int.from_bytes(font[tables["hhea"][0] + 34 :][:2], "big")
    advances = [struct.unpack_from(">H", font, tables["hmtx"][0] + 4 * glyph)[0] for glyph in range(with_widths)]
    widths = {}
    for code, glyph in _glyphs(font, start):
        # Places for private use mean nothing to a reader, and the signs that end or begin a text (BOM) show nothing.
        if glyph and unicodedata.category(chr(code)) not in ("Cc", "Cf", "Co", "Cs"):
            widths[chr(code)] = advances[min(glyph, with_widths - 1)] / units
    return Face(widths)


def _glyphs(font: bytes, start: int) -> list[tuple[int, int]]:
    """Return (code point, glyph) of the table of the Basic Multilingual Plane (format 4)."""
    for record in range(int.from_bytes(font[start + 2 : start + 4], "big")):
        at = start + int.from_bytes(font[start + 4 + 8 * record + 4 :][:4], "big")
        if int.from_bytes(font[at : at + 2], "big") == 4:
            break
    else:
        raise KeyError
    segments = int.from_bytes(font[at + 6 : at + 8], "big") // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{segments}H", font, at + 14 + 2 * segments * part + (2 if part else 0))
        for part in range(4)
    )
    found = []
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = at + 16 + 6 * segments + 2 * number + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", font, place)[0]
                if not glyph:
                    continue
            found.append((code, (glyph + delta) & 0xFFFF))
    return found


def pieces(
    text: str, across: float, size: float, most: int, *, family: Family = "Serif", is_bold: bool = False
) -> list[str]:
    """Cut the text into pieces that each run over at most so many lines."""
    if lines(text, across, size, family=family, is_bold=is_bold) <= most:
        return [text]
    found, piece = [], ""
    for word in re.findall(r"\n|[^\S\n]*[^\s]+", text):
        for part in _short(word, across, size, family):
            if piece and lines(piece + part, across, size, family=family, is_bold=is_bold) > most:
                found.append(piece)
                piece = part.lstrip()
            else:
                piece += part
    return [*found, piece]


def _short(word: str, across: float, size: float, family: Family) -> list[str]:
    """Return a word that is longer than a line in parts that are not."""
    letters = max(int(across / size / 1.1), 1)
    if width(word, size, family=family, is_bold=True) <= across:
        return [word]
    return [word[at : at + letters] for at in range(0, len(word), letters)]
