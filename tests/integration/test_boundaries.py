"""The method at its edges: exactly on a target, exactly on a threshold, and which actual is the baseline.

Every table is one mart; its lines are series of their own, so none touches another.
"""

import pytest

from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries import assessed
from dashboard.reference.targets import Target
from dashboard.store.store import utc_now
from tests.conftest import submission


def judged(mart, province, indicator, year, breakdown="total"):
    filters = Filters(provinces=(province,), indicators=(indicator,), breakdowns=(breakdown,), years=(year,))
    return assessed(mart, filters).row(0, named=True)


# ---- method, section 1: when a value meets a target ----------------------------------------------

ON_THE_EDGE = [
    # province, indicator, milestone year, actual, is it met; behind it what the plan prints
    ("bac_ninh", "trained_labour", 2025, 80, True),  # 80
    ("bac_ninh", "trained_labour", 2030, 89.999, False),  # 90
    ("bac_ninh", "nursery_enrolment", 2030, 50, True),  # Từ 50 trở lên
    ("tuyen_quang", "nursery_enrolment", 2030, 49.999, False),  # Từ 50 trở lên
    ("bac_giang", "immunisation_coverage", 2025, 97, True),  # ≥ 97
    ("bac_ninh", "healthy_life_years", 2025, 66.999, False),  # Tối thiểu 67
    ("tuyen_quang", "farm_labour_share", 2025, 42, True),  # 42, the lower the better
    ("bac_giang", "farm_labour_share", 2025, 25.001, False),  # 25, the lower the better
    ("tuyen_quang", "primary_care_insured", 2025, 95, False),  # > 95
    ("tuyen_quang", "primary_care_insured", 2030, 95.001, True),  # > 95
    ("bac_ninh", "unemployment_rate", 2025, 2.2, False),  # < 2,2
    ("bac_ninh", "unemployment_rate", 2030, 1.999, True),  # <2
    ("bac_giang", "certified_labour", 2030, 40, True),  # 40-45
    ("bac_giang", "nursery_enrolment", 2025, 29.999, False),  # 30-35
    ("bac_giang", "nursery_enrolment", 2030, 41, True),  # 35-40: past the upper end is no fault
    ("bac_ninh", "mobile_5g_stations", 2030, 5225, True),  # Khoảng 5.500: 5 % below
    ("bac_giang", "fertility_rate", 2025, 2.2, True),  # 2,1 ± 0,1
    ("bac_giang", "fertility_rate", 2030, 1.999, False),  # 2,1 ± 0,1
    ("bac_ninh", "hdi_standing", 2025, "national_top_10", True),  # Thuộc nhóm cao trong khu vực, a level below
    ("bac_ninh", "preschool_universalisation", 2030, "completed", True),  # Hoàn thành
    ("tuyen_quang", "preschool_universalisation", 2030, "five_year_olds", False),  # Hoàn thành
    # Not printed by the three plans: a range and "about" where lower is better; both lie above tuberculosis 20.
    ("bac_giang", "tuberculosis_rate", 2025, 12, True),  # as if 10-12
    ("bac_giang", "tuberculosis_rate", 2030, 21, True),  # as if Khoảng 20
    ("bac_giang", "stunting", 2025, 12.001, False),  # as if 10-12
    ("bac_giang", "stunting", 2030, 21.001, False),  # as if Khoảng 20
]
NOT_PRINTED = {2025: Target("range", 12, 10, 12), 2030: Target("about", 20)}


@pytest.fixture(scope="module")
def edges(catalogue, mart_of):
    targets = tuple(
        cell.model_copy(update={"target": NOT_PRINTED[cell.year]})
        if cell.plan == "bac_giang_50" and cell.indicator in ("tuberculosis_rate", "stunting")
        else cell
        for cell in catalogue.targets
    )
    rows = [(province, indicator, "total", year, actual) for province, indicator, year, actual, _ in ON_THE_EDGE]
    return mart_of(rows, catalogue=catalogue.model_copy(update={"targets": targets}))


@pytest.mark.parametrize(("province", "indicator", "year", "actual", "met"), ON_THE_EDGE)
def test_a_value_on_the_edge_of_its_target(edges, province, indicator, year, actual, met):
    assert judged(edges, province, indicator, year)["status"] == ("achieved" if met else "missed")


def test_a_strict_target_is_missed_at_gap_zero(edges):
    row = judged(edges, "bac_ninh", "unemployment_rate", 2025)
    assert (row["gap"], row["status"]) == (0, "missed")


