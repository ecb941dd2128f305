"""As which number, or as which words, a person sees what a cell holds."""

import pytest

from dashboard.intake.number_formats import number_format
from dashboard.intake.units import split_unit
from tests.unit.intake_files import book, checking, codes, figures, table


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("General", 0.5, None),
        ("#,##0.00;[Red]-#,##0.00", -3.5, None),
        ("0%", 0.5, ("50%", 50.0)),
        ('0.0"%"', 50.0, None),
        ("0.0\\%", 50.0, None),
        ("#,##0,", 28000.0, ("28 (×1000)", None)),
        ("0.0;-0.0%", 0.5, None),
        ("0.0;-0.0%", -0.5, ("-50%", -50.0)),
        ("[<1]0.0%;0.0", 0.5, ("50%", 50.0)),
        ("[<1]0.0%;0.0", 50.0, None),
        ("[>=1000]#,##0,;0.0", 65.0, None),
        ("[>=1000]#,##0,;0.0", 65000.0, ("65 (×1000)", None)),
        ("[<=5]0%;[>=7]0%;0.0", 6.0, None),
        ('0.0;-0.0;"không"', 0.0, ("không", None)),
        ('0.0;-0.0;"không"', 1.0, None),
        ('0.0;"-"', -1.0, ("-", None)),
        ("0.0;\\-", -1.0, ("-", None)),
        ('[>100]"nhiều; rất nhiều";0.0', 101.0, ("nhiều; rất nhiều", None)),
        (";;;", 5.0, ("", None)),
        ("0;;", -5.0, ("", None)),
        ("0;;", 5.0, None),
        ("[$€-2] #,##0.00", 5.0, None),
        ("[h]", 5.0, None),
        ("dd/mm/yyyy", 5.0, None),
        ("@", 5.0, None),
        ('_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', 0.0, None),
    ],
)
def test_a_format_shows_the_number_itself_another_or_words(code, number, shown):
    assert number_format(code).shown(number) == shown


@pytest.mark.parametrize("text", ["12-15", "12 đến 15", "12 - 15 lần", "1899-12-20 15:36:00", "12:30", "12 tháng 6"])
def test_two_numbers_are_no_number_with_a_unit(text):
    assert split_unit(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("12,5 lần", ("12,5", "lần")),
        ("35 giường/10.000 dân", ("35", "giường/10.000 dân")),
        ("35 giường trên 10 000 dân", ("35", "giường trên 10 000 dân")),
        ("12 ‰", ("12", "‰")),
    ],
)
def test_a_unit_is_told_from_its_number(text, parts):
    assert split_unit(text) == parts


@pytest.fixture(scope="module")
def checked(mart_of, catalogue):
    """Give a function that checks a file for Bắc Ninh and 2024, with nothing published before."""
    return checking(mart_of([]), catalogue)


def cell(number, form):
    """Return a workbook with one figure shown in the format."""

    def write(workbook):
        sheet = table(workbook, [["trained_labour", None, "Sở"], ["certified_labour", 30.5, "Sở"]])
        sheet.write_number("B2", number, workbook.add_format({"num_format": form}))

    return book(write)


def test_a_number_nobody_sees_is_not_read_and_told_as_not_filled_in(checked):
    result = checked(cell(80.3, ";;;"))
    assert figures(result) == [("certified_labour", 30.5)]
    assert [issue.rows for issue in result.issues if issue.code == "empty_value"] == [(2,)]


def test_words_shown_in_place_of_a_number_are_what_is_read(checked):
    assert codes(checked(cell(-1, '0.0;"-"'))) == ["dash"]
    assert codes(checked(cell(0, '0.0;-0.0;"không có gì"'))) == ["not_a_number"]


def test_a_time_of_day_is_no_year_with_a_unit(checked):
    assert codes(checked(cell(45000.65, "dd/mm/yyyy hh:mm"))) == ["not_a_number"]
    assert codes(checked("Mã chỉ tiêu;Giá trị thực hiện;Nguồn\ntrained_labour;78 đến 80;Sở\n")) == ["not_a_number"]


@pytest.mark.parametrize(("number", "figure"), [(0.803, 80.3), (80.3, 80.3)])
def test_the_section_of_a_format_that_is_meant_decides(checked, number, figure):
    result = checked(cell(number, "[<1]0.0%;0.0"))
    assert figures(result) == [("trained_labour", figure), ("certified_labour", 30.5)]
