"""Every check of the intake: what raises an issue, what does not, and what the submitter can do about it."""

import json

import pytest

from dashboard.intake.checking import check
from dashboard.intake.context import Context, accept, explain
from dashboard.intake.reading import read
from dashboard.store.store import OBSERVATION_SCHEMA
from dashboard.words.translations import translator

YEAR = 2024
SCOPE = Context(("bac_ninh",), (), YEAR)
HEADER = "province;indicator;breakdown;year;value;source;note;indicator_name"
STEADY = ("tuyen_quang", "trained_labour", "total")
PUBLISHED = [
    *((*STEADY, year, value) for year, value in ((2018, 60), (2019, 61.1), (2020, 62), (2021, 63.1), (2022, 64), (2023, 65))),
    *(
        (province, "it_skilled_labour", "total", year, start + (year - 2020) * 1.1 + year % 2 / 5)
        for province, start in (("bac_giang", 50), ("tuyen_quang", 40))
        for year in (2020, 2021, 2022, 2023)
    ),
    ("bac_ninh", "it_skilled_labour", "total", 2023, 60),
    ("bac_ninh", "trained_labour", "total", 2023, 77.5),
    ("bac_ninh", "certified_labour", "total", 2023, 30),
    ("bac_ninh", "unemployment_rate", "total", 2023, 2.1),
    ("bac_ninh", "unemployment_rate", "total", 2024, 2.05),
    ("bac_ninh", "unemployment_rate", "urban", 2023, 2.4),
    ("bac_ninh", "merit_living_standard", "total", 2023, 100),
    ("bac_ninh", "floor_area_per_person", "urban", 2024, 30),
    ("bac_ninh", "replacement_fertility", "total", 2023, "firmly_assured"),
    ("bac_giang", "social_housing", "total", 2023, 1200),
]  # fmt: skip


@pytest.fixture(scope="module")
def mart(mart_of):
    return mart_of(PUBLISHED)


@pytest.fixture
def checked(mart, catalogue):
    """Give a function that checks lines below the header."""

    def checked(*lines, scope=SCOPE, decisions=None, header=HEADER):
        sheet = read("\n".join((header, *lines)).encode(), "x.csv")
        return check(sheet, scope, catalogue, mart, decisions)

    return checked


def line(
    indicator="trained_labour", value="78,1", *, province="bac_ninh", breakdown="total", year=YEAR, note="", name=""
):
    return f"{province};{indicator};{breakdown};{year};{value};Sở;{note};{name}"


def codes(result, *severities):
    return [issue.code for issue in result.issues if not severities or issue.severity in severities]


def only(result, code):
    (issue,) = [issue for issue in result.issues if issue.code == code]
    return issue


# ---- what is right ---------------------------------------------------------------------------------------------------


def test_a_good_row_becomes_an_observation_and_can_be_submitted(checked):
    result = checked(line())
    assert codes(result) == []
    assert dict(result.observations.schema) == OBSERVATION_SCHEMA
    assert result.observations.rows() == [
        ("bac_ninh", "trained_labour", "total", 2024, 78.1, None, False, "Sở", "", "", "")
    ]
    assert result.observed_rows.to_list() == [2]
    assert result.can_be_submitted


def test_names_stand_in_for_ids(checked):
    result = checked(
        "Bắc Ninh;2024;78,1;Lao động qua đào tạo".replace("Lao động qua đào tạo", "Tỷ lệ lao động qua đào tạo"),
        "tỉnh BẮC NINH;Năm 2024;2,3;Tỉ lệ thất nghiệp khu vực thành thị",
        header="Tỉnh;Năm;Giá trị;Chỉ tiêu",
    )
    assert codes(result, "error") == []
    assert result.observations.select("indicator", "breakdown").rows() == [
        ("trained_labour", "total"),
        ("unemployment_rate", "urban"),
    ]


def test_levels_are_read_by_every_spelling(checked):
    result = checked(line("replacement_fertility", "Đảm bảo vững chắc"), line("epidemics_ended", "cơ bản chấm dứt"))
    assert codes(result, "error") == []
    assert result.observations.select("value", "level").rows() == [
        (None, "firmly_assured"),
        (None, "basically_resolved"),
    ]


@pytest.mark.parametrize("code", ["N/A", "n/a", "Chưa có", "không có số liệu", "Khong co so lieu", "..", "…"])
def test_a_declared_missing_code_with_a_reason_is_an_explicit_not_available(checked, code):
    result = checked(line(value=code, note="Chưa điều tra năm nay"))
    assert codes(result) == []
    assert result.observations.select("value", "level", "note").rows() == [(None, None, "Chưa điều tra năm nay")]
    assert result.can_be_submitted


