"""The assignments of the plans: how their print is read, what is refused, and how many there are."""

import csv
import datetime as dt
from collections import Counter

import pytest

from dashboard.reference.files import PROJECT
from dashboard.reference.targets import collapse
from dashboard.reference.task_lines import read_tasks
from dashboard.reference.tasks import TASK_COLUMNS, named_bodies, read_timing, section_order

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
SECTIONS = {
    ("bac_ninh_246", "Mục IV"): {"1": 3, "2": 5, "3": 1, "4": 1},
    ("bac_ninh_246", "Phụ lục 2"): dict(zip(ROMAN, (2, 4, 4, 17, 25, 42, 5, 1, 4), strict=True)),
    ("bac_ninh_246", "Phụ lục 3"): dict(zip(ROMAN, (2, 3, 2, 3, 6, 5, 2), strict=False)),
    ("bac_giang_50", "Mục III"): dict(zip("12345678", (2, 4, 1, 1, 2, 6, 1, 1), strict=True)),
    ("bac_giang_50", "Mục IV"): {"1": 2, "2": 1, "3": 4, "4": 1, "5": 1},
    ("tuyen_quang_103", "Mục IV"): {"1": 3, "2": 4, "3": 1},
    ("tuyen_quang_103", "Phụ lục II"): dict(zip(ROMAN, (2, 4, 4, 20, 27, 46, 5, 1, 4), strict=True)),
}
"""How many assignments each section prints."""


