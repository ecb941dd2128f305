"""Exports as SDMX-CSV 2.0, the form in which statistical offices exchange observations."""

import io
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from dashboard.exports.arrangement import AS_USUAL
from dashboard.exports.columns import Table
from dashboard.exports.description import Export
from dashboard.words.messages import mark

AGENCY, VERSION = "CSXH", "1.0"
"""Who maintains the dataflows ``GAPS``, ``ACTUALS``, ``TARGETS``, ``TASKS`` and ``ACTIONS``, and their version."""
_CELL = {"REF_AREA": "province", "INDICATOR": "indicator", "BREAKDOWN": "breakdown"}
_FIGURE = {**_CELL, "TIME_PERIOD": "year"}
DIMENSIONS: dict[Table, dict[str, str]] = {
    "gaps": _FIGURE,
    "actuals": _FIGURE,
    "targets": {"PLAN": "plan", **_FIGURE},
    "tasks": {"REF_AREA": "province", "PLAN": "plan", "TASK": "task", "TIME_PERIOD": "as_of"},
    "actions": {"ACTION_ID": "action", **_CELL, "TIME_PERIOD": "due"},
}
VALUES: dict[Table, str] = {
    "gaps": "actual",
    "actuals": "actual",
    "targets": "target",
    "tasks": "task_status",
    "actions": "days_overdue",
}
ATTRIBUTES: dict[Table, dict[str, str]] = {
    "gaps": {
        "UNIT_MEASURE": "unit", "LEVEL": "actual_level", "TARGET_PRINTED": "printed_target", "COMPARATOR": "comparator",
        "REVISED": "revised", "PREVIOUS_VALUE": "previous_actual", "TARGET": "target", "MILESTONE": "milestone", "GAP": "gap", "EXPECTED": "expected", "PACE": "pace",
        "STATUS": "status", "REASON": "reason", "PLAN": "plan", "SOURCE": "source", "SUBMISSION": "submission",
    },
    "actuals": {
        "UNIT_MEASURE": "unit", "LEVEL": "actual_level", "REVISED": "revised", "PREVIOUS_VALUE": "previous_actual",
        "SOURCE": "source", "SUBMISSION": "submission",
    },
    "targets": {
        "UNIT_MEASURE": "unit", "TARGET_PRINTED": "printed_target", "COMPARATOR": "comparator", "LOWER": "lower",
        "UPPER": "upper", "TABLE_ROW": "row",
    },
    "tasks": {
        "KIND": "kind", "THEME": "theme", "TIMING": "timing", "DUE": "due", "LEAD": "lead_agencies", "COORDINATING": "coordinating_agencies",
        "SECTORS": "sectors", "INDICATORS": "indicators", "REPORT_STATE": "report_state", "REPORT_YEAR": "report_year",
    },
    "actions": {
        "OWNER": "owner", "ACTION_STATE": "state", "ENTERED": "entered", "WHAT": "what", "EXPECTED_EFFECT": "expected_effect",
        "FIRST_DUE": "first_due", "EVIDENCE": "evidence",
    },
}  # fmt: skip

OBS_STATUSES = {"A": mark("bình thường"), "P": mark("sơ bộ"), "M": mark("chưa có số liệu")}
"""What ``OBS_STATUS`` says, in the codes of SDMX's own list."""


def sdmx_csv(export: Export) -> Iterator[bytes]:
    """Yield the rows: dimensions as codes, the measure ``OBS_VALUE``, and attributes.

    ``OBS_VALUE`` is the actual, of targets the target, of tasks the status on the day, of actions the days they are overdue; ``OBS_STATUS`` is A (normal), P (preliminary) or M (missing).
    """
    # The structure is the standard's: every attribute, a row for each year.
    export = replace(export, rows=export.figures, arrangement=AS_USUAL)
    dimensions, value = DIMENSIONS[export.table], VALUES[export.table]
    first = True
    for part in export.slices() if export.rows.height else (export.frame(),):
        is_preliminary = pl.col("preliminary") if value == "actual" else pl.lit(False)
        status = pl.when(pl.col(value).is_null()).then(pl.lit("M")).when(is_preliminary).then(pl.lit("P"))
        written = part.select(
            pl.lit("dataflow").alias("STRUCTURE"),
            pl.lit(f"{AGENCY}:{export.table.upper()}({VERSION})").alias("STRUCTURE_ID"),
            pl.lit("I").alias("ACTION"),
            *(pl.col(column).alias(name) for name, column in dimensions.items()),
            pl.col(value).alias("OBS_VALUE"),
            status.otherwise(pl.lit("A")).alias("OBS_STATUS"),
            *(pl.col(column).alias(name) for name, column in ATTRIBUTES[export.table].items()),
            pl.col("origin").alias("DATA_ORIGIN"),
            pl.col("snapshot").alias("SNAPSHOT"),
        )
        buffer = io.BytesIO()
        written.write_csv(buffer, include_header=first)
        yield buffer.getvalue()
        first = False