def test_preliminary_figures_are_told(checked):
    header = HEADER + ";Số liệu sơ bộ"
    result = checked(
        line() + ";có", line("unemployment_rate", "2,1") + ";", line("hdi", "0,7") + ";chắc thế", header=header
    )
    assert result.observations["preliminary"].to_list() == [True, False]
    assert only(result, "not_yes_no").rows == (4,)


# ---- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (line(province="bac_nin"), "unknown_province"),
        (line("lao động có chứng chỉ abc xyz"), "unknown_indicator"),
        (line(breakdown="urban"), "unknown_breakdown"),
        (line(breakdown="vùng trời"), "unknown_breakdown"),
        (line(year="24"), "unknown_year"),
        (line(year="1889"), "unknown_year"),
        (line(year="2999"), "unknown_year"),
        (line(year="hai nghìn"), "unknown_year"),
        (line(year=2023), "other_year"),
        (line(province="tuyen_quang"), "other_province"),
        (line("hdi", "0,7"), "not_in_plan"),
        (line(value="bảy tám"), "not_a_number"),
        (line("tuberculosis_rate", "1.234", province="bac_giang"), "ambiguous_number"),
        (line("floor_area_per_person", "25%"), "percent_sign"),
        (line(value="101"), "outside_bounds"),
        (line(value="-1"), "outside_bounds"),
        (line("social_housing", "700,5", province="bac_giang"), "not_whole"),
        (line("replacement_fertility", "tốt"), "unknown_level"),
        (line("replacement_fertility", "2"), "unknown_level"),
        (line(value="N/A"), "missing_without_reason"),
        (line(name="Tỉ lệ thất nghiệp"), "id_against_name"),
        (line() + ";thừa", "too_many_cells"),
        (line(value=""), "nothing_filled"),
    ],
)
def test_each_mistake_has_its_code(checked, text, code):
    province = text.split(";")[0]
    scope = SCOPE if province == "tuyen_quang" else Context((), (), YEAR)
    result = checked(text, scope=scope)
    assert codes(result, "error") == ([code] if code else [])
    assert result.can_be_submitted is not bool(code)
    if code and code not in ("nothing_filled",):
        assert result.observations.is_empty()
        assert only(result, code).rows == (2,)


def test_an_indicator_of_another_agency_is_refused_with_the_name_of_its_own(checked):
    scope = Context(("bac_ninh",), ("health_department",), YEAR)
    issue = only(checked(line("merit_solid_housing", "99"), scope=scope), "other_agency")
    assert issue.values["words"] == "Sở Xây dựng"
    assert codes(checked(line("replacement_fertility", "Bảo đảm vững chắc"), scope=scope), "error") == []


def test_a_repeated_key_names_the_row_it_stands_in(checked):
    issue = only(checked(line(), line(value="78,2"), line("unemployment_rate", "2,1"), line()), "duplicate_key")
    assert (issue.rows, issue.values["words"]) == ((3, 5), "2")


def test_all_mistakes_are_told_at_once_and_equal_ones_as_one(checked):
    result = checked(
        line(value="nhiều"), line("unemployment_rate", "nhiều", breakdown="urban"), line(province="x", value="102"),
        line("unemployment_rate", "N/A"), line("merit_solid_housing", "98"), line("merit_solid_housing", "97", year=2020),
    )  # fmt: skip
    assert sorted(codes(result, "error")) == sorted(
        ["not_a_number", "not_a_number", "unknown_province", "outside_bounds", "missing_without_reason", "other_year"]
    )
    same = checked(*[line("trained_labour", "nhiều", year=year) for year in range(2010, 2024)], scope=Context())
    assert [(issue.code, len(issue.rows)) for issue in same.errors] == [("not_a_number", 14)]


def test_an_endless_list_of_different_mistakes_is_cut_and_counted(checked):
    result = checked(*[line(value=f"số {number}x", year=2000) for number in range(1000)], scope=Context())
    listed = [issue for issue in result.errors if issue.code == "not_a_number"]
    rest = only(result, "more_errors")
    assert (len(listed), len(rest.rows), rest.found) == (200, 800, "not_a_number")


def test_endless_warnings_are_cut_and_counted_too(catalogue, mart):
    numeric = [cell for cell in catalogue.targets if catalogue.indicator[cell.indicator].kind != "levels"]
    cells = sorted({(cell.province, cell.indicator, cell.breakdown) for cell in numeric})
    lines = (line(indicator, "1", province=province, breakdown=part) for province, indicator, part in cells)
    sheet = read("\n".join((HEADER, *lines)).encode(), "x.csv")
    result = check(sheet, Context(year=YEAR), catalogue, mart)
    told = [issue for issue in result.issues if issue.code == "share_as_fraction"]
    assert len(told) == 200
    left = only(result, "more_warnings")
    assert left.values == {"words": str(len(left.rows))}
    assert {row for issue in told for row in issue.rows}.isdisjoint(left.rows)


