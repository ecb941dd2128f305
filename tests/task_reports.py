"""Task reports for tests: as a frame, as what a mart holds published, and handed in."""

import datetime as dt

import polars as pl

from dashboard.mart import mart as marts
from dashboard.mart.mart import Mart
from dashboard.store.schema import TASK_REPORT_SCHEMA

PUBLISHED_SCHEMA = {**TASK_REPORT_SCHEMA, "published_at": pl.Datetime}


def report(task, year, state, published="2024-12-01", **also):
    """Return a report as a mart holds it, published on a day."""
    given = {"task": task, "year": year, "state": state, "published_at": dt.datetime.fromisoformat(published), **also}
    return dict.fromkeys(PUBLISHED_SCHEMA) | given


def reports(*given):
    """Return reports as they are handed in: (task, year, state), or these and the other columns."""
    rows = [dict(zip(TASK_REPORT_SCHEMA, row, strict=False)) if isinstance(row, tuple) else row for row in given]
    return pl.DataFrame(rows, schema=TASK_REPORT_SCHEMA)


def publish(mart: Mart, *published, day: str) -> Mart:
    """Have the mart hold these reports (of ``report``) on a day, and run the rules of tasks again."""
    today = dt.date.fromisoformat(day)
    moment = pl.DataFrame({"as_of": [dt.datetime.combine(today, dt.time(16, 59, 59))], "today": [today]})
    held = pl.DataFrame(list(published), schema=PUBLISHED_SCHEMA)
    for name, frame in {"task_reports": held, "moment": moment}.items():
        mart._connection.register("content", frame.to_arrow())
        mart._connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM content")
        mart._connection.unregister("content")
    mart._connection.execute("DROP TABLE latest_task_reports; DROP TABLE task_statuses")
    (rules,) = (path for path in marts._SQL if path.name == "05_tasks.sql")
    mart._connection.execute(rules.read_text("utf-8"))
    return mart
