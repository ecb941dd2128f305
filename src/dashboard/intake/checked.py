"""What a sheet comes to: what can be handed in, and everything found about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from dashboard.intake.codes import RULES
from dashboard.intake.context import Context, Decisions
from dashboard.intake.issues import Issue
from dashboard.intake.sheet import Sheet


@dataclass(frozen=True)
class Found:
    """What was found about a sheet, of whichever form.

    Attributes:
        sheet: What was checked.
        context: For whom.
        decisions: What the submitter had settled.
        issues: Everything found, errors first.
    """

    sheet: Sheet
    context: Context
    decisions: Decisions
    issues: tuple[Issue, ...]

    @cached_property
    def errors(self) -> tuple[Issue, ...]:
        """The issues that must be put right."""
        return tuple(issue for issue in self.issues if issue.severity == "error")

    @cached_property
    def warnings(self) -> tuple[Issue, ...]:
        """The issues that need a word of explanation."""
        return tuple(issue for issue in self.issues if issue.severity == "warning")

    @cached_property
    def unexplained(self) -> tuple[Issue, ...]:
        """The warnings nobody has explained yet."""
        return tuple(issue for issue in self.warnings if not self.explanation(issue))

    @property
    def is_settled(self) -> bool:
        """Whether nothing that was found stands in the way of handing it in."""
        return not self.errors and not self.unexplained

    @property
    def numbers(self) -> Mapping[int, float]:
        """The number read in a row of the file, of forms that have numbers."""
        return {}

    def explanation(self, issue: Issue) -> str:
        """Return what the submitter said to the issue, or to all issues of its code; empty when nothing."""
        given = self.decisions.get("explanations", {})
        return (given.get(issue.key) or given.get(issue.code) or "").strip()

    def explanations(self) -> dict[str, str]:
        """Return what the reviewer is told: by the issue's key the explanation of every warning, and each choice, which says all by itself."""
        explained = {issue.key: self.explanation(issue) for issue in self.warnings if self.explanation(issue)}
        chosen = (issue for issue in self.issues if RULES[issue.code].is_choice)
        return explained | {replace(one, values={**one.values, "rows": one.where}).key: "" for one in chosen}


@dataclass(frozen=True)
class Checked(Found):
    """What a sheet of figures comes to.

    Attributes:
        observations: The rows without errors, in the columns of ``store.OBSERVATION_SCHEMA``; ``value`` and ``level`` both
            null say that a figure is not available, for the reason in ``note``.
        observed_rows: The file's row of each of the observations.
        wrong: ``KEY`` and ``year`` of each row with an error, null where what the row says means none.
    """

    observations: pl.DataFrame
    observed_rows: pl.Series
    wrong: pl.DataFrame

    @property
    def numbers(self) -> Mapping[int, float]:
        """The figure read in a row of the file, of rows without errors."""
        return dict(zip(self.observed_rows, self.observations["value"], strict=True))

    @property
    def can_be_submitted(self) -> bool:
        """Whether there are figures, and nothing stands in the way of handing them in."""
        return self.is_settled and not self.observations.is_empty()


@dataclass(frozen=True)
class CheckedReports(Found):
    """What a sheet of reports on tasks comes to.

    Attributes:
        reports: The rows without errors, in the columns of ``store.TASK_REPORT_SCHEMA``.
        report_rows: The file's row of each of them.
        wrong: ``TASK_KEY`` of each row with an error, null where what the row says means none.
    """

    reports: pl.DataFrame
    report_rows: pl.Series
    wrong: pl.DataFrame

    @property
    def can_be_submitted(self) -> bool:
        """Whether there are reports, and nothing stands in the way of handing them in."""
        return self.is_settled and not self.reports.is_empty()
