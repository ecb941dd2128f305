"""Cells of an XLSX workbook, opened only after its size inside has been measured."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import fastexcel
import polars as pl

from dashboard.intake import markup_tables, old_workbooks, open_document
from dashboard.intake.blank_cells import without_blank_cells
from dashboard.intake.codes import MAX_COLUMNS, MAX_ROWS
from dashboard.intake.encodings import decode
from dashboard.intake.grids import Grid
from dashboard.intake.number_formats import NumberFormat
from dashboard.intake.refusal import Refusal
from dashboard.intake.sheet_details import (
    RELATIONS,
    STYLES,
    WORKBOOK,
    Details,
    details,
    hidden_sheets,
    parts_of_sheets,
    suspects,
    telling_styles,
)
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


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet of a workbook, not read yet.

    Attributes:
        name: Its name.
        is_hidden: Whether the workbook does not show it.
        details: What it says beyond its cells.
        cells: Reads it: ``row`` (as the spreadsheet counts) and a column of strings ``c0``, ``c1`` … for each column from A on with
            an empty text for an empty cell; and a column ``n0``, ``n1`` … each with the number of cells that hold one, null where
            the cell holds text. Of per-cent cells both are what is seen.
    """

    name: str
    is_hidden: bool
    details: Details
    cells: Callable[[], pl.DataFrame]


def is_workbook(content: bytes) -> bool:
    """Return whether the bytes are what spreadsheets come in: ZIP, the container of old and encrypted files, a table in HTML or XML."""
    return content.startswith((ZIP, OLE)) or markup_tables.is_markup(content)


def format_of(content: bytes) -> str:
    """Return what kind of spreadsheet it is, as its file name would end: ``XLSX``, ``XLS``, ``ODS`` or ``HTML``."""
    if content.startswith(OLE):
        return "XLS"
    if not content.startswith(ZIP):
        return "HTML"
    return "ODS" if content[30:38] == b"mimetype" else "XLSX"


def _of_grids(grids: list[Grid]) -> list[WorkbookSheet]:
    return [WorkbookSheet(grid.name, grid.is_hidden, grid.details, grid.cells) for grid in grids]


def sheets(content: bytes) -> list[WorkbookSheet]:
    """Return the sheets in order.

    Raises:
        Refusal: The workbook is encrypted, of the old format, broken, no workbook, or unpacks to too much.
    """
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refusal("encrypted_workbook")
        return _of_grids(old_workbooks.grids(content))
    if not content.startswith(ZIP):
        return _of_grids(markup_tables.grids(content, decode(content, markup=True)[0]))
    measured = _measure(content)
    if measured.document is not None:
        return _of_grids(open_document.grids(_unpacked(content, measured.document)))
    if measured.too_far:
        content = without_blank_cells(content, measured.too_far, lambda entry: b"".join(_unpacked(content, entry)))
        measured = _measure(content, again=True)
    try:
        reader = fastexcel.read_excel(content)
        names = reader.sheet_names
    except fastexcel.FastExcelError as error:
        raise Refusal("broken_workbook") from error
    workbook, relations = (b"".join(_unpacked(content, entry)) if entry else b"" for entry in measured.directory)
    parts, hidden = parts_of_sheets(workbook, relations), hidden_sheets(workbook)
    found = []
    for name in names:
        suspect = measured.suspects.get(parts.get(name, "").lower())
        said = details(b"".join(_unpacked(content, suspect)), measured.styles) if suspect else Details()
        cells = partial(_cells, reader, name, said)
        found.append(WorkbookSheet(name, name in hidden, said, cells))
    return found


def _part_name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.lower().replace("\\", "/")


def _cells(reader: fastexcel.ExcelReader, name: str, said: Details) -> pl.DataFrame:
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
        text, number = texts[column].fill_null(""), numbers[column]
        # Read as truth values only typed cells have one, text never: the only way the reader tells 30.671 from “30.671”.
        is_number = kinds[column].is_not_null() & text.str.contains(r"^[-+0-9.eE]+$")
        number = pl.select(pl.when(is_number).then(number)).to_series()
        columns.append(_put(text, said.words.get(place, {})).alias(f"c{place}"))
        shown = dict.fromkeys(said.words.get(place, {})) | said.numbers.get(place, {})
        columns.append(_put(number, shown).alias(f"n{place}"))
    return pl.DataFrame(columns).with_row_index("row", offset=1)


