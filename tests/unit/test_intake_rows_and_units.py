"""Rows that are no figure, units other than the indicator's, and texts that are no plain number."""

import polars as pl
import pytest

from dashboard.intake.context import accept
from dashboard.intake.issue_files import issues_xlsx
from dashboard.intake.reading import read
from dashboard.intake.refusal import Refusal
from dashboard.intake.units import factor, split_unit, unit_in
from tests.unit.intake_files import book, checking, codes, figures, table, the


@pytest.fixture(scope="module")
def checked(mart_of, catalogue):
    """Give a function that checks a file for Bắc Ninh and 2024, with nothing published before."""
    return checking(mart_of([]), catalogue)


# ---- rows that are no figure -------------------------------------------------------------------------------------------

ROWS = "Mã chỉ tiêu;Chỉ tiêu;Giá trị thực hiện;Nguồn số liệu\n"


def test_totals_are_asked_about_and_can_be_passed_over(checked):
    file = f"{ROWS}trained_labour;;78,4;Sở\nTổng cộng;;78,4;\n;Bình quân chung;40;\n"
    result = checked(file)
    assert [issue.found for issue in result.errors] == ["Tổng cộng", "Bình quân chung"]
    decisions = {}
    for issue in result.errors:
        decisions = accept(decisions, issue.choices[0])
    settled = checked(file, decisions=decisions)
    assert codes(settled) == []
    assert figures(settled) == [("trained_labour", 78.4)]
    passed = [(issue.found, issue.rows) for issue in settled.issues if issue.code == "skipped_rows"]
    assert passed == [("Tổng cộng", (3,)), ("Bình quân chung", (4,))]


def test_notes_and_signatures_are_no_unknown_provinces(checked):
    file = f"{ROWS}I;LAO ĐỘNG;;\ntrained_labour;;78,4;Sở\ncertified_labour;;;\nGhi chú: số liệu sơ bộ;;;\n;;;NGƯỜI LẬP BIỂU\n"
    result = checked(file)
    assert codes(result) == []
    assert the(result, "text_rows").rows == (2, 5, 6)
    assert the(result, "empty_value").rows == (4,)


def test_a_part_below_its_total_belongs_to_the_row_above_filled_or_not(checked):
    file = "Chỉ tiêu;Giá trị thực hiện\nTỉ lệ thất nghiệp;\nTrong đó: Thành thị;2,25\n"
    result = checked(file)
    assert result.observations.select("indicator", "breakdown", "value").rows() == [
        ("unemployment_rate", "urban", 2.25)
    ]
    assert the(result, "part_of_above").rows == (3,)


def test_a_part_the_indicator_above_does_not_have_is_an_error(checked):
    assert codes(checked("Chỉ tiêu;Giá trị thực hiện\nTỉ lệ lao động qua đào tạo;80\n- Thành thị;82\n")) == [
        "unknown_breakdown"
    ]


def test_a_part_without_a_row_above_is_unknown(checked):
    assert codes(checked("Chỉ tiêu;Giá trị thực hiện\nTrong đó: Thành thị;82\n")) == ["unknown_indicator"]


# ---- units -------------------------------------------------------------------------------------------------------------


def test_thousands_in_the_heading_are_offered_converted(checked):
    file = "Mã chỉ tiêu;Giá trị thực hiện (nghìn căn)\nsocial_housing;28\n"
    result = checked(file)
    assert codes(result) == ["other_unit"]
    assert result.errors[0].choices[0].tell() == "28 nghìn căn = 28.000 căn hộ"
    assert result.errors[0].choices[0].tell(language="en") == "28 nghìn căn = 28,000 căn hộ"
    assert figures(checked(file, choose=0)) == [("social_housing", 28000)]
    assert figures(checked(file, choose=1)) == [("social_housing", 28)]


def test_a_fraction_of_thousands_is_a_whole_number_converted(checked):
    file = "Mã chỉ tiêu;Đơn vị tính;Giá trị thực hiện\nsocial_housing;nghìn căn;28,5\n"
    assert figures(checked(file, choose=0)) == [("social_housing", 28500)]


