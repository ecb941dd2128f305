"""Exports as SDMX-CSV 2.0, the form in which statistical offices exchange observations."""

import io
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from dashboard.exports.arrangement import AS_USUAL
from dashboard.exports.description import Export

AGENCY, VERSION = "CSXH", "1.0"
"""Who maintains the dataflows ``GAPS``, ``ACTUALS`` and ``TARGETS``, and their version."""
_DIMENSIONS = {"REF_AREA": "province", "INDICATOR": "indicator", "BREAKDOWN": "breakdown", "TIME_PERIOD": "year"}
_ATTRIBUTES = {
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
}  # fmt: skip


def sdmx_csv(export: Export) -> Iterator[bytes]:
    """Yield the rows: dimensions as codes, the measure ``OBS_VALUE``, and attributes.

    ``OBS_VALUE`` is the actual, of targets the target; ``OBS_STATUS`` is A (normal), P (preliminary) or M (missing).
    """
    is_targets = export.table == "targets"
    # The structure is the standard's: every attribute, a row for each year.
    export = replace(export, rows=export.figures, arrangement=AS_USUAL)
    dimensions = ({"PLAN": "plan"} if is_targets else {}) | _DIMENSIONS
    value = "target" if is_targets else "actual"
    first = True
    for part in export.slices() if export.rows.height else (export.frame(),):
        is_preliminary = pl.lit(False) if is_targets else pl.col("preliminary")
        status = pl.when(pl.col(value).is_null()).then(pl.lit("M")).when(is_preliminary).then(pl.lit("P"))
        written = part.select(
            pl.lit("dataflow").alias("STRUCTURE"),
            pl.lit(f"{AGENCY}:{export.table.upper()}({VERSION})").alias("STRUCTURE_ID"),
            pl.lit("I").alias("ACTION"),
            *(pl.col(column).alias(name) for name, column in dimensions.items()),
            pl.col(value).alias("OBS_VALUE"),
            status.otherwise(pl.lit("A")).alias("OBS_STATUS"),
            *(pl.col(column).alias(name) for name, column in _ATTRIBUTES[export.table].items()),
            pl.col("origin").alias("DATA_ORIGIN"),
            pl.col("snapshot").alias("SNAPSHOT"),
        )
        buffer = io.BytesIO()
        written.write_csv(buffer, include_header=first)
        yield buffer.getvalue()
        first = False
