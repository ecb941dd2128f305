"""Files of actuals: read strictly, and every mistake of a file told with its line."""

import shutil

import pytest

from dashboard.store.curated import curated_submissions, read_actuals
from dashboard.words.messages import ProblemsError

HEADER = "province,indicator,breakdown,year,value,source,note\n"


@pytest.fixture
def written(tmp_path):
    """Give a function that writes the lines below the header and returns the file."""

    def written(*lines, header=HEADER, encoding="utf-8"):
        path = tmp_path / "actuals.csv"
        path.write_bytes((header + "".join(f"{line}\n" for line in lines)).encode(encoding))
        return path

    return written


def told(path, catalogue):
    with pytest.raises(ProblemsError) as error:
        read_actuals(path, catalogue)
    return [(problem.line, problem.tell().split(": ", 1)[1]) for problem in error.value.problems]


def test_numbers_and_levels_are_read(written, catalogue):
    frame = read_actuals(
        written(
            "bac_ninh,trained_labour,total,2023,77.1,Cục Thống kê,ghi chú",
            "",
            " bac_ninh , trained_labour , , 2024 , 1e1 ,,",
            'tuyen_quang,temporary_housing,total,2025,"xoá bỏ  hoàn toàn",,',
            "bac_ninh,poverty_reduction,total,2024,-0.3,,",
        ),
        catalogue,
    )
    assert frame.select("breakdown", "year", "value", "level", "preliminary", "source").rows() == [
        ("total", 2023, 77.1, None, False, "Cục Thống kê"),
        ("total", 2024, 10.0, None, False, ""),
        ("total", 2025, None, "eliminated", False, ""),
        ("total", 2024, -0.3, None, False, ""),
    ]


def test_columns_may_stand_in_any_order_and_excel_may_have_marked_the_file(written, catalogue):
    header = "\ufeffvalue,year,breakdown,indicator,province,preliminary\r\n"
    frame = read_actuals(written("77,2023,total,trained_labour,bac_ninh,TRUE", header=header), catalogue)
    assert frame.select("province", "value", "preliminary", "note").rows() == [("bac_ninh", 77.0, True, "")]


def test_words_are_composed_whatever_the_writer_used(written, catalogue):
    decomposed = "bac_ninh,trained_labour,total,2023,77,So\u031b\u0309 Y te\u0302\u0301,"
    assert read_actuals(written(decomposed), catalogue)["source"].to_list() == ["Sở Y tế"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("ha_noi,trained_labour,total,2023,77,,", "Cột province: không có mã “ha_noi”."),
        ("bac_ninh,training,total,2023,77,,", "Cột indicator: không có mã “training”."),
        ("bac_ninh,trained_labour,urban,2023,77,,", "Chỉ tiêu “trained_labour” không có phân tổ “urban”; có: total."),
        ("bac_ninh,trained_labour,total,1989,77,,", "Năm “1989” phải là số từ 1990 đến 2050."),
        ("bac_ninh,trained_labour,total,2023.0,77,,", "Năm “2023.0” phải là số từ 1990 đến 2050."),
        ("bac_ninh,trained_labour,total,,77,,", "Năm “” phải là số từ 1990 đến 2050."),
        ('bac_ninh,trained_labour,total,2023,"77,1",,', "Giá trị “77,1” không phải là số"),
        ("bac_ninh,trained_labour,total,2023,,,", "Giá trị “” không phải là số"),
        ("bac_ninh,trained_labour,total,2023,nan,,", "Giá trị “nan” không phải là số"),
        ("bac_ninh,trained_labour,total,2023,inf,,", "Giá trị “inf” không phải là số"),
        ("bac_ninh,trained_labour,total,2023,7_7,,", "Giá trị “7_7” không phải là số"),
        (
            "bac_ninh,trained_labour,total,2023,100.1,,",
            "Giá trị 100.1 nằm ngoài khoảng cho phép của chỉ tiêu: 0 đến 100.",
        ),
        ("bac_ninh,trained_labour,total,2023,-1,,", "Giá trị -1 nằm ngoài khoảng cho phép của chỉ tiêu: 0 đến 100."),
        ("bac_ninh,social_housing,total,2023,-1,,", "Giá trị -1 nằm ngoài khoảng cho phép của chỉ tiêu: 0 đến +∞."),
        ("bac_ninh,replacement_fertility,total,2023,2.1,,", "“2.1” không có trên thang mức độ: Chưa bảo đảm < Bảo đảm"),
        ("bac_ninh,trained_labour,total,2023,77", "Dòng có 5 ô, cần 7."),
    ],
)
def test_a_mistake_is_told_with_its_line(written, catalogue, line, problem):
    good = "bac_giang,trained_labour,total,2023,77,,"
    ((at, found),) = told(written(good, line), catalogue)
    assert at == 3
    assert found.startswith(problem)


