"""What a person sees in the file is what is read: number formats, dates, hidden and merged cells, several sheets, far cells."""

import io
import zipfile

import pytest

from dashboard.intake.issue_files import issues_xlsx
from dashboard.intake.issues import spans
from dashboard.intake.odd_texts import odd_text
from dashboard.intake.reading import read
from dashboard.intake.refusal import Refusal
from tests.unit.intake_files import book, checking, codes, figures, table, the


@pytest.fixture(scope="module")
def checked(mart_of, catalogue):
    """Give a function that checks a file for Bắc Ninh and 2024, with nothing published before."""
    return checking(mart_of([]), catalogue)


# ---- number formats and dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["0.0%", "0%", 9, 10, '0.0" "%', "[Red]0.00%;-0.00%"])
def test_a_per_cent_cell_is_read_as_it_is_shown(checked, form):
    def write(workbook):
        sheet = table(workbook, [["trained_labour", None, "Sở"], ["certified_labour", 30.5, "Sở"]])
        sheet.write_number("B2", 0.022, workbook.add_format({"num_format": form}))

    result = checked(book(write))
    assert figures(result) == [("trained_labour", 2.2), ("certified_labour", 30.5)]
    assert the(result, "percent_cells").rows == (2,)
    assert "2,2%" in the(result, "percent_cells").tell()


def test_a_per_cent_cell_of_what_is_no_share_is_an_error(checked):
    def write(workbook):
        sheet = table(workbook, [["beds_per_10000", None, "Sở"]])
        sheet.write_number("B2", 0.35, workbook.add_format({"num_format": "0%"}))

    assert codes(checked(book(write))) == ["percent_sign"]


def test_other_formats_change_nothing(checked):
    def write(workbook):
        sheet = table(workbook, [["trained_labour", None, "Sở"], ["social_housing", None, "Sở"]])
        sheet.write_number("B2", 78.4, workbook.add_format({"num_format": '0.0" % dân số"'}))
        sheet.write_number("B3", 28000, workbook.add_format({"num_format": "#,##0"}))

    result = checked(book(write))
    assert figures(result) == [("trained_labour", 78.4), ("social_housing", 28000)]
    assert "percent_cells" not in codes(result, "notice")


@pytest.mark.parametrize(("choose", "value"), [(0, 28.0), (1, 28000.0)])
def test_a_cell_that_shows_thousands_is_asked_about(checked, choose, value):
    def write(workbook):
        sheet = table(workbook, [["social_housing", None, "Sở"]])
        sheet.write_number("B2", 28000, workbook.add_format({"num_format": "#,##0,"}))

    content = book(write)
    assert codes(checked(content)) == ["scaled_cell"]
    assert figures(checked(content, choose=choose)) == [("social_housing", value)]


def test_a_number_that_became_a_date_is_offered_back(checked):
    def write(workbook):
        sheet = table(workbook, [["doctors_per_10000", None, "Sở"], ["beds_per_10000", 35.8, "Sở"]])
        sheet.write_number("B2", 46188, workbook.add_format({"num_format": "d-mmm"}))

    content = book(write)
    issue = the(checked(content), "became_date")
    assert issue.found == "15/06/2026"
    assert [choice.tell() for choice in issue.choices] == ["15,6", "15,06"]
    assert figures(checked(content)) == [("beds_per_10000", 35.8)]
    assert figures(checked(content, choose=0)) == [("doctors_per_10000", 15.6), ("beds_per_10000", 35.8)]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("15/06/2026", ("15.6", "15.06")), ("15/6", ("15.6", "15.06")), ("15-Jun", ("15.6", "15.06")), ("2026-12-15", ("15.12",)),
        ("01/03/2025", ("3.25", "1.3", "1.03")), ("Mar-25", ("3.25", "25.3", "25.03")), ("15 Thg 6", ("15.6", "15.06")),
    ],
)  # fmt: skip
def test_readings_of_dates(text, readings):
    odd = odd_text(text)
    assert odd.kind == "became_date"
    assert set(odd.readings) == set(readings)


@pytest.mark.parametrize("text", ["78,4", "chưa rõ", "khoảng 5", "5 6", "1/2/3/4", "40/50", "12%5"])
def test_what_is_no_odd_number(text):
    assert odd_text(text) is None


@pytest.mark.parametrize("year", ["Năm 2024", "2024", "31/12/2024", "2024-12-31", "12/2024", 2024])
def test_a_date_in_the_year_column_gives_its_year(checked, year):
    def write(workbook):
        table(workbook, [["trained_labour", year, 78.4]], header=["Mã chỉ tiêu", "Năm", "Giá trị thực hiện"])

    result = checked(book(write))
    assert codes(result) == []
    assert result.observations["year"].to_list() == [2024]


def test_a_date_cell_in_the_year_column_gives_its_year(checked):
    def write(workbook):
        sheet = table(workbook, [["trained_labour", None, 78.4]], header=["Mã chỉ tiêu", "Năm", "Giá trị thực hiện"])
        sheet.write_number("B2", 45657, workbook.add_format({"num_format": "dd/mm/yyyy"}))

    assert checked(book(write)).observations["year"].to_list() == [2024]


# ---- sheets, rows, columns ---------------------------------------------------------------------------------------------


