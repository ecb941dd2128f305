"""What pages, exports and programs read of a mart: order, filters, roll-ups, changes and projections."""

import polars as pl
import pytest

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.method import RED_STATUSES
from dashboard.store.store import Submission
from tests.conftest import observations

NINH = ("bac_ninh", "trained_labour", "total")  # 80 in 2025, 90 in 2030
QUANG = ("tuyen_quang", "trained_labour", "total")  # 72, 80
INFORMAL = ("tuyen_quang", "informal_employment", "total")  # < 75, < 70
FARM = ("tuyen_quang", "farm_labour_share", "total")  # 42, < 35,5: the lower the better
BEDS = ("bac_giang", "beds_per_10000", "total")  # 35,1, 40
FERTILITY = ("bac_giang", "fertility_rate", "total")  # 2,1
POVERTY = ("bac_ninh", "poverty_reduction", "total")  # 0, 0
ROWS = [
    (*NINH, 2023, 77), (*NINH, 2024, 78.1), (*NINH, 2025, 80.4),  # no_pace, behind, achieved
    (*QUANG, 2023, 68), (*QUANG, 2024, 67), (*QUANG, 2025, 70),  # no_pace, moving_away, missed
    (*INFORMAL, 2023, 78), (*INFORMAL, 2024, 76.2),  # no_pace, on_track
    (*FARM, 2023, 41), (*FARM, 2024, 43),  # achieved, moving_away
    (*BEDS, 2023, 33), (*BEDS, 2024, 33.5),  # no_pace, off_track
    (*FERTILITY, 2024, 2.5),  # off_track
    (*POVERTY, 2025, -0.1),  # missed, with a target of zero
]  # fmt: skip


@pytest.fixture(scope="module")
def mart(mart_of):
    return mart_of(ROWS)


def statuses(frame):
    return {(row["province"], row["indicator"], row["year"]): row["status"] for row in frame.iter_rows(named=True)}


def test_rows_come_in_the_order_of_the_catalogue(mart, catalogue):
    frame = queries.assessed(mart, Filters())
    ranks = [
        {id_: number for number, id_ in enumerate(ids)}
        for ids in (catalogue.indicator, catalogue.breakdowns, catalogue.province)
    ]
    keys = [
        (*(rank[id_] for rank, id_ in zip(ranks, ids, strict=True)), year)
        for *ids, year in frame.select("indicator", "breakdown", "province", "year").rows()
    ]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("filters", "column", "values"),
    [
        (Filters(provinces=("bac_ninh", "bac_giang")), "province", {"bac_ninh", "bac_giang"}),
        (Filters(sectors=("housing",)), "sector", {"housing"}),
        (Filters(indicators=("hdi",)), "indicator", {"hdi"}),
        (Filters(breakdowns=("urban", "rural")), "breakdown", {"urban", "rural"}),
        (Filters(years=(2024, 2029)), "year", {2024, 2029}),
        (Filters(statuses=("no_pace", "missed")), "status", {"no_pace", "missed"}),
    ],
)
def test_each_filter_keeps_exactly_its_rows(mart, filters, column, values):
    everything = queries.assessed(mart, Filters())
    assert queries.assessed(mart, filters).equals(everything.filter(pl.col(column).is_in(values)))


def test_the_agency_filter_keeps_the_rows_an_agency_answers_for(mart, catalogue):
    wanted = ("health_department", "construction_department")
    for year in (2024, 2026):
        frame = queries.assessed(mart, Filters(agencies=wanted, years=(year,)))
        assert set(frame.select("province", "indicator", "breakdown").rows()) == {
            (cell.province, cell.indicator, cell.breakdown)
            for cell in catalogue.targets
            if catalogue.plan[cell.plan].in_force
            and any({one.printed, one.agency} & set(wanted) for one in catalogue.holders(cell, year))
        }