# ---- section 6: the thresholds of pace -----------------------------------------------------------

PACES = [
    # province, indicator, its target of 2025, pace in 2024, status: the baseline is 20 below the target, so E is 10 below
    ("bac_ninh", "trained_labour", 80, 0.95, "on_track"),
    ("tuyen_quang", "trained_labour", 72, 0.949, "behind"),
    ("bac_ninh", "certified_labour", 35, 0.6, "behind"),
    ("bac_giang", "certified_labour", 35, 0.599, "off_track"),
    ("tuyen_quang", "certified_labour", 30, 0, "off_track"),
    ("bac_giang", "it_skilled_labour", 80, -0.001, "moving_away"),
    ("tuyen_quang", "it_skilled_labour", 60, 1.9, "on_track"),
]


@pytest.fixture(scope="module")
def paces(mart_of):
    rows = []
    for province, indicator, target, pace, _ in PACES:
        rows += [(province, indicator, "total", 2023, target - 20)]
        rows += [(province, indicator, "total", 2024, round(target - 20 + 10 * pace, 6))]
    return mart_of(rows)


@pytest.mark.parametrize(("province", "indicator", "target", "pace", "status"), PACES)
def test_a_pace_on_its_threshold(paces, province, indicator, target, pace, status):
    row = judged(paces, province, indicator, 2024)
    assert (row["target"], row["expected"], row["status"]) == (target, target - 10, status)
    assert row["pace"] == pytest.approx(pace, abs=1e-9)


# ---- section 4: the baseline and the path --------------------------------------------------------

BASELINES = [
    # province, years with an actual, the baseline's year
    ("bac_ninh", "trained_labour", (2020, 2022, 2023, 2024), 2023),
    ("tuyen_quang", "trained_labour", (2020, 2022, 2024), 2022),
    ("bac_ninh", "certified_labour", (2019, 2020, 2024), 2020),
    ("bac_giang", "certified_labour", (2018, 2019, 2024, 2026), 2024),
    ("tuyen_quang", "certified_labour", (2026, 2027), 2026),
    ("bac_giang", "it_skilled_labour", (2018, 2019), None),
]


@pytest.fixture(scope="module")
def baselines(mart_of):
    return mart_of(
        [
            (province, indicator, "total", year, year - 2000)
            for province, indicator, years, _ in BASELINES
            for year in years
        ]
    )


@pytest.mark.parametrize(("province", "indicator", "years", "baseline"), BASELINES)
def test_which_actual_is_the_baseline(baselines, province, indicator, years, baseline):
    row = judged(baselines, province, indicator, 2029)
    assert row["baseline_year"] == baseline
    assert row["baseline"] == (None if baseline is None else baseline - 2000)
    assert (row["expected"] is None) == (baseline is None)


def test_before_its_baseline_a_series_has_no_path(baselines):
    assert judged(baselines, "tuyen_quang", "certified_labour", 2024)["expected"] is None
    assert judged(baselines, "tuyen_quang", "certified_labour", 2026)["expected"] == 26  # E = y0 at t0
    row = judged(baselines, "bac_giang", "certified_labour", 2019)
    assert (row["expected"], row["pace"], row["status"], row["reason"]) == (None, None, "before_plan", None)


def test_what_was_before_the_baseline_is_not_judged_by_it(mart_of):
    """A baseline that met its target makes a year after it "moving away"; a year before the plan is judged by nothing."""
    mart = mart_of([("bac_ninh", "trained_labour", "total", year, value) for year, value in ((2022, 70), (2023, 85))])
    before = judged(mart, "bac_ninh", "trained_labour", 2022)
    assert (before["status"], before["reason"]) == ("before_plan", None)


def test_a_baseline_in_a_milestone_year_has_no_pace_of_its_own(mart_of):
    row = judged(mart_of([("bac_ninh", "trained_labour", "total", 2025, 75)]), "bac_ninh", "trained_labour", 2025)
    assert (row["expected"], row["pace"], row["status"]) == (80, None, "missed")


def test_the_path_bends_at_each_milestone(mart_of):
    """Bắc Ninh prints 80 for 2025 and 90 for 2030; a baseline in a milestone's year starts the path itself."""
    series = ("bac_ninh", "trained_labour")
    mart = mart_of([(*series, "total", 2023, 70)])
    assert [judged(mart, *series, year)["expected"] for year in range(2022, 2031)] == [
        None,
        None,  # the plan is of 2024
        75,
        80,
        82,
        84,
        86,
        88,
        90,
    ]
    mart = mart_of([(*series, "total", 2025, 75)])
    assert [judged(mart, *series, year)["expected"] for year in range(2024, 2031)] == [None, 80, 78, 81, 84, 87, 90]


