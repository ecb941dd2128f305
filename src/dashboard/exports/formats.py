"""The formats an export comes in, by the ending of the file."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from dashboard.exports.data_package import write_zip
from dashboard.exports.description import Export
from dashboard.exports.parquet import write_parquet
from dashboard.exports.sdmx import sdmx_csv
from dashboard.exports.text import csv, json
from dashboard.exports.workbook import write_xlsx

Ending = Literal["csv", "json", "parquet", "xlsx", "sdmx.csv", "zip"]
_BLOCK = 1 << 18


@dataclass(frozen=True)
class Format:
    """One format: what browsers and programs call it, and how it is made: a part at a time, or as a file."""

    ending: Ending
    media_type: str
    parts: Callable[[Export], Iterator[bytes]] | None = None
    write: Callable[[Export, Path], None] | None = None


FORMATS: dict[Ending, Format] = {
    made.ending: made
    for made in (
        Format("csv", "text/csv; charset=utf-8", parts=csv),
        Format("json", "application/json", parts=json),
        Format("parquet", "application/vnd.apache.parquet", write=write_parquet),
        Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write=write_xlsx),
        Format("sdmx.csv", "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8", parts=sdmx_csv),
        Format("zip", "application/zip", write=write_zip),
    )
}


def stream(export: Export, ending: Ending, *, for_excel: bool = False) -> Iterator[bytes]:
    """Yield the file, a part at a time; what cannot be made in parts is made in a temporary file first.

    Args:
        export: What to write.
        ending: In which format.
        for_excel: Whether a CSV file is to be opened by Excel.
    """
    made = FORMATS[ending]
    if ending == "csv":
        yield from csv(export, for_excel=for_excel)
    elif made.parts is not None:
        yield from made.parts(export)
    else:
        write = cast("Callable[[Export, Path], None]", made.write)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "export"
            write(export, path)
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    yield block


def content(export: Export, ending: Ending, *, for_excel: bool = False) -> bytes:
    """Return the whole file."""
    return b"".join(stream(export, ending, for_excel=for_excel))
