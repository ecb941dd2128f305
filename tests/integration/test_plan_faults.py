"""Everything that can be wrong with a plan that is read: each is told with its place and how to settle it, nothing is guessed."""

import datetime as dt

import pytest

from dashboard.plans.context import Head
from dashboard.plans.questions import Asking, Question, read_answers, written
from dashboard.plans.settling import settle
from dashboard.plans.table_files import read_document
from dashboard.words.messages import DashboardError, Problem, same
from tests.integration.test_plan_documents import annexes, without
from tests.plan_answers import answer_to, head_of
from tests.plan_documents import as_docx
from tests.plan_reading import DONE, HEALTH, WHO, asked, printed, read, told

# ---- rows of indicators ------------------------------------------------------------------------------------------------


def test_comparators_ranges_and_words_stay_what_they_are(catalogue):
    texts = ("2 - 3%", "Từ 50 trở lên", "≥ 97", "Tối thiểu 67", "Khoảng 80", "> 95")
    for first, second in zip(texts[::2], texts[1::2], strict=True):
        outcome = read(catalogue, HEALTH, (*DONE[:3], first, second, *WHO))
        assert printed(outcome) == [("1.1", "total", "2025", first), ("1.1", "total", "2030", second)]
        assert not asked(outcome, "target")


def test_a_text_in_no_known_form_is_asked_about_and_can_be_left_out(catalogue):
    row = (*DONE[:3], "tăng dần", "95", *WHO)
    (question,) = asked(read(catalogue, HEALTH, row), "target")
    assert question.printed == "tăng dần"
    assert "Bảng 1, dòng 3, hàng 1.1: Chữ in này không đọc được" in told(question)
    settled = read(catalogue, HEALTH, row, answers={question.key: "leave_out"})
    assert printed(settled) == [("1.1", "total", "2030", "95")]
    assert [one.text.tell() for one in settled.findings if one.kind == "left_out"] == [
        "Ô “tăng dần” của năm 2025 không được lấy: không đọc được."
    ]


def test_a_new_spelling_of_a_level_is_asked_about(catalogue):
    row = ("1.1", "Mức sinh thay thế", "Mức độ", "Bảo đảm vững vàng", "Bảo đảm vững chắc", *WHO)
    outcome = read(catalogue, HEALTH, row, answers={"indicator:t1r3": "replacement_fertility"})
    (question,) = asked(outcome, "target")
    level = question.choices[-2]
    answers = {"indicator:t1r3": "replacement_fertility", question.key: level}
    settled = read(catalogue, HEALTH, row, answers=answers)
    assert settled.additions.level_spellings == [
        ("replacement_fertility", level.removeprefix("level="), "Bảo đảm vững vàng")
    ]


@pytest.mark.parametrize(("answer", "years"), [("2030", ["2030"]), ("2025", ["2025"]), ("all", ["2025", "2030"])])
def test_one_value_in_a_cell_merged_over_two_years_is_asked_about(catalogue, answer, years):
    row = (*DONE[:3], "95", "", *WHO)
    (question,) = asked(read(catalogue, HEALTH, row, merged=((2, 3, 2, 4),)), "one_value")
    assert "Hàng in một giá trị cho hai cột năm" in told(question)
    settled = read(catalogue, HEALTH, row, merged=((2, 3, 2, 4),), answers={question.key: answer})
    assert [line["year"] for line in settled.additions.targets] == years
    assert [one["kind"] for one in settled.additions.discrepancies] == ["one_value_two_columns"]


def test_an_empty_cell_beside_a_value_is_the_same_question(catalogue):
    assert asked(read(catalogue, HEALTH, (*DONE[:3], "", "95", *WHO)), "one_value")


def test_numbers_that_skip_are_asked_about_and_go_into_the_register(catalogue):
    rows = (HEALTH, DONE, ("1.4", "Tuổi thọ trung bình", "Tuổi", "74", "75", *WHO))
    (question,) = asked(read(catalogue, *rows), "number")
    assert "Số thứ tự nhảy từ 1.1 đến 1.4" in told(question)
    settled = read(catalogue, *rows, answers={question.key: "ok"})
    assert [one["kind"] for one in settled.additions.discrepancies] == ["numbering"]