def test_the_path_is_flat_where_the_start_meets_the_end(mart_of):
    """Tuyên Quang prints 38 beds for 2025 and 45 for 2030; 40 beds in 2023 met the first already."""
    series = ("tuyen_quang", "beds_per_10000")
    mart = mart_of([(*series, "total", 2023, 40)])
    assert [judged(mart, *series, year)["expected"] for year in range(2023, 2027)] == [None, 38, 38, 39.4]
    assert judged(mart, *series, 2023)["status"] == "before_plan"


# ---- section 2: the milestone that applies -------------------------------------------------------


def test_the_milestone_is_the_first_at_or_after_the_year(mart_of, catalogue):
    mart = mart_of([])
    assert [judged(mart, "bac_ninh", "trained_labour", year)["milestone"] for year in (2021, 2025, 2026, 2030)] == [
        2025, 2025, 2030, 2030,
    ]  # fmt: skip
    late = mart_of([("bac_ninh", "trained_labour", "total", 2031, 95)])
    row = judged(late, "bac_ninh", "trained_labour", 2031)
    assert (row["milestone"], row["status"], row["reason"], row["gap"]) == (None, "no_target", "expired", None)


def test_a_level_has_no_path_and_its_gap_is_in_steps(mart_of):
    mart = mart_of([("bac_ninh", "preschool_universalisation", "total", 2025, "not_completed")])
    row = judged(mart, "bac_ninh", "preschool_universalisation", 2025)
    assert (row["gap"], row["expected"], row["pace"], row["status"]) == (-2, None, None, "no_pace")
    assert row["relative_lag"] == -1  # two steps of the two there are
    row = judged(
        mart_of([("bac_ninh", "hdi_standing", "total", 2025, "below_regional_high")]), "bac_ninh", "hdi_standing", 2025
    )
    assert (row["gap"], row["relative_lag"], row["status"]) == (-1, -0.5, "missed")


def test_a_returned_figure_is_no_figure_and_says_so(store, catalogue):
    (id_,) = store.append(submission([("bac_ninh", "trained_labour", "total", 2024, 78)], approved_by=None))
    assert judged(Mart(catalogue, store), "bac_ninh", "trained_labour", 2024)["reason"] == "under_review"
    returned = [id_, 2, "returned", utc_now(), "Sở", ""]
    store._connection.execute("INSERT INTO store.reviews VALUES (?, ?, ?, ?, ?, ?)", returned)  # no command does it yet
    row = judged(Mart(catalogue, store), "bac_ninh", "trained_labour", 2024)
    assert (row["actual"], row["status"], row["reason"]) == (None, "no_data", "returned")


def test_a_level_that_was_reached_and_lost_is_still_no_pace(mart_of):
    series = ("bac_ninh", "preschool_universalisation")
    mart = mart_of([(*series, "total", 2023, "completed"), (*series, "total", 2026, "not_completed")])
    row = judged(mart, *series, 2026)
    assert (row["status"], row["reason"]) == ("no_pace", "qualitative")


def test_a_baseline_that_met_its_target_leaves_no_pace(mart_of):
    """Khoảng 5.500: 5.300 in 2023 met it from below."""
    series = ("bac_ninh", "mobile_5g_stations")
    row = judged(mart_of([(*series, "total", 2023, 5300), (*series, "total", 2026, 5400)]), *series, 2026)
    assert (row["expected"], row["pace"], row["status"]) == (5500, None, "achieved")


def test_a_keep_target_is_expected_every_year_and_has_no_pace(mart_of):
    def rows(*actuals):
        mart = mart_of([("bac_giang", "fertility_rate", "total", year, value) for year, value in actuals])
        return [judged(mart, "bac_giang", "fertility_rate", year) for year, _ in actuals]

    above, below = rows((2023, 2.5), (2024, 2.3), (2026, 2.15)), rows((2023, 1.8), (2024, 1.9), (2026, 2.05))
    for found in (above, below):
        assert [row["expected"] for row in found] == [None, 2.1, 2.1]
        assert [row["pace"] for row in found] == [None, None, None]
        assert [row["status"] for row in found] == ["before_plan", "off_track", "achieved"]
    assert [row["gap"] for row in above] == [-0.3, -0.1, 0.05]
    assert [row["gap"] for row in below] == [-0.2, -0.1, 0.05]
