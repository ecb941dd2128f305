"""What is unclear about agencies and tasks of a plan that is read is told and asked, never guessed."""

import pytest

from tests.plan_reading import DONE, HEADS, HEALTH, asked, read, told

# ---- agencies ------------------------------------------------------------------------------------------------------


def of_agency(catalogue, printed_, answer=None, heads=HEADS, rest=("",)):
    row = (*DONE[:5], printed_, *rest)
    outcome = read(catalogue, HEALTH[: len(heads)], row, heads=heads)
    keys = [one.key for one in asked(outcome, "agency")]
    return (
        read(catalogue, HEALTH[: len(heads)], row, heads=heads, answers=dict.fromkeys(keys, answer))
        if answer
        else outcome
    )


def test_an_agency_by_the_normal_form_of_its_name_is_taken_and_told(catalogue):
    outcome = of_agency(catalogue, "SỞ Y TẾ")
    assert not asked(outcome, "agency")
    assert outcome.additions.agency_spellings == [("health_department", "SỞ Y TẾ")]
    assert any("“SỞ Y TẾ” khớp với “health_department”" in one.text.tell() for one in outcome.findings)


def test_an_unknown_agency_is_asked_about(catalogue):
    (question,) = asked(of_agency(catalogue, "Sở Du lịch và Lễ hội"), "agency")
    assert "Cơ quan chưa có trong data/agencies.yaml" in told(question)
    added = of_agency(
        catalogue, "Sở Du lịch và Lễ hội", "new | id=tourism_festivals | en=Tourism and Festivals"
    ).additions
    assert [(one["id"], one["vi"], one["printed"]) for one in added.agencies] == [
        ("tourism_festivals", "Sở Du lịch và Lễ hội", ["Sở Du lịch và Lễ hội"])
    ]
    spelled = of_agency(catalogue, "Sở Du lịch và Lễ hội", "health_department").additions
    assert spelled.agency_spellings == [("health_department", "Sở Du lịch và Lễ hội")]
    two = of_agency(catalogue, "Sở Mới và Sở Khác", "split | Sở Mới | Sở Khác")
    assert {one.printed for one in asked(two, "agency")} == {"Sở Mới", "Sở Khác"}


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("no_agency", "Không có cơ quan nào mang mã “no_agency”."),
        ("new | id=health_department", "Mã “health_department” đã dùng."),
        ("new | id=Bad Id", "Chưa đúng: id"),
        ("split | Sở Mới", "còn lại “và Sở Khác”"),
    ],
)
def test_an_answer_about_an_agency_that_does_not_do_says_why(catalogue, answer, problem):
    outcome = of_agency(catalogue, "Sở Mới và Sở Khác", answer)
    assert problem in asked(outcome, "agency")[0].problem.tell()


def test_in_one_column_what_names_no_body_coordinates(catalogue):
    outcome = of_agency(catalogue, "Sở Y tế; đơn vị liên quan", heads=HEADS[:6], rest=())
    assert {(line["agency_in_charge"], line["coordinating"]) for line in outcome.additions.targets} == {
        ("Sở Y tế", "đơn vị liên quan")
    }


# ---- tasks ---------------------------------------------------------------------------------------------------------

SECTION = ("I", "Nâng cao nhận thức về vị trí, vai trò của chính sách xã hội", "", "", "")
TASK = ("1", "Tuyên truyền chính sách", "Sở Y tế", "", "Thường xuyên")


def of_tasks(catalogue, *tasks, answers=None):
    return read(catalogue, HEALTH, DONE, tasks=tasks, answers=answers)


def test_a_task_keeps_its_section_number_and_time(catalogue):
    (line,) = of_tasks(catalogue, SECTION, TASK).additions.tasks
    assert (line["task"], line["theme"], line["lead_agencies"], line["timing"]) == (
        "thai_nguyen_9_a2_i_1", "awareness", "health_department", "standing",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "section", "task", "ask"),
    [
        ("timing", SECTION, (*TASK[:4], "lúc thuận tiện"), "Thời gian in ở dạng chưa đọc được."),
        ("title", SECTION, ("1", "Tuyên truyền " * 20, *TASK[2:]), "Tên nhiệm vụ dài hơn 160 ký tự"),
        ("theme", ("I", "Về việc gì khác", "", "", ""), TASK, "Mục này thuộc chủ đề nào?"),
        ("agency", SECTION, (*TASK[:2], "Sở Lạ", *TASK[3:]), "Cơ quan chưa có"),
    ],
)
def test_what_is_unclear_about_a_task_is_asked(catalogue, kind, section, task, ask):
    (question,) = asked(of_tasks(catalogue, section, task), kind)
    assert ask in told(question)
    assert "Bảng 2, dòng" in told(question)


def test_a_theme_can_be_new_and_a_task_can_be_left_out(catalogue):
    odd = ("I", "Về việc gì khác", "", "", "")
    (question,) = asked(of_tasks(catalogue, odd, TASK), "theme")
    new = of_tasks(catalogue, odd, TASK, answers={question.key: "new | id=other_matters | en=Other matters"})
    assert [one["id"] for one in new.additions.themes] == ["other_matters"]
    wrong = of_tasks(catalogue, odd, TASK, answers={question.key: "nothing"})
    assert asked(wrong, "theme")[0].problem.tell() == "Không có chủ đề nào mang mã “nothing”."
    unread = (*TASK[:4], "lúc thuận tiện")
    (question,) = asked(of_tasks(catalogue, SECTION, unread), "timing")
    assert of_tasks(catalogue, SECTION, unread, answers={question.key: "leave_out"}).additions.tasks == []


def test_a_number_that_is_missing_or_printed_twice_is_told(catalogue):
    outcome = of_tasks(catalogue, SECTION, TASK, ("", *TASK[1:]), ("2", *TASK[1:]))
    assert [one.text.tell() for one in outcome.findings if one.kind == "tasks"][:2] == [
        "Nhiệm vụ không in số.",
        "Số 2 của mục I in hai lần; mã của hàng này được thêm số dòng.",
    ]
    assert len({line["task"] for line in outcome.additions.tasks}) == 3
