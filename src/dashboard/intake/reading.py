"""An uploaded file to a sheet of text cells: whatever encoding, delimiter, line ends and order of columns it has."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import polars as pl

from dashboard.intake.codes import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Refusal
from dashboard.intake.encodings import decode
from dashboard.intake.issues import Issue, shortened
from dashboard.intake.template_columns import COLUMNS, READ, column_of, is_bare
from dashboard.intake.workbooks import is_workbook, sheets

DELIMITERS = (";", ",", "\t")
_HEADER_WITHIN = 30
_LONGEST_CELL = 131_072
_SEPARATOR_HINT = "sep="


@dataclass(frozen=True)
class Sheet:
    """A file as it was read, nothing judged yet.

    Attributes:
        file_name: The file's name.
        kind: ``csv`` or ``xlsx``.
        headings: Every column's heading as it stands.
        places: The position of each known column among them.
        table: ``row`` (counted from 1 as a spreadsheet shows it), ``c0``, ``c1`` … (the cells as text, trimmed, in NFC,
            empty when there is nothing), ``overflow`` (the text of cells beyond the header) and ``plain`` (the number in
            the value column where the file itself says it is one, else null).
        encoding: The text's encoding; ``XLSX`` for workbooks.
        delimiter: What stands between cells; empty for workbooks.
        notices: What was passed over.
    """

    file_name: str
    kind: Literal["csv", "xlsx"]
    headings: tuple[str, ...]
    places: dict[str, int]
    table: pl.DataFrame
    encoding: str
    delimiter: str = ""
    notices: tuple[Issue, ...] = field(default=())

    @cached_property
    def rows(self) -> pl.DataFrame:
        """The known columns by name, those the file lacks as empty text, with ``row``, ``overflow`` and ``plain``."""
        return self.table.select(
            "row",
            *(
                pl.col(f"c{self.places[name]}").alias(name) if name in self.places else pl.lit("").alias(name)
                for name in READ
            ),
            "overflow",
            "plain",
        )

    @property
    def extra(self) -> pl.DataFrame:
        """The columns we do not know, under their headings, with ``row``."""
        known = set(self.places.values())
        return self.table.select(
            "row",
            *(
                pl.col(f"c{place}").alias(f"{place + 1} {heading}")
                for place, heading in enumerate(self.headings)
                if place not in known
            ),
        )


def read(content: bytes, file_name: str) -> Sheet:
    """Return the table in the file; its content decides what it is, its name nothing.

    Raises:
        Refusal: The file cannot be read; its ``code`` and message say why and what to do.
    """
    if len(content) > MAX_BYTES:
        raise Refusal("too_large", size=round(len(content) / 1024**2, 1), limit=MAX_BYTES // 1024**2)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise Refusal("empty_file")
    return _from_workbook(content, file_name) if is_workbook(content) else _from_text(content, file_name)


# ---- workbooks -----------------------------------------------------------------------------------------------------


def _from_workbook(content: bytes, file_name: str) -> Sheet:
    """Read the first sheet that has the header; when none has, say what the first one lacks."""
    first_refusal: Refusal | None = None
    for cells in sheets(content):
        try:
            table = cells()
            width = (table.width - 1) // 2
            texts = table.select(
                "row",
                *(pl.col(f"c{place}").map_batches(_composed, return_dtype=pl.String) for place in range(width)),
                overflow=pl.lit(""),
            )
            found = _Table(texts, width)
            value = found.places["value"]
            plain = table.select("row", plain=pl.col(f"n{value}").cast(pl.Float64))
            return Sheet(
                file_name,
                "xlsx",
                found.headings,
                found.places,
                found.table.join(plain, on="row", how="left", maintain_order="left"),
                "XLSX",
                notices=found.notices,
            )
        except Refusal as refusal:
            if refusal.code not in ("no_header", "missing_column", "doubled_column", "no_rows"):
                raise
            if first_refusal is None or first_refusal.code == "no_header":
                first_refusal = refusal
    raise first_refusal or Refusal("no_header", limit=_HEADER_WITHIN)


def _composed(cells: pl.Series) -> pl.Series:
    if cells.str.contains(r"[^\x00-\x7f]").any():
        texts = cells.unique()
        composed = pl.Series([unicodedata.normalize("NFC", text) for text in texts.to_list()], dtype=pl.String)
        return cells.replace_strict(texts, composed)
    return cells


# ---- text ----------------------------------------------------------------------------------------------------------


def _from_text(content: bytes, file_name: str) -> Sheet:
    text, encoding = decode(content)
    offset = 1
    if text[: len(_SEPARATOR_HINT)].lower() == _SEPARATOR_HINT:  # Excel's own hint line
        text, offset = text.partition("\n")[2], 2
    delimiter = _delimiter(text)
    table, width = _split(text, delimiter)
    found = _Table(table.with_columns(pl.col("row") + offset), width)
    return Sheet(
        file_name,
        "csv",
        found.headings,
        found.places,
        found.table.with_columns(plain=pl.lit(None, pl.Float64)),
        encoding,
        delimiter,
        found.notices,
    )


def _delimiter(text: str) -> str:
    """Return the delimiter under which some row near the top has the most headings we know."""
    lines = text[:65536].split("\n", _HEADER_WITHIN * 2)
    best, most = "", 0
    for delimiter in DELIMITERS:
        known = 0
        try:
            for row in csv.reader((f"{line}\n" for line in lines), delimiter=delimiter):
                known = max(known, len({column_of(cell) for cell in row[:MAX_COLUMNS]} - {None}))
        except csv.Error:  # a cell that does not end within the sample
            pass
        if known > most:
            best, most = delimiter, known
    if not best:
        raise Refusal("no_header", limit=_HEADER_WITHIN)
    return best


def _split(text: str, delimiter: str) -> tuple[pl.DataFrame, int]:
    """Split the text into cells: ``row`` from 0, ``c0`` …, ``overflow``; and return how many columns there are.

    Text without quotation marks whose first line is the longest is split by polars at once. Else lines without quotation
    marks are split by polars and the others by the csv module, or all by the latter where cells go over several lines.
    """
    if '"' not in text and (even := _split_evenly(text, delimiter)) is not None:
        return even
    lines = pl.Series("line", text.removesuffix("\n").split("\n"), dtype=pl.String)
    quotes = lines.str.count_matches('"', literal=True)
    quoted: list[list[str]] = []
    if quotes.sum():
        parsed = None if (quotes % 2 == 1).any() else _records(lines.filter(quotes > 0).to_list(), delimiter)
        if parsed is None or len(parsed) != (quotes > 0).sum():  # cells that go over several lines
            records = _all_records(text, delimiter)
            return _framed(records, range(len(records)))
        quoted = parsed
    numbered = pl.DataFrame(lines).with_row_index("row").filter(quotes == 0)
    cells = numbered["line"].str.count_matches(delimiter, literal=True).max()
    width = 1 + (cells if isinstance(cells, int) else 0)
    if width > MAX_COLUMNS or any(len(row) > MAX_COLUMNS for row in quoted):
        raise Refusal("too_many_columns", limit=MAX_COLUMNS)
    if numbered.height > MAX_ROWS * 2:
        raise Refusal("too_many_rows", limit=MAX_ROWS)
    split = numbered.select("row", pl.col("line").str.split_exact(delimiter, width - 1).alias("cells")).unnest("cells")
    plain = split.rename({name: f"c{place}" for place, name in enumerate(split.columns[1:])})
    if not quoted:
        return plain, width
    rows = pl.DataFrame(lines).with_row_index("row").filter(quotes > 0)["row"]
    rest, rest_width = _framed(quoted, rows.to_list())
    return pl.concat([plain, rest], how="diagonal").sort("row"), max(width, rest_width)


def _split_evenly(text: str, delimiter: str) -> tuple[pl.DataFrame, int] | None:
    """Split text without quotation marks; None where some line has more cells than the first, or a line would get lost."""
    text = text if text.endswith("\n") else f"{text}\n"
    width = text.partition("\n")[0].count(delimiter) + 1
    if width < 2 or width > MAX_COLUMNS or text.count("\n") > MAX_ROWS * 2:
        return None
    try:
        cells = pl.read_csv(
            text.encode(),
            has_header=False,
            new_columns=[f"c{place}" for place in range(width)],
            separator=delimiter,
            quote_char=None,
            infer_schema=False,
            truncate_ragged_lines=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if cells.shape != (text.count("\n"), width):
        return None
    return cells.with_row_index("row"), width


def _records(lines: Sequence[str], delimiter: str) -> list[list[str]] | None:
    try:
        return list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _all_records(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records = []
    try:
        for record in reader:
            # The reader has a limit too, but any library in the process may lift it.
            if max(map(len, record), default=0) > _LONGEST_CELL:
                raise csv.Error("a cell without end")
            records.append(record)
    except csv.Error as error:
        raise Refusal("broken_csv", line=reader.line_num) from error
    if any(len(record) > MAX_COLUMNS for record in records):
        raise Refusal("too_many_columns", limit=MAX_COLUMNS)
    return records


def _framed(records: list[list[str]], rows: Iterable[int]) -> tuple[pl.DataFrame, int]:
    width = max(map(len, records), default=1)
    padding = [""] * width
    columns = zip(*(record + padding[len(record) :] for record in records), strict=True)
    frame = pl.DataFrame({f"c{place}": pl.Series(cells, dtype=pl.String) for place, cells in enumerate(columns)})
    return frame.insert_column(0, pl.Series("row", list(rows), dtype=pl.UInt32)), width


# ---- both ----------------------------------------------------------------------------------------------------------


class _Table:
    """Cells with the header found, blank and repeated rows taken out, and what was passed over noted."""

    def __init__(self, cells: pl.DataFrame, width: int) -> None:
        texts = [f"c{place}" for place in range(width)]
        cells = cells.with_columns(pl.col(texts).fill_null("").str.strip_chars())
        filled = cells.filter(pl.any_horizontal(pl.col(texts) != "")) if texts else cells.clear()
        top = filled.head(_HEADER_WITHIN)
        names = [[column_of(cell) for cell in row] for row in top.select(texts).rows()]
        counts = [len({name for name in row if name}) for row in names]
        if not counts or max(counts) < 2:
            raise Refusal("no_header", limit=_HEADER_WITHIN)
        at = counts.index(max(counts))
        self._all_headings = top.select(texts).row(at)
        last = max(place for place, heading in enumerate(self._all_headings) if heading)
        self.headings = self._all_headings[: last + 1]
        self.places = self._placed(names[at])
        self.notices: tuple[Issue, ...] = ()
        body = filled.slice(at + 1)
        if at:
            self._note("rows_above_header", top.head(at)["row"].to_list())
        body = self._without_repeated_headers(body, texts)
        if body.is_empty():
            raise Refusal("no_rows")
        if body.height > MAX_ROWS:
            raise Refusal("too_many_rows", limit=MAX_ROWS)
        self._need_own_heading(body)
        self._note_blank_rows(cells["row"], filled["row"].slice(at))
        self._note_extra_columns()
        beyond = texts[last + 1 :]
        overflow = pl.concat_str(pl.col(beyond), separator=" ").str.strip_chars() if beyond else pl.lit("")
        self.table = body.select("row", *texts[: last + 1], overflow=overflow)

    def _note(self, code: str, rows: list[int], **values: object) -> None:
        self.notices += (Issue(code, None, tuple(rows), values=values),)

    def _placed(self, names: list[str | None]) -> dict[str, int]:
        places: dict[str, int] = {}
        for place, name in enumerate(names):
            if name is None:
                continue
            if name in places and f"{name}_name" in COLUMNS and f"{name}_name" not in names:
                # “Province” holds ids, unless “Province id” stands beside it: then it holds names.
                if is_bare(self.headings[place], name):
                    places[f"{name}_name"] = place
                    continue
                if is_bare(self.headings[places[name]], name):
                    places[f"{name}_name"], places[name] = places[name], place
                    continue
            if name in places:
                raise Refusal(
                    "doubled_column",
                    column=COLUMNS[name].heading,
                    first=shortened(self.headings[places[name]]),
                    second=shortened(self.headings[place]),
                )
            places[name] = place
        if "value" not in places:
            raise Refusal("missing_column", column=COLUMNS["value"].heading)
        if not {"indicator", "indicator_name"} & set(places):
            raise Refusal("missing_column", column=COLUMNS["indicator"].heading)
        return places

    def _need_own_heading(self, body: pl.DataFrame) -> None:
        """Refuse a heading merged over several columns of figures: whichever was taken, another may be meant."""
        place = self.places["value"]
        for beside in range(place + 1, len(self.headings)):
            if self.headings[beside]:
                return
            if body.select(pl.col(f"c{beside}").str.contains(r"\d").any()).item():
                raise Refusal("unclear_heading", column=shortened(self.headings[place]))

    def _without_repeated_headers(self, body: pl.DataFrame, texts: list[str]) -> pl.DataFrame:
        same = pl.all_horizontal(
            pl.col(column) == heading for column, heading in zip(texts, self._all_headings, strict=True)
        )
        repeated = body.select(same).to_series()
        if repeated.any():
            self._note("repeated_header", body.filter(repeated)["row"].to_list())
            return body.filter(~repeated)
        return body

    def _note_blank_rows(self, rows: pl.Series, filled: pl.Series) -> None:
        """Note blank rows between filled ones; those below the last are every spreadsheet's."""
        if filled.len() and int(filled[-1]) - int(filled[0]) + 1 > filled.len():
            blank = rows.filter((rows > filled[0]) & (rows < filled[-1]) & ~rows.is_in(filled.implode()))
            self._note("blank_rows", blank.to_list())

    def _note_extra_columns(self) -> None:
        known = set(self.places.values())
        extra = [heading or "?" for place, heading in enumerate(self.headings) if place not in known]
        if extra:
            self._note("extra_columns", [], words=shortened(", ".join(extra), 200))
