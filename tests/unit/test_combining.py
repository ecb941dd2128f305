"""What may be put together for a province of today: what is declared, over what is published, and nothing else."""

import pytest

from dashboard.figures.trends import Break, province_lines, trends
from dashboard.reference.combining import Combining, Denominator, combined

BOTH = ("bac_ninh", "bac_giang")
MEAN = Combining(id="beds_per_10000", combine="weighted_mean", denominator="population")
SUM = Combining(id="mobile_5g_stations", combine="sum")


def people(*values):
    """Return a denominator of (province, part, year, value)."""
    listed = [
        {
            "province": province,
            "breakdown": part,
            "year": year,
            "value": value,
            "source": "Niên giám",
            "locator": "bảng 1",
        }
        for province, part, year, value in values
    ]
    return {"population": Denominator(id="population", vi="Dân số", en="Population", values=listed)}


KNOWN = people(
    ("bac_ninh", "total", 2025, 1500.0), ("bac_giang", "total", 2025, 1900.0), ("bac_ninh", "total", 2024, 1.0)
)


def value(actuals, how, *, denominators=KNOWN, part="total", year=2025, **more):
    return combined(actuals, BOTH, how, denominators, breakdown=part, year=year, **more)


def test_a_mean_weighs_each_province_by_its_people():
    found = value({"bac_ninh": 30.0, "bac_giang": 20.0}, MEAN)
    assert found.value == pytest.approx((30 * 1500 + 20 * 1900) / 3400)
    assert found.value != pytest.approx(25.0)  # the plain average, which nobody may see
    assert found.sources == ("Niên giám",)


def test_counts_are_added_up():
    assert value({"bac_ninh": 3.0, "bac_giang": 4.0}, SUM).value == 7.0


@pytest.mark.parametrize(
    ("actuals", "how", "more", "why"),
    [
        ({"bac_ninh": 30.0, "bac_giang": 20.0}, None, {}, "not_declared"),
        ({"bac_ninh": 30.0}, MEAN, {}, "no_row"),
        ({"bac_ninh": 30.0, "bac_giang": None}, SUM, {}, "no_figure"),
        ({"bac_ninh": 30.0, "bac_giang": 20.0}, MEAN, {"year": 2024}, "no_denominator"),
        ({"bac_ninh": 30.0, "bac_giang": 20.0}, MEAN, {"part": "urban"}, "no_denominator"),
        ({"bac_ninh": 1.0, "bac_giang": 2.0}, SUM, {"is_number": False}, "not_numbers"),
    ],
)
def test_what_cannot_be_combined_says_why(actuals, how, more, why):
    found = value(actuals, how, **more)
    assert (found.value, found.why_not) == (None, why)


def test_zero_is_a_figure():
    assert value({"bac_ninh": 0.0, "bac_giang": 0.0}, SUM).value == 0.0


@pytest.mark.parametrize("wrong", [{"combine": "weighted_mean"}, {"combine": "sum", "denominator": "population"}])
def test_a_mean_names_its_denominator_and_a_sum_has_none(wrong):
    with pytest.raises(ValueError, match="denominator goes with"):
        Combining(id="beds_per_10000", **wrong)


def test_only_numbers_are_declared_and_no_sum_of_shares(catalogue):
    for id_, how in catalogue.combining.items():
        indicator, unit = catalogue.indicator[id_], catalogue.unit_of(id_)
        assert indicator.kind == "number"
        if how.combine == "sum":
            assert unit.integral, id_
            assert not unit.share, id_
        else:
            assert not unit.integral, id_


def test_every_denominator_stands_once_with_its_source(catalogue):
    for denominator in catalogue.denominators.values():
        places = [(one.province, one.breakdown, one.year) for one in denominator.values]
        assert len(places) == len(set(places))
        assert all(one.source and one.locator for one in denominator.values)


def test_only_provinces_that_became_one_are_merged(catalogue):
    assert {id_: former for id_, (_, former) in catalogue.organisation.merged.items()} == {"bac_ninh_new": BOTH}


def row(year, actual):
    return {"province": "bac_ninh", "indicator": "beds_per_10000", "breakdown": "total", "year": year, "actual": actual,
            "target": None, "milestone": None, "printed_target": None}  # fmt: skip


def test_trends_mark_the_day_where_asked_and_only_there(catalogue):
    rows = [row(2024, 30.0), row(2026, 32.0)]
    given = {"lines": province_lines(["bac_ninh"], catalogue, "vi"), "years": (2020, 2030), "language": "vi"}
    plain = trends(rows, catalogue, **given)
    marked = trends(rows, catalogue, **given, since=Break(2025.5, "1/7/2025"))
    assert len(marked.data) == len(plain.data) + 1
    (day,) = [trace for trace in marked.data if trace.get("line", {}).get("dash") == "dash"]
    points = [x for x in day["x"] if x is not None]
    line = next(trace for trace in plain.data if trace.get("mode") == "lines+markers")
    before, after = (x for x in line["x"] if x is not None)
    assert points == pytest.approx([before + 0.75 * (after - before)] * 2)
    assert trends(rows, catalogue, **given | {"years": (2026, 2030)}, since=Break(2025.5, "x")).data == trends(
        rows, catalogue, **given | {"years": (2026, 2030)}
    ).data  # fmt: skip
