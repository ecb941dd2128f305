"""Rows that are no figure of one indicator: group headings, notes and signatures, totals; and parts that stand below their total."""

import re

import polars as pl

from dashboard.intake.context import Decisions
from dashboard.intake.issues import ROWS_OF_SHEET, Issue
from dashboard.intake.matching import Names
from dashboard.intake.row_findings import Finding, found
from dashboard.reference.catalogue import Catalogue
from dashboard.words.folding import normal

_TOTAL = re.compile(
    r"(tong|tong cong|tong so|cong|cong chung|binh quan|binh quan chung|trung binh|trung binh chung|total|grand total|sum|average|mean)"
)
_LIKE_TOTAL = r"(?i)^\W*(t.ng|c.ng|b.nh|trung|total|grand|sum|average|mean)"
_PART = re.compile(r"^(trong do|o do|bao gom|chia ra|gom|of which)\b")
_HAS_FIGURE = (pl.col("value") != "") | pl.col("plain").is_not_null()
_NAMED = ("province", "province_name", "indicator", "indicator_name")
_SHARED = ("province", "province_name", "year")
"""What a part has in common with the row above it, unless it says otherwise."""


class RowKinds:
    """One pass over the rows of a file that tells what each is.

    Attributes:
        rows: The rows that hold a figure of an indicator, or mean to; parts carry the indicator above them.
        findings: Totals, until the submitter says that they may be passed over.
        notices: What was passed over, what has no figure yet, and what was taken for a part.
    """

    def __init__(self, rows: pl.DataFrame, catalogue: Catalogue, names: Names, decisions: Decisions) -> None:
        """Tell them apart at once.

        Args:
            rows: Every row of the sheet.
            catalogue: Whose ids are meant.
            names: Whose names.
            decisions: What the submitter accepted.
        """
        self._catalogue, self._names = catalogue, names
        self._accepted = decisions.get("accepted", {})
        self._skipped = decisions.get("skipped", {})
        self.findings: list[Finding] = []
        self.notices: list[Issue] = []
        rows = self._with_parts(rows)
        self.rows = self._filled(self._without_totals(rows))

    def _tell(self, code: str, rows: pl.Series, column: str | None = None) -> None:
        if rows.len():
            self.notices.append(Issue(code, column, tuple(rows.to_list())))

    # ---- parts below their total ---------------------------------------------------------------------------------------

    def _with_parts(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Give a row such as “Trong đó: Thành thị” the indicator of the row above it, whether that holds a figure or not."""
        text = pl.when(pl.col("indicator") != "").then("indicator").otherwise("indicator_name")
        texts = rows.select(text.alias("text")).to_series().unique(maintain_order=True)
        parts = {one: part for one in texts.to_list() if one and (part := self._part(one))}
        if not parts:
            return rows
        is_part = text.is_in(list(parts)) & (pl.col("breakdown") == "") & (pl.col("breakdown_name") == "")
        has_text = (pl.col("indicator") != "") | (pl.col("indicator_name") != "")
        sheet = pl.col("row") // ROWS_OF_SHEET

        def above(name: str) -> pl.Expr:
            return pl.when(~is_part & has_text).then(pl.col(name)).forward_fill().over(sheet)

        # Without a row above there is nothing it could be a part of: its own words are told as unknown.
        is_taken = is_part & above("row").is_not_null()
        kept = {name: pl.when(pl.col(name) != "").then(name).otherwise(above(name)) for name in _SHARED}
        changed = rows.with_columns(
            pl.when(is_taken).then(taken).otherwise(pl.col(name)).alias(name)
            for name, taken in {
                "indicator": above("indicator"),
                "indicator_name": above("indicator_name"),
                "breakdown": text.replace_strict(parts, default=None, return_dtype=pl.String),
                **kept,
            }.items()
        )
        self._tell("part_of_above", rows.filter(is_taken & _HAS_FIGURE)["row"])
        return changed

    def _part(self, text: str) -> str | None:
        """Return the breakdown the text names; plans print such names of their own rows too, meant there as here."""
        if text in self._catalogue.indicator or text in self._accepted.get("indicator", {}):
            return None
        words = _PART.sub("", normal(text)).strip()
        return self._names.breakdown(words)

    # ---- totals, notes, headings ---------------------------------------------------------------------------------------

    def _without_totals(self, rows: pl.DataFrame) -> pl.DataFrame:
        like = pl.any_horizontal(pl.col(name).str.contains(_LIKE_TOTAL) for name in _NAMED)
        totals: dict[str, list[int]] = {}
        for row, *cells in rows.filter(_HAS_FIGURE & like).select("row", *_NAMED).rows():
            total = next((cell for cell in cells if _TOTAL.fullmatch(normal(cell))), None)
            if total and not any(cell and self._is_known(cell) for cell in cells[2:]):
                totals.setdefault(total, []).append(row)
        for total, of_these in totals.items():
            if total in self._skipped:
                self.notices.append(Issue("skipped_rows", None, tuple(of_these), total))
            else:
                frame = rows.filter(pl.col("row").is_in(of_these)).select("row")
                self.findings.append(found("total_row", frame, column="indicator", found=total))
        told = [row for of_these in totals.values() for row in of_these]
        return rows.filter(~pl.col("row").is_in(told)) if told else rows

    def _filled(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows with a figure, and tell which have none: an indicator's, or headings, notes and signatures."""
        empty = rows.filter(~_HAS_FIGURE)
        if empty.height:
            cells = empty.select("indicator", "indicator_name").unique(maintain_order=True)
            known = [any(text and self._is_known(text) for text in pair) for pair in cells.rows()]
            told = empty.join(cells.with_columns(is_known=pl.Series(known)), on=cells.columns, how="left")
            self._tell("empty_value", told.filter("is_known")["row"].sort(), "value")
            self._tell("text_rows", told.filter(~pl.col("is_known"))["row"].sort())
        given = rows.filter(_HAS_FIGURE) if empty.height else rows
        if given.is_empty() and not self.findings:
            self.findings.append(found("nothing_filled", rows.head(1).select("row"), column="value"))
        return given

    def _is_known(self, text: str) -> bool:
        """Whether the text names an indicator, in the plan of whichever province."""
        if text in self._catalogue.indicator or text in self._accepted.get("indicator", {}):
            return True
        return self._names.is_indicator(text)