def test_parts_that_do_not_bracket_the_total_are_asked_about(catalogue):
    rows = (
        ("1", "Nhà ở", *[""] * 5),
        ("1.1", "Diện tích nhà ở bình quân đầu người", "m2 sàn/ người", "30", "35", *WHO),
        ("-", "Thành thị", "m2 sàn/ người", "31", "36", "", ""),
        ("-", "Nông thôn", "m2 sàn/ người", "32", "34", "", ""),
    )
    (question,) = asked(read(catalogue, *rows), "parts")
    assert "Năm 2025, giá trị chung không nằm giữa thành thị và nông thôn" in told(question)
    assert question.printed == "30 · 31 · 32"


def test_a_target_that_eases_is_asked_about(catalogue):
    (question,) = asked(read(catalogue, HEALTH, (*DONE[:3], "95", "90", *WHO)), "eases")
    assert "năm 2030 đòi hỏi ít hơn năm 2025" in told(question)


def test_two_rows_of_one_indicator_are_asked_about(catalogue):
    outcome = read(catalogue, HEALTH, DONE, ("1.2", *DONE[1:]))
    (question,) = asked(outcome, "indicator")
    assert "mà dòng 3 đã là chỉ tiêu đó" in told(question)
    again = read(catalogue, HEALTH, DONE, ("1.2", *DONE[1:]), answers={question.key: "health_managed_population"})
    assert again.questions[-1] is not None
    assert [one.problem.tell() for one in again.questions if one.key == question.key]


def test_a_name_of_two_measures_is_never_guessed(catalogue):
    """“Chỉ số HDI” is a number in two plans and a standing in the third."""
    (question,) = asked(read(catalogue, HEALTH, ("1.1", "Chỉ số HDI", "", "-", "-", *WHO)), "indicator")
    assert set(question.choices) >= {"hdi", "hdi_standing"}
    assert question.proposal == "?"


def test_its_targets_decide_between_two_measures(catalogue):
    outcome = read(catalogue, HEALTH, ("1.1", "Chỉ số HDI", "", "> 0,7", "0,8", *WHO))
    assert {line["indicator"] for line in outcome.additions.targets} == {"hdi"}


def test_a_part_that_an_indicator_has_not_is_asked_about(catalogue):
    rows = (HEALTH, DONE, ("-", "Thành thị", "%", "91", "96", "", ""))
    (question,) = asked(read(catalogue, *rows), "indicator")
    assert question.proposal == "/urban"
    settled = read(catalogue, *rows, answers={question.key: "ok"})
    assert len(settled.additions.indicator_breakdowns) == 1
    women = read(catalogue, *rows, answers={question.key: "/women"})
    assert "Phân tổ “women” chưa có" in asked(women, "indicator")[0].problem.tell()
    named = read(catalogue, *rows, answers={question.key: "/women | vi=Nữ | en=Women"})
    assert named.additions.breakdowns == {"women": {"vi": "Nữ", "en": "Women"}}


def test_a_row_can_be_left_out(catalogue):
    unseen = ("1.2", "Tỉ lệ trạm y tế có vườn thuốc nam", "%", "50", "70", *WHO)
    (question,) = asked(read(catalogue, HEALTH, DONE, unseen), "indicator")
    settled = read(catalogue, HEALTH, DONE, unseen, answers={question.key: "leave_out"})
    assert {line["row"] for line in settled.additions.targets} == {"1.1"}


NEW = "new | id=herb_gardens | sector=health | unit=percent | direction=increase | kind=number | minimum=0 | maximum=100 | accumulates=none"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("unknown_id", "Không có chỉ tiêu nào mang mã “unknown_id”."),
        (NEW.replace("herb_gardens", "trained_labour"), "Mã “trained_labour” đã dùng."),
        (NEW.replace("health", "no_sector"), "Không có lĩnh vực “no_sector”"),
        (NEW.replace("direction=increase", "direction=?"), "Còn phải ghi: direction."),
        (NEW.replace("direction=increase", "direction=keep"), "Chưa đúng: "),
        (NEW.replace("maximum=100", "maximum=cao"), "Chưa đúng: "),
        (NEW.replace("unit=percent", "unit=km"), "Đơn vị “km” chưa có; ghi thêm unit_vi=…"),
        (NEW.replace("kind=number", "kind=levels"), "Chưa đúng: "),
    ],
)
def test_an_answer_that_does_not_do_says_why(catalogue, answer, problem):
    unseen = ("1.1", "Tỉ lệ trạm y tế có vườn thuốc nam", "%", "50", "70", *WHO)
    outcome = read(catalogue, HEALTH, unseen, answers={"indicator:t1r3": answer})
    assert problem in asked(outcome, "indicator")[0].problem.tell()


