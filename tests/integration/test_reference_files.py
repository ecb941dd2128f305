"""Wrong reference files: every mistake is told with file and line, all at once, and nothing starts."""

import csv
import re
import shutil
import unicodedata

import pytest

from dashboard.__main__ import main
from dashboard.reference.files import TARGET_COLUMNS, load_catalogue
from dashboard.words.messages import ProblemsError

TARGETS = "data/targets.csv"


@pytest.fixture
def folder(project, tmp_path):
    """A copy of the shipped reference files and curated actuals."""
    shutil.copy(project / "indicators.yaml", tmp_path)
    shutil.copytree(project / "data", tmp_path / "data", ignore=shutil.ignore_patterns("store*"))
    return tmp_path


@pytest.fixture
def edit(folder):
    """Give a function that replaces the first occurrence of a text and returns its line."""

    def edit(name, old, new):
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), "utf-8")
        return text[: text.index(old)].count("\n") + 1

    return edit


def told(folder):
    """Return the problems as (file, line, text)."""
    with pytest.raises(ProblemsError) as error:
        load_catalogue(folder)
    return [(str(p.file), p.line, p.tell().removeprefix(f"{p.file}:{p.line}: ")) for p in error.value.problems]


def check(folder, monkeypatch, capsys):
    """Run ``python -m dashboard check`` on the folder; return its exit code and both outputs."""
    monkeypatch.setenv("DASHBOARD_REFERENCE", str(folder))
    code = main(["check"])
    return code, *capsys.readouterr()


def test_an_untouched_copy_is_right(folder, monkeypatch, capsys):
    code, out, err = check(folder, monkeypatch, capsys)
    assert (code, err) == (0, "")
    assert re.findall(r"\d+", out)[:1] == ["10"]
    assert " 302 " in out
    assert " 537 " in out


def test_check_counts_tasks_by_plan_section_and_lead(folder, monkeypatch, capsys):
    _, out, _ = check(folder, monkeypatch, capsys)
    lines = [line.strip() for line in out.splitlines()]
    assert "285  nhiệm vụ, đề án và trách nhiệm thường xuyên" in lines
    assert "104    Phụ lục 2: I 2 · II 4 · III 4 · IV 17 · V 25 · VI 42 · VII 5 · VIII 1 · IX 4" in lines
    assert [line for line in lines if "/KH-UBND" in line] == [
        "137  246/KH-UBND · Bắc Ninh", "27  50/KH-UBND · Bắc Giang", "121  103/KH-UBND · Tuyên Quang",
    ]  # fmt: skip
    assert "61      Sở Lao động - Thương binh và Xã hội" in lines


def test_check_tells_every_mistake_in_the_tasks_with_its_line(folder, edit, monkeypatch, capsys):
    tasks = "data/tasks.csv"
    first = edit(tasks, ",Sở Xây dựng,", ",Sở Xây dưng,")
    second = edit(tasks, "2024-12-31", "2025-12-31")
    edit("data/themes.yaml", "plan: bac_giang_50", "plan: bac_giang_51")
    code, out, err = check(folder, monkeypatch, capsys)
    assert (code, out) == (1, "")
    for line in (first, second):
        assert f"{tasks}:{line}:" in err
    assert "Sở Xây dưng" in err
    assert "kế hoạch “bac_giang_51”" in err


