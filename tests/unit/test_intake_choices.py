"""What the submitter chose about a file is told to them and to the reviewer: where, from what, to what."""

import json

import pytest

from dashboard.intake.checking import check
from dashboard.intake.codes import RULES
from dashboard.intake.context import Context, Decisions
from dashboard.intake.issues import split_choices, told_of
from dashboard.intake.own_columns import guesses
from dashboard.intake.reading import read
from dashboard.words.translations import translator
from tests.unit.intake_files import SCOPE, book, checking, codes, table

HEAD = "Mã chỉ tiêu;Giá trị thực hiện;Ghi chú\n"


@pytest.fixture(scope="module")
def checked(mart_of, catalogue):
    """Give a function that checks a file for Bắc Ninh and 2024, with nothing published before."""
    return checking(mart_of([]), catalogue)


def chosen(result, language="vi"):
    """Return what the reviewer reads of the choices, from the keys that are kept with the submission alone."""
    kept = json.loads(json.dumps(result.explanations()))
    _, keys = split_choices(kept)
    assert {kept[key] for key in keys} <= {""}
    return [told_of(key, translator(language), language=language) for key in keys]


@pytest.mark.parametrize(
    ("file", "choose", "told"),
    [
        (
            "Mã chỉ tiêu;Giá trị thực hiện (nghìn căn)\nsocial_housing;28\n", 0,
            "Dòng 2: số được đổi từ “nghìn căn” sang “căn hộ”, ví dụ 28 thành 28.000, do người nộp chọn.",
        ),
        (
            "Mã chỉ tiêu;Giá trị thực hiện (nghìn căn)\nsocial_housing;28\n", 1,
            "Dòng 2: tệp ghi đơn vị “nghìn căn”; số giữ nguyên vì người nộp xác nhận đã tính theo “căn hộ”.",
        ),
        (f"{HEAD}social_housing;–;\n", 0, "Dòng 2: “–” được hiểu là 0, do người nộp chọn."),
        (f"{HEAD}social_housing;–;x\n", 1, "Dòng 2: “–” được hiểu là không có số liệu, do người nộp chọn."),
        (f"{HEAD}trained_labour;15/6;\n", 0, "Dòng 2: “15/6” được hiểu là 15,6, do người nộp chọn."),
        (f"{HEAD}trained_labour;80,3(1);\n", 0, "Dòng 2: “80,3(1)” được hiểu là 80,3, do người nộp chọn."),
        (
            f"{HEAD}trained_labour;80;\nTổng số;3;\n", 0,
            "Dòng 3 “Tổng số” bị bỏ qua vì là dòng tổng hoặc bình quân, do người nộp chọn.",
        ),
        (
            "Mã chỉ tiêu,Giá trị thực hiện,Ghi chú\ntrained_labour,33,4\ncertified_labour,34,6\n", 0,
            "Dòng 2–3: hai ô cạnh nhau được ghép thành một số thập phân, ví dụ 33,4; 34,6, do người nộp chọn.",
        ),
        (
            "Mã chỉ tiêu,Giá trị thực hiện,Ghi chú\ntrained_labour,33,4\n", 1,
            "Dòng 2: ô giá trị và ô sau nó được đọc là hai ô riêng, ví dụ 33 | 4, do người nộp chọn.",
        ),
        (
            "Mã chỉ tiêu;Giá trị thực hiện năm 2023\ntrained_labour;80\n", 0,
            "Tiêu đề cột giá trị ghi “Giá trị thực hiện năm 2023”; người nộp xác nhận các số này là số thực hiện cả năm đang nộp.",
        ),
        (
            "Mã chỉ tiêu;Giá trị thực hiện (6 tháng)\ntrained_labour;80\n", 0,
            "Tiêu đề cột giá trị ghi “Giá trị thực hiện (6 tháng)”; người nộp xác nhận các số này là số thực hiện cả năm đang nộp.",
        ),
        (
            f"{HEAD}trained_labor;80;\n", 0,
            "Dòng 2: “trained_labor” được hiểu là “Tỉ lệ lao động qua đào tạo”, do người nộp chọn.",
        ),
        (
            "Tỉnh;Mã chỉ tiêu;Giá trị thực hiện\nBắc Nin;trained_labour;80\n", 0,
            "Dòng 2: “Bắc Nin” được hiểu là “Bắc Ninh”, do người nộp chọn.",
        ),
        (
            "Mã chỉ tiêu;Phân tổ;Giá trị thực hiện\nunemployment_rate;thành phố;2,2\n", 0,
            "Dòng 2: “thành phố” được hiểu là “Thành thị”, do người nộp chọn.",
        ),
    ],
)  # fmt: skip
def test_a_choice_says_where_it_was_made_from_what_and_to_what(checked, file, choose, told):
    before = checked(file)
    assert chosen(before) == []
    assert codes(before)
    after = checked(file, choose=choose)
    assert codes(after) == []
    assert chosen(after) == [told]