def test_another_unit_than_the_indicators_is_asked_about(catalogue):
    row = ("1.1", "Tỉ lệ lao động qua đào tạo", "Người", "50", "70", *WHO)
    answers = {"indicator:t1r3": "trained_labour"}
    (question,) = asked(read(catalogue, HEALTH, row, answers=answers), "unit")
    assert "Đơn vị in khác đơn vị của “trained_labour” (%)." in told(question)
    settled = read(catalogue, HEALTH, row, answers=answers | {question.key: "as_printed"})
    assert [line["printed_unit"] for line in settled.additions.targets] == ["Người", "Người"]


def test_a_new_indicator_is_declared_with_a_definition_that_says_what_is_open(catalogue):
    unseen = ("1.1", "Tỉ lệ trạm y tế có vườn thuốc nam", "%", "50", "70", *WHO)
    added = read(catalogue, HEALTH, unseen, answers={"indicator:t1r3": NEW}).additions
    assert [(one["id"], one["breakdowns"]) for one in added.indicators] == [("herb_gardens", ["total"])]
    assert "Tỉ lệ trạm y tế có vườn thuốc nam" in added.definitions["herb_gardens"]["basis"]["vi"]


def test_one_target_column_without_a_year_is_asked_about(catalogue):
    heads = ("TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Chủ trì", "Phối hợp")
    rows = (HEALTH[:-1], (*DONE[:4], *WHO))
    (question,) = asked(read(catalogue, *rows, heads=heads), "year")
    assert told(question) == "Bảng 1: Cột này là chỉ tiêu của năm nào? Ghi một năm."
    assert printed(read(catalogue, *rows, heads=heads, answers={question.key: "2030"})) == [
        ("1.1", "total", "2030", "90")
    ]
    wrong = read(catalogue, *rows, heads=heads, answers={question.key: "sau này"})
    assert asked(wrong, "year")[0].problem.tell() == "“sau này” không phải một năm từ 2021 đến 2050."


def test_a_column_of_a_period_proposes_its_last_year(catalogue):
    heads = ("TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu giai đoạn 2026-2030", "Chủ trì", "Phối hợp")
    (question,) = asked(read(catalogue, HEALTH[:-1], (*DONE[:4], *WHO), heads=heads), "year")
    assert question.proposal == "2030"


def test_every_year_can_have_its_column(catalogue):
    years = ("2026", "2027", "2028", "2029", "2030")
    heads = ("TT", "Chỉ tiêu", "ĐVT", *(f"Năm {year}" for year in years), "Chủ trì")
    rows = (("1", "Y tế", *[""] * 7), (*DONE[:3], "90", "91", "", "93", "95", "Sở Y tế"))
    outcome = read(catalogue, *rows, heads=heads)
    assert [line["year"] for line in outcome.additions.targets] == ["2026", "2027", "2029", "2030"]


def test_indicators_without_a_past_are_named(catalogue):
    outcome = read(catalogue, HEALTH, DONE)
    (id_,) = {line["indicator"] for line in outcome.additions.targets}
    assert [one.text.values["id"] for one in outcome.findings if one.kind == "no_baseline"] == [id_]
    known = read(catalogue, HEALTH, DONE, observed={("thai_nguyen", id_, "total")})
    assert not [one for one in known.findings if one.kind == "no_baseline"]


# ---- the plan itself ------------------------------------------------------------------------------------------------