def shipped():
    with (PROJECT / "data" / "tasks.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(rows, catalogue):
    """Return the problems of the rows as (line, text)."""
    problems = []

    def tell(line, text, /, **values):
        problems.append((line, text.format(**values)))

    read_tasks(list(enumerate(rows, 2)), catalogue, {(cell.plan, cell.indicator) for cell in catalogue.targets}, tell)
    return problems


# ---- how many there are -------------------------------------------------------------------------


def test_every_assignment_of_the_plans_is_there_in_document_order(catalogue):
    assert len(catalogue.tasks) == 285
    assert Counter(task.kind for task in catalogue.tasks) == {"task": 235, "scheme": 23, "duty": 27}
    found = {}
    for task in catalogue.tasks:
        found.setdefault((task.plan, task.place), Counter())[task.section] += 1
    assert list(found) == list(SECTIONS)
    assert {place: dict(sections) for place, sections in found.items()} == SECTIONS


def test_years_and_quarters_are_printed_where_they_were_counted(catalogue):
    due = Counter(task.plan for task in catalogue.tasks if task.due)
    assert due == {"bac_ninh_246": 25, "tuyen_quang_103": 10}


def test_two_numbers_are_lost_in_the_annexes_and_all_others_printed(catalogue):
    without = [task.task for task in catalogue.tasks if task.place.startswith("Phụ lục") and not task.number]
    assert without == ["bac_ninh_246_a2_iv_17", "bac_ninh_246_a2_v_14"]


def test_what_is_printed_is_collapsed_and_blank_where_nothing_is_printed(catalogue):
    for task in catalogue.tasks:
        for column in TASK_COLUMNS:
            value = getattr(task, column)
            if isinstance(value, str):
                assert value == collapse(value), (task.task, column)
                assert value not in ("-", "–"), (task.task, column)


def test_only_two_tasks_of_bac_ninh_and_two_of_tuyen_quang_print_a_year_alone(catalogue):
    alone = [
        task.task for task in catalogue.tasks if task.kind == "task" and task.due and not task.submission_time_printed
    ]
    assert alone == [
        "bac_ninh_246_a2_iv_13", "bac_ninh_246_a2_vi_2_2", "tuyen_quang_103_a2_i_1", "tuyen_quang_103_a2_iv_16",
    ]  # fmt: skip
    noted = {
        place.where for found in catalogue.discrepancies if found.kind == "timing" for place in found.places
    }  # the register says that their place in the table is a reading
    assert {
        "Phụ lục 2, mục IV, số 13",
        "Phụ lục 2, mục VI, số 2.2",
        "Phụ lục II, mục I, số 1",
        "Phụ lục II, mục IV, số 16",
    } <= noted


def test_every_heading_has_tasks_and_every_task_one_heading(catalogue):
    for task in catalogue.tasks:
        themes = [
            theme.id
            for theme in catalogue.themes
            for heading in theme.headings
            if heading.covers(task.plan, task.place, task.section)
        ]
        assert themes == [task.theme], task.task
    for theme in catalogue.themes:
        for heading in theme.headings:
            assert any(heading.covers(task.plan, task.place, task.section) for task in catalogue.tasks), heading


def test_titles_are_short_and_no_two_tasks_of_one_plan_have_the_same(catalogue):
    for language in ("vi", "en"):
        titles = Counter((task.plan, task.kind, task.title(language)) for task in catalogue.tasks)
        assert [title for title, count in titles.items() if count > 1] == []


# ---- how the print is read ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("timing", "submission", "read"),
    [
        ("Thường xuyên", "", ("standing", None)),
        ("Hằng năm", "", ("standing", None)),
        ("trước ngày 31/12 hàng năm", "", ("standing", None)),
        ("trước ngày 30 tháng 10 hằng năm", "", ("standing", None)),
        ("Đang thực hiện", "", ("standing", None)),
        ("Theo kế hoạch", "", ("under_its_plan", None)),
        ("Theo Đề án", "", ("under_its_plan", None)),
        ("Theo chỉ đạo của BHXH Việt Nam", "", ("under_its_plan", None)),
        ("Khi có chính sách ban hành", "", ("when_policy_comes", None)),
        ("", "Thực hiện khi Đề án của Chính phủ phê duyệt", ("when_policy_comes", None)),
        ("Triển khai thực hiện khi Bộ Y tế ban hành các đề án, dự án", "", ("when_policy_comes", None)),
        ("", "", ("not_printed", None)),
        ("", "2025", ("due", dt.date(2025, 12, 31))),
        ("Năm 2024", "", ("due", dt.date(2024, 12, 31))),
        ("Thường xuyên", "Quý II năm 2024", ("due", dt.date(2024, 6, 30))),
        ("Theo Kế hoạch", "Quý IV năm 2025", ("due", dt.date(2025, 12, 31))),
        ("", "Quý I/2028", ("due", dt.date(2028, 3, 31))),
        ("Năm 2024", "Năm 2026", ("due", dt.date(2026, 12, 31))),
        ("trước ngày 15/9/2025", "", ("due", dt.date(2025, 9, 15))),
        ("Sớm nhất có thể", "", None),
    ],
)
def test_timing_and_due_follow_from_the_printed_times(timing, submission, read):
    assert read_timing(timing, submission) == read


def test_a_date_in_no_calendar_is_an_error():
    with pytest.raises(ValueError, match="day"):
        read_timing("30/02/2025", "")


def test_bodies_are_found_between_semicolons_and_inside_a_piece_where_every_part_is_known():
    spellings = {"Sở A": "a", "Sở B, C": "b", "các sở, ban, ngành": "all", "đơn vị liên quan": None}
    assert named_bodies("Sở A; Sở B, C;các sở, ban, ngành", spellings) == (("a", "b", "all"), ())
    assert named_bodies("Sở A: các sở, ban, ngành, Sở B, C và Sở A", spellings) == (("a", "all", "b"), ())
    assert named_bodies("Sở A; đơn vị liên quan", spellings) == (("a",), ())
    assert named_bodies("Sở A, Sở D; Sở B, C", spellings) == (("b",), ("Sở A, Sở D",))
    assert named_bodies("", spellings) == ((), ())


def test_sections_are_ordered_by_roman_and_arabic_numbers():
    assert [section_order(section) for section in (*ROMAN, "10")] == list(range(1, 11))
    with pytest.raises(ValueError, match="A"):
        section_order("A")


