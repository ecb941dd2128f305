"""A sheet to observations: every check at once, every mistake an issue."""

from typing import Any

import polars as pl

from dashboard.intake.checked import Checked
from dashboard.intake.context import Context, Decisions
from dashboard.intake.issues import Choice, Issue
from dashboard.intake.numbers import numbers_read
from dashboard.intake.plausibility import doubts
from dashboard.intake.reading import Sheet
from dashboard.intake.resolving import Resolving
from dashboard.intake.row_findings import Finding, found, in_numbers, issues_of, rows_in_error
from dashboard.intake.series import KEY, Series, at, known_series
from dashboard.intake.splitting import Split, examples, splits
from dashboard.intake.value_heading import HEADING_ACCEPTED, not_annual, years_named
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.notation import number
from dashboard.reference.catalogue import Catalogue
from dashboard.store.store import OBSERVATION_SCHEMA
from dashboard.words.folding import folded

FIRST_YEAR = 1990
MISSING_CODES = frozenset(
    (
        "n/a", "#n/a", "na", "n.a.", "-", "--", "–", "—", ".", "..", "...", "…", "x", "null", "none", "khong co", "ko co", "chua co",
        "khong co so lieu", "chua co so lieu", "khong thu thap", "chua thu thap", "khong thong ke", "chua thong ke", "khong dieu tra",
    )
)  # fmt: skip
"""Texts in the value column that declare a figure to be not available, without diacritics and case; all others are errors."""

_ESTIMATE = {
    **dict.fromkeys(("khong", "no", "false", "0", "n", "chinh thuc", "so chinh thuc", "final", "official"), False),
    **dict.fromkeys(("co", "x", "yes", "true", "1", "y", "so bo", "uoc", "uoc tinh", "uoc thuc hien", "so uoc",
                     "estimate", "preliminary"), True),
}  # fmt: skip
"""What the column says of a figure, without diacritics and case; blank follows the date (method, section 6)."""


def check(
    sheet: Sheet,
    context: Context,
    catalogue: Catalogue,
    mart: Mart,
    decisions: Decisions | None = None,
    *,
    waiting: pl.DataFrame | None = None,
) -> Checked:
    """Return the observations of the sheet with everything that is wrong or doubtful about them.

    Args:
        sheet: What was read.
        context: Whose figures the file may hold.
        catalogue: Whose ids, names, bounds and scales count.
        mart: The plans' series and what is published of them.
        decisions: What the submitter settled so far.
        waiting: The figures that wait for review in a submission (``workflow.waiting``) and cannot be handed in again.
    """
    return _Checking(sheet, context, catalogue, mart, decisions or {}).checked(waiting)


def _finals(mart: Mart, context: Context) -> pl.DataFrame:
    """Return the figures of the year before that are asked for again, since only an estimate of them is published."""
    if context.year is None:
        return pl.DataFrame(schema={**dict.fromkeys(KEY, pl.String), "year": pl.Int64})
    rows = queries.expected(mart, provinces=context.provinces, agencies=context.agencies, year=context.year)
    return rows.filter("asks_final").select(*KEY, pl.col("year").cast(pl.Int64))