def test_per_mille_on_a_share(checked):
    file = "Mã chỉ tiêu;Đơn vị tính;Giá trị thực hiện\nunemployment_rate;‰;22,1\n"
    assert figures(checked(file, choose=0)) == [("unemployment_rate", 2.21)]


def test_people_on_a_share_cannot_be_converted(checked):
    file = "Mã chỉ tiêu;Đơn vị tính;Giá trị thực hiện\ntrained_labour;nghìn người;78\n"
    result = checked(file)
    assert codes(result) == ["other_unit"]
    assert len(result.errors[0].choices) == 1


def test_the_indicators_own_unit_behind_the_number(checked):
    result = checked("Mã chỉ tiêu;Giá trị thực hiện\nlife_expectancy;75,9 tuổi\nbeds_per_10000;35,8 giường\n")
    assert figures(result) == [("life_expectancy", 75.9), ("beds_per_10000", 35.8)]
    assert the(result, "unit_behind").rows == (2, 3)


def test_another_unit_behind_the_number(checked):
    file = "Mã chỉ tiêu;Giá trị thực hiện\nsocial_housing;28 nghìn căn\n"
    assert codes(checked(file)) == ["other_unit"]
    assert figures(checked(file, choose=0)) == [("social_housing", 28000)]


@pytest.mark.parametrize(
    ("given", "own", "by"),
    [
        ("nghìn căn", "căn hộ", 1000), ("1.000 căn", "căn hộ", 1000), ("triệu người", "trạm", 1e6), ("‰", "%", 0.1), ("%", "%/năm", 1),
        ("bác sĩ/vạn dân", "người/10.000 dân", 1), ("giường/1.000 dân", "giường/10.000 dân", 10), ("người", "người/10.000 dân", 1),
        ("10.000 dân", "người/10.000 dân", 1), ("nghìn người", "người/10.000 dân", None), ("người", "%", None), ("%", "người/1.000 dân", None),
        ("", "%", 1), ("Tỷ lệ", "%", 1), ("m2", "m² sàn/người", 1), ("mức độ", "mức độ", 1), ("ĐVT: %", "%", 1), ("năm", "tuổi", 1),
    ],
)  # fmt: skip
def test_units_against_the_indicators(given, own, by):
    assert factor(given, own) == by


def test_units_in_headings_and_behind_numbers():
    known = ["%", "căn hộ"]
    headings = [
        "Giá trị (%)",
        "Giá trị (nghìn căn)",
        "Giá trị, nghìn căn",
        "Thực hiện (năm 2024)",
        "Kết quả (6 tháng)",
        "Giá trị",
    ]
    assert [unit_in(heading, known) for heading in headings] == ["%", "nghìn căn", "nghìn căn", "", "", ""]
    assert split_unit("15,6 tuổi") == ("15,6", "tuổi")
    assert split_unit("78,4") is None


# ---- texts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"), [("80,3*", 80.3), ("80,3 (1)", 80.3), ("80,3¹", 80.3), ("(80,3)", 80.3), ("80.3[a]", 80.3)]
)
def test_footnote_marks_and_brackets_are_named(checked, text, value):
    file = f"Mã chỉ tiêu;Giá trị thực hiện\ntrained_labour;{text}\n"
    assert codes(checked(file)) == ["footnote_mark"]
    assert figures(checked(file, choose=0)) == [("trained_labour", value)]


def test_full_width_digits_are_read_with_a_notice(checked):
    result = checked("Mã chỉ tiêu;Giá trị thực hiện\ntrained_labour;８０，３\n")
    assert figures(result) == [("trained_labour", 80.3)]
    assert the(result, "wide_digits").rows == (2,)


def test_a_dash_is_asked_about(checked):
    file = "Mã chỉ tiêu;Giá trị thực hiện;Ghi chú\nhigh_quality_schools;-;theo niên giám\n"
    assert codes(checked(file)) == ["dash"]
    assert figures(checked(file, choose=0)) == [("high_quality_schools", 0.0)]
    assert figures(checked(file, choose=1)) == [("high_quality_schools", None)]