# ---- what is refused ----------------------------------------------------------------------------

DIFFER = "ghi “{}”, theo chữ in phải là “{}”."
MISTAKES = {
    "unknown plan": ({"plan": "ha_noi_1"}, "Cột plan: “ha_noi_1” chưa khai báo."),
    "unknown theme": ({"theme": "sport"}, "Cột theme: “sport” chưa khai báo."),
    "unknown sector": ({"sectors": "labour;sport"}, "Cột sectors: “sport” chưa khai báo."),
    "unknown indicator": ({"indicators": "medals"}, "Cột indicators: “medals” chưa khai báo."),
    "indicator of another plan": ({"indicators": "farm_labour_share"}, "không có dòng nào của chỉ tiêu “farm_labour_share”"),
    "unknown agency": ({"lead_agencies": "opera"}, "Cột lead_agencies: “opera” chưa khai báo."),
    "another agency than printed": ({"lead_agencies": "health_department"}, DIFFER.format("health_department", "labour_department")),
    "no lead": ({"lead_agencies": ""}, "Cột lead_agencies"),
    "unknown spelling": ({"coordinating_printed": "Nhà hát"}, "Cột coordinating_agencies: “Nhà hát” chưa có trong data/agencies.yaml."),
    "theme of another section": ({"theme": "merit"}, "Chủ đề “merit” không có tiêu đề nào ở Phụ lục 2, mục IV"),
    "due without its timing": ({"timing": "standing"}, "due goes with timing: due"),
    "timing without due": ({"due": ""}, "due goes with timing: due"),
    "due on another day": ({"due": "2024-12-30"}, DIFFER.format("2024-12-30", "2024-12-31")),
    "no such day": ({"due": "2024-02-30"}, "Cột due: "),
    "timing nobody has printed": ({"timing_printed": "Sớm"}, "Chưa đọc được thời gian “Sớm”"),
    "unknown kind": ({"kind": "dream"}, "Cột kind: "),
    "a list with one twice": ({"sectors": "labour;labour"}, "sectors names one twice"),
    "a section without number": ({"section": "A"}, "Mục “A” không phải số La Mã hay số Ả Rập."),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_told_with_its_line(mistake, catalogue):
    changes, words = MISTAKES[mistake]
    rows = shipped()
    index = next(number for number, row in enumerate(rows) if row["task"] == "bac_ninh_246_a2_iv_13")
    rows[index] = {**rows[index], **changes}
    problems = told(rows, catalogue)
    assert {line for line, _ in problems} <= {index + 2, index + 3}
    assert any(words in text for _, text in problems), problems


def test_the_shipped_rows_have_no_problem(catalogue):
    assert told(shipped(), catalogue) == []


def test_a_task_or_number_that_stands_twice_is_told_with_the_first_line(catalogue):
    rows = shipped()
    rows.insert(12, dict(rows[11]))
    problems = told(rows, catalogue)
    assert (14, f"Mã “{rows[11]['task']}” đã dùng ở dòng 13.") in problems
    assert (14, "Số 2 của Phụ lục 2, mục I đã có ở dòng 13.") in problems


def test_rows_out_of_document_order_are_told(catalogue):
    rows = shipped()
    rows[20], rows[21] = rows[21], rows[20]
    assert (23, "Sai thứ tự văn bản so với dòng 22.") in told(rows, catalogue)
    rows = shipped()
    rows.append(rows.pop(0))
    assert told(rows, catalogue)[-1][0] == 286


def test_all_problems_of_all_lines_are_told_at_once(catalogue):
    rows = shipped()
    rows[3] = {**rows[3], "sectors": "sport", "theme": "dance"}
    rows[200] = {**rows[200], "timing_printed": "Sớm"}
    assert [line for line, _ in told(rows, catalogue)] == [5, 5, 202]
