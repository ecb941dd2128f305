"""An agency's annex holds exactly what a draft or submission holds, or what is published, and says which of them."""

import pytest

from dashboard import workflow
from dashboard.documents.content import Asked, annex, of_draft, of_submission
from dashboard.documents.content.handed_in import hash_in_groups
from dashboard.filters import Filters
from dashboard.intake.checking import check
from dashboard.intake.context import Context
from dashboard.intake.reading import read
from dashboard.intake.templates import expected_rows, template_csv
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.words.translations import translator
from tests.documents import column, faults, headings, said, table, texts
from tests.integration.offices import OFFICE, REVIEWER, SUBMITTER, submit, submitter
from tests.task_reports import reports

YEAR = 2025
OF_OFFICE = Filters(provinces=(OFFICE[0],), agencies=(OFFICE[1],), years=(YEAR,))
VALUES = {YEAR: 76.5}


def asked(store, catalogue, language="vi", **changes):
    return Asked(Mart(catalogue, store), catalogue, OF_OFFICE.model_copy(update=changes), language)


def test_a_submission_that_waits_is_shown_as_it_was_handed_in(store, catalogue):
    id_ = submit(store, VALUES, note="Số liệu điều tra mẫu.")
    made = annex(asked(store, catalogue), of_submission(store, SUBMITTER, id_))
    assert faults(made) == []
    assert made.marked == f"Đã nộp, chờ duyệt, lần nộp {id_[:8]}"
    standing = workflow.standing(store, SUBMITTER, id_)
    told = said(made)
    assert hash_in_groups(id_) in told
    assert hash_in_groups(standing.file_hash) in told
    assert "Số liệu điều tra mẫu." in told
    figures = table(made, "như đã nộp")
    assert column(figures, "Giá trị nộp") == ["76,5\u00a0%"]
    assert [row.cells[2].value for row in figures.rows] == [76.5]
    assert column(figures, "Mục tiêu in") == ["80"]
    others = queries.expected(Mart(catalogue, store), provinces=OFFICE[:1], agencies=OFFICE[1:], year=YEAR).height - 1
    assert "Chỉ tiêu cơ quan chủ trì không có trong lần nộp này" in [
        block.text for block in made.blocks if hasattr(block, "level")
    ]
    assert sum(len(block.items) for block in made.blocks[3:] if hasattr(block, "items")) == others


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda store, id_: workflow.return_(store, REVIEWER, id_, note="Kiểm tra lại."), "Đã nộp, bị trả lại"),
        (lambda store, id_: workflow.withdraw(store, SUBMITTER, id_), "Đã nộp, đã rút"),
        (lambda store, id_: workflow.approve(store, REVIEWER, id_), "Đã công bố"),
    ],
)
def test_what_became_of_a_submission_is_said(store, catalogue, act, told):
    id_ = submit(store, VALUES)
    act(store, id_)
    made = annex(asked(store, catalogue), of_submission(store, SUBMITTER, id_))
    assert made.marked == f"{told}, lần nộp {id_[:8]}"
    assert column(table(made, "như đã nộp"), "Giá trị nộp") == ["76,5\u00a0%"]


def test_what_is_published_names_the_submission_it_came_with(store, catalogue):
    id_ = submit(store, VALUES)
    before = annex(asked(store, catalogue))
    assert before.marked == "Đã công bố"
    assert set(column(table(before, "đã công bố, năm"), "Thực hiện")) == {"–"}
    workflow.approve(store, REVIEWER, id_)
    made = annex(asked(store, catalogue))
    assert faults(made) == []
    figures = table(made, "đã công bố, năm")
    rows = queries.assessed(Mart(catalogue, store), OF_OFFICE)
    assert len(figures.rows) == rows.height
    assert [row.cells[1].value for row in figures.rows] == rows["actual"].to_list()
    assert [cell for cell in column(figures, "Lần nộp") if cell != "–"] == [id_[:8]]
    submissions = table(made, "mã băm")
    assert column(submissions, "Lần nộp") == [hash_in_groups(id_)]
    assert column(submissions, "Mã băm SHA-256") == [hash_in_groups(workflow.standing(store, SUBMITTER, id_).file_hash)]


def test_a_draft_says_that_it_is_one_and_how_many_rows_are_wrong(store, catalogue):
    mart = Mart(catalogue, store)
    rows = expected_rows(mart, catalogue, province=OFFICE[0], agency=OFFICE[1], year=YEAR)
    lines = template_csv(rows, catalogue, translate=translator("vi"), language="vi").decode("utf-8-sig").splitlines()
    head = next(place for place, line in enumerate(lines) if "trained_labour" in line)
    separator = ";" if lines[head].count(";") > lines[head].count(",") else ","
    names = lines[0].split(separator)
    value = next(place for place, name in enumerate(names) if "iá trị" in name and "gần" not in name)

    def filled(line, text):
        cells = line.split(separator)
        return separator.join([*cells[:value], text, *cells[value + 1 :]])

    wrong = next(
        place
        for place in range(1, len(lines))
        if place != head and lines[place].count(separator) == lines[head].count(separator)
    )
    content = "\n".join(
        [lines[0], filled(lines[head], '"76,5"' if separator == "," else "76,5"), filled(lines[wrong], "nhiều")]
    ).encode()
    draft = workflow.save_draft(
        store,
        SUBMITTER,
        content=content,
        file_name="nhap.csv",
        province=OFFICE[0],
        agency=OFFICE[1],
        year=YEAR,
        decisions={},
    )
    found = check(
        read(content, "nhap.csv"),
        Context(OFFICE[:1], OFFICE[1:], YEAR),
        catalogue,
        mart,
        {},
        waiting=workflow.waiting(store, OFFICE[0]),
    )
    made = annex(asked(store, catalogue), of_draft(draft, found))
    assert faults(made) == []
    assert made.marked == f"Bản nháp, chưa nộp, bản nháp {draft.draft[:8]}"
    assert hash_in_groups(draft.file_hash) in said(made)
    assert "1 dòng của tệp còn lỗi" in said(made)
    assert column(table(made, "trong bản nháp"), "Giá trị nộp") == ["76,5\u00a0%"]


def test_task_reports_are_shown_as_they_were_handed_in(store, catalogue):
    task = next(
        task for task in catalogue.tasks if task.plan == "bac_ninh_246" and "labour_department" in task.lead_agencies
    )
    office = submitter(agencies=("labour_department",))
    said_of = {
        "task": task.task,
        "year": YEAR,
        "state": "under_way",
        "what_was_done": "Đã mở 12 lớp.",
        "what_hinders": "Thiếu kinh phí.",
    }
    id_ = workflow.submit(
        store, office, catalogue,
        workflow.Handover(OFFICE[0], "labour_department", YEAR, "nhiem-vu.csv", b"x", task_reports=reports(said_of)),
    )  # fmt: skip
    question = asked(store, catalogue, agencies=("labour_department",))
    made = annex(question, of_submission(store, office, id_))
    assert faults(made) == []
    assert headings(made) == ["Nhiệm vụ"]
    shown = table(made, "như đã nộp")
    assert column(shown, "Nhiệm vụ") == [task.title_vi]
    assert column(shown, "Tình trạng báo cáo") == ["Đang thực hiện"]
    assert column(shown, "Nội dung báo cáo") == ["Đã mở 12 lớp.\nVướng mắc: Thiếu kinh phí."]
    assert not any("Số liệu đã công bố" in text for text in texts(made))
