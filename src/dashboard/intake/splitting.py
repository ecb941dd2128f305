"""Decimal commas that were never quoted: in a comma-delimited file ``33,4`` is two cells, and what follows stands one too far.

A whole number before a cell of digits alone is therefore never taken as it stands: the submitter says which it is. Where something
before the value was split, years no longer stand where years belong.
"""

from dataclasses import dataclass, replace

import polars as pl

from dashboard.intake.sheet import Sheet

_WHOLE = r"^[-+−]?\d[\d.\s]*$"
_DIGITS = r"^\d+\s*%?$"
_YEAR = r"^(19|20)\d\d$"
_OF_YEARS = ("year", "last_year", "milestone")
_EXAMPLES = 3


@dataclass(frozen=True)
class Split:
    """What looks split in a file.

    Attributes:
        sheet: The file as the submitter's choice has it read.
        rows: Those whose value may be two cells: ``row``, and the two readings, ``both`` in one and ``apart``.
        chosen: ``joined`` or ``apart``, once the submitter has said which it is; None before.
        shifted: ``row`` of those in which cells stand where they do not belong.
    """

    sheet: Sheet
    rows: pl.DataFrame
    chosen: str | None
    shifted: pl.DataFrame


def splits(sheet: Sheet, chosen: str | None) -> Split:
    """Return what looks split; ``chosen`` is ``joined`` or ``apart`` once the submitter has said what such rows are."""
    none = sheet.table.select("row").clear()
    if sheet.delimiter != ",":
        return Split(sheet, none, chosen, none)
    place, width = sheet.places["value"], len(sheet.headings)
    value, after = pl.col(f"c{place}"), pl.col(f"c{place + 1}" if place + 1 < width else "overflow")
    is_split = value.str.contains(_WHOLE) & after.str.contains(_DIGITS)
    column_after = {at: name for name, at in sheet.places.items()}.get(place + 1)
    if column_after in _OF_YEARS:
        is_split &= ~after.str.contains(_YEAR)
    is_shifted = (value == "") & after.str.contains(_DIGITS)
    for name in _OF_YEARS:
        if (at := sheet.places.get(name, place)) < place and name != "year":
            is_shifted |= (pl.col(f"c{at}") != "") & ~pl.col(f"c{at}").str.contains(_YEAR)
    shifted = sheet.table.filter(is_shifted).select("row")
    split = sheet.table.filter(is_split & ~is_shifted).select(
        "row", both=value + "," + after, apart=value + " | " + after
    )
    if chosen == "joined" and split.height:
        sheet = replace(sheet, table=_joined(sheet.table, split["row"], place, width))
    return Split(sheet, split, chosen, shifted)


def examples(readings: pl.Series) -> str:
    """Return a few of the rows as they are read."""
    return "; ".join(readings.head(_EXAMPLES).to_list()) + ("; …" if readings.len() > _EXAMPLES else "")


def _joined(table: pl.DataFrame, rows: pl.Series, place: int, width: int) -> pl.DataFrame:
    """Return the table with the value of these rows in one cell, and what follows moved back by one."""
    of_these = pl.col("row").is_in(rows.implode())
    cells = [f"c{at}" for at in range(width)] + ["overflow"]
    moved = {cells[place]: pl.concat_str(pl.col(cells[place]), pl.col(cells[place + 1]), separator=",")}
    moved |= {cells[at]: pl.col(cells[at + 1]) for at in range(place + 1, width)}
    moved["overflow"] = pl.lit("")
    return table.with_columns(
        pl.when(of_these).then(new).otherwise(pl.col(name)).alias(name) for name, new in moved.items()
    )
