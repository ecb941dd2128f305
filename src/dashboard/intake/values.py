"""The texts of the value column to figures: numbers in the indicator's unit, levels, declared gaps, estimates."""

import polars as pl

from dashboard.intake.chosen_values import gaps_chosen, levels_chosen, numbers_chosen
from dashboard.intake.context import Decisions
from dashboard.intake.issues import ROWS_OF_SHEET, Issue
from dashboard.intake.matching import Names
from dashboard.intake.numbers import numbers_read
from dashboard.intake.odd_texts import odd_text
from dashboard.intake.row_findings import Finding, found
from dashboard.intake.sheet import Sheet
from dashboard.intake.units import factor, unit_in
from dashboard.reference.catalogue import Catalogue
from dashboard.words.folding import folded
from dashboard.words.messages import mark

MISSING_CODES = frozenset(
    (
        "n/a", "#n/a", "na", "n.a.", ".", "..", "...", "…", "x", "null", "none", "khong co", "ko co", "chua co",
        "khong co so lieu", "chua co so lieu", "khong thu thap", "chua thu thap", "khong thong ke", "chua thong ke", "khong dieu tra",
    )
)  # fmt: skip
"""Texts in the value column that declare a figure to be not available, without diacritics and case; all others are errors."""

DASHES = frozenset(("-", "--", "–", "—", "―", "−"))
"""In Vietnamese yearbooks a dash says that nothing occurred, elsewhere that there is no figure: asked, never assumed."""

_ESTIMATE = {
    **dict.fromkeys(("khong", "no", "false", "0", "n", "chinh thuc", "so chinh thuc", "final", "official"), False),
    **dict.fromkeys(("co", "x", "yes", "true", "1", "y", "so bo", "uoc", "uoc tinh", "uoc thuc hien", "so uoc",
                     "estimate", "preliminary"), True),
}  # fmt: skip
"""What the column says of a figure, without diacritics and case; blank follows the date (method, section 6)."""

_READ_WITH_NOTICE = ("wide_digits", "unit_behind")
_SHOWN = 80
_NO_UNIT = mark("không có")


