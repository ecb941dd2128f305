"""How the rows of a table are laid out: which columns, in which order, years down or across.

Page, file, API and command line read it from the same names, as they do ``Filters``, and lay rows out by the same code.
"""

import difflib
from collections.abc import Iterable, Mapping
from typing import Literal, Self

import polars as pl
from pydantic import BaseModel, ConfigDict

from dashboard.exports.columns import COLUMNS, KEYS, TABLES, Column, Table
from dashboard.filters import shortened
from dashboard.method import REPORT_STATES, STATUSES, TASK_KINDS, TASK_STATUS, TIMINGS
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import Problem, mark
from dashboard.workflow.actions import ACTION_STATE_WORDS

NAMES = ("columns", "sort", "view")
"""The names in a URL and on the command line."""
View = Literal["list", "wide"]
VIEWS: tuple[View, ...] = ("list", "wide")

BESIDE = {
    "province": ("province_name",),
    "sector": ("sector_name",),
    "indicator": ("indicator_name",),
    "breakdown": ("breakdown_name",),
    "actual": ("actual_level", "actual_level_name"),
    "status": ("status_name",),
    "reason": ("reason_name",),
    "task": ("title",),
    "kind": ("kind_name",),
    "theme": ("theme_name",),
    "task_status": ("task_status_name",),
    "timing": ("timing_name",),
    "report_state": ("report_state_name",),
    "owner": ("owner_name",),
    "state": ("state_name",),
}
"""Columns that a chosen one brings along: its words, and of levels what the number stands for."""
ALWAYS = ("origin", "snapshot", "as_of")
"""Columns that say where a row comes from; they stand at the end of every file."""
_ACROSS = ("province", "sector", "indicator", "breakdown", "unit")
"""What stands before the years, each with its words."""
_UNSORTABLE = {
    *ALWAYS,
    "agencies",
    "holders",
    "lead_agencies",
    "lead_holders",
    "coordinating_agencies",
    "sectors",
    "indicators",
    "years",
    "section",
    "number",
    "unit",
    "sector_name",
    "plan_number",
    *(name for names in BESIDE.values() for name in names),
}
"""Words and constants: their ids give the order."""


class Arrangement(BaseModel):
    """The layout of a table.

    Attributes:
        columns: The columns chosen, in the order of the table; none means all.
        sort: Columns the rows are ordered by, the first first; a minus before a name means from the largest down. Rows that
            are equal in them, and all rows without any, stay in the order of the catalogue; undefined values come last.
        view: ``list``: a row for each year; ``wide``: the actuals with a column for each year.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    view: View = "list"

    @classmethod
    def parse(cls, table: Table, given: Mapping[str, Iterable[str]]) -> tuple[Self, list[Problem]]:
        """Read a layout from texts under the names in ``NAMES``; values may be joined by commas.

        Returns:
            The layout made of everything that could be read, and a problem for each value that could not.
        """
        texts = {
            name: [value.strip() for text in given.get(name, ()) for value in text.split(",") if value.strip()]
            for name in NAMES
        }
        problems: list[Problem] = []
        view: View = "list"
        views = views_of(table)
        for value in texts["view"][-1:]:
            if value in views:
                view = "wide" if value == "wide" else "list"
            else:
                problems.append(_unknown(mark("Không có cách xem “{text}”{near}."), value, views))
        columns, sort = [], []
        for value in texts["columns"]:
            if value in TABLES[table]:
                columns.append(value)
            else:
                problems.append(_unknown(mark("Bảng không có cột “{text}”{near}."), value, TABLES[table]))
        sortable = sortable_columns(table, view)
        for value in texts["sort"]:
            name = value.removeprefix("-")
            if name in sortable or (view == "wide" and name.isdecimal() and len(name) == 4):
                sort.append(value)
            else:
                problems.append(_unknown(mark("Không sắp xếp được theo “{text}”{near}."), name, sortable))
        ordered_columns = tuple(name for name in TABLES[table] if name in columns)
        return cls(columns=ordered_columns, sort=tuple(dict.fromkeys(sort)), view=view), problems

    def query(self) -> dict[str, list[str]]:
        """Return the texts ``parse`` reads back, without what is as usual: the URL form."""
        texts = {"columns": [",".join(self.columns)] if self.columns else [], "sort": list(self.sort)}
        return {name: values for name, values in texts.items() if values} | (
            {"view": [self.view]} if self.view != "list" else {}
        )

    def names(self, table: Table) -> tuple[str, ...]:
        """Return the columns of a list, in the order of the table: those chosen, what they bring along, and where rows come from."""
        if not self.columns:
            return TABLES[table]
        chosen = self.with_what_they_bring | {*ALWAYS}
        return tuple(name for name in TABLES[table] if name in chosen)

    @property
    def with_what_they_bring(self) -> set[str]:
        """The columns chosen and those they bring along."""
        return {*self.columns, *(beside for name in self.columns for beside in BESIDE.get(name, ()))}


def views_of(table: Table) -> tuple[View, ...]:
    """Return the ways the table can be laid out: years stand across where there are actuals."""
    return VIEWS if "actual" in TABLES[table] else VIEWS[:1]


AS_USUAL = Arrangement()
"""Every column, a row for each year, in the order of the catalogue."""


def sortable_columns(table: Table, view: str = "list") -> tuple[str, ...]:
    """Return the columns rows can be ordered by."""
    names = _ACROSS if view == "wide" else TABLES[table]
    return tuple(name for name in names if name not in _UNSORTABLE)


def ordered(rows: pl.DataFrame, sort: Iterable[str], catalogue: Catalogue) -> pl.DataFrame:
    """Return the rows in the order asked for; ids are ordered as the catalogue does, statuses from best to none."""
    keys = [text for text in sort if text.removeprefix("-") in rows.columns or text.removeprefix("-") == "sector"]
    if not keys:
        return rows
    places = _places(catalogue)
    by = []
    for text in keys:
        name = text.removeprefix("-")
        if name == "sector" and "sector" not in rows.columns:
            sectors = {item.id: places["sector"][item.sector] for item in catalogue.indicators}
            by.append(pl.col("indicator").replace_strict(sectors, default=None, return_dtype=pl.Int32))
        elif name in places:
            by.append(pl.col(name).replace_strict(places[name], default=None, return_dtype=pl.Int32))
        else:
            by.append(pl.col(name))
    descending = [text.startswith("-") for text in keys]
    return rows.sort(by, descending=descending, nulls_last=True, maintain_order=True)


def years_across(rows: pl.DataFrame) -> list[int]:
    """Return the years with any actual: the columns of ``across``."""
    return sorted(rows.filter(pl.col("actual").is_not_null())["year"].unique().to_list())


def across(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the actuals with a column for each year that has any: a row per province, indicator and breakdown.

    Where a row is one of levels, its figure is the rank; a column ``2024_level`` then has the id of each year's level.
    """
    index = ["province", "indicator", "breakdown"]
    known = rows.filter(pl.col("actual").is_not_null())
    years = years_across(rows)
    has_levels = known["actual_level"].null_count() < known.height
    made = [pl.col("actual").filter(pl.col("year") == year).first().alias(str(year)) for year in years]
    if has_levels:
        made += [pl.col("actual_level").filter(pl.col("year") == year).first().alias(f"{year}_level") for year in years]
    return rows.group_by(index, maintain_order=True).agg(made)