def test_a_plan_that_supersedes_another_is_held_against_it(catalogue):
    """Bắc Giang's plan 50 on plan 30, as it was when it came."""
    before = without(catalogue, "bac_giang_50")
    old = catalogue.plan["bac_giang_30"].model_copy(update={"superseded_by": None})
    plans = tuple(old if one.id == old.id else one for one in before.plans)
    before = type(before).model_construct(
        **({name: getattr(before, name) for name in type(before).model_fields} | {"plans": plans})
    )
    document = read_document(as_docx(annexes(catalogue, "bac_giang_50")))
    head = head_of(catalogue, "bac_giang_50", supersedes="30/KH-UBND")
    answers = {}
    for _ in range(6):
        outcome = settle(document, head, before, answers)
        answers |= {one.key: answer_to(one, before, catalogue, "bac_giang_50", set()) for one in outcome.open}
    assert outcome.open == ()
    assert outcome.additions.superseded == "bac_giang_30"
    changed = {
        (one["indicator"], one["breakdown"], one["year"])
        for one in outcome.additions.discrepancies
        if one["kind"] == "superseded_change"
    }
    now = {
        (cell.indicator, cell.breakdown, cell.year): cell.target
        for cell in catalogue.targets
        if cell.plan == "bac_giang_50"
    }
    wanted = {
        (cell.indicator, cell.breakdown, cell.year) for cell in catalogue.targets
        if cell.plan == "bac_giang_30" and cell.target and now.get((cell.indicator, cell.breakdown, cell.year), cell.target) != cell.target
    }  # fmt: skip
    gone = {one.key for one in outcome.questions if one.kind == "superseded" and one.place.tell() == "Cả kế hoạch"}
    assert changed | {tuple(key.split(":")[1:3]) + (int(key.split(":")[3]),) for key in gone} >= wanted
    assert changed <= wanted
    assert changed


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        (Head("bac_ninh", "300/KH-UBND", dt.date(2026, 1, 5)), "đang có kế hoạch 246/KH-UBND hiệu lực"),
        (
            Head("bac_ninh", "300/KH-UBND", dt.date(2026, 1, 5), "50/KH-UBND"),
            "Không có kế hoạch “50/KH-UBND” nào của tỉnh “bac_ninh”",
        ),
        (Head("Bắc Ninh", "246/KH-UBND", dt.date(2024, 7, 31)), "Kế hoạch “bac_ninh_246” đã có trong dữ liệu gốc."),
    ],
)
def test_a_plan_that_cannot_be_taken_in_is_refused(catalogue, head, problem):
    with pytest.raises(DashboardError) as refused:
        read(catalogue, HEALTH, DONE, head=head)
    assert problem in str(refused.value)


def test_a_deadline_must_be_a_day_of_the_year(catalogue):
    outcome = read(catalogue, HEALTH, DONE, answers={"plan:deadline_agencies": "cuối năm"})
    problem = next(one.problem for one in outcome.open if one.key == "plan:deadline_agencies")
    assert problem.tell() == "“cuối năm” không phải ngày/tháng."


def test_a_document_without_a_table_of_indicators_is_refused(catalogue):
    with pytest.raises(DashboardError, match="Không thấy bảng chỉ tiêu nào"):
        read(catalogue, ("1", "a", "b", "c", "d", "e", "f"), heads=("A", "B", "C", "D", "E", "F", "G"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "trống"),
        (as_docx([])[:300], "tệp nén|không đọc được|hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "."),
    ],
)
def test_a_file_that_cannot_be_read_says_so(content, problem):
    with pytest.raises(DashboardError, match=f"(?i){problem}"):
        read_document(content)


# ---- the file of decisions -------------------------------------------------------------------------------------------


def test_answers_come_back_as_they_were_written_also_from_a_spreadsheet_with_semicolons():
    place, ask = Problem("Bảng 1"), Problem("?")
    asking = Asking({"a": "=", "b": "x; y"})
    asking.ask(Question("a", "plan", place, "", ask, (), "30/10"))
    asking.ask(Question("b", "plan", place, "", ask))
    asking.ask(Question("c", "plan", place, "", ask))
    content = written(asking.questions.values(), same)
    assert read_answers(content) == {"a": "ok", "b": "x; y"}
    with_semicolons = b"question;answer\r\nplan:title;T\xc3\xaan\r\n"
    assert read_answers(with_semicolons) == {"plan:title": "Tên"}


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"key,text\r\n", "phải giữ dòng đầu"), ("question,answer\r\na,Đạt".encode("utf-16"), "không còn ở dạng UTF-8")],
)
def test_a_damaged_file_of_decisions_says_so(content, problem):
    with pytest.raises(DashboardError, match=problem):
        read_answers(content)
