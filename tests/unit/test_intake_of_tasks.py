"""Reports on tasks: every code of their checks with what raises it, and what settles it."""

import csv
import datetime as dt
import io

import polars as pl
import pytest

from dashboard.intake.context import Context, accept, explain
from dashboard.intake.issue_files import issues_csv, issues_xlsx
from dashboard.intake.rechecking import recheck_reports
from dashboard.intake.refusal import Refusal
from dashboard.intake.task_checking import check_task_reports
from dashboard.intake.task_codes import TASK_RULES
from dashboard.intake.task_columns import TASK_COLUMNS
from dashboard.intake.task_comparing import compare_reports
from dashboard.intake.task_reading import read_task_reports
from dashboard.store.schema import TASK_KEY, TASK_REPORT_SCHEMA
from dashboard.words.translations import translator
from dashboard.workflow.rules import MAX_TEXT
from tests.unit.task_reports import (
    ASKED_EVERY_YEAR,
    DUE_2025,
    DUE_2026,
    OF_ANOTHER_PROVINCE,
    OF_NO_TIME,
    SCOPE,
    line_of,
    mart_of_reports,
)

PUBLISHED = [
    {
        "task": DUE_2026,
        "year": 2024,
        "state": "done",
        "date_done": dt.date(2024, 12, 1),
        "document_number": "9/QĐ-UBND",
    },
    {"task": OF_NO_TIME, "year": 2025, "state": "under_way", "what_was_done": "Đã họp"},
    {"task": ASKED_EVERY_YEAR, "year": 2024, "state": "done", "date_done": dt.date(2024, 12, 1)},
]


@pytest.fixture(scope="module")
def mart(catalogue, reused_store):
    return mart_of_reports(catalogue, reused_store, PUBLISHED)


@pytest.fixture(scope="module")
def checked(mart, catalogue):
    """Give a function that checks rows: dictionaries by column, those of a good report where nothing is said."""

    def checked(*rows, context=SCOPE, decisions=None, waiting=None, columns=tuple(TASK_COLUMNS), of=catalogue):
        lines = [line_of(row, columns) for row in rows]
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=";").writerows([[TASK_COLUMNS[name].heading for name in columns], *lines])
        sheet = read_task_reports(buffer.getvalue().encode(), "x.csv")
        return check_task_reports(sheet, context, of, mart, decisions, waiting=waiting)

    return checked


def codes(result, *severities):
    return [issue.code for issue in result.issues if issue.severity in (severities or ("error", "warning"))]


def the(result, code):
    (issue,) = [issue for issue in result.issues if issue.code == code]
    return issue


def done(**cells):
    return {"state": "Đã xong", "date_done": "25/3/2025", "document_number": "12/QĐ-UBND", **cells}


# ---- what is right ---------------------------------------------------------------------------------------------------


def test_a_good_row_becomes_a_report_and_can_be_submitted(checked):
    result = checked(done(document_date="24/03/2025", what_was_done="Đã ban hành"))
    assert result.issues == ()
    assert dict(result.reports.schema) == TASK_REPORT_SCHEMA
    day = dt.date(2025, 3, 25)
    assert result.reports.rows() == [
        (OF_NO_TIME, 2025, "done", day, "12/QĐ-UBND", dt.date(2025, 3, 24), "Đã ban hành", None)
    ]
    assert result.report_rows.to_list() == [2]
    assert result.wrong.is_empty()
    assert result.can_be_submitted


def test_rows_without_anything_filled_in_are_passed_over_with_a_word(checked):
    result = checked({"state": ""}, {"task": "", "task_name": "II. An sinh xã hội", "year": "", "state": ""}, {})
    assert codes(result) == []
    assert the(result, "task_not_reported").rows == (2,)
    assert the(result, "no_task_in_row").rows == (3,)
    assert result.report_rows.to_list() == [4]


STATES = {
    "not_begun": ("Chưa bắt đầu", "chưa triển khai", "Not begun", "not_begun"),
    "under_way": ("Đang thực hiện", "dang lam", "ĐANG TRIỂN KHAI", "in progress"),
    "done": ("Đã xong", "hoàn thành", "xong", "Done"),
    "cannot_be_done": ("Không thực hiện được", "không thể thực hiện", "Cannot be done"),
}


@pytest.mark.parametrize(("state", "words"), [(state, words) for state, all_ in STATES.items() for words in all_])
def test_states_are_read_by_every_spelling(checked, state, words):
    cells = done() if state == "done" else {"what_hinders": "Chưa có kinh phí"}
    result = checked({**cells, "state": words})
    assert codes(result) == []
    assert result.reports["state"].to_list() == [state]