def test_a_dash_is_no_zero_where_there_can_be_none(checked):
    file = "Mã chỉ tiêu;Giá trị thực hiện;Ghi chú\npoor_household_income;-;\nhigh_quality_schools;-;\n"
    result = checked(file, decisions={"numbers": {"-": "0"}})
    assert figures(result) == [("high_quality_schools", 0.0)]
    assert [(issue.code, issue.rows, len(issue.choices)) for issue in result.errors] == [("dash", (2,), 1)]


def test_a_dash_without_a_figure_needs_its_reason(checked):
    file = "Mã chỉ tiêu;Giá trị thực hiện;Ghi chú\nhigh_quality_schools;–;\n"
    assert codes(checked(file, choose=1)) == ["missing_without_reason"]


def test_letters_lost_as_question_marks(checked):
    result = checked(
        "Mã chỉ tiêu;Giá trị thực hiện;Nguồn\ntrained_labour;80,3;S? li?u ?i?u tra\nbeds_per_10000;35,8;Niên giám?\n"
    )
    assert the(result, "lost_letters").rows == (2,)
    assert figures(result) == [("beds_per_10000", 35.8)]


def test_old_alphabets_are_refused_in_workbooks_too():
    def write(workbook):
        table(
            workbook,
            [["trained_labour", 80.3, "Nguån: Côc Thèng kª tØnh B¾c Ninh, sè liÖu ®iÒu tra lao ®éng viÖc lµm"]],
        )

    with pytest.raises(Refusal) as error:
        read(book(write), "x")
    assert error.value.code == "legacy_encoding"


def test_signs_nobody_sees_are_taken_out_of_workbooks(checked):
    def write(workbook):
        table(workbook, [["trained\u200b_labour", "80,3\u200b", "S\u00adở\ufeff"]])

    result = checked(book(write))
    assert figures(result) == [("trained_labour", 80.3)]
    assert result.observations["source"].to_list() == ["Sở"]


def test_an_end_mark_is_passed_over_with_a_notice(checked):
    result = checked("Mã chỉ tiêu;Giá trị thực hiện\ntrained_labour;80,3\n\x1a")
    assert figures(result) == [("trained_labour", 80.3)]
    assert the(result, "end_mark")


@pytest.mark.parametrize(
    "file",
    [
        "Mã chỉ tiêu|Giá trị thực hiện\ntrained_labour|80,3\n",
        '"Mã chỉ tiêu;Giá trị thực hiện"\n"trained_labour;80,3"\n',
        '"Mã chỉ tiêu,Giá trị thực hiện"\n"trained_labour,""80,3"""\n',
    ],
    ids=["vertical bar", "rows quoted", "cells quoted within"],
)
def test_vertical_bars_and_rows_quoted_as_a_whole(checked, file):
    assert figures(checked(file)) == [("trained_labour", 80.3)]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("Mã chỉ tiêu: trained_labour\nGiá trị: 80\n", "mỗi dòng chỉ có một ô"),
        ("trained_labour;80,3\n", "dòng đầu đã là số liệu"),
        ("Tên;Số đo\nLao động;80,3\n", "các tiêu đề trong tệp"),
        ("a;b\n" * 40 + "Mã chỉ tiêu;Giá trị thực hiện\ntrained_labour;80,3\n", "quá thấp"),
    ],
    ids=["one cell", "no headings", "other headings", "too low"],
)
def test_a_missing_header_says_why(file, why):
    with pytest.raises(Refusal) as error:
        read(file.encode(), "x")
    assert error.value.code == "no_header"
    assert why in error.value.tell()


# ---- the marked file ---------------------------------------------------------------------------------------------------


def test_the_marked_file_keeps_numbers_as_numbers(checked):
    marked = issues_xlsx(
        checked(
            "Mã chỉ tiêu;Năm;Giá trị thực hiện\ntrained_labour;2024;81,2\nsocial_housing;2024;30.671\nbeds_per_10000;2024;x\n"
        )
    )
    sheet = read(marked, "marked.xlsx")
    assert sheet.table["plain"].to_list() == [81.2, 30671.0, None]
    assert figures(checked(marked)) == [("trained_labour", 81.2), ("social_housing", 30671.0)]
    assert isinstance(sheet.table, pl.DataFrame)
