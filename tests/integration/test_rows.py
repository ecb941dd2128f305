"""The rows of the assessed table as Python knows them are those the queries give."""

import datetime as dt
import types
from typing import Union, get_args, get_origin, get_type_hints

import polars as pl
import pytest

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.rows import AssessedRow, HistoryRow, ShownRow, TaskRow

KINDS = {
    str: pl.String,
    float: pl.Float64,
    bool: pl.Boolean,
    list[str]: pl.List(pl.String),
    list[int]: pl.List(pl.Int16),
    dt.date: pl.Date,
    dt.datetime: pl.Datetime,
}


@pytest.fixture(scope="module")
def mart(mart_of):
    return mart_of([("bac_ninh", "trained_labour", "total", year, 77 + year - 2023) for year in (2023, 2024, 2025)])


@pytest.mark.parametrize(
    ("row", "query"),
    [
        (AssessedRow, queries.assessed),
        (ShownRow, queries.shown),
        (HistoryRow, queries.history),
        (HistoryRow, queries.spread),
        (TaskRow, queries.tasks),
        (TaskRow, queries.pressing),
    ],
)
def test_keys_types_and_what_may_be_none(mart, row, query):
    frame = query(mart, Filters())
    hints = get_type_hints(row)
    assert set(frame.columns) == set(hints)
    for name, hint in hints.items():
        is_optional = get_origin(hint) in (Union, types.UnionType)
        kind = get_args(hint)[0] if is_optional else hint
        if kind is int:
            assert frame.schema[name].is_integer(), name
        else:
            assert frame.schema[name] == KINDS[kind], name
        if not is_optional:
            assert frame[name].null_count() == 0, name