def test_what_reading_passed_over_is_told_beside_what_checking_found(checked):
    result = checked("", line(), "", f"{HEADER};STT", line("unemployment_rate", "2,1"), header=f"SỐ LIỆU\n{HEADER};STT")
    assert {"rows_above_header", "extra_columns", "blank_rows", "repeated_header"} <= {
        issue.code for issue in result.issues
    }


def test_errors_come_first_and_issues_speak_both_languages(checked):
    result = checked(line(value="nhiều"), line("unemployment_rate", "2,9"))
    assert [issue.severity for issue in result.issues] == sorted(
        (issue.severity for issue in result.issues), key=("error", "warning", "notice").index
    )
    issue = only(result, "changes_published")
    assert issue.tell() == "“Tỉ lệ thất nghiệp”: thay giá trị đã công bố 2,05 bằng 2,9."
    assert (
        issue.tell(translator("en"), language="en") == "“Tỉ lệ thất nghiệp”: replaces the published value 2.05 by 2.9."
    )


# ---- doubts ----------------------------------------------------------------------------------------------------------

ALL = Context((), (), YEAR)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (line(value="0,781"), "share_as_fraction"),
        (line(value="7,7"), "tenfold"),
        (line("social_housing", "12.000", province="bac_giang"), "tenfold"),
        (line("social_housing", "1.250", province="bac_giang"), None),
        (line("trained_labour", "75", province="tuyen_quang"), "unlike_history"),
        (line("trained_labour", "66", province="tuyen_quang"), None),
        (line("trained_labour", "65", province="tuyen_quang"), "same_as_last_year"),
        (line("it_skilled_labour", "72"), "unlike_provinces"),
        (line("it_skilled_labour", "61"), None),
        (line("certified_labour", "29"), "against_direction"),
        (line("certified_labour", "29,95"), None),
        (line("certified_labour", "30"), "same_as_last_year"),
        (line("merit_living_standard", "100"), None),
        (line("replacement_fertility", "Bảo đảm"), "against_direction"),
        (line("replacement_fertility", "Bảo đảm vững chắc"), None),
        (line("unemployment_rate", "2,04"), "changes_published"),
        (line("unemployment_rate", "2,05"), None),
        (line("unemployment_rate", "N/A", note="rút để tính lại"), "withdraws_published"),
        (line("floor_area_per_person", "20") + "\n" + line("floor_area_per_person", "25", breakdown="rural"), "total_outside_parts"),
        (line("floor_area_per_person", "27") + "\n" + line("floor_area_per_person", "25", breakdown="rural"), None),
        (line("floor_area_per_person", "20"), None),
    ],
)  # fmt: skip
def test_each_doubt_has_its_code_and_none_comes_without_reason(checked, text, code):
    result = checked(*text.split("\n"), scope=ALL)
    assert codes(result) == ([code] if code else [])
    assert result.can_be_submitted is not bool(code)


def test_shares_that_all_lie_between_0_and_1_are_doubted_without_a_last_value(checked):
    lines = [
        line(id_, "0,9") for id_ in ("merit_solid_housing", "disabled_workers_trained", "health_insurance_coverage")
    ]
    assert codes(checked(*lines)) == ["share_as_fraction"] * 3
    assert codes(checked(*lines, line("older_people_health_insurance", "98"))) == []


def test_a_catalogue_without_some_parts_holds_the_others_against_their_total(mart, catalogue):
    kept = {id_: part for id_, part in catalogue.breakdowns.items() if id_ not in ("remote_areas", "other_areas")}
    fewer = catalogue.model_copy(update={"breakdowns": kept})
    lines = (line("floor_area_per_person", "20"), line("floor_area_per_person", "25", breakdown="rural"))
    result = check(read("\n".join((HEADER, *lines)).encode(), "x.csv"), ALL, fewer, mart)
    assert codes(result) == ["total_outside_parts"]


def test_parts_of_a_count_may_not_exceed_the_total(mart, catalogue, mart_of):
    counted = catalogue.model_copy(
        update={
            "units": catalogue.units
            | {"m2_per_person": catalogue.units["m2_per_person"].model_copy(update={"integral": True})}
        }
    )
    fresh = mart_of(PUBLISHED, catalogue=counted)
    text = "\n".join(
        (
            HEADER,
            *(
                line("floor_area_per_person", value, breakdown=part)
                for part, value in (("total", "50"), ("urban", "30"), ("rural", "25"))
            ),
        )
    )
    result = check(read(text.encode(), "x"), SCOPE, counted, fresh)
    assert "parts_above_total" in codes(result)