def test_a_roll_up_counts_statuses_and_keeps_what_cannot_be_assessed_apart(mart):
    filters = Filters(years=(2024,), indicators=tuple(key[1] for key in (NINH, INFORMAL, BEDS, FERTILITY)))
    counts = queries.status_counts(mart, filters)
    assert {(row["province"], row["status"]): row["rows"] for row in counts.iter_rows(named=True)}[
        "bac_giang", "off_track"
    ] in (1, 2)
    ((on_course, assessable, left, share),) = (
        queries.shares(counts).select("on_course", "assessable", "not_assessable", "share").rows()
    )
    frame = queries.assessed(mart, filters)
    judged = frame.filter(~pl.col("status").is_in(["no_pace", "no_data", "no_target"]))
    assert (on_course, assessable, left) == (1, judged.height, frame.height - judged.height) == (1, 5, frame.height - 5)
    assert share == pytest.approx(0.2)
    by_province = dict(queries.shares(counts, "province").select("province", "share").rows())
    assert by_province == {"bac_giang": 0.0, "bac_ninh": 0.0, "tuyen_quang": 0.5}


def test_a_share_of_less_than_half_is_withheld_and_the_counts_stand_alone():
    assert queries.share_of({"achieved": 3, "behind": 1, "no_data": 4, "before_plan": 9, "no_target": 9}) == (
        3,
        4,
        22,
        0.75,
    )
    assert queries.share_of({"achieved": 3, "behind": 1, "no_data": 5, "before_plan": 9, "no_target": 9}) == (
        3,
        4,
        23,
        None,
    )
    assert queries.share_of({"achieved": 3, "no_pace": 3}) == (3, 3, 3, 1.0)


def test_estimates_are_counted_among_the_judgements(catalogue, store):
    rows = observations([(*NINH, 2023, 77), (*NINH, 2024, 78.1)]).with_columns(preliminary=True)
    store.append(Submission(rows, "file", "uoc.csv", "tester", approved_by="tester"))
    counts = queries.status_counts(Mart(catalogue, store), Filters(provinces=("bac_ninh",)))
    found = {(row["year"], row["status"]): row["estimates"] for row in counts.iter_rows(named=True) if row["estimates"]}
    assert found == {(2024, "behind"): 1}


def test_nothing_assessable_has_no_share(mart):
    counts = queries.status_counts(mart, Filters(years=(2029,)))
    assert queries.shares(counts)["share"].to_list() == [None]


@pytest.mark.parametrize("filters", [Filters(), Filters(years=(2025,), provinces=("bac_ninh",))])
def test_the_rows_with_actions_are_those_shown_and_order_the_red_ones_alike(mart, filters):
    frame = queries.shown_with_actions(mart, filters)
    shown = queries.shown(mart, filters)
    assert frame.select(shown.columns).equals(shown)
    first, behind = queries.farthest_first(frame), queries.farthest_behind(mart, filters, limit=10_000)
    assert behind.height > 0
    both = [name for name in behind.columns if name in first.columns]
    assert first.select(both).equals(behind.select(both))
    assert queries.RedCounts.of(first) == queries.red_counts(mart, filters)
    assert frame.filter(~frame["status"].is_in(RED_STATUSES))["actions"].null_count() == frame.height - first.height


def test_the_farthest_behind_come_first_and_a_target_of_zero_last(mart):
    frame = queries.farthest_behind(mart, Filters(), limit=10)
    assert frame.select("province", "indicator", "year").rows() == [
        ("bac_giang", "fertility_rate", 2024),
        ("tuyen_quang", "trained_labour", 2024),
        ("tuyen_quang", "trained_labour", 2025),
        ("tuyen_quang", "farm_labour_share", 2024),
        ("bac_giang", "beds_per_10000", 2024),
        ("bac_ninh", "poverty_reduction", 2025),
    ]
    assert frame["relative_lag"].to_list()[-1] is None
    assert queries.farthest_behind(mart, Filters(provinces=("bac_giang",)), limit=1).height == 1


