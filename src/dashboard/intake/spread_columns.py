"""Values in several columns, one for each year or province, to rows: each column becomes a part of the sheet with a name of its own."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from dashboard.intake.issues import ROWS_OF_SHEET
from dashboard.intake.sheet import Sheet
from dashboard.intake.template_columns import COLUMNS


def with_spread_columns(sheet: Sheet, spread: Mapping[int, str], numbers: Mapping[int, pl.Series]) -> Sheet:
    """Return the sheet with its columns of values below each other; as it is where there is one column of values.

    Args:
        sheet: The sheet as it was read, its value column the first of those.
        spread: The position of each, and ``year=2024`` or ``province=…``: what its figures are of.
        numbers: The number in each cell of them where the file itself says it is one, in the order of the rows.
    """
    if not spread:
        return sheet
    value, width = sheet.places["value"], len(sheet.headings)
    kinds = list(dict.fromkeys(said.partition("=")[0] for said in spread.values()))
    added = {kind: width + number for number, kind in enumerate(kinds)}
    frames = []
    for number, (place, said) in enumerate(spread.items()):
        kind, _, meant = said.partition("=")
        frames.append(
            sheet.table.with_columns(
                pl.col("row") + number * ROWS_OF_SHEET,
                pl.col(f"c{place}").alias(f"c{value}"),
                *(pl.lit(meant if of == kind else "").alias(f"c{at}") for of, at in added.items()),
                plain=numbers.get(place, sheet.table["plain"].clear().extend_constant(None, sheet.table.height)),
            )
        )
    texts = [f"c{place}" for place in range(width + len(added))]
    headings = (*sheet.headings, *(COLUMNS[kind].heading for kind in kinds))
    names = tuple(sheet.headings[place] or str(place + 1) for place in spread)
    return replace(
        sheet,
        headings=headings,
        places={**sheet.places, **added},
        table=pl.concat(frames).select("row", *texts, "overflow", "plain"),
        names=names,
        values=names,
    )
