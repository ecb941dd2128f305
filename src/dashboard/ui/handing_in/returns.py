"""What was returned to the person's offices and is not handed in again yet."""

import polars as pl

from dashboard import workflow
from dashboard.access import Rights
from dashboard.store.schema import KEY_COLUMNS, TASK_KEY
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
        pl.col("province").is_in(scope.former),
        pl.col("agency").eq_missing(pl.lit(scope.agency)),
        pl.col("year").eq_missing(pl.lit(scope.year, pl.Int16)),
    )


def answered_by(
    shared: Services,
    mine: Rights,
    submissions: pl.DataFrame,
    handed: pl.DataFrame,
    scope: Scope,
    subject: workflow.Subject,
) -> tuple[str | None, str | None]:
    """Return the returned submission the figures or task reports answer, the latest that has one of them, and the latest that has none."""
    of_subject = of_scope(unanswered(submissions, mine), scope).filter(pl.col("subject") == subject)
    held, key = (workflow.observations, KEY_COLUMNS) if subject == "figures" else (workflow.task_reports, TASK_KEY)
    shares = {
        id_: not handed.join(held(shared.store, mine, id_), on=key, how="semi").is_empty()
        for id_ in of_subject["submission"]
    }
    answered = next((id_ for id_, is_shared in shares.items() if is_shared), None)
    return answered, next((id_ for id_, is_shared in shares.items() if not is_shared), None)
