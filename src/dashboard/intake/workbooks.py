"""Cells of an XLSX workbook, opened only after its size inside has been measured."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator

import fastexcel
import polars as pl

from dashboard.intake.codes import MAX_COLUMNS, MAX_ROWS, Refusal
from dashboard.intake.failed_cells import RELATIONS, WORKBOOK, failed_cells, may_have_failed, parts_of_sheets
from dashboard.words.messages import mark

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK"
MAX_INSIDE = 150 * 1024 * 1024
"""How large a workbook may become when it is unpacked: 100 000 rows of twenty cells take about 100 MB of XML."""
_MAX_CELLS = 6_000_000
"""The reader makes room for the whole rectangle between a sheet's first and last cell, filled or not."""
_MAX_ENTRIES = 2_000
_CHUNK = 1 << 20
_COLUMN = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,4})\d")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"'](\d{1,9})")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")


def is_workbook(content: bytes) -> bool:
    """Return whether the bytes are a container only workbooks come in: ZIP, or the one of old and encrypted files."""
    return content.startswith((ZIP, OLE))


def sheets(content: bytes) -> Iterator[Callable[[], pl.DataFrame]]:
    """Yield, for each visible sheet in order, what reads it.

    Reading gives ``row`` (as the spreadsheet counts) and a column of strings ``c0``, ``c1`` … for each column from A on
    with an empty text for an empty cell; and a column ``n0``, ``n1`` … each with the number of cells that hold one, null
    where the cell holds text.

    Raises:
        Refusal: The workbook is encrypted, of the old format, broken, no workbook, or unpacks to too much.
    """
    if content.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise Refusal("encrypted_workbook" if encrypted else "old_excel")
    suspects = _measure(content)
    try:
        reader = fastexcel.read_excel(content)
        names = reader.sheet_names
    except fastexcel.FastExcelError as error:
        raise Refusal("broken_workbook") from error
    failed = _failed(content, suspects) if suspects else {}
    for name in names:
        yield lambda name=name: _cells(reader, name, failed.get(name, {}))  # type: ignore[misc]  # bound to this name


def _failed(content: bytes, suspects: dict[str, zipfile.ZipInfo]) -> dict[str, dict[int, dict[int, str]]]:
    """Return the failed cells of each sheet that has any, by its name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {_part_name(entry): entry for entry in archive.infolist()}
    said = [b"".join(_unpacked(content, entries[name])) if name in entries else b"" for name in (WORKBOOK, RELATIONS)]
    return {
        sheet: failed_cells(b"".join(_unpacked(content, suspects[part.lower()])))
        for sheet, part in parts_of_sheets(*said).items()
        if part.lower() in suspects
    }


def _part_name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.lower().replace("\\", "/")


def _cells(reader: fastexcel.ExcelReader, name: str, failed: dict[int, dict[int, str]]) -> pl.DataFrame:
    def loaded(kind: fastexcel.DType) -> pl.DataFrame:
        sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes=kind)
        if sheet.width > MAX_COLUMNS:
            raise Refusal("too_many_columns", limit=MAX_COLUMNS)
        return sheet.to_polars()

    try:
        texts = loaded("string")
        if texts.width == 0 or texts.height == 0:
            return pl.DataFrame({"row": []}, schema={"row": pl.UInt32})
        numbers, kinds = loaded("float"), loaded("boolean")
    except fastexcel.FastExcelError as error:
        raise Refusal("broken_workbook") from error
    columns: list[pl.Series] = []
    for place, column in enumerate(texts.columns):
        text = texts[column].fill_null("")
        if of_this := {row: words for row, words in failed.get(place, {}).items() if row < text.len()}:
            text = text.scatter(list(of_this), list(of_this.values()))
        # Read as truth values only typed cells have one, text never: the only way the reader tells 30.671 from “30.671”.
        is_number = kinds[column].is_not_null() & text.str.contains(r"^[-+0-9.eE]+$")
        columns.append(text.alias(f"c{place}"))
        columns.append(pl.select(pl.when(is_number).then(numbers[column])).to_series().alias(f"n{place}"))
    return pl.DataFrame(columns).with_row_index("row", offset=1)


def _measure(content: bytes) -> dict[str, zipfile.ZipInfo]:
    """Unpack every part piece by piece and keep nothing, as the sizes the archive states may be a lie.

    Returns the parts of sheets in which a cell may have failed, by name.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refusal("broken_workbook") from error
    _need_workbook(set(map(_part_name, entries)))
    limit = MAX_INSIDE // 1024**2
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_INSIDE:
        raise Refusal("zip_bomb", limit=limit)
    left = MAX_INSIDE
    suspects = {}
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refusal("encrypted_workbook")
        extent = _Extent()
        for chunk in _unpacked(content, entry):
            left -= len(chunk)
            if left < 0:
                raise Refusal("zip_bomb", limit=limit)
            if entry.filename.lower().endswith(".xml") and "sheet" in entry.filename.lower():
                extent.see(chunk)
        extent.check()
        if extent.is_suspect:
            suspects[_part_name(entry)] = entry
    return suspects


def _need_workbook(names: set[str]) -> None:
    """Refuse an archive whose parts are those of something else."""
    if WORKBOOK in names:
        return
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise Refusal("not_a_table", what=mark("văn bản hoặc bản trình chiếu"))
    what = mark("bảng tính dạng khác XLSX") if names & {"xl/workbook.bin", "content.xml"} else mark("tệp nén")
    raise Refusal("not_a_table", what=what)


class _Extent:
    """The rectangle a sheet's cells span, seen piece by piece."""

    def __init__(self) -> None:
        self._tail = b""
        self._columns: set[bytes] = set()
        self._rows = self._last_row = self._cells = 0
        self.is_suspect = False

    def see(self, chunk: bytes) -> None:
        text = self._tail + chunk
        cut = text.rfind(b"<")
        text, self._tail = (text[:cut], text[cut:][-4096:]) if cut > 0 else (text, b"")
        self._columns.update(_COLUMN.findall(text))
        rows = _ROW.findall(text)
        self._rows += len(rows)
        self._last_row = max(self._last_row, *map(int, rows), 0) if rows else self._last_row
        self._cells += len(_CELL.findall(text))
        self.is_suspect = self.is_suspect or may_have_failed(text)

    def check(self) -> None:
        self.see(b"<")
        if self._cells == 0:
            return
        width = max((_column_number(column) for column in self._columns), default=1)
        if self._last_row > MAX_ROWS + 1000 or self._cells > _MAX_CELLS:
            raise Refusal("too_many_rows", limit=MAX_ROWS)
        if width * max(self._last_row, 1) > _MAX_CELLS:
            raise Refusal("too_many_columns", limit=MAX_COLUMNS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _unpacked(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the entry's content without trusting the sizes the archive states."""
    header = content[entry.header_offset : entry.header_offset + 30]
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise Refusal("broken_workbook")
    start = entry.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = memoryview(content)[start:]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed[: entry.compress_size])
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise Refusal("broken_workbook")
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed[: max(entry.compress_size, 0)]
    try:
        while rest and not unpack.eof:
            yield unpack.decompress(rest, _CHUNK)
            rest = unpack.unconsumed_tail
    except zlib.error as error:
        raise Refusal("broken_workbook") from error