def laid_out(rows: pl.DataFrame, arrangement: Arrangement, catalogue: Catalogue) -> pl.DataFrame:
    """Return the rows as the layout has them; all columns are still there."""
    made = across(rows) if arrangement.view == "wide" else rows
    return ordered(made, arrangement.sort, catalogue)


def columns_of(arrangement: Arrangement, table: Table, rows: pl.DataFrame) -> tuple[Column, ...]:
    """Return the columns of a file, in order; ``rows`` are laid out already."""
    if arrangement.view == "list":
        return tuple(COLUMNS[name] for name in arrangement.names(table))
    before = [name for id_ in _ACROSS for name in (id_, *BESIDE.get(id_, ()))]
    if arrangement.columns:
        before = [name for name in before if name in arrangement.with_what_they_bring] or before
    years = [
        Column(name, "code" if name.endswith("_level") else "number", _OF_YEAR["_level" if "_" in name else ""])
        for name in rows.columns
        if name[:4].isdecimal()
    ]
    return (*(COLUMNS[name] for name in before), *years, *(COLUMNS[name] for name in ALWAYS))


_OF_YEAR = {
    "": mark("Thực hiện của năm ở đầu cột, chưa làm tròn; với mức độ là thứ bậc; trống khi chưa có số liệu"),
    "_level": mark("Mã mức độ thực hiện của năm ở đầu cột"),
}


def key_of(arrangement: Arrangement, table: Table, columns: Iterable[Column]) -> list[str]:
    """Return the columns that name a row; none where one of them was left out."""
    names = {column.name for column in columns}
    key = [name for name in KEYS[table] if not (arrangement.view == "wide" and name == "year")]
    return key if names.issuperset(key) else []


def _places(catalogue: Catalogue) -> dict[str, dict[str, int]]:
    def numbered(ids: Iterable[str]) -> dict[str, int]:
        return {id_: place for place, id_ in enumerate(ids)}

    return {
        "province": numbered(catalogue.province),
        "sector": numbered(catalogue.sector),
        "indicator": numbered(catalogue.indicator),
        "breakdown": numbered(catalogue.breakdowns),
        "status": numbered(STATUSES),
        "task": numbered(catalogue.task),
        "kind": numbered(TASK_KINDS),
        "theme": numbered(catalogue.theme),
        "task_status": numbered(TASK_STATUS),
        "timing": numbered(TIMINGS),
        "report_state": numbered(REPORT_STATES),
        "plan": numbered(plan.id for plan in catalogue.plans),
        "owner": numbered(catalogue.agency),
        "state": numbered(ACTION_STATE_WORDS),
    }


def _unknown(text: str, value: str, known: Iterable[str]) -> Problem:
    near = difflib.get_close_matches(value[:60], list(known), n=1, cutoff=0.5)
    return Problem(text, {"text": shortened(value), "near": f" → {near[0]}?" if near else ""})
