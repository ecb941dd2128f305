"""The catalogue and the method's numbers as the tables that the SQL files read."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from dashboard.method import (
    ABOUT_MARGIN,
    DUE_SOON,
    EARLIEST_BASELINE,
    LEAST_FOR_PROJECTION,
    PROJECTED_FROM,
    SHORT_STEP,
    STATUS,
    Trial,
)
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.organisation import TODAY_FROM, Holder

IDS = {"province": "provinces", "indicator": "indicators", "breakdown": "breakdowns"}
"""The columns whose ids are kept as numbers (ENUM), in the order of these tables: a third off the time of a build."""


def method_table(trial: Trial) -> pl.DataFrame:
    """Return the method's numbers as the one row the SQL files read; those a trial moves as it has them."""
    return pl.DataFrame(
        {
            "on_track": trial.on_track,
            "behind": trial.behind,
            "rule": trial.rule,
            "about_margin": ABOUT_MARGIN,
            "baseline_year": trial.baseline_year,
            "earliest_baseline": EARLIEST_BASELINE,
            "projected_from": PROJECTED_FROM,
            "least_for_projection": LEAST_FOR_PROJECTION,
            "short_step": SHORT_STEP,
            "due_soon": DUE_SOON,
            "today_from": TODAY_FROM,
        }
    )


_last: tuple[Catalogue, dict[str, pl.DataFrame]] | None = None


def reference_tables(catalogue: Catalogue) -> dict[str, pl.DataFrame]:
    """Return the catalogue as the tables the SQL files read beside ``method_table``; those of the last one asked for are kept, for every mart needs them."""
    global _last
    last = _last
    if last is None or last[0] is not catalogue:
        last = _last = (catalogue, _made(catalogue))
    return last[1]


def _made(catalogue: Catalogue) -> dict[str, pl.DataFrame]:
    in_force = {plan.id for plan in catalogue.plans if plan.in_force}
    side = {"increase": 1, "decrease": -1, "keep": 1}
    return {
        "indicators": pl.DataFrame(
            [
                {
                    "indicator": indicator.id,
                    "sector": indicator.sector,
                    "kind": indicator.kind,
                    "side": side[indicator.direction],
                    "tolerance": indicator.tolerance,
                    "minimum": indicator.minimum,
                    "maximum": indicator.maximum,
                    "level_count": len(indicator.levels),
                    "decimals": indicator.decimals,
                    "is_yearly": indicator.path == "yearly",
                    "position": position,
                }
                for position, indicator in enumerate(catalogue.indicators)
            ],
            schema={
                "indicator": pl.String,
                "sector": pl.String,
                "kind": pl.String,
                "side": pl.Int8,
                "tolerance": pl.Float64,
                "minimum": pl.Float64,
                "maximum": pl.Float64,
                "level_count": pl.Int16,
                "decimals": pl.Int8,
                "is_yearly": pl.Boolean,
                "position": pl.Int32,
            },
        ),
        "statuses": pl.DataFrame(
            [
                {
                    "status": id_,
                    "position": position,
                    "is_assessed": status.role != "not_assessed",
                    "is_red": status.role == "red",
                }
                for position, (id_, status) in enumerate(STATUS.items())
            ]
        ),
        "open_readings": _places(
            (found.open.place, {"from_year": found.open.from_year})
            for found in catalogue.discrepancies
            if found.open and found.open.settled is None
        ),
        "counted_anew": _places(
            (found.open.place, {}) for found in catalogue.discrepancies if found.open and found.open.is_counted_anew
        ),
        "levels": pl.DataFrame(
            [
                {"indicator": indicator.id, "level": level.id, "rank": float(rank)}
                for indicator in catalogue.indicators
                for rank, level in enumerate(indicator.levels)
            ],
            schema={"indicator": pl.String, "level": pl.String, "rank": pl.Float64},
        ),
        "provinces": _positions("province", [province.id for province in catalogue.provinces]),
        "breakdowns": _positions("breakdown", catalogue.breakdowns),
        "plans": pl.DataFrame(
            [
                {
                    "plan": plan.id,
                    "province": plan.province,
                    "in_force": plan.in_force,
                    "until_year": catalogue.plan[plan.superseded_by].from_year if plan.superseded_by else None,
                    "issued": plan.date,
                    "deadline_month": plan.deadlines.agencies.month,
                    "deadline_day": plan.deadlines.agencies.day,
                }
                for plan in catalogue.plans
            ],
            schema={
                "plan": pl.String,
                "province": pl.String,
                "in_force": pl.Boolean,
                "until_year": pl.Int32,
                "issued": pl.Date,
                "deadline_month": pl.Int8,
                "deadline_day": pl.Int8,
            },
        ),
        "targets": pl.DataFrame(
            [
                {
                    **cell.model_dump(exclude={"target", "agencies"}),
                    "agencies": list(cell.agencies),
                    **_held(catalogue.holders(cell, TODAY_FROM)),
                    "comparator": cell.target and cell.target.comparator,
                    "anchor": cell.target and cell.target.anchor,
                    "lower": cell.target and cell.target.lower,
                    "upper": cell.target and cell.target.upper,
                }
                for cell in catalogue.targets
            ],
            schema={
                "plan": pl.String,
                "province": pl.String,
                "row": pl.String,
                "printed_name": pl.String,
                "breakdown": pl.String,
                "printed_unit": pl.String,
                "year": pl.Int16,
                "printed": pl.String,
                "indicator": pl.String,
                "agency_in_charge": pl.String,
                "coordinating": pl.String,
                "line": pl.Int32,
                "agencies": pl.List(pl.String),
                "holders": pl.List(pl.String),
                "unclear": pl.List(pl.String),
                "comparator": pl.String,
                "anchor": pl.Float64,
                "lower": pl.Float64,
                "upper": pl.Float64,
            },
        ),
        "duty_holders": pl.DataFrame(
            sorted(
                {
                    (cell.province, cell.indicator, holder.printed, holder.agency)
                    for cell in catalogue.targets
                    if cell.plan in in_force
                    for holder in catalogue.holders(cell, TODAY_FROM)
                }
            ),
            schema=dict.fromkeys(("province", "indicator", "agency", "holder"), pl.String),
            orient="row",
        ),
        "tasks": _tasks(catalogue),
    }


