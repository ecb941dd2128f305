"""A sheet to reports on tasks: every check at once, every mistake an issue."""

from dataclasses import replace

import polars as pl

from dashboard.intake.checked import CheckedReports
from dashboard.intake.codes import RULES
from dashboard.intake.context import Context, Decisions
from dashboard.intake.edited_cells import with_edits
from dashboard.intake.issues import Issue, spans
from dashboard.intake.matching import Names
from dashboard.intake.resolving import looked_up, year_in
from dashboard.intake.row_findings import Finding, damaged_cells, found, issues_of, rows_in_error
from dashboard.intake.sheet import Sheet
from dashboard.intake.task_columns import TASK_COLUMNS, TO_FILL, printed_number
from dashboard.intake.task_dates import dates_read
from dashboard.intake.task_findings import contradictions, doubts
from dashboard.intake.task_words import TaskChoices, state_of
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.method import REPORT_STATES
from dashboard.notation import date
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.organisation import TODAY_FROM
from dashboard.reference.tasks import Task
from dashboard.store.schema import TASK_KEY, TASK_REPORT_SCHEMA
from dashboard.words.folding import normal

_TEXTS = ("document_number", "what_was_done", "what_hinders")
_FIRST_YEAR = 1990


def check_task_reports(
    sheet: Sheet,
    context: Context,
    catalogue: Catalogue,
    mart: Mart,
    decisions: Decisions | None = None,
    *,
    waiting: pl.DataFrame | None = None,
) -> CheckedReports:
    """Return the reports of the sheet with everything that is wrong or doubtful about them.

    Args:
        sheet: What ``read_task_reports`` returned.
        context: Whose reports the file may hold: of which provinces, by which leads, on which year.
        catalogue: The plans' tasks.
        mart: What is published of them, and the day it is.
        decisions: What the submitter settled so far.
        waiting: The reports that wait for review and cannot be handed in again: ``TASK_KEY`` and ``submission``.
    """
    return _Checking(sheet, context, catalogue, mart, decisions or {}).checked(waiting)


def _known_tasks(catalogue: Catalogue) -> pl.DataFrame:
    """Return what reports are held against, a row a task."""
    plans = {task.task: catalogue.plan[task.plan] for task in catalogue.tasks}
    return pl.DataFrame(
        [
            {
                "task": task.task,
                "of_province": plans[task.task].province,
                "plan_number": plans[task.task].number,
                "issued": plans[task.task].date,
                "in_force": plans[task.task].in_force,
                "leads": sorted({id_ for one in catalogue.holders(task, TODAY_FROM) for id_ in (one.printed, one.agency)}),
                "leads_named": "; ".join(catalogue.agency[id_].vi for id_ in task.lead_agencies),
                "timing": task.timing,
                "due": task.due,
                "product": task.product_printed,
            }
            for task in catalogue.tasks
        ],
        schema={
            "task": pl.String, "of_province": pl.String, "plan_number": pl.String, "issued": pl.Date, "in_force": pl.Boolean,
            "leads": pl.List(pl.String), "leads_named": pl.String, "timing": pl.String, "due": pl.Date, "product": pl.String,
        },
    )  # fmt: skip


