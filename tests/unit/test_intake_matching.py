"""Names as people write them: one normal form, never a guess between two meanings."""

import pytest

from dashboard.intake.matching import Names
from dashboard.words.folding import normal


@pytest.fixture(scope="module")
def names(catalogue):
    return Names(catalogue)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tỷ lệ bác sỹ", "TỈ LỆ  BÁC SĨ"),
        ("khoẻ mạnh", "khỏe mạnh"),
        ("kỹ năng", "kĩ năng"),
        ("Tỉ lệ LLLĐ", "Tỉ lệ lực lượng lao động"),
        ("Đắk Lắk", "dak lak"),
        ("BHYT", "bảo hiểm y tế"),
        ("Sở Lao động - TB&XH", "Sở Lao động – Thương binh và Xã hội"),
        ("nhà ở (kiên cố)", "nhà ở, kiên cố"),
        ("To\u0302\u0309 quo\u0302\u0301c", "Tổ quốc"),
    ],
)
def test_spellings_of_one_name_have_one_normal_form(one, other):
    assert normal(one) == normal(other)


def test_every_name_of_the_catalogue_is_found(names, catalogue):
    for province in catalogue.provinces:
        assert names.province(province.vi) == names.province(f"Tỉnh {province.vi}") == province.id
    for indicator in catalogue.indicators:
        for name in (indicator.id, indicator.vi, indicator.en, indicator.vi.upper()):
            assert names.places(name, None) == {(indicator.id, None)}
    for id_, part in catalogue.breakdowns.items():
        assert names.breakdown(part.vi) == names.breakdown(id_) == id_


def test_every_printed_name_means_what_its_plan_means(names, catalogue):
    for cell in catalogue.targets:
        places = names.places(cell.printed_name, cell.province)
        assert (cell.indicator, cell.breakdown) in places or cell.indicator in {indicator for indicator, _ in places}


def test_a_printed_name_is_known_in_its_province_only(names):
    assert names.places("Chỉ số HDI", None) == frozenset()
    assert names.places("Tỉ lệ thất nghiệp khu vực thành thị", "bac_ninh") == {("unemployment_rate", "urban")}


def test_a_name_with_several_meanings_is_no_answer_but_suggests_them(names):
    places = names.places("Thành thị", "bac_giang")
    assert len(places) > 1
    assert set(names.near_indicators("Thành thị", "bac_giang")) == places


def test_agencies_are_known_as_plans_print_them(names, catalogue):
    for agency in catalogue.agencies:
        for printed in agency.printed:
            assert names.agency(printed) in (agency.id, None)
    assert names.agency("Sở Lao động - TB&XH") == "labour_department"


def test_levels_are_known_by_every_spelling(names, catalogue):
    for indicator in catalogue.indicators:
        for level, spellings in zip(indicator.levels, indicator.spellings, strict=True):
            assert {names.level(text, indicator) for text in spellings} == {level.id}
    assert names.level("không rõ", catalogue.indicator["malaria_elimination"]) is None


def test_what_is_nearly_right_gets_the_right_suggestion_first(names):
    assert names.near_indicators("Ti le lao dong qua dao tao nghe nghiep", "bac_ninh")[0][0] in (
        "trained_labour",
        "certified_labour",
    )
    assert names.near_provinces("Bac Nin")[0] == "bac_ninh"
    assert len(names.near_indicators("tỉ lệ", None)) <= 3


def test_parts_are_suggested_nearest_first(names, catalogue):
    assert names.near_breakdowns("thanh thi", catalogue.indicator["clean_water"])[0] == "urban"