def test_every_visible_sheet_counts_and_issues_name_theirs(checked, tmp_path):
    def write(workbook):
        table(workbook, [["trained_labour", 78.4, "Sở"]], name="Quý 1–3")
        other = ["Nguồn số liệu", "Thực hiện năm 2024", "Riêng", "Mã chỉ tiêu"]
        table(
            workbook,
            [["Sở", "tám", "x", "beds_per_10000"], ["Sở", 15.6, "", "doctors_per_10000"]],
            name="Quý 4",
            header=other,
        )

    result = checked(book(write))
    assert figures(result) == [("trained_labour", 78.4), ("doctors_per_10000", 15.6)]
    issue = the(result, "not_a_number")
    assert spans(issue.rows, issue.sheets) == "“Quý 4”: 2"
    marked = read(issues_xlsx(result), "marked.xlsx")
    assert marked.names == ("Quý 1–3", "Quý 4")


def test_the_same_figure_on_two_sheets_names_both_places(checked):
    def write(workbook):
        for name in ("A", "B"):
            table(workbook, [["trained_labour", 78.4, "Sở"]], name=name)

    issue = the(checked(book(write)), "duplicate_key")
    assert "“A”: 2" in issue.tell()


def test_a_heading_of_one_sheet_is_held_against_its_rows_alone(checked):
    def write(workbook):
        table(workbook, [["trained_labour", 78.4]], name="A", header=["Mã chỉ tiêu", "Thực hiện 2024"])
        table(workbook, [["beds_per_10000", 35.8]], name="B", header=["Mã chỉ tiêu", "Thực hiện 2023"])

    result = checked(book(write))
    assert spans(the(result, "heading_year").rows, result.sheet.names) == "“B”: 2"
    assert figures(result) == [("trained_labour", 78.4)]


def test_hidden_sheets_are_passed_over_and_named(checked):
    def write(workbook):
        table(workbook, [["trained_labour", 70.0]], name="Cũ").hide()
        table(workbook, [["trained_labour", 78.4]], name="Mới").activate()
        table(workbook, [["Phòng", "Điện thoại"]], name="Danh bạ", header=["Tên", "Số"])

    result = checked(book(write))
    assert figures(result) == [("trained_labour", 78.4)]
    assert "“Cũ”" in the(result, "hidden_sheets").tell()
    assert "“Danh bạ”" in the(result, "sheets_not_read").tell()


def test_hidden_rows_and_columns_are_told(checked):
    def write(workbook):
        sheet = table(workbook, [["trained_labour", 78.4, "Sở"], ["beds_per_10000", 35.8, "Sở"]])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})

    result = checked(book(write))
    assert len(figures(result)) == 2
    assert the(result, "hidden_rows").rows == (2,)
    assert "“Nguồn số liệu”" in the(result, "hidden_columns").tell()


def test_cells_merged_downwards_are_filled_but_never_a_figure(checked):
    def write(workbook):
        rows = [["trained_labour", 78.4, "Niên giám"], ["certified_labour", None, None]]
        sheet = table(workbook, rows)
        sheet.merge_range("B2:B3", 78.4)
        sheet.merge_range("C2:C3", "Niên giám")

    result = checked(book(write))
    assert figures(result) == [("trained_labour", 78.4)]
    assert the(result, "filled_down").rows == (3,)
    assert the(result, "empty_value").rows == (3,)


def test_an_indicator_merged_over_its_parts(checked):
    def write(workbook):
        header = ["Chỉ tiêu", "Phân tổ", "Giá trị thực hiện"]
        sheet = table(workbook, [["", "Toàn tỉnh", 2.2], [None, "Thành thị", 2.25]], header=header)
        sheet.merge_range("A2:A3", "Tỉ lệ thất nghiệp")

    result = checked(book(write))
    assert result.observations.select("breakdown", "value").rows() == [("total", 2.2), ("urban", 2.25)]


@pytest.mark.parametrize("far", ["formatted", "blanks", "shared blanks"])
def test_a_blank_cell_far_below_is_no_row(checked, far):
    def write(workbook):
        sheet = table(workbook, [["trained_labour", 78.4, "Sở"]])
        if far == "formatted":
            sheet.write_blank("C1048576", None, workbook.add_format({"bold": True}))
            sheet.write_blank("WQJ5", None, workbook.add_format({"bold": True}))
        else:
            sheet.write_string("WQJ1048576", "  ")

    content = book(write)
    if far == "blanks":
        content = _with_inline_strings(content)
    result = checked(content)
    assert figures(result) == [("trained_labour", 78.4)]
    assert codes(result) == []


def test_a_filled_cell_far_below_is_refused():
    def write(workbook):
        table(workbook, [["trained_labour", 78.4, "Sở"]]).write_string("A1048576", "hết")

    with pytest.raises(Refusal) as error:
        read(book(write), "x")
    assert error.value.code == "too_many_rows"


def _with_inline_strings(content):
    """Return the workbook with its far cell written into the sheet itself, as some programs do."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                start = part.index(b'<c r="WQJ1048576"')
                end = part.index(b"</c>", start) + 4
                part = part[:start] + b'<c r="WQJ1048576" t="inlineStr"><is><t> </t></is></c>' + part[end:]
            new.writestr(name, part)
    return buffer.getvalue()
