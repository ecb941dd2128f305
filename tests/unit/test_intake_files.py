"""The files the intake gives out: templates, lists of issues, and the documentation of its codes."""

import csv
import io
import re
import zipfile

import fastexcel
import pytest

from dashboard.intake.checking import check
from dashboard.intake.codes import RULES
from dashboard.intake.context import Context
from dashboard.intake.issue_files import issues_csv, issues_xlsx
from dashboard.intake.issues import Issue, spans
from dashboard.intake.reading import read
from dashboard.intake.template_columns import COLUMNS
from dashboard.intake.templates import HEADER, TO_FILL, expected_rows, template_csv, template_xlsx
from dashboard.reference.files import PROJECT
from dashboard.words.translations import translator

PUBLISHED = [
    ("bac_ninh", "trained_labour", "total", 2022, 76.5),
    ("bac_ninh", "trained_labour", "total", 2023, 77.5),
    ("bac_ninh", "replacement_fertility", "total", 2023, "assured"),
    ("bac_ninh", "merit_solid_housing", "total", 2024, 98),
]
SCOPE = Context(("bac_ninh",), (), 2024)


@pytest.fixture(scope="module")
def mart(mart_of):
    return mart_of(PUBLISHED)


@pytest.fixture(scope="module")
def expected(mart, catalogue):
    return expected_rows(mart, catalogue, province="bac_ninh", agency=None, year=2024)


# ---- templates -------------------------------------------------------------------------------------------------------


def test_what_is_expected_is_every_row_of_the_plan_in_force(expected, catalogue):
    plan = catalogue.plan_in_force("bac_ninh").id
    printed = {(cell.indicator, cell.breakdown) for cell in catalogue.targets if cell.plan == plan}
    assert set(expected.select("indicator", "breakdown").rows()) == printed
    assert expected.height == len(printed)


def test_an_agency_sees_what_it_answers_for(mart, catalogue):
    rows = expected_rows(mart, catalogue, province="bac_ninh", agency="construction_department", year=2024)
    assert set(rows["agency_in_charge"]) == {"Sở Xây dựng"}
    assert "merit_solid_housing" in rows["indicator"].to_list()


def test_last_value_target_and_published_are_told(expected):
    rows = {row["indicator"]: row for row in expected.iter_rows(named=True) if row["breakdown"] == "total"}
    labour = rows["trained_labour"]
    assert (labour["last_year"], labour["last_value"], labour["target"], labour["milestone"]) == (
        2023,
        77.5,
        "80",
        2025,
    )
    assert (labour["published"], labour["under_review"]) == (None, None)
    assert rows["merit_solid_housing"]["published"] == 98
    assert rows["replacement_fertility"]["last_level"] == "assured"


def test_the_csv_template_opens_in_a_vietnamese_excel(expected, catalogue):
    content = template_csv(expected, catalogue)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    labour = next(line for line in lines if line["Mã chỉ tiêu"] == "trained_labour")
    assert labour["Giá trị năm gần nhất"] == "77,5"
    assert (labour["Giá trị thực hiện"], labour["Nguồn số liệu"], labour["Ghi chú"]) == ("", "", "")
    assert (
        next(line for line in lines if line["Mã chỉ tiêu"] == "replacement_fertility")["Giá trị năm gần nhất"]
        == "Bảo đảm"
    )
    english = template_csv(expected, catalogue, translate=translator("en"), language="en").decode("utf-8-sig")
    assert english.startswith("Province id;Indicator id;")
    assert ";77.5;" in english


@pytest.mark.parametrize("language", ["vi", "en"])
def test_templates_in_both_languages_are_read_back(expected, catalogue, language):
    translate = translator(language)
    for content in (
        template_csv(expected, catalogue, translate=translate),
        template_xlsx(expected, catalogue, translate=translate),
    ):
        sheet = read(content, "x")
        assert set(sheet.places) == set(HEADER)
        assert sheet.notices == ()
        assert sheet.rows["indicator"].to_list() == expected["indicator"].to_list()


def parts_of(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def test_the_workbook_is_locked_but_for_the_cells_to_fill_in(expected, catalogue):
    parts = parts_of(template_xlsx(expected, catalogue))
    sheet, styles = parts["xl/worksheets/sheet1.xml"], parts["xl/styles.xml"]
    assert "<sheetProtection" in sheet
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.split("<cellXfs")[1].split("</cellXfs>")[0])
    unlocked = {number for number, xf in enumerate(formats) if 'locked="0"' in xf}
    for cell, style in re.findall(r'<c r="([A-Z]+)2" s="(\d+)"', sheet):
        assert (int(style) in unlocked) == (HEADER[ord(cell) - 65] in TO_FILL), cell


def test_the_workbook_offers_levels_checks_numbers_and_freezes_the_header(expected, catalogue):
    parts = parts_of(template_xlsx(expected, catalogue))
    sheet = parts["xl/worksheets/sheet1.xml"]
    rules = re.findall(r"<dataValidation .*?</dataValidation>", sheet)
    of_values = [rule for rule in rules if "chính thức" not in rule]
    assert len(of_values) == len(rules) - len(of_values) == expected.height
    levels = [rule for rule in of_values if 'type="list"' in rule]
    assert len(levels) == sum(bool(catalogue.indicator[id_].levels) for id_ in expected["indicator"])
    assert any("&lt;=100" in rule and "&gt;=0" in rule for rule in rules)
    assert 'state="frozen"' in sheet
    assert 'orientation="landscape"' in sheet


