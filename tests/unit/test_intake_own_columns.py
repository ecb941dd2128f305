"""Files with columns of an office's own: what is offered, what is guessed, and how they are read once it is said."""

import pytest

from dashboard.intake.checking import check
from dashboard.intake.context import Context
from dashboard.intake.issues import spans, told_of
from dashboard.intake.own_columns import ASKED, columns_said, fault, guesses, options
from dashboard.intake.reading import first_rows, read
from dashboard.intake.refusal import Refusal
from dashboard.intake.templates import expected_rows, template_csv
from dashboard.method import EARLIEST_BASELINE
from dashboard.words.messages import DashboardError
from tests.unit.test_intake_reading import workbook

YEARS = "Mã tỉnh;Chỉ tiêu;2022;2023;2024\nbac_ninh;Tuổi thọ trung bình;75,1;;75,9\n".encode()
PROVINCES = "Chỉ tiêu;Bắc Ninh;Bắc Giang\nTuổi thọ trung bình;75,9;74,9\n".encode()


@pytest.fixture(scope="module")
def checked(mart_of, catalogue):
    mart = mart_of([])

    def checked(content, columns, *, provinces=("bac_ninh",), year=2024):
        return check(read(content, "x", columns), Context(provinces, (), year), catalogue, mart)

    return checked


def figures(result):
    return result.observations.select("province", "indicator", "year", "value").rows()


def guessed(content, catalogue, at=0):
    (_, rows), *_ = first_rows(content, 5)
    return {"row": rows[at][0], **guesses(rows[at][1:], catalogue)}


@pytest.mark.parametrize("content", [YEARS, PROVINCES], ids=["years across", "provinces across"])
def test_without_a_word_such_a_file_is_refused_with_a_code_that_asks(content):
    with pytest.raises(Refusal) as error:
        read(content, "x")
    assert error.value.code in ASKED


def test_years_across_are_figures_of_their_years(checked, catalogue):
    columns = guessed(YEARS, catalogue)
    assert fault(columns) == ""
    result = checked(YEARS, columns, year=None)
    assert figures(result) == [("bac_ninh", "life_expectancy", 2022, 75.1), ("bac_ninh", "life_expectancy", 2024, 75.9)]
    empty = next(issue for issue in result.issues if issue.code == "empty_value")
    assert spans(empty.rows, empty.sheets) == "“2023”: 2"


def test_of_years_across_only_the_one_handed_in_is_taken(checked, catalogue):
    result = checked(YEARS, guessed(YEARS, catalogue) | {"C": "-", "D": "-"})
    assert figures(result) == [("bac_ninh", "life_expectancy", 2024, 75.9)]
    assert result.errors == ()


def test_of_years_across_the_one_handed_in_is_guessed(catalogue):
    assert guesses(["Mã tỉnh", "Chỉ tiêu", "2022", "2023", "2024"], catalogue, 2023) == {
        "A": "province", "B": "indicator_name", "C": "-", "D": "value", "E": "-",
    }  # fmt: skip


def test_provinces_across_are_figures_of_their_provinces(checked, catalogue):
    result = checked(PROVINCES, guessed(PROVINCES, catalogue), provinces=("bac_ninh", "bac_giang"))
    assert figures(result) == [
        ("bac_ninh", "life_expectancy", 2024, 75.9),
        ("bac_giang", "life_expectancy", 2024, 74.9),
    ]


def test_numbers_of_a_workbook_stay_numbers_in_every_column(checked, catalogue):
    content = workbook(
        [
            ["Chỉ tiêu", "Năm 2023", "Năm 2024"],
            ["Số căn hộ nhà ở xã hội cho người thu nhập thấp, công nhân khu công nghiệp", 30.671, 31671],
        ]
    )
    sheet = read(content, "x", guessed(content, catalogue))
    assert sheet.table["plain"].to_list() == [30.671, 31671.0]


def test_headings_in_two_rows_are_read_from_the_row_that_was_said(checked):
    content = workbook(
        [
            ["Mã chỉ tiêu", "Kết quả thực hiện", "", "Nguồn"],
            ["", "2023", "2024", ""],
            ["trained_labour", 79.9, 80.3, "Sở"],
        ]
    )
    result = checked(content, {"row": "2", "A": "indicator", "C": "value", "D": "source"})
    assert figures(result) == [("bac_ninh", "trained_labour", 2024, 80.3)]


def test_a_year_in_the_chosen_heading_is_still_held_against_the_year(checked):
    content = "Chỉ tiêu;Thực hiện 2023\nTuổi thọ trung bình;75,9\n".encode()
    result = checked(content, {"row": "1", "A": "indicator_name", "B": "value"})
    assert [issue.code for issue in result.errors] == ["heading_year"]