@pytest.mark.parametrize("words", ["chưa hoàn thành", "không thực hiện", "đã thực hiện", "80%"])
def test_words_of_two_meanings_are_asked_about(checked, words):
    result = checked({"state": words, "what_hinders": "x"})
    assert codes(result) == ["unknown_state"]
    issue = the(result, "unknown_state")
    assert [choice.value for choice in issue.choices] == list(STATES)
    settled = checked({"state": words, "what_hinders": "x"}, decisions=accept({}, issue.choices[1]))
    assert codes(settled) == []
    assert settled.reports["state"].to_list() == ["under_way"]


@pytest.mark.parametrize(
    "text", ["25/3/2025", "25-03-2025", "25.3.2025", "2025-03-25", "2025-03-25 00:00:00", "ngày 25 tháng 3 năm 2025", "25/3/2025 10:30"]
)  # fmt: skip
def test_days_are_read_in_every_form(checked, text):
    result = checked(done(date_done=text))
    assert codes(result) == []
    assert result.reports["date_done"].to_list() == [dt.date(2025, 3, 25)]


@pytest.mark.parametrize(("text", "offered"), [
    ("3/25/2025", ["2025-03-25"]), ("25/3/25", ["2025-03-25"]), ("45741", ["2025-03-25"]),
    ("31/2/2025", []), ("tháng 3/2025", []), ("quý I", []), ("25/3/0205", []),
])  # fmt: skip
def test_what_is_no_day_is_never_guessed_but_offered_where_it_can_be_read(checked, text, offered):
    result = checked(done(date_done=text))
    issue = the(result, "unreadable_date")
    assert [choice.value for choice in issue.choices] == offered
    if offered:
        settled = checked(done(date_done=text), decisions=accept({}, issue.choices[0]))
        assert settled.reports["date_done"].to_list() == [dt.date(2025, 3, 25)]


def test_the_day_stands_first_and_that_is_said(checked):
    result = checked(done(date_done="4/3/2025"))
    assert (
        the(result, "day_first").tell()
        == "Ngày trong cột này được đọc ngày trước, tháng sau, ví dụ “4/3/2025” là 2025-03-04."
    )
    assert result.reports["date_done"].to_list() == [dt.date(2025, 3, 4)]
    assert checked(done(date_done="4/4/2025")).issues == checked(done()).issues == ()


def test_a_column_with_the_month_first_is_asked_about_day_by_day(checked):
    rows = (done(date_done="4/3/2025"), done(task=ASKED_EVERY_YEAR, date_done="3/25/2025"))
    result = checked(*rows)
    assert codes(result) == ["ambiguous_date", "unreadable_date"]
    decisions = {}
    for issue in result.errors:
        decisions = accept(decisions, issue.choices[-1])
    assert checked(*rows, decisions=decisions).reports["date_done"].to_list() == [
        dt.date(2025, 4, 3),
        dt.date(2025, 3, 25),
    ]


# ---- which task ------------------------------------------------------------------------------------------------------


def test_a_title_stands_in_for_an_id_and_the_place_tells_titles_of_several_apart(checked, catalogue):
    task = catalogue.task["bac_ninh_246_a2_i_2"]  # Tuyên Quang has a task of this very title
    assert catalogue.task["tuyen_quang_103_a2_i_2"].title_vi == task.title_vi
    row = {"task": "", "task_name": task.title_vi.upper(), "what_was_done": "x"}
    assert checked(row).reports["task"].to_list() == [task.task]
    everywhere = Context((), (), 2025)
    assert codes(checked(row, context=everywhere)) == ["unknown_task"]
    by_number = {**row, "number": "Phụ lục 2, I.2"}
    assert checked(by_number, context=everywhere).reports["task"].to_list() == [task.task]
    ids = {choice.value for choice in the(checked(row, context=everywhere), "unknown_task").choices}
    assert ids >= {task.task, "tuyen_quang_103_a2_i_2"}


def test_an_unknown_id_is_near_others_and_one_can_be_chosen(checked):
    row = {"task": "bac_ninh_246_a2_iii_l", "task_name": ""}
    issue = the(checked(row), "unknown_task")
    assert OF_NO_TIME in [choice.value for choice in issue.choices]
    (choice,) = (choice for choice in issue.choices if choice.value == OF_NO_TIME)
    assert checked(row, decisions=accept({}, choice)).reports["task"].to_list() == [OF_NO_TIME]


# ---- every code ------------------------------------------------------------------------------------------------------