@pytest.mark.parametrize(("choose", "read_as"), [(0, "1.234"), (1, "1,234")])
def test_either_reading_of_a_number_is_told(checked, choose, read_as):
    file, scope = f"{HEAD}tuberculosis_rate;1.234;\n", Context(("bac_giang",), (), 2024)
    assert codes(checked(file, scope=scope)) == ["ambiguous_number"]
    result = checked(file, scope=scope, choose=choose)
    assert chosen(result) == [f"Dòng 2: “1.234” được hiểu là {read_as}, do người nộp chọn."]


def test_a_level_chosen_is_told_by_its_name(checked, catalogue):
    indicator = next(one for one in catalogue.indicators if one.kind == "levels")
    last = indicator.levels[-1]
    result = checked(f"{HEAD}{indicator.id};xong;\n", choose=len(indicator.levels) - 1)
    assert chosen(result) == [f"Dòng 2: “xong” được hiểu là “{last.vi}”, do người nộp chọn."]


def test_a_cell_that_was_blank_or_is_now_is_told_as_such(checked):
    cells: Decisions = {"cells": {"2:note": "sơ bộ", "3:value": ""}}
    result = checked(f"{HEAD}trained_labour;80;\ncertified_labour;1;\n", decisions=cells)
    assert sorted(chosen(result)) == [
        "Dòng 2, cột “Ghi chú”: người nộp sửa “(ô trống)” thành “sơ bộ” trên trang.",
        "Dòng 3, cột “Giá trị thực hiện”: người nộp sửa “1” thành “(ô trống)” trên trang.",
    ]


def test_columns_chosen_and_left_out_are_told_by_letter_and_heading(mart_of, catalogue):
    headings = ["STT", "Nội dung", "Thực hiện 2023", "Thực hiện 2024", "Cột trống"]
    file = f"{';'.join(headings)}\n1;Tỉ lệ lao động qua đào tạo;79;80;\n".encode()
    columns = {"row": "1", **guesses(headings, catalogue, 2024)}
    result = check(read(file, "x", columns), SCOPE, catalogue, mart_of([]))
    assert result.observations["value"].to_list() == [80]
    assert sorted(chosen(result)) == [
        "Các cột không đọc, do người nộp chọn: A “STT”, C “Thực hiện 2023”.",
        "Cột D “Thực hiện 2024” được đọc là “Giá trị thực hiện”, do người nộp chọn.",
    ]


def test_a_column_of_a_year_or_a_province_is_told_with_it(mart_of, catalogue):
    file = "Chỉ tiêu;A;B\nTỉ lệ lao động qua đào tạo;79;80\n".encode()
    for parts, told in ((("year=2023", "year=2024"), ("2023", "2024")), (("province=bac_ninh",), ("Bắc Ninh",))):
        columns = {"row": "1", "A": "indicator_name"}
        columns |= {letters: f"value@{part}" for letters, part in zip("BC", parts, strict=False)}
        result = check(read(file, "x", columns), Context(("bac_ninh",), (), None), catalogue, mart_of([]))
        said = [text for text in chosen(result) if "được đọc là" in text]
        assert said == [
            f"Cột {letters} “{heading}” được đọc là “Giá trị thực hiện” ({of}), do người nộp chọn."
            for letters, heading, of in zip("BC", "AB", told, strict=False)
        ]


def test_rows_of_several_sheets_are_named_with_their_sheet(checked):
    def write(workbook):
        for name, indicator in (("Quý 1", "trained_labour"), ("Quý 2", "certified_labour")):
            table(workbook, [[indicator, "15/6", "Sở"]], name=name)

    assert chosen(checked(book(write), choose=0)) == [
        "Dòng “Quý 1”: 2; “Quý 2”: 2: “15/6” được hiểu là 15,6, do người nộp chọn."
    ]


def test_the_reviewer_reads_choices_in_their_language_with_its_numbers(checked):
    file = "Mã chỉ tiêu;Giá trị thực hiện (nghìn căn)\nsocial_housing;28,5\n"
    assert chosen(checked(file, choose=0), "en") == [
        "Row 2: numbers are converted from “nghìn căn” to “căn hộ”, such as 28.5 to 28,500, as the submitter chose."
    ]


def test_a_number_the_file_itself_gives_is_no_choice(checked):
    def write(workbook):
        table(workbook, [["beds_per_10000", "30.671", "Sở"], ["trained_labour", 30.671, "Sở"]])

    assert chosen(checked(book(write), decisions={"numbers": {"30.671": "point"}})) == [
        "Dòng 2: “30.671” được hiểu là 30,671, do người nộp chọn."
    ]


def test_choices_are_told_in_the_order_of_their_rows(checked):
    lines = [f"trained_labour;{row},5({row});" for row in range(2, 13)]
    decisions: Decisions = {"numbers": {f"{row},5({row})": f"{row}.5" for row in range(2, 13)}}
    rows = [int(told.split()[1].rstrip(":")) for told in chosen(checked(HEAD + "\n".join(lines), decisions=decisions))]
    assert rows == list(range(2, 13))


def test_explanations_and_choices_are_kept_apart(checked):
    result = checked(f"{HEAD}trained_labour;15/6;\n", choose=0, decisions={"explanations": {"missing_source": "Sở"}})
    explained, keys = split_choices(result.explanations())
    assert list(explained.values()) == ["Sở"]
    assert [key.partition(":")[0] for key in keys] == ["chosen_number"]
    assert RULES["chosen_number"].is_choice
