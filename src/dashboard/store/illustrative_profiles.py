"""How invented series go: profiles, yearly steps, and what series of one province owe each other."""

from dataclasses import dataclass
from typing import Literal

Span = tuple[float, float]


@dataclass(frozen=True)
class Profile:
    """How a series goes.

    Attributes:
        weight: How often, among all series.
        temper: +1 where a shining sector has more of it, -1 where a worrying one has.
        pace_2024: Progress made after one year, as a share of the progress due by then.
        pace_2025: The same after two years.
        start: Whether 2023 falls short of the target, is past it, just past its edge, or exactly on it.
    """

    weight: float
    temper: int
    pace_2024: Span
    pace_2025: Span
    start: Literal["short", "past", "edge", "on"] = "short"


PROFILES = {
    "ahead": Profile(22, 1, (0.0, 0.4), (0.05, 0.4), "past"),
    "on_track": Profile(26, 1, (0.98, 1.3), (1.03, 1.25)),
    "slowing": Profile(6, 0, (0.97, 1.15), (0.75, 0.96)),
    "behind": Profile(8.5, -1, (0.63, 0.92), (0.65, 0.95)),
    "catching_up": Profile(5, 1, (0.63, 0.92), (1.03, 1.15)),
    "off_track": Profile(13, -1, (0.08, 0.55), (0.2, 0.7)),
    "recovering": Profile(2, 0, (0.2, 0.55), (1.02, 1.1)),
    "reversing": Profile(3.5, -1, (-0.6, -0.12), (-0.4, 0.4)),
    "lost": Profile(2, -1, (-1.4, -0.8), (-0.9, -0.4), "edge"),
    "standing_still": Profile(8, 0, (-0.2, 0.0), (0.0, 0.3), "on"),
}
"""``standing_still`` goes with a strict target only: its 2023 value stands on the anchor and does not meet it."""

GOES_BADLY = ("off_track", "reversing", "lost")
"""The profiles of series that leadership asks about."""
MISSES = ("slowing", "behind", "standing_still")
"""The profiles it asks about where the target's year is over."""

YEARLY_STEP: dict[str, Span] = {
    "hdi": (0.015, 0.022),
    "healthy_life_years": (0.004, 0.010),
    "hiv_rate": (0.15, 0.35),
    "life_expectancy": (0.002, 0.005),
    "poor_household_income": (0.11, 0.14),
    "poverty_reduction": (0.05, 0.12),
    "unemployment_rate": (0.03, 0.09),
    **dict.fromkeys(("kindergarten_enrolment", "primary_enrolment", "primary_completion"), (0.001, 0.004)),
    **dict.fromkeys(("mobile_coverage", "facility_births", "maternal_care"), (0.001, 0.006)),
    **dict.fromkeys(("lower_secondary_enrolment", "health_insurance_coverage"), (0.003, 0.012)),
    **dict.fromkeys(("lower_secondary_completion", "immunisation_coverage"), (0.004, 0.012)),
}
"""Progress due in a year as a share of the target, where an indicator's own nature differs from its unit's."""

COUNT_STEP, SHARE_STEP, OTHER_STEP = (0.13, 0.20), (0.010, 0.045), (0.015, 0.045)

FIRST_VALUES = {"poor_household_income": 1.0}
"""Indicators told as a multiple of 2021, with their value of that year."""

AT_LEAST = (
    (("social_insurance_coverage", "total"), ("unemployment_insurance_coverage", "total"), 1.5),
    (("social_insurance_coverage", "total"), ("voluntary_social_insurance", "total"), 1.5),
    (("trained_labour", "total"), ("certified_labour", "total"), 5.0),
    (("life_expectancy", "total"), ("healthy_life_years", "total"), 4.0),
    (("unemployment_rate", "urban"), ("unemployment_rate", "total"), 0.05),
    (("clean_water", "urban"), ("clean_water", "rural"), 0.0),
)
"""(larger, smaller, least difference) of series of one province: the smaller gives way."""
