"""What may be put together for a province of today: how, and over which published denominator.

Targets stay with the plans' provinces. Only what ``data/combining.yaml`` names is ever combined; a mean of shares without
the people behind them would be a figure nobody published.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import Field, model_validator

from dashboard.reference.entries import Entry, Id, Name, Named, Words
from dashboard.words.messages import mark

Why = Literal["not_declared", "no_row", "no_figure", "no_denominator", "not_numbers"]

WHY_NOT: dict[Why, str] = {
    "not_declared": mark("chưa khai báo cách cộng"),
    "not_numbers": mark("mức độ trên thang, không phải số"),
    "no_row": mark("không phải tỉnh nào cũng có chỉ tiêu này"),
    "no_figure": mark("còn tỉnh chưa có số liệu của năm"),
    "no_denominator": mark("chưa có mẫu số công bố của năm"),
}
"""Why something is not combined."""


class Combining(Entry):
    """How an indicator's figures are combined: added up, or averaged by the weight of a denominator."""

    id: Id
    combine: Literal["sum", "weighted_mean"]
    denominator: Id | None = None

    @model_validator(mode="after")
    def _denominator_goes_with_means(self) -> Self:
        if (self.combine == "weighted_mean") != (self.denominator is not None):
            raise ValueError("denominator goes with combine: weighted_mean, and weighted_mean needs it")
        return self


class DenominatorValue(Entry):
    """A published denominator of one province, part and year, with where it stands."""

    province: Id
    breakdown: Id = "total"
    year: int = Field(ge=1990, le=2050)
    value: float = Field(gt=0)
    source: Name
    locator: Words


class Denominator(Named):
    """Of how many a share or rate is: people, workers, households; ``values`` as published, each year with its source."""

    id: Id
    values: tuple[DenominatorValue, ...] = ()


@dataclass(frozen=True)
class Combined:
    """A combined value with the sources of its denominators, or why there is none."""

    value: float | None = None
    why_not: Why | None = None
    sources: tuple[str, ...] = ()


def combined(
    actuals: Mapping[str, float | None],
    provinces: Collection[str],
    how: Combining | None,
    denominators: Mapping[str, Denominator],
    *,
    breakdown: str,
    year: int,
    is_number: bool = True,
) -> Combined:
    """Return the value of a province of today.

    Args:
        actuals: Of each province that has the row its figure of the year, None without.
        provinces: All provinces that became it.
        how: What is declared for the indicator.
        denominators: By id.
        breakdown: The part of the indicator.
        year: The figures' year.
        is_number: Whether the indicator is a number, not a level.
    """
    if not is_number:
        return Combined(why_not="not_numbers")
    if how is None:
        return Combined(why_not="not_declared")
    if not set(provinces) <= actuals.keys():
        return Combined(why_not="no_row")
    figures = {province: actuals[province] for province in provinces}
    known = {province: value for province, value in figures.items() if value is not None}
    if len(known) < len(figures):
        return Combined(why_not="no_figure")
    if how.combine == "sum":
        return Combined(sum(known.values()))
    weights = {
        one.province: one
        for one in denominators[how.denominator or ""].values
        if (one.breakdown, one.year) == (breakdown, year) and one.province in known
    }
    if len(weights) < len(known):
        return Combined(why_not="no_denominator")
    weight = sum(one.value for one in weights.values())
    mean = sum(known[province] * one.value for province, one in weights.items()) / weight
    return Combined(mean, sources=tuple(dict.fromkeys(one.source for one in weights.values())))