def _held(holders: Iterable[Holder]) -> dict[str, list[str]]:
    """Return who holds a duty now, each once, and which printed agencies no document names a successor of."""
    found = tuple(holders)
    return {
        "holders": list(dict.fromkeys(holder.agency for holder in found)),
        "unclear": [holder.printed for holder in found if not holder.is_known],
    }


def _tasks(catalogue: Catalogue) -> pl.DataFrame:
    """Return the assignments in document order; a day before which the print asks for a yearly report stands in ``report_month`` and ``report_day``."""
    rows = []
    for position, task in enumerate(catalogue.tasks):
        month, day = task.yearly_deadline or (None, None)
        told = task.model_dump(exclude={"title_vi", "title_en", "line"})
        lists = {name: list(ids) for name, ids in told.items() if isinstance(ids, tuple)}
        lists |= {f"lead_{name}": ids for name, ids in _held(catalogue.holders(task, TODAY_FROM)).items()}
        rows.append({**told, **lists, "report_month": month, "report_day": day, "position": position})
    ids = pl.List(pl.String)
    return pl.DataFrame(
        rows,
        schema={
            "task": pl.String,
            "plan": pl.String,
            "kind": pl.String,
            "place": pl.String,
            "section": pl.String,
            "number": pl.String,
            "theme": pl.String,
            "lead_agencies": ids,
            "lead_holders": ids,
            "lead_unclear": ids,
            "lead_printed": pl.String,
            "coordinating_agencies": ids,
            "coordinating_printed": pl.String,
            "timing": pl.String,
            "timing_printed": pl.String,
            "due": pl.Date,
            "submitted_to_printed": pl.String,
            "submission_time_printed": pl.String,
            "product_printed": pl.String,
            "sectors": ids,
            "indicators": ids,
            "report_month": pl.Int8,
            "report_day": pl.Int8,
            "position": pl.Int32,
        },
    )


def _places(entries: Iterable[tuple[tuple[str, str, str], dict[str, Any]]]) -> pl.DataFrame:
    """Return a row per (province, indicator, breakdown), with what else is known of it."""
    return pl.DataFrame(
        [dict(zip(IDS, place, strict=True)) | also for place, also in entries],
        schema={**dict.fromkeys(IDS, pl.String), "from_year": pl.Int16},
    )


def _positions(column: str, ids: Iterable[str]) -> pl.DataFrame:
    known = list(ids)
    return pl.DataFrame(
        {column: known, "position": range(len(known))}, schema={column: pl.String, "position": pl.Int32}
    )
