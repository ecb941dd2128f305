"""What a heading and a comma say counts: figures that were split, and headings that name another year or no actuals."""

import io

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.intake.checking import check
from dashboard.intake.context import Context, accept
from dashboard.intake.reading import read
from dashboard.intake.refusal import Refusal
from dashboard.intake.template_columns import COLUMNS
from dashboard.intake.value_heading import not_annual, years_named
from tests.unit.test_intake_reading import workbook

YEAR = 2024
SCOPE = Context(("bac_ninh",), (), YEAR)
HEADER = "Mã tỉnh,Mã chỉ tiêu,Mã phân tổ,Năm,Giá trị thực hiện,Nguồn số liệu,Ghi chú"
PLACE = "bac_ninh,trained_labour,total,2024"


@pytest.fixture(scope="module")
def mart(mart_of):
    return mart_of([("bac_ninh", "trained_labour", "total", 2023, 77.5)])


@pytest.fixture(scope="module")
def checked(mart, catalogue):
    """Give a function that checks a file for Bắc Ninh and 2024."""

    def checked(content, decisions=None, scope=SCOPE):
        sheet = read(content if isinstance(content, bytes) else content.encode(), "x")
        return check(sheet, scope, catalogue, mart, decisions)

    return checked


def codes(result):
    return [issue.code for issue in result.issues if issue.severity == "error"]


def figures(result):
    return result.observations.select("indicator", "year", "value", "source", "note").rows()


# ---- decimal commas that were never quoted -----------------------------------------------------------------------------


@pytest.mark.parametrize("rest", ["Sở,ghi chú", "Sở,", "Sở"], ids=["note", "empty note", "no note"])
def test_a_split_number_is_asked_about_and_joined(checked, rest):
    file = f"{HEADER}\n{PLACE},78,4,{rest}\n"
    result = checked(file)
    assert codes(result)[0] == "split_decimal"
    assert figures(result) == []
    (issue,) = [issue for issue in result.issues if issue.code == "split_decimal"]
    assert [choice.label for choice in issue.choices] == ["78,4", "78 | 4"]
    joined = checked(file, accept({}, issue.choices[0]))
    note = rest.partition(",")[2]
    assert figures(joined) == [("trained_labour", 2024, 78.4, "Sở", note)]
    assert codes(joined) == []


def test_a_source_of_digits_is_taken_once_it_was_said(checked):
    file = f"{HEADER}\n{PLACE},78,4,\n"
    (issue,) = checked(file).errors
    assert figures(checked(file, accept({}, issue.choices[1]))) == [("trained_labour", 2024, 78.0, "4", "")]


def test_alike_rows_are_one_issue(checked):
    rows = "\n".join(
        f"bac_ninh,{name},total,2024,7{name[0] == 'i':d},4,Sở," for name in ("trained_labour", "it_skilled_labour")
    )
    (issue,) = [issue for issue in checked(f"{HEADER}\n{rows}\n").issues if issue.code == "split_decimal"]
    assert issue.rows == (2, 3)


@pytest.mark.parametrize(
    "row",
    [f'{PLACE},"78,4",Sở,', f"{PLACE},78.4,Sở,", f"{PLACE},78,Sở 4,", f"{PLACE},78,,", f"{PLACE},78,Sở,,"],
    ids=["quoted", "point", "words", "no source", "trailing delimiter"],
)
def test_what_has_one_reading_is_taken(checked, row):
    result = checked(f"{HEADER}\n{row}\n")
    assert codes(result) == []
    assert len(figures(result)) == 1


def test_a_year_behind_the_value_is_a_year(checked):
    result = checked("indicator,value,year,source\ntrained_labour,78,2024,Sở\n")
    assert codes(result) == []
    assert figures(result) == [("trained_labour", 2024, 78.0, "Sở", "")]


def test_semicolons_split_nothing(checked):
    assert codes(checked((f"{HEADER}\n{PLACE}").replace(",", ";") + ";78;4;\n")) == []