FIRST_INDICATOR = "  - id: merit_living_standard"
MISTAKES = {
    # what is wrong: file, text, what stands instead, on whose line it is told, words of the problem
    "broken syntax": ("data/plans.yaml", "- id: bac_giang_50", "- id: [bac_giang_50", "province: bac_giang", "YAML"),
    "unknown word": ("indicators.yaml", "direction: decrease", "direction: down", "direction: down", "'increase'"),
    "unknown key": ("indicators.yaml", "    decimals: 1", "    decimal: 1", "    decimal: 1", "Extra inputs"),
    "wrong type": ("indicators.yaml", "    decimals: 1", "    decimals: một", "    decimals: một", "'một'"),
    "missing key": ("indicators.yaml", "    sector: merit\n", "", FIRST_INDICATOR, "sector: Field required"),
    "levels missing": ("indicators.yaml", "kind: number", "kind: levels", FIRST_INDICATOR, "levels go with kind"),
    "level twice": ("indicators.yaml", "{id: regional_high", "{id: national_top_10", "  - id: hdi_standing", "twice"),
    "bounds": ("indicators.yaml", "minimum: 0", "minimum: 100", FIRST_INDICATOR, "minimum must be below"),
    "unit id": ("indicators.yaml", "  level: {", "  Level: {", "  Level: {", "Level"),
    "no such date": ("data/plans.yaml", "2024-07-31", "2024-02-30", "2024-02-30", "2024-02-30"),
    "no such day": ("data/plans.yaml", "        day: 30", "        day: 32", "        day: 32", "day"),
    "30 February": ("data/plans.yaml", "month: 10\n", "month: 2\n", "      agencies:", "day is out of range"),
    "unit": ("indicators.yaml", "unit: percent\n", "unit: per_cent\n", FIRST_INDICATOR, "đơn vị tính “per_cent”"),
    "sector": ("indicators.yaml", "sector: merit\n", "sector: merits\n", FIRST_INDICATOR, "lĩnh vực “merits”"),
    "breakdown": ("indicators.yaml", "[total, urban]", "[total, urban, city]", "- id: unemployment_rate", "“city”"),
    "kin": ("indicators.yaml", "kin: []", "kin: [no_such_kin]", FIRST_INDICATOR, "chỉ tiêu “no_such_kin”"),
    "kin one way": ("indicators.yaml", "kin: [hdi_standing]", "kin: []", "- id: hdi_standing", "chiều ngược lại"),
    "agency": ("data/plans.yaml", "_agency: lab", "_agency: no_lab", "- id: bac_ninh_246", "cơ quan “no_lab"),
    "agency's province": ("data/agencies.yaml", "province: null", "province: hue", "- id: labour_department", "“hue”"),
    "province": ("data/discrepancies.yaml", "provinces: [bac_ninh]", "provinces: [hue]", "- id: d001", "tỉnh “hue”"),
    "plan": ("data/discrepancies.yaml", "plans: [bac_ninh_246]", "plans: [other]", "- id: d001", "kế hoạch “other”"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_yaml_is_told_with_its_line(folder, edit, mistake):
    name, old, new, at, words = MISTAKES[mistake]
    edit(name, old, new)
    text = (folder / name).read_text("utf-8")
    ((file, line, what),) = told(folder)
    assert (file, line) == (name, text[: text.index(at)].count("\n") + 1)
    assert words in what


@pytest.mark.parametrize(
    ("column", "wrong", "text"),
    [
        ("plan", "bac_ninh_247", "Cột plan: “bac_ninh_247” chưa khai báo"),
        ("province", "bac_giang", "Kế hoạch bac_ninh_246 không phải của tỉnh bac_giang"),
        ("breakdown", "rural", "Cột breakdown: “rural” chưa khai báo"),
        ("indicator", "unemployment_rates", "Cột indicator: “unemployment_rates” chưa khai báo"),
        ("agency_in_charge", "Cục Thông kê", "Cơ quan chủ trì “Cục Thông kê” chưa có trong data/agencies.yaml"),
        ("year", "hai nghìn", "Cột year"),
        ("year", "2019", "Cột year"),
        ("row", "", "Cột row"),
        ("printed", "2,2 lần", "Chưa đọc được chỉ tiêu “2,2 lần”"),
        ("printed", "> 2,2", "ngược với chiều mong muốn"),
        ("printed", "1.234", "hai cách đọc"),
        ("printed", "2.2", "không phải là số"),
        ("year", "2030", "Trùng chỉ tiêu, phân tổ và năm với dòng 5"),
    ],
)
def test_a_mistake_in_a_target_line_is_told_with_its_line(folder, column, wrong, text):
    """Line 5 is Bắc Ninh's row 2.1, `< 2,2` for 2025; line 6 is the same row's `<2` for 2030."""
    path = folder / TARGETS
    lines = path.read_text("utf-8").split("\n")
    row = dict(zip(TARGET_COLUMNS, next(csv.reader([lines[4]])), strict=True)) | {column: wrong}
    lines[4] = ",".join(f'"{cell}"' for cell in row.values())
    path.write_text("\n".join(lines), "utf-8")
    ((file, line, told_text),) = told(folder)
    assert (file, line) == (TARGETS, 6 if wrong == "2030" else 5)
    assert text in told_text


def test_an_id_used_twice_is_told_with_both_lines(folder, edit):
    first = edit("data/plans.yaml", "  - id: bac_giang_50", "  - id: bac_giang_50")
    line = edit("data/plans.yaml", "  - id: tuyen_quang_103", "  - id: bac_giang_50")
    assert ("data/plans.yaml", line, f"Mã “bac_giang_50” đã dùng ở dòng {first}.") in told(folder)


def test_a_key_written_twice_is_told_where_yaml_would_keep_the_last_in_silence(folder, edit):
    line = edit("indicators.yaml", "    unit: percent\n", "    unit: percent\n    unit: percent\n")
    assert told(folder) == [("indicators.yaml", line + 1, "Khóa “unit” viết hai lần.")]


def test_a_missing_and_an_unknown_part_are_told(folder, edit):
    line = edit("data/provinces.yaml", "\nprovinces:", "\nprovince:")
    assert told(folder) == [
        ("data/provinces.yaml", line + 1, "Mục “province” không có trong quy định."),
        ("data/provinces.yaml", None, "data/provinces.yaml: Thiếu mục “provinces”."),
    ]


@pytest.mark.parametrize("content", ["", "just words", "- a\n- list\n"])
def test_a_file_without_its_parts_is_told(folder, content):
    (folder / "data/plans.yaml").write_text(content, "utf-8")
    assert told(folder) == [("data/plans.yaml", 1, "Tệp phải có các mục: plans.")]


def test_every_missing_file_is_told(tmp_path):
    names = (
        "provinces.yaml", "plans.yaml", "agencies.yaml", "successions.yaml", "combining.yaml", "discrepancies.yaml", "themes.yaml", "definitions.yaml",
        "targets.csv", "tasks.csv",
    )  # fmt: skip
    assert [file for file, _, _ in told(tmp_path)] == ["indicators.yaml", *(f"data/{name}" for name in names)]


def test_a_folder_or_bytes_in_the_place_of_a_file_are_told(folder):
    (folder / "data/plans.yaml").unlink()
    (folder / "data/plans.yaml").mkdir()
    (folder / "data/agencies.yaml").write_bytes(b"agencies: \xff\xfe")
    (folder / TARGETS).write_bytes("Tỉ lệ".encode("utf-16"))
    assert [(file, line) for file, line, what in told(folder) if "Không đọc được tệp" in what] == [
        ("data/plans.yaml", None), ("data/agencies.yaml", None), (TARGETS, None),
    ]  # fmt: skip


def test_decomposed_letters_are_told_with_the_first_line_that_has_them(folder, edit):
    line = edit(TARGETS, "Tỉ lệ thất nghiệp chung", unicodedata.normalize("NFD", "Tỉ lệ thất nghiệp chung"))
    ((file, at, what),) = told(folder)
    assert (file, at) == (TARGETS, line)
    assert "NFC" in what


def test_lines_that_are_no_csv_or_have_other_columns_are_told(folder, edit):
    line = edit(TARGETS, "bac_ninh_246,bac_ninh,2.1,", "bac_ninh_246,bac_ninh,2.1,,")
    assert told(folder) == [(TARGETS, line, "Dòng có 12 ô, cần 11.")]
    edit(TARGETS, "bac_ninh_246,bac_ninh,2.1,,", 'bac_ninh_246,bac_ninh,2.1,"Tỉ lệ" ,')
    assert [(file, at) for file, at, what in told(folder) if "Sai cú pháp CSV" in what] == [(TARGETS, line)]


@pytest.mark.parametrize("content", ["", "plan,province,line\n", "\n"])
def test_a_target_file_without_its_header_is_told(folder, content):
    (folder / TARGETS).write_text(content, "utf-8")
    assert told(folder) == [(TARGETS, 1, f"Dòng đầu phải là: {','.join(TARGET_COLUMNS)}")]


def test_a_plan_of_no_known_province_is_told_once_not_on_each_of_its_lines(folder, edit):
    edit("data/plans.yaml", "province: bac_ninh\n", "province: bac_nin\n")
    assert [what for _, _, what in told(folder)] == [
        "“bac_ninh_246” dẫn tới tỉnh “bac_nin” chưa khai báo.",
        "data/plans.yaml: Tỉnh “bac_ninh” phải có đúng một kế hoạch đang hiệu lực, hiện có 0.",
    ]


def test_two_plans_in_force_or_none_are_told(folder, edit):
    edit("data/plans.yaml", "superseded_by: bac_giang_50", "superseded_by: null")
    assert [what for _, _, what in told(folder)] == [
        "data/plans.yaml: Tỉnh “bac_giang” phải có đúng một kế hoạch đang hiệu lực, hiện có 2."
    ]
    edit("data/plans.yaml", "superseded_by: null", "superseded_by: bac_giang_50")
    assert [what for _, _, what in told(folder)] == [
        "data/plans.yaml: Tỉnh “bac_ninh” phải có đúng một kế hoạch đang hiệu lực, hiện có 0.",
        "data/plans.yaml: Tỉnh “bac_giang” phải có đúng một kế hoạch đang hiệu lực, hiện có 2.",
    ]


def test_a_spelling_of_two_agencies_is_told(folder, edit):
    edit("data/agencies.yaml", '      - "Cục Thống kê"', '      - "Cục Thống kê"\n      - "Sở Xây dựng"')
    assert told(folder) == [
        ("data/agencies.yaml", None, "data/agencies.yaml: Tên cơ quan “Sở Xây dựng” thuộc hai cơ quan.")
    ]


def test_all_mistakes_of_all_files_are_told_at_once(folder, edit, monkeypatch, capsys):
    """Reference files and curated actuals: whoever mends them need not run the check ten times."""
    actuals = "data/actuals/gso-tables.csv"
    edits = [
        ("indicators.yaml", "unit: percent\n", "unit: percent\n    unit: percent\n", 1),
        (TARGETS, '"< 2,2"', '"xấp xỉ 2,2"', 0),
        (TARGETS, ",3.2,Tỉ lệ lao động qua đào tạo,total", ",3.2,Tỉ lệ lao động qua đào tạo,totals", 0),
        (TARGETS, "bac_giang_50,bac_giang,1.1,", "bac_giang_50,bac_giang,", 0),
        (actuals, ",2011,18.9,", ",2011,one-eight,", 0),
        (actuals, ",2012,19.3,", ",2112,19.3,", 0),
    ]
    places = [f"{name}:{edit(name, old, new) + below}: " for name, old, new, below in edits]
    edit("data/plans.yaml", "coordinating_agency: labour_department", "coordinating_agency: nobody")
    code, out, err = check(folder, monkeypatch, capsys)
    assert code == 1
    assert out == ""
    first, *problems = err.splitlines()
    assert first == "Có 7 lỗi trong dữ liệu."
    assert len(problems) == 7
    for place in places:
        assert any(problem.startswith(place) for problem in problems), (place, err)
    assert any(problem.startswith("data/plans.yaml:") and "nobody" in problem for problem in problems)


def test_broken_yaml_hides_no_broken_line_of_the_targets(folder, edit):
    edit("data/plans.yaml", "  - id: bac_giang_50", "  - id: [bac_giang_50")
    line = edit(TARGETS, "bac_giang_50,bac_giang,1.1,", "bac_giang_50,bac_giang,")
    assert [(file, at) for file, at, _ in told(folder)][1] == (TARGETS, line)


@pytest.mark.parametrize("command", [["gaps"], ["load", "x.csv", "--origin", "official", "--by", "me"]])
def test_no_command_starts_on_wrong_files(folder, edit, monkeypatch, capsys, command):
    edit(TARGETS, '"< 2,2"', '"xấp xỉ 2,2"')
    monkeypatch.setenv("DASHBOARD_REFERENCE", str(folder))
    monkeypatch.setenv("DASHBOARD_STORE", f"sqlite:{folder}/catalog.sqlite")
    assert main(command) == 1
    assert "xấp xỉ 2,2" in capsys.readouterr().err
    assert not (folder / "catalog.sqlite").exists()
