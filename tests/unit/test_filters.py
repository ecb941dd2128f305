"""Filters: what goes into a URL comes back, and nonsense is told with what was probably meant."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filters import KEYS, Filters, keys_of
from dashboard.method import STATUSES, TASK_KINDS, TASK_STATUS
from dashboard.reference.files import load_catalogue
from tests.conftest import PROJECT

CATALOGUE = load_catalogue(PROJECT)


def some(values):
    return st.lists(st.sampled_from(sorted(values)), unique=True, max_size=4).map(tuple)


filters = st.builds(
    Filters,
    provinces=some(CATALOGUE.province),
    sectors=some(CATALOGUE.sector),
    indicators=some(CATALOGUE.indicator),
    breakdowns=some(CATALOGUE.breakdowns),
    years=some(range(1990, 2051)),
    statuses=some(STATUSES),
    agencies=some(CATALOGUE.agency),
    themes=some(CATALOGUE.theme),
    kinds=some(TASK_KINDS),
    task_statuses=some(TASK_STATUS),
    tasks=some(CATALOGUE.task),
    as_of=st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)),
    since=st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)),
)


@given(filters)
def test_what_a_url_says_is_read_back(given_filters):
    assert Filters.parse(given_filters.query(), CATALOGUE) == (given_filters, [])


@given(filters)
def test_values_joined_by_commas_mean_the_same_as_repeated_ones(given_filters):
    joined = {key: [" , ".join(values)] for key, values in given_filters.query().items()}
    assert Filters.parse(joined, CATALOGUE) == (given_filters, [])


@given(st.dictionaries(st.sampled_from(sorted(KEYS)) | st.text(max_size=8), st.lists(st.text(max_size=20), max_size=3)))
def test_nonsense_is_told_and_never_raises(texts):
    _, problems = Filters.parse(texts, CATALOGUE)
    for problem in problems:
        assert problem.tell()


def test_no_filter_is_no_text(catalogue):
    assert Filters().query() == {}
    assert Filters.parse({}, catalogue) == (Filters(), [])
    assert Filters.parse({"province": ["", " , "]}, catalogue) == (Filters(), [])


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("province", "bac_nin", "Không có province “bac_nin” → bac_ninh?."),
        ("indicator", "unemployment", "Không có indicator “unemployment” → unemployment_rate?."),
        ("status", "on_trak", "Không có status “on_trak” → on_track?."),
        ("sector", "xyz", "Không có sector “xyz”."),
        ("year", "2205", "Không có year “2205”"),
        ("year", "hai", "Không có year “hai”."),
        ("agency", "health", "Không có agency “health”"),
        ("theme", "merits", "Không có theme “merits” → merit?."),
        ("kind", "tasks", "Không có kind “tasks” → task?."),
        ("task_status", "over_due", "Không có task_status “over_due” → overdue?."),
        ("task", "bac_ninh_246_a2_i_9", "Không có task “bac_ninh_246_a2_i_9”"),
        ("as_of", "15/3/2026", "Ngày “15/3/2026” phải viết dạng 2026-03-15."),
        ("as_of", "2026-02-30", "Ngày “2026-02-30” phải viết dạng 2026-03-15."),
        ("provinces", "bac_ninh", "Không có bộ lọc “provinces” → province?."),
    ],
)
def test_an_unknown_value_is_told_with_the_nearest(catalogue, key, text, told):
    found, (problem,) = Filters.parse({key: [text]}, catalogue)
    assert found == Filters()
    assert problem.tell().startswith(told)


def test_what_can_be_read_is_kept_beside_what_cannot(catalogue):
    found, problems = Filters.parse(
        {
            "province": ["bac_ninh,nowhere", "bac_ninh"],
            "year": ["2025", "20255"],
            "as_of": ["2026-01-01", "2026-03-15"],
        },
        catalogue,
    )
    assert found == Filters(provinces=("bac_ninh",), years=(2025,), as_of=dt.date(2026, 3, 15))
    assert len(problems) == 2


@pytest.mark.parametrize("field", ["statuses", "kinds", "task_statuses"])
def test_an_id_of_a_fixed_set_is_held_against_it(field):
    with pytest.raises(ValueError, match="nope"):
        Filters(**{field: ("nope",)})


def test_every_filter_says_something_about_some_rows_and_is_refused_for_the_others():
    of_assessed, of_tasks, of_changes = map(set, map(keys_of, ("assessed", "tasks", "changes")))
    assert of_assessed | of_tasks | of_changes == set(KEYS)
    assert of_changes - (of_assessed & of_tasks) == {"since"}
    assert of_assessed - of_tasks == {"breakdown", "status"}
    assert of_tasks - of_assessed == {"theme", "kind", "task_status", "task"}
    assert Filters(provinces=("bac_ninh",)).condition("tasks") == Filters(provinces=("bac_ninh",)).condition()
    assert Filters(as_of=dt.date(2026, 1, 1)).condition("tasks") == "true"
    for filters, rows in ((Filters(kinds=("task",)), "assessed"), (Filters(statuses=("missed",)), "tasks")):
        with pytest.raises(KeyError):
            filters.condition(rows)
