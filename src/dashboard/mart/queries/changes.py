"""What changed between two days: the one list that page, feeds, calendar and digest take theirs from."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from dashboard.filters import OF_CHANGES, Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries.changed_figures import changed_figures, moved_statuses
from dashboard.mart.queries.changed_work import changed_actions, changed_tasks
from dashboard.mart.queries.deadlines import deadlines
from dashboard.method import DUE_SOON
from dashboard.reference.catalogue import Catalogue

At = Callable[[dt.date], Mart]
"""Gives the mart as it stood at the end of a day."""


@dataclass(frozen=True)
class Changes:
    """What changed from the beginning of one day to the end of another, a frame for each subject; empty frames keep their columns.

    All have ``province``, ``sectors``, ``indicators``, ``agencies`` (ids, as the plan prints them and as they are now), ``holders`` (who holds the duty now); all but the deadlines
    have ``kind`` or ``cause``, ``at`` (UTC, when it happened; null of what a day alone brought, whose first day is ``on``).

    Attributes:
        since: The first day.
        until: The last day.
        statuses: Series whose latest judgement moved, the farthest down first: ``cause`` (of ``CAUSES``), ``steps`` (positive is worse;
            null where there is no judgement before or now), and before and now ``year``, ``status``, ``preliminary``, ``actual``,
            ``milestone``, ``printed_target``, ``baseline`` (null without a judgement).
        figures: Figures published otherwise than before: ``kind`` (of ``FIGURE_KINDS``), the key, ``value_before`` and ``value`` with
            ``level_before`` and ``level`` (null where none was, or is, published; of a level the value is its rank), ``value_between`` (the last other
            value published and given up meanwhile), ``preliminary_before``, ``preliminary``, ``is_declared`` (the office says that there is no figure),
            ``status_before``, ``status`` (of that year), ``reason`` (null where nobody wrote why), ``source``, ``file_name``, ``submission``.
        tasks: Reports and days that came: ``kind`` (of ``TASK_CHANGES``), ``task``, ``year`` (reported on, or asked for), ``due``,
            ``state_before`` (reported for the same year earlier), ``state``, ``date_done``, ``document_number``, ``what_was_done``, ``what_hinders``.
        actions: Events (``kind`` as in ``action_events``) and actions that became ``overdue``: ``action``, ``sequence`` (null of what
            a day brought), ``owner``, ``what``, ``state`` and ``overdue`` (now), ``due_before``, ``due``, ``actor``, ``note``.
        passed: Days printed in the plans that came, in the columns of ``deadlines``.
        near: Days that come within ``DUE_SOON`` days, of what is not over, in the same columns.
    """

    since: dt.date
    until: dt.date
    statuses: pl.DataFrame
    figures: pl.DataFrame
    tasks: pl.DataFrame
    actions: pl.DataFrame
    passed: pl.DataFrame
    near: pl.DataFrame

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed; days that are near are no change."""
        return not any(frame.height for frame in (self.statuses, self.figures, self.tasks, self.actions, self.passed))


def changes(mart: Mart, catalogue: Catalogue, filters: Filters, *, at: At) -> Changes:
    """Return what changed from the beginning of the day ``filters.since`` to the mart's moment.

    Both ends are judged by the plans and the method of now. Filters that say nothing about changes are passed over.

    Args:
        mart: The mart of the later day.
        catalogue: The plans' printed days.
        filters: What is meant; ``since`` must be set. A day after the mart's has changed nothing.
        at: Gives the mart of the earlier day, asked only for a day that was not asked for before.
    """
    since = filters.since
    assert since is not None  # whoever asks for changes says since when
    everything = mart.kept(("changes since", since), lambda: _changes(mart, catalogue, since, at))
    return mart.kept(("changes since", filters), lambda: _meant(everything, filters))


def _changes(mart: Mart, catalogue: Catalogue, since: dt.date, at: At) -> Changes:
    before = at(min(since - dt.timedelta(days=1), mart.as_of))
    figures = changed_figures(mart, before)
    days = deadlines(mart, catalogue)
    is_printed = pl.col("kind").is_in(["report", "summary", "review"])
    soon = mart.as_of + dt.timedelta(days=DUE_SOON)
    return Changes(
        since=since,
        until=mart.as_of,
        statuses=moved_statuses(mart, before, figures),
        figures=figures,
        tasks=changed_tasks(mart, before),
        actions=changed_actions(mart, before),
        # The plans say "before" a day: on the day itself the report is late.
        passed=days.filter(is_printed, pl.col("on") > before.as_of, pl.col("on") <= mart.as_of),
        near=days.filter(
            ~pl.col("is_over"),
            pl.col("on") <= soon,
            pl.col("on") >= mart.as_of + dt.timedelta(days=1) * is_printed.cast(pl.Int32),
        ),
    )


def _meant(everything: Changes, filters: Filters) -> Changes:
    def of(frame: pl.DataFrame) -> pl.DataFrame:
        return meant(frame, filters)

    return Changes(
        everything.since, everything.until, of(everything.statuses), of(everything.figures), of(everything.tasks),
        of(everything.actions), of(everything.passed), of(everything.near),
    )  # fmt: skip


def meant(frame: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    """Return the rows of a frame of changes or deadlines the filters mean; what is for all sectors or indicators is for each."""
    for field, column in OF_CHANGES.items():
        wanted = list(getattr(filters, field))
        if not wanted:
            continue
        if column == "province":
            frame = frame.filter(pl.col(column).is_in(wanted))
        else:
            has_one = pl.col(column).list.set_intersection(pl.lit(wanted, pl.List(pl.String))).list.len() > 0
            frame = frame.filter(has_one | pl.col(column).is_null())
    return frame
