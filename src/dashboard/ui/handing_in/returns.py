"""What was returned to the person's offices and is not handed in again yet."""

import polars as pl

from dashboard import workflow
from dashboard.access import Rights
from dashboard.store.schema import KEY_COLUMNS
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in.scope import Scope


def unanswered(submissions: pl.DataFrame, mine: Rights) -> pl.DataFrame:
    """Return those of the submissions (``workflow.submissions``) that the person is to put right, the latest first."""
    frame = submissions.filter("unanswered")
    hands_in = [mine.may_submit(*office) for office in frame.select("province", "agency").iter_rows()]
    return frame.filter(pl.Series(hands_in, dtype=pl.Boolean))


def of_scope(frame: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Return those of the submissions that are the office's and the year's."""
    return frame.filter(
        pl.col("province") == scope.province,
        pl.col("agency").eq_missing(pl.lit(scope.agency)),
        pl.col("year").eq_missing(pl.lit(scope.year, pl.Int16)),
    )


def answered_by(
    shared: Services, mine: Rights, submissions: pl.DataFrame, figures: pl.DataFrame, scope: Scope
) -> tuple[str | None, str | None]:
    """Return the returned submission the figures answer, the latest that has one of them, and the latest that has none."""
    returned = of_scope(unanswered(submissions, mine), scope)["submission"].to_list()
    shares = {
        id_: not figures.join(workflow.observations(shared.store, mine, id_), on=KEY_COLUMNS, how="semi").is_empty()
        for id_ in returned
    }
    answered = next((id_ for id_ in returned if shares[id_]), None)
    return answered, next((id_ for id_ in returned if not shares[id_]), None)
