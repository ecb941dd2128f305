"""One table that leaves the dashboard, with everything that says where it comes from; the writers turn it into files."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

import polars as pl

from dashboard.exports.arrangement import Arrangement, columns_of, key_of
from dashboard.exports.columns import TITLES, TYPES, Column, Table
from dashboard.filters import Filters
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import mark
from dashboard.words.translations import translator

SLICE = 50_000
"""How many rows are made into text at once: the writers' memory does not depend on how many there are; fewer cost time."""
PAGES: dict[Table, str] = {
    "gaps": "tra-cuu",
    "actuals": "tra-cuu",
    "targets": "tra-cuu",
    "tasks": "nhiem-vu",
    "actions": "tra-cuu",
}
"""The page that shows the rows of the same filters."""


class Source(NamedTuple):
    """One source of the rows and how many figures come from it."""

    source: str
    source_table: str
    figures: int


@dataclass(frozen=True)
class Export:
    """Rows and their description.

    Attributes:
        table: Which table.
        rows: The rows laid out as asked for, names of ids not yet beside them, in stable order.
        figures: The rows before years were put across: what says which sources they have.
        arrangement: How they are laid out.
        names: How each column of names follows from a column of ids.
        catalogue: What the ids stand for, and how many decimals an indicator has.
        definitions: Of each indicator among the rows: ``indicator``, ``indicator_name`` and the parts of its definition.
        filters: What was asked for.
        filters_in_words: The same for people: what is filtered, and the names chosen.
        language: Of the names and the words, ``vi`` or ``en``.
        snapshot: The store's version.
        as_of: The day up to whose end the figures are known.
        plans: The plans in force, as cited.
        citation: How to cite the table, and what the law asks of whoever uses it.
        site: The address of the installation, empty where it is not known.
        is_illustrative: Whether the figures are invented.
        offset: How many rows were passed over before the first.
        total: How many rows the filters mean, whether or not they are in ``rows``.
        watch: Is told how many rows are written so far, while they are.
    """

    table: Table
    rows: pl.DataFrame
    figures: pl.DataFrame
    arrangement: Arrangement
    names: Mapping[str, tuple[str, Mapping[str, str]]]
    catalogue: Catalogue
    definitions: tuple[Mapping[str, str], ...]
    filters: Filters
    filters_in_words: tuple[tuple[str, str], ...]
    language: str
    snapshot: int
    as_of: dt.date
    plans: tuple[str, ...]
    citation: str
    site: str
    is_illustrative: bool
    offset: int
    total: int
    watch: Callable[[int], None] | None = None

    @property
    def title(self) -> str:
        """What the table is, in words."""
        return self.say(TITLES[self.table])

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of every file, in order."""
        return columns_of(self.arrangement, self.table, self.rows)

    @property
    def key(self) -> list[str]:
        """The columns that name a row; none where one of them was left out."""
        return key_of(self.arrangement, self.table, self.columns)

    @property
    def origin(self) -> str:
        """``official`` or ``illustrative``."""
        return "illustrative" if self.is_illustrative else "official"

    @property
    def omitted(self) -> int:
        """How many rows of the filters are not in the file."""
        return self.total - self.rows.height

    @property
    def omission(self) -> str:
        """How many rows are missing, and how to have them, in words; empty where none is."""
        text = mark("Tệp này thiếu {count} dòng của bộ lọc. Thu hẹp bộ lọc, hoặc tải CSV hay Parquet để có đủ.")
        return self.say(text).format(count=self.omitted) if self.omitted else ""

    @property
    def say(self) -> Callable[[str], str]:
        """The translator into the export's language."""
        return translator(self.language)

    @property
    def permalink(self) -> str:
        """The address of the page that shows the same rows."""
        texts = self.filters.query() | self.arrangement.query() | ({"lang": ["en"]} if self.language == "en" else {})
        query = urlencode(texts, doseq=True)
        return f"{self.site.rstrip('/')}/{PAGES[self.table]}" + (f"?{query}" if query else "")

    @property
    def method(self) -> str:
        """The address of the page that explains how the columns are worked out."""
        return f"{self.site.rstrip('/')}/phuong-phap"

    @cached_property
    def latest_approval(self) -> str | None:
        """When the newest figure or report among the rows was approved, ISO in UTC; None where the rows have none."""
        moments = [name for name in ("approved_at", "published_at") if name in self.figures.columns]
        latest = self.figures[moments[0]].max() if moments else None
        return f"{latest.isoformat(timespec='seconds')}Z" if isinstance(latest, dt.datetime) else None

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the rows, those of most figures first; none for targets and tasks, whose source is their plan."""
        if "source" not in self.figures.columns:
            return ()
        known = self.figures.lazy().filter(pl.col("source").is_not_null() & pl.col("actual").is_not_null())
        counted = known.group_by("source", pl.col("source_table").fill_null("")).agg(pl.len().alias("figures"))
        ordered = counted.sort(["figures", "source", "source_table"], descending=[True, False, False]).collect()
        return tuple(Source(*row) for row in ordered.iter_rows())

    def slices(self, size: int = SLICE) -> Iterator[pl.DataFrame]:
        """Yield the rows with all their columns, typed as ``columns`` says, a part at a time."""
        done = 0
        for part in self.rows.iter_slices(size):
            yield self._completed(part)
            done += part.height
            if self.watch:
                self.watch(done)

    def frame(self) -> pl.DataFrame:
        """Return the rows with all their columns at once."""
        return self._completed(self.rows)

    def first(self, count: int) -> "Export":
        """Return the export cut off after so many rows; ``omitted`` says how many are missing."""
        return self if self.rows.height <= count else replace(self, rows=self.rows.head(count))

    def file_name(self, ending: str) -> str:
        """Return a name that says what is inside."""
        rows = (self.offset + 1, self.offset + self.rows.height) if self.omitted else None
        return file_name(
            self.table, self.filters, self.arrangement, ending,
            snapshot=self.snapshot, is_illustrative=self.is_illustrative, language=self.language, rows=rows,
        )  # fmt: skip

    def _completed(self, part: pl.DataFrame) -> pl.DataFrame:
        constants = {
            "origin": pl.lit(self.origin),
            "snapshot": pl.lit(self.snapshot),
            "as_of": pl.lit(self.as_of.isoformat()),
        }
        made = []
        for column in self.columns:
            if column.name in self.names:
                of, words = self.names[column.name]
                value = pl.col(of).replace_strict(words, default=None, return_dtype=pl.String)
            elif column.name in constants:
                value = constants[column.name]
            else:
                value = _as_text(column.name, part.schema[column.name])
            value = value.cast(TYPES[column.kind])
            if column.kind in ("code", "text"):
                value = pl.when(value != "").then(value)  # an empty text says no more than none, in every format
            made.append(value.alias(column.name))
        # Constants take the length of the rows only beside them.
        return part.with_columns(made).select(column.name for column in self.columns)


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    """Return a column with lists, days and moments (UTC) as text; others stay as they are."""
    if isinstance(kind, pl.List):
        return pl.col(name).cast(pl.List(pl.String)).list.join(";")
    if isinstance(kind, pl.Datetime):
        return pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    return pl.col(name).dt.strftime("%Y-%m-%d") if kind == pl.Date else pl.col(name)


_FILES: dict[Table, str] = {
    "gaps": "chi-tieu",
    "actuals": "thuc-hien",
    "targets": "muc-tieu",
    "tasks": "nhiem-vu",
    "actions": "viec-phai-lam",
}


def file_name(
    table: Table,
    filters: Filters,
    arrangement: Arrangement,
    ending: str,
    *,
    snapshot: int,
    is_illustrative: bool,
    language: str,
    rows: tuple[int, int] | None = None,
) -> str:
    """Return the name of a file: kind of data, table, filters, layout, snapshot; the same export has the same name.

    ``rows`` are the first and the last one, counted from 1, where the file has not all of them.
    """
    parts = ["minh-hoa" if is_illustrative else "chinh-thuc", _FILES[table]]
    parts += [value for values in filters.query().values() for value in values[:3]]
    parts += ["theo-nam"] if arrangement.view == "wide" else []
    parts += [f"xep-{'giam-' * text.startswith('-')}{text.lstrip('-')}" for text in arrangement.sort[:2]]
    parts += [f"{len(arrangement.columns)}-cot"] if arrangement.columns else []
    parts += [f"dong-{rows[0]}-{rows[1]}"] if rows else []
    parts += [f"ban-{snapshot}"] + ([language] if language != "vi" else [])
    return "-".join(part.replace("_", "-") for part in parts)[:150] + f".{ending}"