class _Checking:
    def __init__(self, sheet: Sheet, context: Context, catalogue: Catalogue, mart: Mart, decisions: Decisions) -> None:
        self._sheet, self._context, self._catalogue, self._mart = sheet, context, catalogue, mart
        self._decisions = decisions
        self._accepted = decisions.get("accepted", {})
        self._names = Names(catalogue)
        self._theirs = frozenset(task.task for task in catalogue.tasks if self._is_theirs(task))
        self._notices: list[Issue] = list(sheet.notices)
        self._findings: list[Finding] = []

    def checked(self, waiting: pl.DataFrame | None) -> CheckedReports:
        given, edited = with_edits(self._sheet.rows, self._decisions.get("cells", {}), self._sheet.form.read)
        self._notices += edited
        rows = self._filled(given)
        self._findings += damaged_cells(rows, _TEXTS)
        rows = self._with_years(self._with_tasks(rows))
        rows = self._with_states(rows)
        for column in ("date_done", "document_date"):
            rows, findings = dates_read(rows, column, self._decisions.get("dates", {}))
            self._findings += findings
        rows = rows.join(_known_tasks(self._catalogue), on="task", how="left", maintain_order="left")
        self._check_places(rows)
        self._check_years(rows)
        self._check_duplicates(rows)
        self._findings += contradictions(rows, self._mart.as_of)
        if waiting is not None:
            locked = rows.join(
                waiting.cast({"year": rows["year_number"].dtype}),
                left_on=["task", "year_number"],
                right_on=list(TASK_KEY),
            )
            self._add("task_under_review", locked, column="task", submission=pl.col("submission"))  # fmt: skip
        is_wrong = pl.col("row").is_in(rows_in_error(self._findings).implode())
        good = rows.filter(~is_wrong)
        published = queries.published_reports(self._mart, good["task"].unique().to_list())
        self._findings += doubts(good, published, self._mart.as_of)
        issues = issues_of(self._findings, self._catalogue, TaskChoices(self._catalogue, self._names, self._theirs))
        told = (*issues, *self._notices)
        if self._sheet.names:
            told = tuple(replace(issue, sheets=self._sheet.names) for issue in told)
        wrong = rows.filter(is_wrong).select("task", pl.col("year_number").alias("year"))
        return CheckedReports(self._sheet, self._context, self._decisions, told, _reports(good), good["row"], wrong)

    # ---- which rows say something ------------------------------------------------------------------------------------

    def _filled(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows in which something is filled in; pass over the others, and tell."""
        is_filled = pl.any_horizontal(pl.col(name) != "" for name in TO_FILL)
        blank = rows.filter(~is_filled)
        names_task = pl.any_horizontal(
            pl.col(name).map_elements(self._is_task, return_dtype=pl.Boolean) for name in ("task", "task_name")
        )
        for code, of_these in (("task_not_reported", names_task), ("no_task_in_row", ~names_task)):
            lines = blank.filter(of_these)["row"].to_list()
            if lines:
                self._notices.append(Issue(code, "state" if code == "task_not_reported" else None, tuple(lines)))
        filled = rows.filter(is_filled)
        if filled.is_empty():
            self._findings.append(Finding("no_report", "state", rows.select("row")))
        return filled

    def _is_task(self, text: str) -> bool:
        return bool(text and self._names.tasks(text))

    # ---- what each row says ------------------------------------------------------------------------------------------

    def _is_theirs(self, task: Task) -> bool:
        plan, context = self._catalogue.plan[task.plan], self._context
        return (
            plan.in_force
            and (not context.provinces or plan.province in context.provinces)
            and (not context.agencies or any(self._catalogue.is_of(agency, task) for agency in context.agencies))
        )

    def _with_tasks(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Turn the texts that name a task into its id (``task``); where an id and a title stand, both must be of one task."""
        rows = rows.rename({"task": "id_text"})
        into = ("task", "task_text", "against")
        rows = looked_up(rows, ("id_text", "number", "task_name"), into, self._task)
        unknown = rows.filter(pl.col("task").is_null()).select("row", "task_text")
        self._add("unknown_task", unknown, column="task", found=pl.col("task_text"))
        against = rows.filter(pl.col("against").is_not_null()).select("row", "id_text", "against")
        self._add(
            "task_against_name", against, column="task",
            found=pl.col("id_text").str.head(80), words=pl.col("against").str.head(160),
        )  # fmt: skip
        return rows

    def _task(self, id_: str, number: str, name: str) -> tuple[str | None, ...]:
        accepted = self._accepted.get("task", {})
        text = (id_ or name)[:300]
        for words in filter(None, (text, name[:300])):
            if (chosen := accepted.get(words)) in self._catalogue.task:
                return chosen, text, None
        if id_ in self._catalogue.task:
            named = self._names.tasks(name) if name else frozenset()
            return id_, text, name if named and id_ not in named else None
        for words in filter(None, (id_, name)):
            meant = self._names.tasks(words)
            meant = meant & self._theirs or meant
            if len(meant) > 1 and number:
                meant = frozenset(task for task in meant if normal(number) in _numbers(self._catalogue.task[task]))
            if len(meant) == 1:
                return next(iter(meant)), text, None
        return None, text, None

    def _with_years(self, rows: pl.DataFrame) -> pl.DataFrame:
        given = self._context.year
        if "year" not in self._sheet.places and given is not None:
            words = {"column": TASK_COLUMNS["year"].heading, "words": str(given)}
            self._notices.append(Issue("assumed", None, (), values=words))
            return rows.with_columns(year_number=pl.lit(given, pl.Int16))
        years = {text: year_in(text) for text in rows["year"].unique()}
        return rows.with_columns(year_number=pl.col("year").replace_strict(years, default=None, return_dtype=pl.Int16))

    def _with_states(self, rows: pl.DataFrame) -> pl.DataFrame:
        accepted = self._accepted.get("state", {})

        def state(text: str) -> tuple[str | None, ...]:
            chosen = accepted.get(text)
            return (chosen if chosen in REPORT_STATES else state_of(text),)

        rows = looked_up(rows, ("state",), ("state_id",), state)
        self._add("state_missing", rows.filter(pl.col("state") == "").select("row"), column="state")
        unknown = rows.filter((pl.col("state") != "") & pl.col("state_id").is_null()).select("row", "state")
        self._add("unknown_state", unknown, column="state", found=pl.col("state").str.head(300))
        return rows

    # ---- whether it may say so ---------------------------------------------------------------------------------------

    def _check_places(self, rows: pl.DataFrame) -> None:
        old = rows.filter(~pl.col("in_force"))
        self._add("task_not_in_force", old, column="task", words=pl.col("plan_number"))
        rows = rows.filter("in_force")
        if self._context.provinces:
            provinces = {province.id: province.vi for province in self._catalogue.provinces}
            others = rows.filter(~pl.col("of_province").is_in(self._context.provinces))
            words = pl.col("of_province").replace_strict(provinces, default=None, return_dtype=pl.String)
            self._add("task_of_other_province", others, column="task", words=words)
            rows = rows.filter(pl.col("of_province").is_in(self._context.provinces))
        if self._context.agencies:
            is_mine = pl.any_horizontal(pl.col("leads").list.contains(agency) for agency in self._context.agencies)
            self._add("other_agency", rows.filter(~is_mine), column="task", words=pl.col("leads_named"))

    def _check_years(self, rows: pl.DataFrame) -> None:
        year, this_year = pl.col("year_number"), self._mart.as_of.year
        is_known = year.is_between(_FIRST_YEAR, this_year).fill_null(False)
        unknown = rows.filter(~is_known).select("row", "year")
        self._add("unknown_year", unknown, column="year", found=pl.col("year").str.head(80))
        rows = rows.filter(is_known)
        if self._context.year is not None:
            other = rows.filter(year != self._context.year).select("row", "year_number")
            self._add(
                "task_other_year", other, column="year", found=year.cast(pl.String), words=str(self._context.year)
            )
        early = rows.filter(year < pl.col("issued").dt.year()).select("row", "year_number", "issued")
        issued = pl.col("issued").map_elements(date, return_dtype=pl.String)
        self._add("year_before_plan", early, column="year", found=year.cast(pl.String), words=issued)

    def _check_duplicates(self, rows: pl.DataFrame) -> None:
        key = rows.drop_nulls(["task", "year_number"]).select("row", "task", "year_number")
        is_first = pl.struct("task", "year_number").is_first_distinct()
        first = key.filter(is_first).with_columns(
            first=pl.col("row").map_elements(lambda row: spans((row,), self._sheet.names), pl.String)
        )
        repeated = key.filter(~is_first).join(first.drop("row"), on=["task", "year_number"])
        self._add("task_twice", repeated, column="task", words=pl.col("first"))

    def _add(self, code: str, rows: pl.DataFrame, *, column: str, **values: pl.Expr | str) -> None:
        if rows.height:
            named = rows if "{name}" in RULES[code].text else rows.drop("task", strict=False)
            self._findings.append(found(code, named, column=column, **values))


def _numbers(task: Task) -> tuple[str, ...]:
    """Return the numbers a person may give for a task: as it is printed, with its section, and with its annex before it."""
    return tuple(map(normal, (task.number, f"{task.section}.{task.number}", printed_number(task))))


def _reports(rows: pl.DataFrame) -> pl.DataFrame:
    columns = {
        "year": "year_number",
        "state": "state_id",
        "date_done": "date_done_day",
        "document_date": "document_date_day",
    }
    said = rows.select(
        pl.col(columns.get(name, name)).alias(name).cast(kind) for name, kind in TASK_REPORT_SCHEMA.items()
    )
    return said.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)) for name in _TEXTS)