def test_only_a_change_between_two_judgements_is_a_change(mart):
    frame = queries.status_changes(mart, Filters())
    assert frame.select("province", "year", "status_before", "status").rows() == [
        ("bac_ninh", 2025, "behind", "achieved"),
        ("tuyen_quang", 2025, "moving_away", "missed"),
    ]


def test_a_change_is_one_from_the_year_before_not_from_the_last_known(mart_of):
    mart = mart_of([(*FERTILITY, 2024, 2.5), (*FERTILITY, 2026, 2.1), (*FERTILITY, 2027, 2.4)])
    frame = queries.status_changes(mart, Filters())
    assert frame.select("year", "status_before", "status").rows() == [(2027, "achieved", "off_track")]


def test_completeness_counts_received_against_what_has_a_target(mart):
    rows = {row["province"]: row for row in queries.completeness(mart, Filters(years=(2025,))).iter_rows(named=True)}
    assert {province: row["received"] for province, row in rows.items()} == {
        "bac_giang": 0,
        "bac_ninh": 2,
        "tuyen_quang": 1,
    }
    with_target = queries.assessed(mart, Filters(years=(2025,), provinces=("bac_ninh",))).filter(
        pl.col("status") != "no_target"
    )
    assert rows["bac_ninh"]["expected"] == with_target.height


def test_the_latest_year_has_figures_and_an_empty_store_none(mart, mart_of):
    assert queries.latest_year(mart) == 2025
    assert queries.latest_year(mart_of([])) is None


def test_a_published_figure_without_a_target_is_still_read(mart_of):
    extra = ("bac_giang", "mobile_5g_stations", "total", 2024, 100)  # Bắc Giang's plan has no such row
    mart = mart_of([*ROWS, extra])
    assert ("bac_giang", "mobile_5g_stations", 2024) not in statuses(queries.assessed(mart, Filters()))
    frame = queries.actuals(mart, Filters(indicators=("mobile_5g_stations",)))
    assert frame.select("province", "year", "actual").rows() == [("bac_giang", 2024, 100.0)]


def projected(mart_of, key, values, first_year=2019):
    rows = [(*key, year, value) for year, value in enumerate(values, first_year)]
    frame = queries.projections(mart_of(rows), Filters(indicators=(key[1],)))
    return frame.filter(province=key[0], breakdown=key[2]).select("last_year", "milestone", "projected").rows()


def test_a_projection_is_the_least_squares_line_through_the_last_five_actuals(mart_of):
    # 70, 71, 74, 75, 77 in 2020 to 2024: mean 73.4, slope 1.8; the 10 of 2019 is too old to count.
    ((last_year, milestone, value),) = projected(mart_of, NINH, [10, 70, 71, 74, 75, 77])
    assert (last_year, milestone) == (2024, 2025)
    assert value == pytest.approx(73.4 + 1.8 * 3)


def test_a_projection_needs_three_actuals_and_a_milestone_to_come(mart_of):
    assert projected(mart_of, NINH, [70, 71], first_year=2022) == []
    assert len(projected(mart_of, NINH, [70, 71, 72], first_year=2022)) == 1
    ((last_year, milestone, _),) = projected(mart_of, NINH, [70, 71, 72], first_year=2023)
    assert (last_year, milestone) == (2025, 2030)
    assert projected(mart_of, NINH, [70, 71, 72], first_year=2028) == []


def test_a_projection_stays_inside_the_bounds_of_its_indicator(mart_of):
    assert projected(mart_of, NINH, [50, 70, 90], first_year=2023) == [(2025, 2030, 100.0)]
    assert projected(mart_of, INFORMAL, [60, 40, 20], first_year=2023) == [(2025, 2030, 0.0)]


def test_a_projection_changes_no_status(mart, mart_of):
    before = statuses(queries.assessed(mart, Filters(indicators=(BEDS[1],), years=(2024,))))
    rows = [(*BEDS, 2021, 10), (*BEDS, 2022, 20)]
    after = statuses(queries.assessed(mart_of([*ROWS, *rows]), Filters(indicators=(BEDS[1],), years=(2024,))))
    assert before == after
