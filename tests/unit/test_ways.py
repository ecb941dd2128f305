"""The way from baseline to target: where everything stands on its scale, and which indicator comes first."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.ways import Scale, ways
from dashboard.notation import number
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.ui.reading.sector_view import worst_first

CATALOGUE: Catalogue = load_catalogue()
RISING, KEPT = "beds_per_10000", "fertility_rate"
FALLING = next(i.id for i in CATALOGUE.indicators if i.direction == "decrease" and i.kind == "number")
LEVELS = next(i.id for i in CATALOGUE.indicators if i.kind == "levels")


def row(indicator, **changes):
    given = {
        "province": "bac_ninh", "sector": CATALOGUE.indicator[indicator].sector, "indicator": indicator, "breakdown": "total",
        "year": 2025, "actual": None, "actual_level": None, "printed_target": "> 30", "milestone": 2030, "target": 30.0,
        "upper": None, "gap": None, "baseline_year": 2023, "baseline": None, "expected": None, "pace": None,
        "relative_lag": None, "status": "behind", "reason": None, "preliminary": False, "near_threshold": False,
        "revised": None, "agency_in_charge": "Sở Y tế", "agencies": ["health_department"],
    }  # fmt: skip
    return {**given, **changes}


values = st.floats(0.01, 5000, allow_nan=False)


@given(baseline=values, actual=values, expected=values, target=values)
def test_everything_stands_on_the_scale_and_better_lies_to_the_right(baseline, actual, expected, target):
    for id_ in (RISING, FALLING):
        indicator = CATALOGUE.indicator[id_]
        scale = Scale(indicator, [row(id_, baseline=baseline, actual=actual, expected=expected, target=target)])
        for value in (baseline, actual, expected, target):
            assert 0 <= scale.place(value) <= 1
        better = max if indicator.direction == "increase" else min
        assert scale.place(better(actual, target)) == max(scale.place(actual), scale.place(target))
        assert all(0 <= scale.place(mark) <= 1 for mark in scale.marks)


@given(low=values, width=st.floats(0, 5000))
def test_the_marks_are_round_few_and_told_apart_by_their_decimals(low, width):
    scale = Scale(CATALOGUE.indicator[RISING], [row(RISING, actual=low, target=low + width)])
    told = [number(mark, decimals=scale.decimals, exact=True) for mark in scale.marks]
    assert len(set(told)) == len(told) <= 6
    steps = {round(later - earlier, 9) for earlier, later in zip(scale.marks, scale.marks[1:], strict=False)}
    assert len(steps) <= 1


def test_no_mark_lies_beyond_what_the_indicator_can_be():
    share = next(i for i in CATALOGUE.indicators if i.maximum == 100 and i.direction == "increase")
    scale = Scale(share, [row(share.id, actual=99.0, target=100.0)])
    assert max(scale.marks) == 100


def test_a_value_to_keep_shows_the_band_that_meets_it():
    indicator = CATALOGUE.indicator[KEPT]
    drawing = ways([row(KEPT, actual=2.05, target=2.1)], CATALOGUE, language="vi")
    scale = Scale(indicator, [row(KEPT, actual=2.05, target=2.1)])
    (band,) = (trace for trace in drawing.data if trace.get("line", {}).get("width") == 16)
    assert sorted(x for x in band["x"] if x is not None) == [
        scale.place(2.1 - indicator.tolerance),
        scale.place(2.1 + indicator.tolerance),
    ]


def dots(drawing):
    (found,) = (trace for trace in drawing.data if "hovertext" in trace)
    return found["x"]


def test_what_has_no_figure_shows_its_target_alone_and_what_has_none_either_nothing():
    empty = row(RISING, actual=None, target=None, status="no_target")
    drawing = ways([row(RISING, baseline=20.0), empty], CATALOGUE, language="vi")
    assert not [trace for trace in drawing.data if "hovertext" in trace]
    assert "<br>" in "".join(text for trace in drawing.data for text in trace.get("text", ()))
    assert len([trace for trace in drawing.data if trace.get("marker", {}).get("size") == 20][0]["x"]) == 1


def test_levels_are_steps_of_their_scale():
    last = len(CATALOGUE.indicator[LEVELS].levels) - 1
    drawing = ways([row(LEVELS, actual=1.0, target=float(last))], CATALOGUE, language="vi")
    (steps,) = (trace for trace in drawing.data if trace.get("marker", {}).get("size") == 8)
    assert set(steps["x"]) == {rank / last for rank in range(last + 1)}
    assert dots(drawing) == [1 / last]


def test_of_many_provinces_each_is_a_dot_and_the_farthest_behind_is_named(monkeypatch):
    monkeypatch.setattr("dashboard.figures.ways.MOST_PROVINCES", 2)
    many = [
        row(RISING, province=province.id, actual=20.0 + place, relative_lag=-0.1 * place, status="missed")
        for place, province in enumerate(CATALOGUE.provinces)
    ]
    many[0] |= {"status": "achieved", "relative_lag": None}
    drawing = ways(many, CATALOGUE, language="vi")
    assert len(dots(drawing)) == len(many)
    told = " ".join(text for trace in drawing.data for text in trace.get("text", ()))
    assert f"<b>1</b>/{len(many)} đúng hướng" in told
    assert f"✖ {CATALOGUE.provinces[-1].vi}" in told
    assert CATALOGUE.provinces[0].vi not in told


def test_the_worst_indicator_comes_first_and_those_without_a_judgement_last():
    rows = [
        row(RISING, status="achieved"),
        row(RISING, province="bac_giang", status="no_data"),
        row(FALLING, status="no_data"),
        row(KEPT, status="missed", relative_lag=-0.1),
        row(LEVELS, status="missed", relative_lag=-0.3),
    ]
    assert [item["indicator"] for item in worst_first(rows)] == [LEVELS, KEPT, RISING, RISING, FALLING]
    assert [item["province"] for item in worst_first(rows)][2:4] == ["bac_ninh", "bac_giang"]


def test_the_line_that_stands_for_a_picture_says_the_worst_status_and_how_many_provinces_are_red():
    rows = [
        row(RISING, actual=31.0, baseline=30.0, status="achieved"),
        row(RISING, province="bac_giang", actual=20.0, baseline=25.0, status="moving_away"),
        row(RISING, province="tuyen_quang", actual=None, status="no_data"),
        row(FALLING, actual=None, status="no_data"),
    ]
    meta = ways(rows, CATALOGUE, language="vi").layout["meta"]
    assert [(fold["sign"], fold["told"]) for fold in meta["folds"]] == [
        ("↩", "Đi ngược · 1/3 tỉnh đỏ"),
        ("○", "Chưa có số liệu"),
    ]
    assert len(meta["folds"]) == len(meta["breaks"])


def test_dots_have_the_shape_of_what_their_status_counts_as():
    rows = [
        row(RISING, actual=31.0, status="achieved"),
        row(RISING, province="bac_giang", actual=20.0, status="moving_away"),
        row(RISING, province="tuyen_quang", actual=28.0, status="behind"),
    ]
    (dots,) = [trace for trace in ways(rows, CATALOGUE, language="vi").data if trace.get("hoverinfo") == "text"]
    assert dots["marker"]["symbol"] == ["circle", "triangle-down", "diamond"]
