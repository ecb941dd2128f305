"""A sheet to observations: every check at once, every mistake an issue."""

from dataclasses import replace

import polars as pl

from dashboard.intake.checked import Checked
from dashboard.intake.choices import Choices
from dashboard.intake.context import Context, Decisions
from dashboard.intake.edited_cells import with_edits
from dashboard.intake.issues import ROWS_OF_SHEET, Issue, spans
from dashboard.intake.matching import Names
from dashboard.intake.own_columns import columns_told
from dashboard.intake.plausibility import doubts
from dashboard.intake.resolving import Resolving
from dashboard.intake.row_findings import Finding, damaged_cells, found, in_numbers, issues_of, rows_in_error
from dashboard.intake.row_kinds import RowKinds
from dashboard.intake.series import KEY, Series, at, known_series
from dashboard.intake.sheet import Sheet
from dashboard.intake.splitting import Split, examples, splits
from dashboard.intake.value_heading import not_annual, years_named
from dashboard.intake.values import Values
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.store.store import OBSERVATION_SCHEMA

FIRST_YEAR = 1990


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
        names = Names(self._catalogue)
        given, edited = with_edits(split.sheet.rows, self._decisions.get("cells", {}))
        self._notices += [*edited, *columns_told(self._sheet, self._catalogue)]
        kinds = RowKinds(given, self._catalogue, names, self._decisions)
        self._check_cells(kinds.rows)
        resolving = Resolving(
            kinds.rows, frozenset(self._sheet.places), self._context, self._catalogue, names, self._decisions
        )
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
            "unit",
        )
        self._check_years(rows)
        self._check_heading(rows)
        rows = self._placed(rows)
        self._check_places(rows)
        values = Values(self._sheet, self._catalogue, names, self._decisions, this_year=self._this_year)
        rows = values.read(self._with_last(rows))
        for part in (kinds, resolving, values):
            self._findings += part.findings
            self._notices += part.notices
        self._check_duplicates(rows)
        if waiting is not None:
            locked = rows.join(waiting.cast({"year": rows["year"].dtype}), on=[*KEY, "year"])
            self._add("under_review", locked.select("row", "submission"), submission=pl.col("submission"))
        is_wrong = pl.col("row").is_in(rows_in_error(self._findings).implode())
        good = self._with_sources(rows.filter(~is_wrong))
        self._findings += doubts(good.filter(pl.col("series").is_not_null()), self._known, self._catalogue)
        self._findings = in_numbers(self._findings, rows)
        issues = issues_of(self._findings, self._catalogue, Choices(self._catalogue, names))
        told = (*issues, *self._notices)
        if self._sheet.names:
            told = tuple(replace(issue, sheets=self._sheet.names) for issue in told)
        observations = good.select(
            pl.lit("").alias(name).cast(kind) if name in ("source_table", "locator") else pl.col(name).cast(kind)
            for name, kind in OBSERVATION_SCHEMA.items()
        )
        wrong = rows.filter(is_wrong).select(*KEY, "year")
        return Checked(self._sheet, self._context, self._decisions, told, observations, good["row"], wrong)

    def _with_sources(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Ask once for the source of the figures that name none; what is answered is their source."""
        without = (pl.col("source") == "") & ~pl.col("is_missing")
        self._add("missing_source", rows.filter(without).select("row"), column="source")
        given = self._decisions.get("explanations", {})
        said = given.get(Issue("missing_source").key) or given.get("missing_source") or ""
        return rows.with_columns(source=pl.when(without).then(pl.lit(said.strip())).otherwise("source"))

    # ---- rows --------------------------------------------------------------------------------------------------------

    def _check_cells(self, rows: pl.DataFrame) -> None:
        """Find cells beyond the headings, and texts whose letters are lost."""
        self._findings += damaged_cells(rows, ("source", "note"))

    def _with_last(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add what was published before the row's year (``last``, ``last_year``), and for that year itself (``published``)."""
        return rows.hstack(self._known.published_at(rows.select(at()).to_series()))

    def _check_split(self, split: Split) -> None:
        rows = split.rows
        if rows.height and split.chosen:
            code, reading = ("joined_cells", "both") if split.chosen == "joined" else ("kept_apart", "apart")
            self._notices.append(Issue(code, "value", tuple(rows["row"]), values={"words": examples(rows[reading])}))
        elif rows.height:
            both, apart = rows.row(0)[1:]
            told = {"words": examples(rows["both"]), "old_words": both, "new_words": apart}
            self._add("split_decimal", rows.select("row"), column="value", **told)
        self._add("shifted_cells", split.shifted)

    def _check_heading(self, rows: pl.DataFrame) -> None:
        """Hold the heading of the values against the year of each row, and against what is asked: a whole year's actuals."""
        for number, heading in enumerate(self._sheet.value_headings):
            of_sheet = rows.filter(pl.col("row") // ROWS_OF_SHEET == number)
            named = years_named(heading)
            others = of_sheet.filter(~pl.col("year").is_in(named).fill_null(True)) if named else of_sheet.clear()
            if heading in self._decisions.get("headings", {}):
                said_of = of_sheet if not_annual(heading) else others
                if said_of.height:
                    self._notices.append(Issue("accepted_heading", "value", tuple(said_of["row"]), heading))
                continue
            if named:
                words = ", ".join(map(str, named))
                self._add("heading_year", others.select("row"), column="value", found=heading, words=words)
            if not_annual(heading):
                self._add("heading_not_annual", of_sheet.select("row"), column="value", found=heading)

    def _check_years(self, rows: pl.DataFrame) -> None:
        year = pl.col("year")
        wrong = rows.filter(year.is_null() | ~year.is_between(FIRST_YEAR, self._this_year))
        self._add(
            "unknown_year", wrong.select("row", "year_text"), column="year", found=pl.col("year_text").str.head(80)
        )
        if self._context.year is not None:
            other = rows.filter(year.is_between(FIRST_YEAR, self._this_year) & (year != self._context.year))
            other = other.join(self._finals, on=[*KEY, "year"], how="anti")
            told: dict[str, pl.Expr | str] = {"found": year.cast(pl.String), "words": str(self._context.year)}
            self._add("other_year", other.select("row", "year"), column="year", **told)

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
            first = key.filter(pl.col("at").is_first_distinct()).select(
                "at", first=pl.col("row").map_elements(lambda row: spans((row,), self._sheet.names), pl.String)
            )
            self._add("duplicate_key", repeated.join(first, on="at", how="left"), words=pl.col("first"))

    def _add(self, code: str, rows: pl.DataFrame, *, column: str | None = None, **values: pl.Expr | str) -> None:
        if rows.height:
            self._findings.append(found(code, rows, column=column, **values))
