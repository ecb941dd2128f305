"""The illustrative store: kept apart, filled once, and showing every status through the mart."""

import datetime as dt

import pytest

from dashboard.mart.mart import Mart
from dashboard.store.illustrative import ensure_demo_store, illustrative_submissions
from dashboard.store.store import open_store
from dashboard.words.messages import DashboardError
from tests import stores

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def demo_location(tmp_path_factory):
    return stores.copied_store(stores.demo_store(tmp_path_factory.getbasetemp()), tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def demo_store(catalogue, demo_location):
    store = ensure_demo_store(catalogue, demo_location)
    yield store
    store.close()


@pytest.fixture(scope="module")
def demo_mart(catalogue, demo_store):
    return Mart(catalogue, demo_store, as_of=TODAY)


def counts(mart, condition):
    found = mart.query(f"SELECT status, count(*) AS rows FROM assessed WHERE {condition} GROUP BY status")  # noqa: S608
    return dict(found.iter_rows())


def test_the_store_says_that_it_is_illustrative(demo_store, demo_mart, catalogue):
    assert demo_store.is_illustrative
    assert demo_mart.is_illustrative
    assert demo_store.table("submissions").height == len(illustrative_submissions(catalogue))


def test_filling_it_again_changes_nothing(catalogue, demo_location, demo_store):
    before = demo_store.snapshot()
    again = ensure_demo_store(catalogue, demo_location)
    try:
        assert again.snapshot() == before
    finally:
        again.close()


def test_an_official_store_refuses_illustrative_figures(catalogue, location):
    open_store(location, origin="official").close()
    with pytest.raises(DashboardError, match="không ghi lẫn"):
        ensure_demo_store(catalogue, location)
    official = open_store(location)
    try:
        assert official.table("submissions").is_empty()
    finally:
        official.close()


def test_it_cannot_be_opened_as_an_official_store(demo_location, demo_store):
    with pytest.raises(DashboardError, match="không ghi lẫn"):
        open_store(demo_location, origin="official")


def test_every_status_and_reason_an_agency_can_cause_occurs(demo_mart):
    pairs = demo_mart.query("SELECT DISTINCT status, reason FROM assessed WHERE year BETWEEN 2024 AND 2027")
    verdicts = ("achieved", "missed", "on_track", "behind", "off_track", "moving_away")
    assert set(pairs.iter_rows()) == {
        *((status, None) for status in verdicts),
        *(("no_pace", reason) for reason in ("open_reading", "qualitative", "single_point")),
        *(("no_data", reason) for reason in ("awaiting", "under_review", "not_due")),
        *(("no_target", reason) for reason in ("not_set", "expired")),
    }


@pytest.mark.parametrize(
    ("status", "low", "high"),
    [
        ("achieved", 0.14, 0.28),
        ("on_track", 0.3, 0.46),
        ("behind", 0.14, 0.23),
        ("off_track", 0.08, 0.17),
        ("moving_away", 0.03, 0.1),
    ],
)
def test_the_year_before_the_milestone_shows_a_believable_mix(demo_mart, status, low, high):
    found = counts(demo_mart, "year = 2024 AND status NOT IN ('no_pace', 'no_data', 'no_target')")
    assert low <= found[status] / sum(found.values()) <= high


def test_three_in_five_targets_of_the_milestone_year_are_achieved(demo_mart):
    found = counts(demo_mart, "year = 2025 AND milestone = 2025 AND status NOT IN ('no_pace', 'no_data')")
    assert set(found) == {"achieved", "missed"}
    assert 0.54 <= found["achieved"] / sum(found.values()) <= 0.66


def test_provinces_and_sectors_differ(demo_mart):
    shares = demo_mart.query(
        """
        SELECT province, sector, avg((status IN ('achieved', 'on_track'))::INTEGER) AS share
        FROM assessed
        WHERE year = 2024 AND status NOT IN ('no_pace', 'no_data', 'no_target')
        GROUP BY ALL
        HAVING count(*) >= 5
        """
    )["share"]
    assert shares.max() >= 0.75
    assert shares.min() <= 0.4


def test_a_corrected_figure_has_its_history(catalogue, demo_store, demo_mart):
    noted = demo_mart.query("SELECT * FROM published JOIN sources USING (source_id) WHERE note <> ''")
    corrected = noted.row(0, named=True)
    series = {key: corrected[key] for key in ("province", "indicator", "breakdown", "year")}
    history = demo_mart.query(
        """
        SELECT value, approved_at FROM revisions
        WHERE province = $province AND indicator = $indicator AND breakdown = $breakdown AND year = $year
        ORDER BY recency
        """,
        series,
    )
    assert history.height == 2
    assert history["value"][0] == corrected["value"] != history["value"][1]
    before = Mart(catalogue, demo_store, as_of=corrected["approved_at"].date() - dt.timedelta(days=2))
    known_then = before.query(
        """
        SELECT value FROM published
        WHERE province = $province AND indicator = $indicator AND breakdown = $breakdown AND year = $year
        """,
        series,
    )
    assert known_then.item() == history["value"][1]