def test_the_help_sheet_speaks_vietnamese_then_english(expected, catalogue):
    reader = fastexcel.read_excel(template_xlsx(expected, catalogue))
    assert reader.sheet_names[:2] == ["Số liệu", "Hướng dẫn"]
    sheet = reader.load_sheet(1, header_row=None, dtypes="string").to_polars()
    words = sheet["__UNNAMED__0"].drop_nulls().to_list()
    assert words.index("Cách điền biểu mẫu") < words.index("How to fill in the template")
    steps = " ".join(sheet["__UNNAMED__1"].drop_nulls())
    assert "5 MB và 100.000 dòng" in steps
    assert "5 MB and 100,000 rows" in steps
    filled_in = steps[: steps.index("Các ô khác")]
    assert [COLUMNS[name].heading for name in TO_FILL if COLUMNS[name].heading not in filled_in] == []


def test_no_id_is_printed(expected, catalogue):
    book = parts_of(template_xlsx(expected, catalogue))["xl/workbook.xml"]
    (area,) = re.findall(r"Print_Area[^>]*>'Số liệu'!\$([A-Z]+)\$1:\$([A-Z]+)\$(\d+)<", book)
    first, last = (ord(letter) - 65 for letter in area[:2])
    printed = HEADER[first : last + 1]
    assert {"province", "indicator", "breakdown"}.isdisjoint(printed)
    assert {"indicator_name", "breakdown_name", "unit", *TO_FILL} <= set(printed)
    assert int(area[2]) == expected.height + 1


def test_the_hint_of_a_cell_writes_numbers_as_its_reader_does(mart, catalogue):
    rows = expected_rows(mart, catalogue, province="bac_giang", agency=None, year=2024)
    rows = rows.filter(indicator="tuberculosis_rate")
    for language, told in (("vi", "Số từ 0 đến 100.000."), ("en", "A number from 0 to 100,000.")):
        book = template_xlsx(rows, catalogue, translate=translator(language), language=language)
        sheet = parts_of(book)["xl/worksheets/sheet1.xml"]
        assert told in sheet
        assert "&lt;=100000.0" in sheet


# ---- issues ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checked(mart, catalogue):
    text = (
        "Mã tỉnh;Mã chỉ tiêu;Năm;Giá trị;Ghi chú\n"
        "bac_ninh;trained_labour;2024;nhiều;\n"
        "\n"
        "bac_ninh;unemployment_rate;2024;nhiều;=HYPERLINK(x)\n"
        "bac_ninh;trained_labour;2024;=1+1;\n"
    )
    return check(read(text.encode(), "x.csv"), SCOPE, catalogue, mart)


def test_the_list_of_issues_is_a_table_for_excel(checked):
    lines = list(csv.DictReader(io.StringIO(issues_csv(checked.issues).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [line["Mã lỗi"] for line in lines] == [issue.code for issue in checked.issues]
    number = next(line for line in lines if line["Ghi trong tệp"] == "nhiều")
    assert (number["Mức"], number["Cột"]) == ("Lỗi", "Giá trị thực hiện")
    assert "'=1+1" in [line["Ghi trong tệp"] for line in lines]
    english = issues_csv(checked.issues, translate=translator("en"), language="en").decode("utf-8-sig")
    assert english.startswith("Severity;Code;")
    assert "is not a number" in english


def test_the_workbook_of_issues_marks_the_cells_where_they_stood(checked):
    content = issues_xlsx(checked)
    reader = fastexcel.read_excel(content)
    cells = reader.load_sheet(0, header_row=None, skip_rows=0, dtypes="string").to_polars()
    assert cells.row(0)[:4] == ("Mã tỉnh", "Mã chỉ tiêu", "Năm", "Giá trị")
    assert cells.row(1)[3] == "nhiều"
    assert cells.row(3)[4] == "=HYPERLINK(x)"
    parts = parts_of(content)
    marked = set(re.findall(r'<comment ref="([A-Z]+\d+)"', parts["xl/comments1.xml"]))
    assert {"D2", "D4", "D5"} <= marked
    assert "<f>" not in parts["xl/worksheets/sheet1.xml"]
    assert reader.sheet_names[1] == "Danh sách vấn đề"


def test_rows_are_written_as_spans():
    assert spans([3, 4, 5, 7, 12, 11]) == "3–5, 7, 11–12"
    assert spans([]) == ""


# ---- codes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_documentation_lists_every_code_with_its_words(language):
    translate = translator(language)
    text = (PROJECT / "docs" / f"intake.{language}.md").read_text("utf-8")
    documented = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.MULTILINE))
    assert list(documented) == list(RULES)
    for code, rule in RULES.items():
        assert documented[code] == f"{translate(rule.text)} | {translate(rule.fix)}", code


def test_every_code_can_be_told_with_values_or_without():
    for code, rule in RULES.items():
        names = re.findall(r"{(\w+)}", rule.text)
        assert "{" not in Issue(code, values=dict.fromkeys(names, "x")).tell()


def test_every_heading_is_known_to_the_reader():
    for language in ("vi", "en"):
        translate = translator(language)
        header = ";".join(translate(column.heading) for column in COLUMNS.values())
        sheet = read(f"{header}\n{';'.join('x' for _ in COLUMNS)}\n".encode(), "x")
        assert set(sheet.places) == set(COLUMNS)
