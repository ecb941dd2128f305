"""What a file is once it is read: its cells under their headings, nothing judged yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import polars as pl

from dashboard.intake.form import Form
from dashboard.intake.issues import Issue
from dashboard.intake.template_columns import FIGURES


@dataclass(frozen=True)
class Sheet:
    """A file as it was read, nothing judged yet.

    Attributes:
        file_name: The file's name.
        kind: ``csv`` for text, ``xlsx`` for every kind of spreadsheet.
        headings: Every column's heading as it stands.
        places: The position of each known column among them.
        table: ``row`` (counted from 1 as a spreadsheet shows it; of the second, third … sheet ``ROWS_OF_SHEET`` once, twice … more), ``c0``, ``c1`` … (the cells as text, trimmed, in NFC,
            empty when there is nothing), ``overflow`` (the text of cells beyond the header) and ``plain`` (the number in
            the value column where the file itself says it is one, else null).
        encoding: The text's encoding; of spreadsheets ``XLSX``, ``XLS``, ``ODS`` or ``HTML``.
        delimiter: What stands between cells; empty for workbooks.
        notices: What was passed over.
        names: The names of the workbook's sheets the rows come from, where there are several.
        values: The heading of the value column of each of them.
        columns: What the submitter said of the columns (``Decisions``); empty where their headings decided.
        form: What was handed in.
    """

    file_name: str
    kind: Literal["csv", "xlsx"]
    headings: tuple[str, ...]
    places: dict[str, int]
    table: pl.DataFrame
    encoding: str
    delimiter: str = ""
    notices: tuple[Issue, ...] = field(default=())
    names: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    form: Form = FIGURES

    @property
    def value_headings(self) -> tuple[str, ...]:
        """The heading of the value column, of each sheet where there are several."""
        return self.values or (self.headings[self.places["value"]],)

    @cached_property
    def rows(self) -> pl.DataFrame:
        """The known columns by name, those the file lacks as empty text, with ``row``, ``overflow`` and ``plain``."""
        return self.table.select(
            "row",
            *(
                pl.col(f"c{self.places[name]}").alias(name) if name in self.places else pl.lit("").alias(name)
                for name in self.form.read
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