class _Checking:
    def __init__(self, sheet: Sheet, context: Context, catalogue: Catalogue, mart: Mart, decisions: Decisions) -> None:
        self._sheet, self._context, self._catalogue, self._decisions = sheet, context, catalogue, decisions
        self._known: Series = known_series(mart, catalogue)
        self._finals = _finals(mart, context)
        self._this_year = mart.as_of.year
        self._notices: list[Issue] = list(sheet.notices)
        self._findings: list[Finding] = []

    def checked(self, waiting: pl.DataFrame | None) -> Checked:
        split = splits(self._sheet, self._decisions.get("split"))
        self._check_split(split)
        given = self._filled(split.sheet.rows)
        resolving = Resolving(given, frozenset(self._sheet.places), self._context, self._catalogue, self._decisions)
        self._names = resolving.names
        self._findings += resolving.findings
        self._notices += resolving.notices
        rows = resolving.rows.select(
            "row",
            pl.col("province_id").alias("province"),
            pl.col("indicator_id").alias("indicator"),
            pl.col("breakdown_id").alias("breakdown"),
            pl.col("year_number").alias("year"),
            pl.col("year").alias("year_text"),
            pl.col("value").alias("text"),
            "source",
            "note",
            "preliminary",
            "plain",
        )
        self._check_years(rows)
        self._check_heading(rows)
        rows = self._placed(rows)
        self._check_places(rows)
        rows = self._with_values(rows)
        rows = self._with_preliminary(rows)
        self._check_duplicates(rows)
        if waiting is not None:
            locked = rows.join(waiting.cast({"year": rows["year"].dtype}), on=[*KEY, "year"])
            self._add("under_review", locked.select("row", "submission"), submission=pl.col("submission"))
        is_wrong = pl.col("row").is_in(rows_in_error(self._findings).implode())
        good = rows.filter(~is_wrong)
        self._findings += doubts(good.filter(pl.col("series").is_not_null()), self._known, self._catalogue)
        self._findings = in_numbers(self._findings, rows)
        issues = issues_of(self._findings, self._catalogue, self._choices)
        observations = good.select(
            pl.lit("").alias(name).cast(kind) if name in ("source_table", "locator") else pl.col(name).cast(kind)
            for name, kind in OBSERVATION_SCHEMA.items()
        )
        return Checked(
            self._sheet,
            self._context,
            self._decisions,
            observations,
            good["row"],
            rows.filter(is_wrong).select(*KEY, "year"),
            (*issues, *self._notices),
        )

    # ---- rows --------------------------------------------------------------------------------------------------------

    def _filled(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows with a value, and tell which have none."""
        is_empty = (pl.col("value") == "") & pl.col("plain").is_null()
        empty = rows.filter(is_empty)["row"]
        if empty.len():
            self._notices.append(Issue("empty_value", "value", tuple(empty.to_list())))
        given = rows.filter(~is_empty) if empty.len() else rows
        if given.is_empty():
            self._findings.append(found("nothing_filled", rows.head(1).select("row"), column="value"))
        beyond = given.filter(pl.col("overflow") != "")
        if beyond.height:
            self._findings.append(
                found("too_many_cells", beyond.select("row", "overflow"), found=pl.col("overflow").str.head(80))
            )
        return given

    def _check_split(self, split: Split) -> None:
        if split.undecided.height:
            both, apart = split.undecided.row(0)[1:]
            told = {"words": examples(split.undecided), "old_words": both, "new_words": apart}
            self._add("split_decimal", split.undecided.select("row"), column="value", **told)
        self._add("shifted_cells", split.shifted)

    def _check_heading(self, rows: pl.DataFrame) -> None:
        """Hold the heading of the values against the year of each row, and against what is asked: a whole year's actuals."""
        heading = self._sheet.headings[self._sheet.places["value"]]
        if heading in self._decisions.get("headings", {}):
            return
        named = years_named(heading)
        if named:
            others = rows.filter(~pl.col("year").is_in(named).fill_null(True))
            self._add(
                "heading_year", others.select("row"), column="value", found=heading, words=", ".join(map(str, named))
            )
        if not_annual(heading):
            self._add("heading_not_annual", rows.select("row"), column="value", found=heading)

    def _check_years(self, rows: pl.DataFrame) -> None:
        year = pl.col("year")
        wrong = rows.filter(year.is_null() | ~year.is_between(FIRST_YEAR, self._this_year))
        self._add("unknown_year", wrong, column="year", found=pl.col("year_text").str.head(80))
        if self._context.year is not None:
            other = rows.filter(year.is_between(FIRST_YEAR, self._this_year) & (year != self._context.year))
            other = other.join(self._finals, on=[*KEY, "year"], how="anti")
            self._add("other_year", other, column="year", found=year.cast(pl.String), words=str(self._context.year))

    def _placed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add the number of the row's series, and what its indicator asks of a value; null where the plan has none."""
        places = self._known.places
        if self._context.agencies:
            mine = pl.any_horizontal(pl.col("agencies").list.contains(agency) for agency in self._context.agencies)
            places = places.with_columns(is_mine=mine)
        else:
            places = places.with_columns(is_mine=pl.lit(True))
        placed = places.select(*KEY, "series", "is_mine")
        rows = rows.join(placed, on=KEY, how="left", maintain_order="left")
        return rows.join(self._known.indicators, on="indicator", how="left", maintain_order="left")

    def _check_places(self, rows: pl.DataFrame) -> None:
        if self._context.provinces:
            theirs = pl.col("province").is_in(self._context.provinces)
            others = rows.filter(~theirs).select("row", "province")
            self._add("other_province", others, column="province")
            rows = rows.filter(theirs)
        resolved = pl.all_horizontal(pl.col(name).is_not_null() for name in KEY)
        self._add("not_in_plan", rows.filter(resolved & pl.col("series").is_null()), column="indicator")
        if self._context.agencies:
            others = rows.filter(pl.col("is_mine") == False)  # noqa: E712  null is another matter
            others = others.join(self._known.places.select("series", "agency_in_charge"), on="series", how="left")
            self._add("other_agency", others, column="indicator", words=pl.col("agency_in_charge"))

    def _check_duplicates(self, rows: pl.DataFrame) -> None:
        key = rows.filter(pl.col("series").is_not_null() & pl.col("year").is_not_null())
        key = key.select("row", *KEY, at().alias("at"))
        repeated = key.filter(~pl.col("at").is_first_distinct())
        if repeated.height:
            first = key.filter(pl.col("at").is_first_distinct()).select("at", first=pl.col("row").cast(pl.String))
            self._add("duplicate_key", repeated.join(first, on="at", how="left"), words=pl.col("first"))

    def _add(self, code: str, rows: pl.DataFrame, *, column: str | None = None, **values: pl.Expr | str) -> None:
        if rows.height:
            self._findings.append(found(code, rows, column=column, **values))

    # ---- values ------------------------------------------------------------------------------------------------------

    def _with_values(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add ``value`` and ``level``; both null where the figure is declared not available, or where an error stands."""
        no_digit = ~pl.col("text").str.contains(r"\d")
        words = rows.filter(no_digit)["text"].unique()
        codes = [text for text in words.to_list() if folded(text) in MISSING_CODES and not self._is_failed(text)]
        is_missing = pl.col("text").is_in(codes) if codes else pl.lit(False)
        rows = rows.with_columns(is_missing=is_missing & pl.col("plain").is_null())
        silent = rows.filter(pl.col("is_missing") & (pl.col("note") == "") & pl.col("indicator").is_not_null())
        self._add("missing_without_reason", silent.select("row", "text"), column="note", found=pl.col("text"))
        rows = self._with_last(rows)
        is_number = ~pl.col("is_missing") & (pl.col("kind") == "number").fill_null(False)
        is_level = ~pl.col("is_missing") & (pl.col("kind") == "levels").fill_null(False)
        numbers = self._numbers(rows.filter(is_number))
        levels = self._levels(rows.filter(is_level))
        known = pl.concat([numbers, levels], how="diagonal")
        return rows.join(known, on="row", how="left", maintain_order="left")

    def _is_failed(self, text: str) -> bool:
        """Whether the text is an error of Excel's: “N/A” somebody wrote says that there is no figure, ``#N/A`` that a formula failed."""
        return self._sheet.kind == "xlsx" and text.startswith("#")

    def _with_last(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add what was published before the row's year (``last``, ``last_year``), and for that year itself (``published``)."""
        return rows.hstack(self._known.published_at(rows.select(at()).to_series()))

    def _numbers(self, rows: pl.DataFrame) -> pl.DataFrame:
        asked = rows.select("text", "plain", "share", "integral", "minimum", "maximum", "last")
        read = numbers_read(asked, notation=self._decisions.get("notation"), chosen=self._decisions.get("numbers", {}))
        rows = pl.concat([rows, read], how="horizontal")
        text, value = pl.col("text").str.head(80), pl.col("number")
        self._add("not_a_number", rows.filter(pl.col("form").is_null()), column="value", found=text)
        unclear = rows.filter((pl.col("form") == "open") & value.is_null())
        self._add("ambiguous_number", unclear, column="value", found=text, old=pl.col("comma"), new=pl.col("point"))
        if rows.height and read["votes_comma"][0] and read["votes_point"][0]:
            self._notices.append(Issue("mixed_notation", "value"))
        signed = rows.filter(pl.col("percent") & ~pl.col("is_percent") & value.is_not_null())
        self._add("percent_sign", signed, column="value", found=text, words=self._units())
        low, high = pl.col("minimum"), pl.col("maximum")
        outside = rows.filter((value < low).fill_null(False) | (value > high).fill_null(False))
        self._add("outside_bounds", outside, column="value", found=text, words=self._bounds())
        broken = rows.filter(pl.col("integral") & (value != value.round(0)).fill_null(False))
        self._add("not_whole", broken, column="value", found=text)
        return rows.select("row", value="number")

    def _units(self) -> pl.Expr:
        units = {item.id: self._catalogue.units[item.unit].vi or "–" for item in self._catalogue.indicators}
        return pl.col("indicator").replace_strict(units, default="–", return_dtype=pl.String)

    def _bounds(self) -> pl.Expr:
        def end(value: float | None, sign: str) -> str:
            return sign if value is None else number(value, decimals=6)

        bounds = {
            item.id: f"{end(item.hard_minimum, '−∞')} … {end(item.hard_maximum, '+∞')}"
            for item in self._catalogue.indicators
        }
        return pl.col("indicator").replace_strict(bounds, default="", return_dtype=pl.String)

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
        unknown = rows.filter(pl.col("level").is_null())
        scales = {item.id: " < ".join(level.vi for level in item.levels) for item in self._catalogue.indicators}
        scale_of = pl.col("indicator").replace_strict(scales, default="", return_dtype=pl.String)
        self._add("unknown_level", unknown, column="value", found=pl.col("text").str.head(80), words=scale_of)
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
            self._notices.append(
                Issue(
                    "taken_as_estimate", "preliminary", tuple(taken.to_list()), values={"words": str(self._this_year)}
                )
            )
        return rows.with_columns(preliminary=pl.coalesce("preliminary", by_date))

    # ---- what can be chosen --------------------------------------------------------------------------------------------

    def _choices(self, code: str, group: dict[str, Any]) -> tuple[Choice, ...]:
        text, indicator = group.get("found") or "", self._catalogue.indicator.get(group.get("indicator") or "")
        if code == "ambiguous_number":
            readings = (("comma", group["old"]), ("point", group["new"]))
            return tuple(Choice(("numbers", text), name, value) for name, value in readings if isinstance(value, float))
        if code == "split_decimal":
            both = (("joined", group["old_words"]), ("apart", group["new_words"]))
            return tuple(Choice(("split",), name, label) for name, label in both)
        if code in ("heading_year", "heading_not_annual"):
            return (Choice(("headings", text), "accepted", HEADING_ACCEPTED),)
        if code == "unknown_level" and indicator:
            return tuple(Choice(("levels", indicator.id, text), level.id, level.vi) for level in indicator.levels)
        if not text:
            return ()
        if code == "unknown_province":
            near = self._names.near_provinces(text) or list(self._catalogue.province)
            return tuple(Choice(("accepted", "province", text), id_, self._catalogue.province[id_].vi) for id_ in near)
        if code == "unknown_breakdown" and indicator:
            parts = self._names.near_breakdowns(text, indicator)
            return tuple(
                Choice(("accepted", "breakdown", text), id_, self._catalogue.breakdowns[id_].vi) for id_ in parts
            )
        if code == "unknown_indicator":
            return tuple(
                Choice(("accepted", "indicator", text), "/".join(filter(None, place)), self._place_name(*place))
                for place in self._names.near_indicators(text, group.get("province"))
            )
        return ()

    def _place_name(self, indicator: str, breakdown: str | None) -> str:
        name = self._catalogue.indicator[indicator].vi
        return name if breakdown in (None, "total") else f"{name} ({self._catalogue.breakdowns[breakdown].vi})"
