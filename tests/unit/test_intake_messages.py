"""What a message says, it says in its reader's words: names, units and numbers of their language, and what may be done."""

import re

import pytest

from dashboard.intake.codes import RULES
from dashboard.intake.context import Context
from dashboard.intake.issues import Issue, told_of
from dashboard.notation import in_names
from tests.unit.intake_files import checking, codes, the

HEAD = "Mã chỉ tiêu;Phân tổ;Giá trị thực hiện;Nguồn\n"


@pytest.fixture(scope="module")
def checked(mart_of, catalogue):
    """Give a function that checks a file for Bắc Ninh and 2024, with a few figures published before."""
    before = [("bac_ninh", "life_expectancy", "total", year, 75 + 0.1 * (year - 2018)) for year in range(2018, 2024)]
    return checking(mart_of(before), catalogue)


@pytest.mark.parametrize(
    ("lines", "code", "vi", "en"),
    [
        (
            "trained_labour;;1234,5;Sở", "outside_bounds",
            "Giá trị 1234,5 của “Tỉ lệ lao động qua đào tạo” nằm ngoài khoảng cho phép: từ 0 đến 100.",
            "The value 1234,5 of “Share of trained workers” is outside its bounds: from 0 to 100.",
        ),
        (
            "life_expectancy;;80,5;Sở", "unlike_history",
            "“Tuổi thọ trung bình”: từ 75,5 thành 80,5 là thay đổi khác thường; các năm trước thường thay đổi từ −0,3 đến 0,4 mỗi năm.",
            "“Life expectancy at birth”: from 75.5 to 80.5 is an unusual change; in the years before it mostly changed from −0.3 to 0.4 a year.",
        ),
        (
            "floor_area_per_person;;20,5;Sở\nfloor_area_per_person;urban;25,5;Sở\nfloor_area_per_person;rural;30,5;Sở",
            "total_outside_parts",
            "giá trị chung 20,5 không nằm giữa “Thành thị” (25,5) và “Nông thôn” (30,5).",
            "the total 20.5 does not lie between “Urban” (25.5) and “Rural” (30.5).",
        ),
        (
            "trained_labour;;15/6;Sở", "became_date",
            "Ô ghi ngày tháng “15/6” thay vì số: có thể Excel đã tự đổi một số thập phân thành ngày (số gốc có thể là 15,6; 15,06).",
            "The cell says the date “15/6” instead of a number: Excel may have made a date of a decimal (the number may be 15.6; 15.06).",
        ),
        (
            "unemployment_rate;miền núi;2,2;Sở", "unknown_breakdown",
            "không có phân tổ “miền núi”; có: Toàn tỉnh; Thành thị.",
            ": Whole province; Urban.",
        ),
        (
            "beds_per_10000;;35%;Sở", "percent_sign",
            "“35%” có dấu %, nhưng “Số giường bệnh trên 10.000 dân” không tính theo % (đơn vị tính: giường/10.000 dân).",
            "“35%” has a percent sign, but “Hospital beds per 10,000 people” is not measured in per cent (unit: beds per 10,000 people).",
        ),
    ],
)  # fmt: skip
def test_a_message_names_things_and_writes_numbers_as_its_reader_does(checked, catalogue, lines, code, vi, en):
    issue = next(issue for issue in checked(HEAD + lines + "\n").issues if issue.code == code)
    assert issue.tell(in_names(catalogue, "vi")).endswith(vi)
    told = issue.tell(in_names(catalogue, "en"), language="en")
    assert told.endswith(en)
    assert told_of(issue.key, in_names(catalogue, "en"), language="en") == told


def test_a_percent_sign_behind_what_has_no_unit_says_so(checked, catalogue):
    bare = [one for one in catalogue.indicators if one.kind == "number" and not catalogue.units[one.unit].vi]
    cells = {(cell.indicator, cell.province) for cell in catalogue.targets if catalogue.plan[cell.plan].in_force}
    indicator, province = next(
        (one.id, place.id) for one in bare for place in catalogue.provinces if (one.id, place.id) in cells
    )
    result = checked(f"Mã chỉ tiêu;Giá trị thực hiện;Nguồn\n{indicator};1%;Sở\n", scope=Context((province,), (), 2024))
    assert the(result, "percent_sign").tell().endswith("không tính theo % (đơn vị tính: không có).")


def test_levels_are_listed_from_low_to_high_in_the_readers_language(checked, catalogue):
    issue = the(checked("Mã chỉ tiêu;Giá trị thực hiện;Nguồn\nreplacement_fertility;ổn;Sở\n"), "unknown_level")
    levels = catalogue.indicator["replacement_fertility"].levels
    for language in ("vi", "en"):
        listed = "; ".join(level.name(language) for level in levels)
        assert issue.tell(in_names(catalogue, language), language=language).endswith(f": {listed}.")


def test_what_is_allowed_without_an_end_is_told_without_one():
    for ends, told in (((None, 5.0), "không quá 5"), ((0.5, None), "từ 0,5 trở lên"), ((0.0, 5.0), "từ 0 đến 5")):
        values = {"name": "x", "found": 9.0, "low": ends[0], "high": ends[1]}
        assert Issue("outside_bounds", values=values).tell().endswith(f"khoảng cho phép: {told}.")


def test_every_message_is_a_sentence_and_says_what_to_do():
    for code, rule in RULES.items():
        for words in (rule.text, rule.fix):
            assert re.match(r"[A-ZĐ“{Ô]", words), code
            assert words.endswith("."), code


def test_names_of_units_and_agencies_are_the_readers(checked, catalogue):
    file = "Mã chỉ tiêu;Đơn vị tính;Giá trị thực hiện;Nguồn\nsocial_housing;nghìn căn;28;Sở\n"
    issue = the(checked(file), "other_unit")
    english = in_names(catalogue, "en")
    own = catalogue.units[catalogue.indicator["social_housing"].unit].en
    assert (
        issue.tell(english, language="en")
        == f"The file says the unit “nghìn căn”, the unit of the indicator is “{own}”."
    )
    assert issue.choices[0].tell(english, language="en") == f"28 nghìn căn = 28,000 {own}"
    for agency in catalogue.agencies:
        assert (english(agency.id), english(agency.vi)) == (agency.en, agency.en)
    assert codes(checked(file)) == ["other_unit"]
