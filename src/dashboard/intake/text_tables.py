"""Text to cells: which sign stands between them, and where each begins and ends."""

import csv
import io
from collections.abc import Iterable, Sequence

import polars as pl

from dashboard.intake.codes import MAX_COLUMNS, MAX_ROWS
from dashboard.intake.form import Form
from dashboard.intake.forms import FORMS
from dashboard.intake.headed_table import HEADER_WITHIN, why_no_header
from dashboard.intake.refusal import Refusal

DELIMITERS = (";", ",", "\t", "|")
_LONGEST_CELL = 131_072


def delimiter_of(text: str, form: Form) -> tuple[str, str]:
    """Return the text and the delimiter under which some row near the top has the most headings we know, of whichever form.

    Where every line stands in quotation marks as a whole, the text is without them.

    Raises:
        Refusal: No row near the top has headings; it says why.
    """
    if best := _best_delimiter(text):
        return text, best
    unwrapped = _unwrapped(text)
    if unwrapped and (best := _best_delimiter(unwrapped)):
        return unwrapped, best
    lines = text.split("\n", HEADER_WITHIN * 10)
    split = [[line.split(delimiter) for line in lines] for delimiter in DELIMITERS]
    widest = max(split, key=lambda rows: max(map(len, rows)))
    raise Refusal(form.code("no_header"), limit=HEADER_WITHIN, why=why_no_header(widest, form))


def likely_delimiter(text: str) -> str:
    """Return the delimiter that splits the first rows into the same number of cells, the most of them."""
    lines = [line for line in text[:65536].split("\n", HEADER_WITHIN) if line.strip()][:HEADER_WITHIN]

    def cells(delimiter: str) -> tuple[bool, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return False, 0
        most = max(widths, default=1)
        return most > 1 and widths.count(most) * 2 >= len(widths), most

    return max(DELIMITERS, key=cells)


def _best_delimiter(text: str) -> str:
    lines = text[:65536].split("\n", HEADER_WITHIN * 2)
    best, most = "", 0
    for delimiter in DELIMITERS:
        known = 0
        try:
            for row in csv.reader((f"{line}\n" for line in lines), delimiter=delimiter):
                known = max(known, *(len(form.known(row[:MAX_COLUMNS])) for form in FORMS))
        except csv.Error:  # a cell that does not end within the sample
            pass
        if known > most:
            best, most = delimiter, known
    return best if most > 1 else ""


def _unwrapped(text: str) -> str:
    """Return the lines without the quotation marks each stands in as a whole; empty where they do not."""
    lines = text.rstrip("\n").split("\n")
    if not all(line.startswith('"') and line.endswith('"') and len(line) > 1 for line in lines if line.strip()):
        return ""
    return "\n".join(line.strip()[1:-1].replace('""', '"') for line in lines)


def split_into_cells(text: str, delimiter: str) -> tuple[pl.DataFrame, int]:
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
