"""Actions on cells at the mart's moment, and how many red rows have none."""

from typing import NamedTuple, Self

import polars as pl

from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries.filtered import filtered

_ACTIONS = "SELECT * FROM current_actions WHERE {filters}"


def actions(mart: Mart, filters: Filters) -> pl.DataFrame:
    """Return the actions on the cells the filters mean, in catalogue order; year and status say nothing about them.

    Returns:
        ``action`` (id), ``province``, ``sector``, ``indicator``, ``breakdown``, ``owner`` (agency id; ``agencies`` is the
        same as a list, for the filter), ``what``, ``expected_effect`` (empty where nobody said), ``entered``
        (``assigned`` or ``committed``), ``state``, ``due``, ``first_due``, ``overdue``, ``days_overdue`` (0 where it is not),
        ``entered_at``, ``changed_at`` (UTC), ``evidence`` (of the latest report; null while nobody reported it done),
        ``last_note`` (of the latest event), ``done_by`` (who reported it last; null while nobody did).
    """
    return filtered(mart, _ACTIONS, filters.model_copy(update={"years": (), "statuses": ()}))


_EVENTS = """
SELECT e.action, e.sequence, e.event, e.happened_at, e.actor, e.note, e.due
FROM action_events AS e, moment
WHERE list_contains($actions::VARCHAR[], e.action) AND e.happened_at <= moment.as_of
ORDER BY e.action, e.sequence
"""


def action_events(mart: Mart, actions: list[str]) -> pl.DataFrame:
    """Return the events of actions in order: ``action``, ``sequence``, ``event``, ``happened_at``, ``actor``, ``note``, ``due`` (from then on)."""
    return mart.query(_EVENTS, {"actions": actions})


class RedCounts(NamedTuple):
    """How many rows are red, how many of them nobody does anything about, and how many have an overdue action."""

    red: int
    without_action: int
    overdue: int

    @classmethod
    def of(cls, rows: pl.DataFrame) -> Self:
        """Count the red rows of ``queries.shown_with_actions``."""
        return cls(rows.height, int((rows["actions"] == 0).sum()), int((rows["actions_overdue"] > 0).sum()))


_RED_COUNTS = """
SELECT count(*)::INTEGER AS red, (count(*) FILTER (actions = 0))::INTEGER AS without_action,
    (count(*) FILTER (actions_overdue > 0))::INTEGER AS overdue
FROM assessed
JOIN red_rows USING (province, indicator, breakdown, year)
WHERE {filters}
"""


def red_counts(mart: Mart, filters: Filters) -> RedCounts:
    """Return how many of the rows are red, without an action, and with one that is overdue."""
    return RedCounts(*filtered(mart, _RED_COUNTS, filters).row(0))