OTHER_LEAD = Context(("bac_ninh",), ("education_department",), 2025)
WAITING = pl.DataFrame({"task": [OF_NO_TIME], "year": [2025], "submission": ["0123456789"]})
CASES = {
    "no_report": ([{"state": ""}], {}),
    "unknown_task": ([{"task": "?", "task_name": ""}], {}),
    "task_against_name": ([{"task_name": "Đề án phát triển giáo dục mầm non 2026-2030"}], {}),
    "task_not_in_force": ([{}], {"of": "superseded"}),
    "task_of_other_province": ([{"task": OF_ANOTHER_PROVINCE, "task_name": ""}], {}),
    "year_before_plan": ([{"year": "2023"}], {"context": Context(("bac_ninh",))}),
    "task_twice": ([{}, {}], {}),
    "task_under_review": ([{}], {"waiting": WAITING}),
    "state_missing": ([{"state": "", "what_was_done": "Đã họp"}], {}),
    "unknown_state": ([{"state": "làm dở"}], {}),
    "unreadable_date": ([done(date_done="tháng 3")], {}),
    "ambiguous_date": ([done(date_done="4/3/2025"), done(task=ASKED_EVERY_YEAR, date_done="3/25/2025")], {}),
    "date_done_missing": ([done(date_done="")], {}),
    "date_done_unasked": ([{"date_done": "25/3/2025"}], {}),
    "date_in_future": ([done(year="2026", date_done="28/11/2026")], {"context": Context(("bac_ninh",))}),
    "date_after_year": ([done(date_done="15/1/2026")], {}),
    "date_without_number": ([{"document_date": "25/3/2025"}], {}),
    "hindrance_missing": ([{"state": "Không thực hiện được"}], {}),
    "text_too_long": ([{"what_was_done": "x" * (MAX_TEXT + 1)}], {}),
    "product_not_named": ([done(task=DUE_2025, document_number="")], {}),
    "before_plan": ([done(date_done="30/7/2024")], {}),
    "no_longer_done": ([{"task": DUE_2026}], {}),
    "overdue_unexplained": ([{"task": DUE_2025}], {}),
    "task_not_reported": ([{"state": ""}, {}], {}),
    "day_first": ([done(date_done="4/3/2025")], {}),
    "nothing_said": ([{"what_was_done": ""}], {}),
    # shared with figures
    "other_agency": ([{}], {"context": OTHER_LEAD}),
    "task_other_year": ([{"year": "2024"}], {}),
    "unknown_year": ([{"year": "2027"}], {}),
    "not_named": ([{"task": "", "task_name": ""}], {}),
    "lost_letters": ([{"what_was_done": "Đ? ban h?nh v?n b?n"}], {}),
    "no_task_in_row": ([{"task": "", "task_name": "Người lập biểu", "state": ""}, {}], {}),
    "assumed": ([{}], {"columns": tuple(name for name in TASK_COLUMNS if name != "year")}),
    "edited_cell": ([{"state": "Đã song"}], {"decisions": {"cells": {"2:state": "Đang thực hiện"}}}),
}  # fmt: skip
"""A file by the code it ends with. The row of the last report in it is to blame, but where the code tells of another."""
OF_FIRST_ROW = ("ambiguous_date", "task_not_reported", "no_task_in_row")


@pytest.fixture(scope="module")
def superseded(catalogue):
    """The catalogue, had the tasks of Bắc Ninh been of a plan no longer in force."""
    tasks = tuple(
        task.model_copy(update={"plan": "bac_giang_30"}) if task.plan == "bac_ninh_246" else task
        for task in catalogue.tasks
    )
    fields = {name: getattr(catalogue, name) for name in type(catalogue).model_fields}
    return type(catalogue).model_construct(**fields | {"tasks": tasks})


def test_every_code_has_a_case():
    refusals = {code for code, rule in TASK_RULES.items() if rule.severity == "refusal"}
    assert set(CASES) >= set(TASK_RULES) - refusals


@pytest.mark.parametrize("code", CASES)
def test_each_code_is_told_where_it_belongs_with_all_it_names(checked, superseded, code):
    rows, given = CASES[code]
    result = checked(*rows, **given | ({"of": superseded} if given.get("of") else {}))
    issue = the(result, code)
    wanted = () if code == "assumed" else (2,) if code in OF_FIRST_ROW else (len(rows) + 1,)
    assert issue.rows == wanted
    others = {"ambiguous_date": {"unreadable_date"}}.get(code, set())
    assert set(codes(result)) - others <= {code}
    assert result.can_be_submitted == (issue.severity == "notice")
    for language in ("vi", "en"):
        assert "…" not in issue.tell(translator(language), language=language)
    if issue.severity == "error":
        assert result.reports.height == len(rows) - len({row for one in result.errors for row in one.rows})
        assert result.wrong.height == (0 if code == "no_report" else len(rows) - result.reports.height)
    assert issues_csv(result.issues)
    assert issues_xlsx(result)


def test_a_cell_beyond_the_headings_is_an_error(catalogue, mart):
    text = f"Mã nhiệm vụ;Năm;Tình trạng\n{OF_NO_TIME};2025;Đang thực hiện;gì\n"
    result = check_task_reports(read_task_reports(text.encode(), "x"), SCOPE, catalogue, mart)
    assert codes(result) == ["too_many_cells"]


