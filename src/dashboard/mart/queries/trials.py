"""Which statuses another setting of the method would change: two marts of one store held against each other."""

import polars as pl

from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries.assessment import shown

_KEY = ["province", "indicator", "breakdown", "year"]


def trial_rows(published: Mart, trial: Mart, filters: Filters) -> pl.DataFrame:
    """Return every row the filters mean with its published judgement and that of the trial, in catalogue order.

    Returns:
        The columns of ``shown``, and ``trial_status``, ``trial_pace`` (null where undefined).
    """
    tried = shown(trial, filters).select(*_KEY, trial_status="status", trial_pace="pace")
    return shown(published, filters).join(tried, on=_KEY, how="left", maintain_order="left")
