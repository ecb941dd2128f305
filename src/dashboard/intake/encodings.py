"""Bytes of a text file to Unicode: which encoding it is, and which ones are refused."""

import re
import unicodedata

import polars as pl

from dashboard.intake.legacy import legacy_encoding
from dashboard.intake.refusal import Refusal
from dashboard.words.messages import mark

_BINARY = (
    (b"\x89PNG", mark("hình ảnh")),
    (b"\xff\xd8\xff", mark("hình ảnh")),
    (b"GIF8", mark("hình ảnh")),
    (b"II*\x00", mark("hình ảnh")),
    (b"MM\x00*", mark("hình ảnh")),
    (b"%PDF", mark("tệp PDF")),
    (b"{\\rtf", mark("văn bản Word")),
    (b"Rar!", mark("tệp nén")),
    (b"7z\xbc\xaf", mark("tệp nén")),
    (b"\x1f\x8b", mark("tệp nén")),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL_SIGNS = tuple(map(chr, (*range(9), *range(14, 32), 127)))
_INVISIBLE = tuple(map(chr, (0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, 0xAD)))
_GARBLED = re.compile(r"\u00e1\u00ba|\u00e1\u00bb|\u00c4\u2018|\u00c6\u00b0|\u00c3[\u00a1\u00a2\u00b4]")
"""UTF-8 that was read as Windows-1252: two or three signs for each Vietnamese letter."""
_SAMPLE = 400_000
END_MARK = "\x1a"
"""What old programs put behind a text's last line."""


def decode(content: bytes, *, markup: bool = False) -> tuple[str, str]:
    """Return the text in composed Unicode (NFC) with line feeds as its only line ends, and the encoding's name.

    Args:
        content: The bytes.
        markup: Whether they may be a web page: one with a table is read elsewhere.

    Raises:
        Refusal: The bytes are no text, or text in an encoding that cannot be read.
    """
    for magic, what in _BINARY:
        if content.startswith(magic):
            raise Refusal("not_a_table", what=what)
    start = content[:400].lstrip().lower()
    if not markup and start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        raise Refusal("not_a_table", what=mark("trang web (HTML, XML)"))
    text, encoding = _decoded(content)
    text = text.rstrip(END_MARK)
    if any(sign in text for sign in _CONTROL_SIGNS):
        control = [found.start() for found in _CONTROL.finditer(text[:_SAMPLE])]
        if "\x00" in text or len(control) > 3:
            raise Refusal("not_a_table", what=mark("dữ liệu nhị phân"))
        raise Refusal("unknown_encoding", line=_line(text, control[0] if control else len(text)))
    _refuse_other_alphabets(content, text, encoding)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = _seen(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    return text.replace("\r", "\n") if "\r" in text else text, encoding


def cleaned(cells: pl.Series) -> pl.Series:
    """Return a workbook's texts in composed Unicode (NFC) and without signs nobody sees."""
    if cells.str.contains(r"[^\x00-\x7f]").any():
        texts = cells.unique()
        seen = pl.Series([_seen(unicodedata.normalize("NFC", text)) for text in texts.to_list()], dtype=pl.String)
        return cells.replace_strict(texts, seen)
    return cells


def _seen(text: str) -> str:
    for sign in _INVISIBLE:
        if sign in text:  # looking is far cheaper than copying
            text = text.replace(sign, "")
    return text


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise Refusal("unknown_encoding", line=1)  # UTF-32, which no office program writes
    encoding = _utf_16(content)
    if encoding is None:
        if b"\x00" in content:
            raise Refusal("not_a_table", what=mark("dữ liệu nhị phân"))
        try:
            return content.decode("utf-8-sig"), "UTF-8" if content[:3] != b"\xef\xbb\xbf" else "UTF-8 BOM"
        except UnicodeDecodeError as error:
            return _windows_1258(content, error)
    try:
        return content.decode(encoding).removeprefix("\ufeff"), encoding.upper()
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding, "replace").count("\n") + 1
        raise Refusal("unknown_encoding", line=line) from error


def _utf_16(content: bytes) -> str | None:
    """Return the byte order of UTF-16, told by its mark or by where the zero bytes of plain letters stand."""
    if content.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if content.startswith(b"\xfe\xff"):
        return "utf-16-be"
    sample = content[:4000]
    half = len(sample) // 2
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if half and len(content) % 2 == 0 and max(low, high) > 0.3 * half and min(low, high) <= 0.02 * half:
        return "utf-16-le" if high > low else "utf-16-be"
    return None


def _windows_1258(content: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """Decode what is no UTF-8; UTF-8 with a few broken signs is refused rather than read as something else."""
    line = content.count(b"\n", 0, error.start) + 1
    sample = content[:_SAMPLE].decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    whole = sum(not sign.isascii() for sign in sample) - broken
    if whole > 4 * broken:
        raise Refusal("unknown_encoding", line=line) from error
    try:
        return content.decode("cp1258"), "Windows-1258"
    except UnicodeDecodeError as other:
        if legacy := legacy_encoding(content[:_SAMPLE].decode("latin-1"), "latin-1"):
            raise Refusal("legacy_encoding", what=legacy[0], found=legacy[1]) from other
        raise Refusal("unknown_encoding", line=content.count(b"\n", 0, other.start) + 1) from other


def _refuse_other_alphabets(content: bytes, text: str, encoding: str) -> None:
    """Refuse TCVN3 and VNI, whether as bytes or pasted into Unicode, and UTF-8 that was read wrongly and saved again."""
    if encoding == "Windows-1258":
        legacy = legacy_encoding(content[:_SAMPLE].decode("latin-1"), "cp1258")
    elif text.isascii():
        return
    else:
        refuse_legacy(text[:_SAMPLE])
        return
    if legacy:
        raise Refusal("legacy_encoding", what=legacy[0], found=legacy[1])


def refuse_legacy(sample: str) -> None:
    """Refuse Unicode text whose letters stand for those of another alphabet, or were read wrongly and saved again.

    Raises:
        Refusal: They do.
    """
    if sample.isascii():
        return
    garbled = [found.start() for found in _GARBLED.finditer(sample)]
    if len(garbled) >= 3:
        raise Refusal("garbled_text", found=" ".join(sample[max(garbled[0] - 8, 0) : garbled[0] + 12].split()))
    legacy = legacy_encoding(sample, "unicode")
    if legacy:
        raise Refusal("legacy_encoding", what=legacy[0], found=legacy[1])


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