@pytest.mark.parametrize(("code", "text"), [
    ("other_form", "Mã chỉ tiêu;Năm;Giá trị thực hiện\nhdi;2024;0,7\n"),
    ("no_task_header", "a;b\n1;2\n"),
    ("no_task_rows", "Mã nhiệm vụ;Năm;Tình trạng\n"),
    ("missing_column", "Mã nhiệm vụ;Năm\nx;2024\n"),
    ("doubled_column", "Mã nhiệm vụ;Tình trạng;Trạng thái\nx;y;z\n"),
])  # fmt: skip
def test_each_refusal_says_what_is_missing(code, text):
    with pytest.raises(Refusal) as refused:
        read_task_reports(text.encode(), "x")
    assert refused.value.code == code
    for language in ("vi", "en"):
        assert "{" not in refused.value.tell(translator(language))


def test_the_workbook_of_issues_can_be_handed_in_again(checked):
    result = checked(done(date_done=""), {"state": "làm dở"}, {"state": ""})
    again = read_task_reports(issues_xlsx(result), "x.xlsx")
    assert again.rows.rows() == result.sheet.rows.rows()
    assert again.notices == ()


# ---- doubts ----------------------------------------------------------------------------------------------------------


def test_a_doubt_is_settled_by_what_hinders_or_by_a_word(checked):
    assert codes(checked({"task": DUE_2025, "what_hinders": "Chưa bố trí kinh phí"})) == []
    result = checked({"task": DUE_2025})
    assert not result.can_be_submitted
    (warning,) = result.unexplained
    settled = checked({"task": DUE_2025}, decisions=explain({}, warning.key, "Chờ Trung ương"))
    assert settled.can_be_submitted
    assert settled.explanations() == {warning.key: "Chờ Trung ương"}


def test_nothing_is_overdue_in_a_year_before_it_was_due(checked):
    early = Context(("bac_ninh",), (), 2024)
    assert codes(checked({"task": DUE_2025, "year": "2024"}, context=early)) == []


def test_a_standing_task_done_last_year_may_be_under_way_in_the_next(checked):
    assert codes(checked({"task": ASKED_EVERY_YEAR})) == []
    same_year = Context(("bac_ninh",), (), 2024)
    assert codes(checked({"task": ASKED_EVERY_YEAR, "year": "2024"}, context=same_year)) == ["no_longer_done"]


def test_equal_mistakes_of_several_tasks_are_told_once(checked):
    result = checked(done(date_done=""), done(task=ASKED_EVERY_YEAR, date_done=""))
    assert the(result, "date_done_missing").rows == (2, 3)


# ---- against what is published ---------------------------------------------------------------------------------------


def test_reports_held_against_what_is_published(checked, mart, catalogue):
    said = {"year": "2025", "state": "Đang thực hiện"}
    result = checked(
        {"task": OF_NO_TIME, **said, "what_was_done": "Đã họp"},
        done(task=ASKED_EVERY_YEAR, date_done=""),
        done(task=DUE_2025),
    )
    rows = compare_reports(result.reports, mart, catalogue, SCOPE, wrong=result.wrong)
    by_task = {row["task"]: row for row in rows.iter_rows(named=True)}
    assert by_task[OF_NO_TIME]["kind"] == "unchanged"
    assert by_task[ASKED_EVERY_YEAR]["kind"] == "wrong"
    assert (by_task[DUE_2025]["kind"], by_task[DUE_2025]["old_state"], by_task[DUE_2025]["state"]) == (
        "new",
        None,
        "done",
    )
    missing = rows.filter(kind="missing")["task"].to_list()
    assert missing
    assert all(catalogue.task[id_].due is None or catalogue.task[id_].due.year <= 2025 for id_ in missing)
    assert {catalogue.task[id_].timing for id_ in missing} == {"due", "standing"}
    order = [task.task for task in catalogue.tasks]
    assert rows["task"].to_list() == sorted(rows["task"], key=order.index)
    changed = checked({"task": OF_NO_TIME, **said, "what_was_done": "Đã họp hai lần"})
    (row,) = compare_reports(changed.reports, mart, catalogue, Context()).iter_rows(named=True)
    assert (row["kind"], row["old_what_was_done"], row["what_was_done"]) == ("changed", "Đã họp", "Đã họp hai lần")


def test_a_reviewer_sees_the_doubts_of_what_was_handed_in(checked, mart, catalogue):
    result = checked({"task": DUE_2025}, done(document_date="24/3/2025", what_was_done="Đã họp"))
    again = recheck_reports(result.reports, SCOPE, mart, catalogue)
    assert again.reports.rows() == result.reports.rows()
    assert [issue.key for issue in again.warnings] == [issue.key for issue in result.warnings]
    assert again.report_rows.to_list() == [2, 3]
    assert again.wrong.columns == list(TASK_KEY)