def test_what_was_split_before_the_value_is_told(checked):
    header = "Mã chỉ tiêu,Năm gần nhất,Giá trị năm gần nhất,Mục tiêu của kế hoạch,Năm mục tiêu,Giá trị thực hiện,Nguồn số liệu"
    result = checked(f"{header}\ntrained_labour,2023,77,5,80,2025,Sở\n")
    assert "shifted_cells" in codes(result)
    assert figures(result) == []


DECIMALS = st.tuples(st.integers(0, 99), st.integers(0, 999)).map(lambda parts: f"{parts[0]},{parts[1]}")
WHOLES = st.integers(0, 99).map(str)


@st.composite
def typed_rows(draw):
    """Draw the value, the last value, the target, the source and the note of some rows."""
    row = st.tuples(
        DECIMALS | WHOLES | st.just(""),
        DECIMALS | WHOLES,
        DECIMALS | WHOLES | st.just("≥ 80") | st.just(">79,5"),
        st.sampled_from(["Sở Y tế", "", "Niên giám 2024", "Báo cáo số 12"]),
        st.sampled_from(["", "điều tra", None]),
    )
    return draw(st.lists(row, min_size=1, max_size=len(SHARES)))


SHARES = (
    "trained_labour", "certified_labour", "it_skilled_labour", "school_sanitation", "maternal_care", "health_management",
)  # fmt: skip
"""Indicators that take every number drawn."""


@settings(max_examples=60, deadline=None)
@given(typed_rows())
def test_no_figure_is_accepted_that_differs_from_what_was_meant(checked, rows):
    """The template, written with commas between cells and none quoted, with and without notes."""
    lines = [",".join(column.heading for name, column in COLUMNS.items() if name != "preliminary")]
    for indicator, (value, last, target, source, note) in zip(SHARES, rows, strict=False):
        place = ["bac_ninh", indicator, "total", "2024", "Bắc Ninh", "", "", "2023"]
        lines.append(",".join([*place, last, target, "2025", "%", value, source, *([] if note is None else [note])]))
    result = checked("\n".join(lines) + "\n")
    meant = {name: float(row[0].replace(",", ".")) if row[0] else None for name, row in zip(SHARES, rows, strict=False)}
    assert [(name, found) for name, _, found, _, _ in figures(result) if found != meant[name]] == []


# ---- what the heading of the values says -------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", ["Giá trị thực hiện năm 2023", "Thực hiện 2023", "Số liệu (năm 2023)"])
def test_another_year_in_the_heading_is_an_error_with_a_choice(checked, heading):
    file = f"Mã chỉ tiêu;{heading};Nguồn số liệu\ntrained_labour;78,4;Sở\n"
    result = checked(file)
    assert codes(result) == ["heading_year"]
    assert figures(result) == []
    (choice,) = result.errors[0].choices
    assert figures(checked(file, accept({}, choice))) == [("trained_labour", 2024, 78.4, "Sở", "")]


def test_the_heading_is_held_against_the_year_of_each_row(checked):
    file = "Mã chỉ tiêu;Năm;Thực hiện 2023\ntrained_labour;2023;78,4\n"
    assert codes(checked(file, scope=Context(("bac_ninh",), (), 2023))) == []
    assert "heading_year" in codes(checked(file.replace(";2023;", ";2024;")))


@pytest.mark.parametrize(
    "heading",
    [
        "Kết quả (6 tháng)",
        "Giá trị (kế hoạch)",
        "Giá trị thực hiện (9 tháng)",
        "Thực hiện (quý III)",
        "Số liệu (dự kiến)",
    ],
)
def test_what_is_no_annual_actual_is_an_error_with_a_choice(checked, heading):
    file = f"Mã chỉ tiêu;{heading};Nguồn số liệu\ntrained_labour;78,4;Sở\n"
    result = checked(file)
    assert codes(result) == ["heading_not_annual"]
    assert len(figures(checked(file, accept({}, result.errors[0].choices[0])))) == 1