def test_a_warning_is_settled_by_an_explanation_of_its_own_or_of_its_code(checked):
    lines = (line("certified_labour", "29"), line("unemployment_rate", "2,02"))
    result = checked(*lines)
    assert [issue.code for issue in result.unexplained] == ["against_direction", "changes_published"]
    assert not result.can_be_submitted
    decisions = {}
    for issue in result.warnings:
        decisions = explain(decisions, issue.key, "Do thay đổi phương pháp")
    again = checked(*lines, decisions=decisions)
    assert again.unexplained == ()
    assert again.can_be_submitted
    assert set(again.explanations().values()) == {"Do thay đổi phương pháp"}
    by_code = {"explanations": {issue.code: "Đã kiểm tra" for issue in result.warnings}}
    assert checked(*lines, decisions=by_code).can_be_submitted
    assert not checked(*lines, decisions={"explanations": {"against_direction": "  "}}).can_be_submitted


# ---- decisions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        (line("lao động qua đào tạo nghề"), "unknown_indicator", None),
        (line(province="bac nin"), "unknown_province", None),
        (line("unemployment_rate", "2,3", breakdown="thành thịt"), "unknown_breakdown", ("unemployment_rate", "urban")),
        (line("replacement_fertility", "vững chắc"), "unknown_level", ("replacement_fertility", "total")),
        (line("tuberculosis_rate", "1.234", province="bac_giang"), "ambiguous_number", ("tuberculosis_rate", "total")),
    ],
)
def test_an_accepted_suggestion_settles_the_issue(checked, text, code, expected):
    issue = only(checked(text, scope=ALL), code)
    assert issue.choices
    decisions = accept({}, issue.choices[0])
    assert json.loads(json.dumps(decisions)) == decisions
    again = checked(text, scope=ALL, decisions=decisions)
    assert code not in codes(again)
    assert again.observations.height == 1
    if expected:
        assert again.observations.select("indicator", "breakdown").row(0) == expected


def test_accepting_leaves_what_was_decided_before(checked):
    issue = only(checked(line(province="bac nin"), scope=ALL), "unknown_province")
    before = {"accepted": {"province": {"x": "bac_giang"}}}
    after = accept(before, issue.choices[0])
    assert before == {"accepted": {"province": {"x": "bac_giang"}}}
    assert after["accepted"]["province"] == {"x": "bac_giang", "bac nin": "bac_ninh"}


def test_both_readings_of_an_ambiguous_number_are_offered(checked):
    issue = only(checked(line("tuberculosis_rate", "1.234", province="bac_giang"), scope=ALL), "ambiguous_number")
    assert [(choice.value, choice.label) for choice in issue.choices] == [("comma", 1234.0), ("point", 1.234)]
    assert "1234 hoặc 1,234" in issue.tell()


def test_an_unknown_level_offers_the_scale(checked, catalogue):
    issue = only(checked(line("replacement_fertility", "tốt")), "unknown_level")
    assert [choice.label for choice in issue.choices] == ["Chưa bảo đảm", "Bảo đảm", "Bảo đảm vững chắc"]


# ---- what the file does not say --------------------------------------------------------------------------------------


def test_province_and_year_of_the_context_stand_in_for_missing_columns(checked):
    result = checked("trained_labour;78,1;Sở", header="indicator;value;source")
    assert result.observations.select("province", "breakdown", "year").row(0) == ("bac_ninh", "total", 2024)
    assert codes(result) == ["assumed", "assumed"]
    unknown = checked("trained_labour;78,1", header="indicator;value", scope=Context())
    assert {issue.tell() for issue in unknown.errors} == {"Dòng 2 chưa ghi tỉnh.", "Dòng 2 chưa ghi năm."}


def test_rows_without_a_value_are_left_out_and_told(checked):
    result = checked(line(), line("unemployment_rate", ""))
    assert only(result, "empty_value").rows == (3,)
    assert result.observations.height == 1
    assert result.can_be_submitted


def test_two_notations_in_one_column_are_told(checked):
    assert "mixed_notation" in codes(checked(line(), line("unemployment_rate", "2.05")))


def test_an_issues_key_stays_the_same_when_its_row_moves(checked):
    one, other = (
        only(checked(*lines), "against_direction").key
        for lines in ([line("certified_labour", "29")], [line("hdi", ""), line("certified_labour", "29")])
    )
    assert one == other