def test_all_mistakes_are_told_at_once_and_line_by_line(written, catalogue):
    path = written(
        "ha_noi,training,total,20233,x,,",
        "bac_ninh,trained_labour,total,2023,77,,",
        "bac_ninh,trained_labour,total,2023,78,,",
        "bac_ninh,trained_labour",
    )
    assert [line for line, _ in told(path, catalogue)] == [2, 2, 2, 4, 5]
    assert "Trùng tỉnh, chỉ tiêu, phân tổ và năm với dòng 3." in told(path, catalogue)[3][1]


@pytest.mark.parametrize(
    ("header", "problems"),
    [
        ("province,indicator,year,value\n", ["Thiếu cột “breakdown”."]),
        ("province;indicator;breakdown;year;value\n", 6),
        (HEADER.replace("note", "notes"), ["Cột “notes” không có trong quy định"]),
        (HEADER.replace("note", "source"), ["Có cột viết hai lần ở dòng đầu."]),
        ("", 5),
    ],
)
def test_a_wrong_header_is_told(written, catalogue, header, problems):
    found = told(written(header=header), catalogue)
    assert {line for line, _ in found} == {1}
    if isinstance(problems, int):
        assert len(found) == problems
    else:
        assert [text.startswith(problem) for (_, text), problem in zip(found, problems, strict=True)] == [True]


def test_a_file_without_figures_is_told(written, catalogue):
    assert told(written(), catalogue) == [(None, "Tệp không có dòng số liệu nào.")]


def test_a_file_that_is_no_utf_8_or_no_csv_or_not_there_is_told(written, catalogue, tmp_path):
    line = "bac_ninh,trained_labour,total,2023,77,Sở Y tế,"
    assert "Không đọc được tệp" in told(written(line, encoding="utf-16"), catalogue)[0][1]
    assert told(written('bac_ninh,"trained" labour,total,2023,77,,'), catalogue)[0][0] == 2
    assert told(tmp_path / "nothing.csv", catalogue)[0][1] == "Không có tệp này."
    assert "Không đọc được tệp" in told(tmp_path, catalogue)[0][1]


def test_the_mistakes_of_all_curated_files_are_told_with_figures_given_twice(catalogue, project, tmp_path):
    shutil.copytree(project / "data" / "actuals", tmp_path / "data" / "actuals")
    assert len(curated_submissions(catalogue, tmp_path)) == len(list((tmp_path / "data" / "actuals").glob("*.csv")))
    lines = (tmp_path / "data/actuals/gso-tables.csv").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "data/actuals/later.csv").write_text("".join(lines[:2]), "utf-8")
    (tmp_path / "data/actuals/wrong.csv").write_text(lines[0] + "ha_noi\n", "utf-8")
    with pytest.raises(ProblemsError) as error:
        curated_submissions(catalogue, tmp_path)
    assert [(str(problem.file), problem.line) for problem in error.value.problems] == [
        ("data/actuals/later.csv", None),
        ("data/actuals/wrong.csv", 2),
    ]
    assert "đã có ở data/actuals/gso-tables.csv" in error.value.problems[0].tell()