def test_what_is_offered_and_guessed(catalogue):
    headings = ["STT", "Tên chỉ tiêu", "Đơn vị", "Bắc Ninh", "2024", "2025"]
    assert guesses(headings, catalogue) == {
        "A": "-", "B": "indicator_name", "C": "unit", "D": "value@province=bac_ninh", "E": "value@year=2024", "F": "value@year=2025",
    }  # fmt: skip
    assert {"-", "value", "value@year=2024", "value@province=tuyen_quang"} <= set(options(headings, catalogue))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"A": "indicator", "B": "indicator", "C": "value"}, "Hai cột"),
        ({"A": "indicator", "B": "-"}, "giá trị thực hiện"),
        ({"A": "indicator", "B": "value", "C": "value@year=2024"}, "cùng một loại"),
        ({"A": "source", "B": "value"}, "chỉ tiêu"),
        ({"A": "indicator", "B": "value@year=2023", "C": "value@year=2024"}, ""),
    ],
)
def test_what_is_missing_or_doubled_is_said(columns, said):
    assert said in fault({"row": "1", **columns})
    assert bool(fault({"row": "1", **columns})) is bool(said)


def test_columns_on_the_command_line():
    assert columns_said([]) == {}
    assert columns_said(["B=indicator", "D=value@year=2024"]) == {"row": "1", "B": "indicator", "D": "value@year=2024"}
    for text in ("B", "B=nothing", "row=x", "3=value"):
        with pytest.raises(DashboardError, match="--columns"):
            columns_said([text])


@pytest.mark.parametrize("text", ["Tuổi thọ TB", "tuổi thọ tb"])
def test_short_forms_of_names_match(checked, text):
    result = checked(f"Chỉ tiêu;Giá trị thực hiện\n{text};75,9\nBác sĩ/vạn dân;15,6\n".encode(), None)
    assert [name for _, name, _, _ in figures(result)] == ["life_expectancy", "doctors_per_10000"]


# ---- one file for all agencies, one for several years ------------------------------------------------------------------


def test_several_years_in_one_file_back_to_1990(checked):
    file = "Mã chỉ tiêu;Năm;Giá trị thực hiện\n" + "".join(
        f"trained_labour;{year};{60 + year % 10}\n" for year in (1990, 2005, 2024)
    )
    assert [year for _, _, year, _ in figures(checked(file.encode(), None, year=None))] == [1990, 2005, 2024]
    assert [issue.code for issue in checked(file.replace("1990", "1989").encode(), None, year=None).errors] == [
        "unknown_year"
    ]


def test_several_years_need_a_column_of_years(checked):
    result = checked("Mã chỉ tiêu;Giá trị thực hiện\ntrained_labour;80\n".encode(), None, year=None)
    assert [(issue.code, issue.column) for issue in result.errors] == [("not_named", "year")]


def test_the_template_of_several_years_has_a_row_for_each_and_comes_back(mart_of, catalogue):
    mart = mart_of([("bac_ninh", "trained_labour", "total", 2022, 77.0)])
    rows = expected_rows(mart, catalogue, province="bac_ninh", agency=None, year=None)
    years = list(range(EARLIEST_BASELINE, mart.as_of.year))
    assert rows.filter(indicator="trained_labour", breakdown="total")["year"].to_list() == years
    filled = template_csv(rows, catalogue).decode("utf-8-sig").replace(";;;;\r\n", ";50;Sở;;\r\n")
    result = check(read(filled.encode(), "x.csv"), Context(("bac_ninh",), (), None), catalogue, mart)
    assert set(result.observations["year"]) == set(years)
    assert {issue.code for issue in result.errors} <= {"unknown_level", "outside_bounds"}


# ---- cells put right on the page ---------------------------------------------------------------------------------------


def test_a_cell_put_right_on_the_page_is_read_and_told(mart_of, catalogue):
    sheet = read(
        "Mã chỉ tiêu;Giá trị thực hiện;Nguồn\ntrained_labour;81,2%%;Sở\nbeds_per_10000;35,8;Sở\n".encode(), "x"
    )
    scope, mart = Context(("bac_ninh",), (), 2024), mart_of([])
    assert [issue.code for issue in check(sheet, scope, catalogue, mart).errors] == ["not_a_number"]
    result = check(
        sheet,
        scope,
        catalogue,
        mart,
        {"cells": {"2:value": "81,2", "3:value": "35,8", "9:value": "1", "2:nothing": "x"}},
    )
    assert result.errors == ()
    assert [value for *_, value in figures(result)] == [81.2, 35.8]
    (told,) = [issue for issue in result.issues if issue.code == "edited_cell"]
    assert (told.rows, told.found, told.values["words"]) == ((2,), "81,2%%", "81,2")
    assert told_of(next(iter(result.explanations()))) == (
        "Dòng 2, cột “Giá trị thực hiện”: người nộp sửa “81,2%%” thành “81,2” trên trang."
    )
    assert sheet.rows["value"].to_list() == ["81,2%%", "35,8"]


def test_a_number_of_a_workbook_that_was_put_right_is_read_from_its_new_text(mart_of, catalogue):
    sheet = read(workbook([["Mã chỉ tiêu", "Giá trị thực hiện", "Nguồn"], ["trained_labour", 812, "Sở"]]), "x")
    result = check(sheet, Context(("bac_ninh",), (), 2024), catalogue, mart_of([]), {"cells": {"2:value": "81,2"}})
    assert [value for *_, value in figures(result)] == [81.2]
