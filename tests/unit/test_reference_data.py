"""The shipped reference data against the printed plans: counts, every cell, every reading, every discrepancy.

The golden files were transcribed from the four plans on their own, without ``data/``: change them with a plan in hand.
"""

import csv
import re
from collections import Counter

import pytest

from dashboard.reference.targets import NOT_SET, Target, collapse
from tests.conftest import GOLDEN

PRINTED_ROWS = {"bac_ninh_246": 92, "bac_giang_50": 107, "tuyen_quang_103": 103}
ONE_VALUE_ROWS = {
    ("bac_ninh_246", "1.2"), ("bac_ninh_246", "3.4"), ("bac_ninh_246", "3.7"), ("bac_ninh_246", "7.5"),
    ("bac_ninh_246", "7.9"), ("bac_ninh_246", "8.2"), ("tuyen_quang_103", "1.2"),
}  # fmt: skip
"""Rows that print one value under the two year columns (domain.md)."""
HEADINGS = {("bac_giang_50", "10.4"), ("bac_ninh_246", "10.1"), ("tuyen_quang_103", "10.1")}
"""Group headings that discrepancies quote: they carry no target cell of their own."""
PLAN_OF_NUMBER = {"246": "bac_ninh_246", "50": "bac_giang_50", "103": "tuyen_quang_103", "30": "bac_giang_30"}
APPENDIX_ROW = re.compile(r"(?:Kế hoạch (\d+), )?Phụ lục[ 1I]*, hàng (\d+\.\d+)(?!.*Ghi chú)(?:.*cột (\d{4})$)?")


def golden(name):
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def in_force(catalogue):
    return [cell for cell in catalogue.targets if catalogue.plan[cell.plan].in_force]


def test_the_ten_sectors_are_there_in_their_printed_order(catalogue):
    assert [sector.number for sector in catalogue.sectors] == list(range(1, 11))
    assert {indicator.sector for indicator in catalogue.indicators} == set(catalogue.sector)
    assert len({sector.path for sector in catalogue.sectors}) == 10


def test_every_printed_row_and_cell_of_the_plans_in_force_is_there(in_force):
    rows = {(cell.plan, cell.row, cell.printed_name) for cell in in_force}
    assert Counter(plan for plan, _, _ in rows) == PRINTED_ROWS
    assert len(rows) == 302
    assert len(in_force) == 597
    assert sum(cell.printed not in NOT_SET for cell in in_force) == 537


def test_every_cell_is_as_printed_and_in_document_order(catalogue):
    cells = [(cell.plan, cell.row, cell.printed_name, str(cell.year), cell.printed) for cell in catalogue.targets]
    assert cells == [tuple(row.values()) for row in golden("printed_targets.csv")]


def test_every_printed_text_is_read_as_a_person_reads_it(catalogue):
    found = {}
    for cell in catalogue.targets:
        indicator = catalogue.indicator[cell.indicator]
        meaning = indicator.id if indicator.kind == "levels" else indicator.direction
        found.setdefault((meaning, cell.printed), set()).add(cell.target)

    def number(text):
        return float(text) if text else None

    expected = {
        (row["meaning"], row["printed"]): {
            Target(row["comparator"], float(row["anchor"]), number(row["lower"]), number(row["upper"]))
            if row["comparator"]
            else None
        }
        for row in golden("printed_readings.csv")
    }
    assert found == expected


def test_a_plan_prints_two_milestones_a_row_except_where_it_prints_one_value_for_both(in_force):
    years = {}
    for cell in in_force:
        years.setdefault((cell.plan, cell.row, cell.printed_name), []).append(cell.year)
    one_value = {(plan, row) for (plan, row, _), found in years.items() if found != [2025, 2030]}
    assert one_value == ONE_VALUE_ROWS
    assert all(found in ([2025, 2030], [2030]) for found in years.values())


def test_each_row_with_one_value_is_marked_as_a_reading(catalogue, in_force):
    marked = {
        (*found.plans, found.indicator, found.breakdown, found.year)
        for found in catalogue.discrepancies
        if found.kind == "one_value_two_columns"
    }
    assert marked == {
        (cell.plan, cell.indicator, cell.breakdown, 2030)
        for cell in in_force
        if (cell.plan, cell.row) in ONE_VALUE_ROWS
    }