class Values:
    """One pass over the values of a file.

    Attributes:
        findings: What is wrong with them.
        notices: What was assumed.
    """

    def __init__(
        self, sheet: Sheet, catalogue: Catalogue, names: Names, decisions: Decisions, *, this_year: int
    ) -> None:
        """Take what the texts are read by.

        Args:
            sheet: Whose headings name units, and what kind of file it is.
            catalogue: Units, bounds and scales.
            names: Spellings of levels.
            decisions: What the submitter settled.
            this_year: The year that has not ended.
        """
        self._sheet, self._catalogue, self._names, self._decisions = sheet, catalogue, names, decisions
        self._this_year = this_year
        self.findings: list[Finding] = []
        self.notices: list[Issue] = []

    def read(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add ``value``, ``level`` and ``rank`` to the rows, and ``is_missing`` and ``preliminary``.

        Args:
            rows: ``row``, ``text``, ``plain``, ``unit``, ``note``, ``preliminary``, ``year``, ``indicator`` and its columns of
                ``Series.indicators``, ``last``.

        Returns:
            The rows; ``value`` and ``level`` are both null where the figure is declared not available, or where an error stands.
        """
        rows = self._undashed(rows)
        no_digit = ~pl.col("text").str.contains(r"\d")
        words = rows.filter(no_digit)["text"].unique()
        said = self._decisions.get("missing", {})
        codes = [
            text
            for text in words.to_list()
            if text in said or (folded(text) in MISSING_CODES and not self._is_failed(text))
        ]
        is_missing = pl.col("text").is_in(codes) if codes else pl.lit(False)
        rows = rows.with_columns(is_missing=is_missing & pl.col("plain").is_null())
        self.notices += gaps_chosen(rows.filter("is_missing"), said)
        silent = rows.filter(pl.col("is_missing") & (pl.col("note") == "") & pl.col("indicator").is_not_null())
        self._add("missing_without_reason", silent.select("row", "text"), column="note", found=pl.col("text"))
        is_number = ~pl.col("is_missing") & (pl.col("kind") == "number").fill_null(False)
        is_level = ~pl.col("is_missing") & (pl.col("kind") == "levels").fill_null(False)
        known = pl.concat([self._numbers(rows.filter(is_number)), self._levels(rows.filter(is_level))], how="diagonal")
        return self._with_preliminary(rows.join(known, on="row", how="left", maintain_order="left"))

    def _add(self, code: str, rows: pl.DataFrame, *, column: str | None = "value", **values: pl.Expr | str) -> None:
        if rows.height:
            self.findings.append(found(code, rows, column=column, **values))

    def _is_failed(self, text: str) -> bool:
        """Whether the text is an error of Excel's: “N/A” somebody wrote says that there is no figure, ``#N/A`` that a formula failed."""
        return self._sheet.kind == "xlsx" and text.startswith("#")

    # ---- numbers -----------------------------------------------------------------------------------------------------

    def _undashed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Ask what a dash says; where the submitter chose zero, it is one wherever the indicator can be zero."""
        dashed = rows.filter(pl.col("text").is_in(sorted(DASHES)) & pl.col("plain").is_null())
        if dashed.is_empty():
            return rows
        may_be_zero = (
            (pl.col("kind") == "number")
            & (pl.col("least_usual").fill_null(0) <= 0)
            & (pl.col("minimum").fill_null(0) <= 0)
        ).fill_null(False)
        zero = [text for text, said in self._decisions.get("numbers", {}).items() if text in DASHES and said == "0"]
        rows = rows.with_columns(
            plain=pl.when(pl.col("text").is_in(zero) & may_be_zero).then(pl.lit(0.0)).otherwise("plain")
        )
        asked = dashed.filter(~pl.col("text").is_in(list(self._decisions.get("missing", {}))))
        asked = asked.filter(~(pl.col("text").is_in(zero) & may_be_zero)).with_columns(may_be_zero=may_be_zero)
        for may, part in asked.select("row", "text", "may_be_zero").group_by("may_be_zero", maintain_order=True):
            self._add("dash", part.select("row", "text"), found=pl.col("text"), new_words="0" if may[0] else "")
        return rows.with_columns(
            text=pl.when(pl.col("row").is_in(asked["row"].implode())).then(pl.lit("N/A")).otherwise("text"),
            note=pl.when(pl.col("row").is_in(asked["row"].implode())).then(pl.lit("?")).otherwise("note"),
        )

    def _numbers(self, rows: pl.DataFrame) -> pl.DataFrame:
        of_file = pl.col("plain").is_not_null() & ~pl.col("text").is_in(DASHES)
        rows, told = self._with_odd_texts(rows.with_columns(written="text", of_file=of_file))
        rows = self._with_factors(rows)
        asked = rows.select("text", "plain", "share", "integral", "minimum", "maximum", "last", "factor")
        said = self._decisions.get("numbers", {})
        chosen = {text: reading for text, reading in said.items() if reading in ("comma", "point")}
        read = numbers_read(asked, chosen=chosen)
        rows = pl.concat([rows, read], how="horizontal")
        text, number_ = pl.col("text").str.head(_SHOWN), pl.col("number")
        nothing = rows.filter(pl.col("form").is_null() & ~pl.col("row").is_in(told.implode()))
        self._add("not_a_number", nothing, found=text)
        unclear = rows.filter((pl.col("form") == "open") & number_.is_null())
        self._add("ambiguous_number", unclear, found=text, old=pl.col("comma"), new=pl.col("point"))
        if rows.height and read["votes_comma"][0] and read["votes_point"][0]:
            self.notices.append(Issue("mixed_notation", "value"))
        signed = rows.filter(pl.col("percent") & ~pl.col("is_percent") & number_.is_not_null())
        self._add("percent_sign", signed, found=text, words=self._units())
        other = rows.filter(pl.col("is_other_unit") & number_.is_not_null())
        if other.height:
            self._add_other_units(other)
        in_unit = rows.filter(~pl.col("is_other_unit"))
        low, high = pl.col("minimum"), pl.col("maximum")
        outside = in_unit.filter((number_ < low).fill_null(False) | (number_ > high).fill_null(False))
        self._add("outside_bounds", outside, found=text, low=low, high=high)
        broken = in_unit.filter(pl.col("integral") & (number_ != number_.round(0)).fill_null(False))
        self._add("not_whole", broken, found=text)
        self.notices += numbers_chosen(rows, said)
        return rows.select("row", value="number")

    def _with_odd_texts(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
        """Read what is no plain number and yet means one, and return the rows with those an error was told of."""
        is_odd = ~pl.col("text").str.contains(r"^[-+]?[0-9.,]+$") & pl.col("plain").is_null()
        texts = rows.filter(is_odd)["text"].unique(maintain_order=True).to_list()
        odd = {text: one for text in texts if (one := odd_text(text))}
        none = rows["row"].clear()
        if not odd:
            return rows, none
        said = self._decisions.get("numbers", {})
        plain = {text: float(said[text]) for text, one in odd.items() if said.get(text) in one.readings}
        read = {
            text: one.readings[0] for text, one in odd.items() if one.kind in _READ_WITH_NOTICE and text not in plain
        }
        for kind in _READ_WITH_NOTICE:
            of_kind = [text for text in read if odd[text].kind == kind]
            lines = rows.filter(pl.col("text").is_in(of_kind))["row"].to_list() if of_kind else []
            if lines:
                values = {"words": f"{of_kind[0]} → {read[of_kind[0]]}"}
                self.notices.append(Issue(kind, "value", tuple(lines), of_kind[0], values))
        wrong = {text: one for text, one in odd.items() if text not in read and text not in plain}
        for text, one in wrong.items():
            of_text = rows.filter(pl.col("text") == text)
            self._add(one.kind, of_text.select("row"), found=text[:_SHOWN], readings=" ".join(one.readings))
        units = {text: odd[text].unit for text in read if odd[text].unit}
        column = pl.col("text")
        by_text = {"return_dtype": pl.String, "default": None}
        behind = column.replace_strict(units, **by_text) if units else pl.lit(None, pl.String)  # type: ignore[arg-type]
        number_of = column.replace_strict(plain, default=None, return_dtype=pl.Float64) if plain else pl.lit(None)
        of_these = rows.filter(column.is_in(list(wrong)))["row"]
        return rows.with_columns(
            unit=pl.coalesce(behind, "unit"),
            plain=pl.coalesce("plain", number_of.cast(pl.Float64)),
            text=column.replace(read) if read else column,
        ), of_these

    def _with_factors(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add what makes each number one in the indicator's unit (``factor``), its unit as told, and whether that is another (``is_other_unit``).

        A unit in the row stands before one in the heading of the values. The factor is 1 until the submitter has chosen to convert.
        """
        known = [unit.vi for unit in self._catalogue.units.values()]
        of_heading = [unit_in(heading, known) for heading in self._sheet.value_headings]
        own = {item.id: self._catalogue.units[item.unit].vi for item in self._catalogue.indicators}
        sheet = pl.col("row") // ROWS_OF_SHEET
        in_heading = sheet.replace_strict(dict(enumerate(of_heading)), default="", return_dtype=pl.String)
        rows = rows.with_columns(
            told=pl.when(pl.col("unit") != "").then("unit").otherwise(in_heading),
            own=pl.col("indicator").replace_strict(own, default="", return_dtype=pl.String),
        )
        pairs = rows.select("told", "own").unique()
        said = self._decisions.get("units", {})
        judged = []
        for told, asked in pairs.rows():
            by, choice = factor(told, asked), said.get(told, {}).get(asked)
            is_other = by != 1 and choice is None
            judged.append((told, asked, by, by if choice == "converted" and by else 1.0, is_other))
        schema = {
            "told": pl.String,
            "own": pl.String,
            "by": pl.Float64,
            "factor": pl.Float64,
            "is_other_unit": pl.Boolean,
        }
        known_pairs = pl.DataFrame(judged, schema=schema, orient="row")
        return rows.join(known_pairs, on=["told", "own"], how="left", maintain_order="left")

    def _add_other_units(self, rows: pl.DataFrame) -> None:
        for (told, own), part in rows.group_by("told", "own", maintain_order=True):
            value, by = part["number"][0], part["by"][0]
            can = by is not None
            self._add(
                "other_unit", part.select("row"), found=str(told), words=str(own),
                old=pl.lit(value if can else None, pl.Float64),
                new=pl.lit(float(f"{value * by:.12g}") if can else None, pl.Float64),
            )  # fmt: skip

    def _units(self) -> pl.Expr:
        units = {item.id: self._catalogue.units[item.unit].vi or _NO_UNIT for item in self._catalogue.indicators}
        return pl.col("indicator").replace_strict(units, default=_NO_UNIT, return_dtype=pl.String)

    def _levels(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return ``level`` and its ``rank`` on the scale."""
        accepted = self._decisions.get("levels", {})
        distinct = rows.select("indicator", "text").unique(maintain_order=True)
        ids: list[str | None] = []
        ranks: list[int | None] = []
        for indicator_id, text in distinct.rows():
            indicator = self._catalogue.indicator[indicator_id]
            scale = [level.id for level in indicator.levels]
            level = accepted.get(indicator_id, {}).get(text) or self._names.level(text, indicator)
            ids.append(level if level in scale else None)
            ranks.append(scale.index(level) if level in scale else None)
        read = distinct.with_columns(pl.Series("level", ids, pl.String), pl.Series("rank", ranks, pl.Float64))
        rows = rows.join(read, on=["indicator", "text"], how="left", maintain_order="left")
        self.notices += levels_chosen(rows, accepted, self._catalogue)
        unknown = rows.filter(pl.col("level").is_null())
        self._add("unknown_level", unknown, found=pl.col("text").str.head(_SHOWN))
        return rows.select("row", "level", "rank")

    def _with_preliminary(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Say of each figure whether it is an estimate: as the file says, else whether its year has ended."""
        by_date = (pl.col("year") >= self._this_year).fill_null(False) & ~pl.col("is_missing")
        if "preliminary" in self._sheet.places:
            texts = rows["preliminary"].unique()
            read = pl.Series([_ESTIMATE.get(folded(text)) for text in texts.to_list()], dtype=pl.Boolean)
            rows = rows.with_columns(
                said=pl.col("preliminary"), preliminary=pl.col("preliminary").replace_strict(texts, read)
            )
        else:
            rows = rows.with_columns(said=pl.lit(""), preliminary=pl.lit(None, pl.Boolean))
        unknown = rows.filter(pl.col("preliminary").is_null() & (pl.col("said") != ""))
        self._add("not_yes_no", unknown, column="preliminary", found=pl.col("said").str.head(80))
        taken = rows.filter(pl.col("preliminary").is_null() & (pl.col("said") == "") & by_date)["row"]
        if taken.len():
            self.notices.append(
                Issue(
                    "taken_as_estimate", "preliminary", tuple(taken.to_list()), values={"words": str(self._this_year)}
                )
            )
        return rows.with_columns(preliminary=pl.coalesce("preliminary", by_date))