@pytest.mark.parametrize(
    "heading", ["Giá trị thực hiện", "Giá trị thực hiện (%)", "Thực hiện năm 2024", "Actual value"]
)
def test_plain_headings_are_taken(checked, heading):
    assert codes(checked(f"Mã chỉ tiêu;{heading};Nguồn số liệu\ntrained_labour;78,4;Sở\n")) == []


def test_a_heading_over_several_columns_of_figures_is_refused():
    rows = [
        ["Mã chỉ tiêu", "Kết quả thực hiện", "", "Nguồn"],
        ["", "2023", "2024", ""],
        ["trained_labour", 79.9, 80.3, "Sở"],
    ]
    with pytest.raises(Refusal) as error:
        read(workbook(rows), "x.xlsx")
    assert error.value.code == "unclear_heading"


def test_words_of_headings():
    assert years_named("Thực hiện 2023 – 2024 (2023)") == (2023, 2024)
    assert years_named("Số 120235") == ()
    assert not not_annual("Giá trị thực hiện (%)")
    assert not_annual("Ước 9 tháng")


# ---- cells of a workbook that show no figure ---------------------------------------------------------------------------


def book_with(write):
    """Return a workbook with the template's headings, its value cell written by the function."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Số liệu & nguồn")
    sheet.write_row(0, 0, ["Mã chỉ tiêu", "Giá trị thực hiện", "Nguồn số liệu", "Ghi chú"])
    sheet.write_row(1, 0, ["trained_labour", "", "Sở", "lý do"])
    write(sheet)
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("write", "named"),
    [
        (lambda sheet: sheet.write_formula("B2", "=75+0.9", value=""), "=75+0.9"),
        (lambda sheet: sheet.write_formula("B2", "=B9/0", value="#DIV/0!"), "#DIV/0!"),
        (lambda sheet: sheet.write_formula("B2", "=VLOOKUP(1,A1:B2,2)", value="#N/A"), "#N/A"),
    ],
    ids=["never calculated", "error", "not found"],
)
def test_a_failed_cell_is_an_error_that_names_it(checked, write, named):
    result = checked(book_with(write))
    assert codes(result) == ["not_a_number"]
    assert result.errors[0].found == named
    assert result.errors[0].rows == (2,)
    assert figures(result) == []


def test_a_calculated_formula_is_its_result(checked):
    result = checked(book_with(lambda sheet: sheet.write_formula("B2", "=75+0.9", value=75.9)))
    assert figures(result) == [("trained_labour", 2024, 75.9, "Sở", "lý do")]


# ---- doubts that matter ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def flat(mart_of, catalogue):
    """Give a function that checks one life expectancy of 2024 after years that hardly moved."""
    years = zip(range(2018, 2024), (66.1, 66.1, 66.2, 66.2, 66.3, 66.3), strict=True)
    mart = mart_of([("bac_ninh", "life_expectancy", "total", year, value) for year, value in years])

    def flat(value):
        sheet = read(f"Mã chỉ tiêu;Giá trị thực hiện;Nguồn số liệu\nlife_expectancy;{value};Sở\n".encode(), "x")
        return check(sheet, SCOPE, catalogue, mart)

    return flat


@pytest.mark.parametrize("value", ["66,5", "66,2", "66,7"])
def test_a_change_of_a_few_units_of_the_last_decimal_is_not_doubted(flat, value):
    assert flat(value).warnings == ()


@pytest.mark.parametrize("value", ["69", "62"])
def test_an_unusual_change_that_matters_shows_the_usual_range(flat, value):
    (issue,) = flat(value).warnings
    assert issue.code == "unlike_history"
    assert "từ −0,4 đến 0,4" in issue.tell()


def test_a_change_small_against_the_way_to_the_target_is_not_doubted(mart_of, catalogue):
    years = zip(range(2018, 2024), (30.0, 30.1, 30.2, 30.3, 30.4, 30.5), strict=True)
    mart = mart_of([("tuyen_quang", "social_insurance_coverage", "total", year, value) for year, value in years])
    goal = next(
        cell.target.anchor
        for cell in catalogue.targets
        if (cell.province, cell.indicator) == ("tuyen_quang", "social_insurance_coverage") and cell.year == 2030
    )
    scope = Context(("tuyen_quang",), (), YEAR)
    for share, doubted in ((0.04, False), (0.06, True)):
        value = round(30.5 + share * (goal - 30.5), 1)
        assert abs(value - 30.5) >= 0.5
        sheet = read(
            f"Mã chỉ tiêu;Giá trị thực hiện;Nguồn số liệu\nsocial_insurance_coverage;{value};Sở\n".encode(), "x"
        )
        assert bool(check(sheet, scope, catalogue, mart).warnings) is doubted


# ---- what messages say -------------------------------------------------------------------------------------------------


def test_a_row_that_does_not_name_what_it_is_of_is_told_as_such(checked):
    rows = (
        "bac_ninh;trained_labour;total;2024;78,1",
        "bac_ninh;;total;2024;78,1",
        "bac_ninh;tốt;total;2024;78,1",
        "bac_giang;;total;2024;79",
        ";unemployment_rate;total;2024;2,3",
        "bac_ninh;unemployment_rate;total;;2,3",
    )
    text = "\n".join(("Mã tỉnh;Mã chỉ tiêu;Mã phân tổ;Năm;Giá trị thực hiện", *rows))
    result = checked(text, scope=Context())
    told = {issue.tell() for issue in result.errors if issue.code == "not_named"}
    assert told == {"Dòng 3, 5 chưa ghi chỉ tiêu.", "Dòng 6 chưa ghi tỉnh.", "Dòng 7 chưa ghi năm."}
    assert [issue.found for issue in result.errors if issue.code == "unknown_indicator"] == ["tốt"]
    assert "“”" not in " ".join(issue.tell() for issue in result.issues)


def test_numbers_in_messages_are_written_as_their_reader_does(catalogue, mart):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ("province", "indicator", "breakdown", "year", "value"))
        sheet.write_row(1, 0, ("bac_ninh", "trained_labour", "total", 2024, 0.812))
        sheet.write_row(2, 0, ("bac_giang", "tuberculosis_rate", "total", 2024, 123456.5))
    result = check(read(book.getvalue(), "x.xlsx"), Context(), catalogue, mart)
    outside, fraction = (
        next(issue for issue in result.issues if issue.code == code) for code in ("outside_bounds", "share_as_fraction")
    )
    assert fraction.tell().startswith("Giá trị 0,812 của “")
    assert fraction.tell(language="en").startswith("Giá trị 0.812 của “")
    assert outside.tell().startswith("Giá trị 123.456,5 của “")
    assert outside.tell().endswith("nằm ngoài khoảng cho phép: từ 0 đến 100.000.")
    assert outside.tell(language="en").endswith("từ 0 đến 100,000.")


# ---- the source --------------------------------------------------------------------------------------------------------


def test_a_missing_source_is_asked_for_once_and_the_answer_is_the_source(checked):
    file = "Mã chỉ tiêu;Giá trị thực hiện;Nguồn;Ghi chú\ntrained_labour;78,4;;\ncertified_labour;30,5;Sở;\nit_skilled_labour;N/A;;chưa điều tra\nwasting;4;;\n"
    (issue,) = checked(file).warnings
    assert (issue.code, issue.rows) == ("missing_source", (2, 5))
    for key in (issue.key, issue.code):
        answered = checked(file, {"explanations": {key: "Niên giám thống kê"}})
        assert answered.can_be_submitted
        assert answered.observations["source"].to_list() == ["Niên giám thống kê", "Sở", "", "Niên giám thống kê"]