def test_what_a_discrepancy_quotes_from_an_appendix_is_printed_there(catalogue):
    printed = {}
    for cell in catalogue.targets:
        texts = printed.setdefault((cell.plan, cell.row), {})
        texts.setdefault(cell.year, []).append(cell.printed)
        texts.setdefault(None, []).append(
            " | ".join((cell.printed_name, cell.printed, cell.printed_unit, cell.agency_in_charge, cell.coordinating))
        )
    checked, elsewhere = 0, set()
    for found in catalogue.discrepancies:
        for place in found.places:
            where = APPENDIX_ROW.match(place.where)
            if where is None:
                continue
            number, row, year = where.groups()
            key = (PLAN_OF_NUMBER[number] if number else found.plans[0], row)
            assert key[0] in found.plans, found.id
            texts = printed.get(key, {}).get(int(year) if year else None, [])
            if year:
                assert place.printed in texts, (found.id, place)
            elif not any(place.printed in text for text in texts):
                elsewhere.add(key)
            checked += 1
    assert elsewhere == HEADINGS
    assert checked > 100


def test_a_discrepancy_names_the_provinces_of_its_plans_and_a_series_that_exists(catalogue):
    series = {(cell.indicator, cell.breakdown) for cell in catalogue.targets}
    for found in catalogue.discrepancies:
        assert set(found.provinces) == {catalogue.plan[plan].province for plan in found.plans}, found.id
        if found.indicator and found.breakdown:
            assert (found.indicator, found.breakdown) in series or found.id == "d036", found.id


def test_the_superseded_plan_is_kept_but_not_in_force(catalogue):
    superseded = [plan for plan in catalogue.plans if not plan.in_force]
    assert [(plan.id, plan.superseded_by) for plan in superseded] == [("bac_giang_30", "bac_giang_50")]
    assert sum(cell.plan == "bac_giang_30" for cell in catalogue.targets) == 43
    assert {catalogue.plan_in_force(province).id for province in catalogue.province} == set(PRINTED_ROWS)


def test_names_that_differ_in_spelling_only_lead_to_the_same_indicator(catalogue):
    """Bắc Ninh prints `kĩ`, `khoẻ`, `bác sỹ` where Bắc Giang prints `kỹ`, `khỏe`, `bác sĩ`."""
    indicator_of = {(cell.plan, cell.row, cell.printed_name): cell.indicator for cell in catalogue.targets}
    for one, other in [
        (("bac_ninh_246", "7.4", "Số bác sỹ"), ("bac_giang_50", "7.6", "Số bác sĩ")),
        (("tuyen_quang_103", "7.3", "Số năm sống khoẻ"), ("bac_giang_50", "7.3", "Số năm sống khỏe")),
        (
            ("bac_ninh_246", "4.1", "Tỉ lệ lực lượng lao động trong độ tuổi tham gia BHXH"),
            ("bac_giang_50", "4.1", "Tỉ lệ LLLĐ trong độ tuổi tham gia BHXH"),
        ),
    ]:
        assert indicator_of[one] == indicator_of[other]


def test_the_same_idea_in_another_measure_is_another_indicator_and_kin(catalogue):
    for one, *others in [
        ("hdi", "hdi_standing"),
        ("preschool_universalisation", "preschool_universalisation_share"),
        ("wasting", "stunting"),
        ("replacement_fertility", "fertility_rate"),
        ("epidemics_ended", "hiv_rate", "tuberculosis_rate", "malaria_elimination"),
        ("maternal_care", "antenatal_care", "facility_births"),
    ]:
        assert set(others) <= set(catalogue.indicator[one].kin)


def test_every_target_in_force_of_bac_ninh_and_tuyen_quang_has_its_agency(catalogue, in_force):
    for cell in in_force:
        assert cell.agencies, (cell.plan, cell.row)
        assert all(agency in catalogue.agency for agency in cell.agencies)


@pytest.mark.parametrize(
    ("province", "agencies", "coordinating"),
    [("bac_ninh", (30, 10), (10, 11)), ("tuyen_quang", (30, 10), (10, 11)), ("bac_giang", (10, 12), (31, 12))],
)
def test_the_reporting_deadlines_are_as_printed(catalogue, province, agencies, coordinating):
    deadlines = catalogue.plan_in_force(province).deadlines
    assert (deadlines.agencies.day, deadlines.agencies.month) == agencies
    assert (deadlines.coordinating.day, deadlines.coordinating.month) == coordinating


def test_printed_texts_are_collapsed_and_composed(catalogue):
    for cell in catalogue.targets:
        for text in (cell.printed, cell.printed_name, cell.printed_unit, cell.agency_in_charge, cell.coordinating):
            assert text == collapse(text), (cell.plan, cell.row)