def _put(cells: pl.Series, instead: Mapping[int, str | float | None]) -> pl.Series:
    """Return the cells with others in some rows."""
    of_this = {row: cell for row, cell in instead.items() if row < cells.len()}
    return cells.scatter(list(of_this), pl.Series(list(of_this.values()), dtype=cells.dtype)) if of_this else cells


@dataclass
class _Measured:
    """What the parts of a workbook are.

    Attributes:
        directory: The parts that say which part holds which sheet; None for one that is not there.
        styles: The styles of cells that may show another number than is stored, or none.
        suspects: The parts of sheets that need a closer look, by name.
        too_far: The names of those whose cells span too much.
        document: The part that holds the cells of an OpenDocument spreadsheet; None for an XLSX workbook.
    """

    directory: tuple[zipfile.ZipInfo | None, ...]
    styles: dict[str, NumberFormat]
    suspects: dict[str, zipfile.ZipInfo]
    too_far: set[str]
    document: zipfile.ZipInfo | None = None


def _measure(content: bytes, *, again: bool = False) -> _Measured:
    """Unpack every part piece by piece and keep nothing, as the sizes the archive states may be a lie.

    Raises:
        Refusal: It is no workbook, unpacks to too much or, measured ``again``, spans too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = {_part_name(entry): entry for entry in archive.infolist()}
        count = len(archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refusal("broken_workbook") from error
    _need_workbook(set(entries))
    limit = MAX_INSIDE // 1024**2
    if count > _MAX_ENTRIES or sum(entry.file_size for entry in archive.infolist()) > MAX_INSIDE:
        raise Refusal("zip_bomb", limit=limit)
    document = None if WORKBOOK in entries else entries[open_document.CONTENT]
    measured = _Measured((entries.get(WORKBOOK), entries.get(RELATIONS)), {}, {}, set(), document)
    room = _Room(MAX_INSIDE)
    if STYLES in entries:
        # The styles first: what they say of cells decides which sheets need a closer look.
        measured.styles = telling_styles(b"".join(room.unpacked(content, entries[STYLES])))
    pieces = suspects(measured.styles)
    for entry in archive.infolist():
        name, extent = _part_name(entry), _Extent(pieces)
        is_sheet = name.endswith(".xml") and "sheet" in name and measured.document is None
        for chunk in room.unpacked(content, entry):
            if is_sheet:
                extent.see(chunk)
        if refusal := extent.refusal():
            if again:
                raise refusal
            measured.too_far.add(name)
        if extent.is_suspect:
            measured.suspects[name] = entry
    return measured


class _Room:
    """How much a workbook may still unpack to."""

    def __init__(self, left: int) -> None:
        self._left = left

    def unpacked(self, content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the entry's content piece by piece."""
        if entry.flag_bits & 1:
            raise Refusal("encrypted_workbook")
        for chunk in _unpacked(content, entry):
            self._left -= len(chunk)
            if self._left < 0:
                raise Refusal("zip_bomb", limit=MAX_INSIDE // 1024**2)
            yield chunk


def _need_workbook(names: set[str]) -> None:
    """Refuse an archive whose parts are those of something else."""
    if WORKBOOK in names or {"mimetype", open_document.CONTENT} <= names:
        return
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise Refusal("not_a_table", what=mark("văn bản hoặc bản trình chiếu"))
    what = mark("bảng tính dạng nhị phân (XLSB)") if "xl/workbook.bin" in names else mark("tệp nén")
    raise Refusal("not_a_table", what=what)


class _Extent:
    """The rectangle a sheet's cells span, seen piece by piece."""

    def __init__(self, suspects: tuple[bytes, ...]) -> None:
        self._suspects = suspects
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
        self.is_suspect = self.is_suspect or any(piece in text for piece in self._suspects)

    def refusal(self) -> Refusal | None:
        """Return why it is too much; None where it is not."""
        self.see(b"<")
        if self._cells == 0:
            return None
        width = max((_column_number(column) for column in self._columns), default=1)
        if self._last_row > MAX_ROWS + 1000 or self._cells > _MAX_CELLS:
            return Refusal("too_many_rows", limit=MAX_ROWS)
        if width * max(self._last_row, 1) > _MAX_CELLS:
            return Refusal("too_many_columns", limit=MAX_COLUMNS)
        return None


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
