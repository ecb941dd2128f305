"""Task reports on the pages: asked for, handed in, reviewed, returned, answered, published, and seen in the list of tasks."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import workflow
from dashboard.access import Person, local_rights
from dashboard.filters import Filters
from dashboard.intake.task_templates import task_template_csv
from dashboard.mart import queries
from dashboard.store.store import open_store
from tests import stores
from tests.pages.reading import finding, shown, tables, words
from tests.pages.site import Site
from tests.pages.test_handing_in import explain_everything, press, submitted_id, upload

OFFICE = {"province": "bac_ninh", "agency": "health_department", "year": "2026", "view": "task_reports"}
TASK = "bac_ninh_246_a2_vi_2_1"  # under its own plan: may be reported on, is not asked for
NAME = "Thực hiện kế hoạch về công tác dân số trong tình hình mới"


@pytest.fixture
def site(demo: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A copy of the illustrative store, where one person has every role and may approve what they handed in."""
    monkeypatch.setenv("DASHBOARD_AUTHOR_MAY_APPROVE", "true")
    return Site(stores.copied_store(demo.store, tmp_path))


def expected(site: Site) -> pl.DataFrame:
    return queries.expected_tasks(site.mart(), provinces=("bac_ninh",), agencies=("health_department",), year=2026)


def filled(site: Site, **cells: str) -> bytes:
    """Return the office's template with a report on one task."""
    template = task_template_csv(expected(site), site.catalogue()).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(template), delimiter=";"))
    headings = {
        "state": "Tình trạng", "date_done": "Ngày hoàn thành", "document_number": "Số hiệu văn bản",
        "what_was_done": "Kết quả", "what_hinders": "Vướng mắc",
    }  # fmt: skip
    (line,) = (line for line in lines if line[lines[0].index("Mã nhiệm vụ")] == TASK)
    for name, text in cells.items():
        line[lines[0].index(headings[name])] = text
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def status(site: Site) -> str:
    (row,) = queries.tasks(site.mart(), Filters(tasks=(TASK,))).iter_rows(named=True)
    return str(row["task_status"])


def hand_in(site: Site, **cells: str) -> AppTest:
    page = upload(site, site.open("nop-so-lieu", **OFFICE), filled(site, **cells), "nhiem-vu.csv")
    return press(site, explain_everything(site, page), "Nộp 1 báo cáo nhiệm vụ")


def test_the_page_asks_for_what_the_lead_owes_and_says_how_much_is_there(demo: Site):
    page = demo.open("nop-so-lieu", **OFFICE)
    rows = expected(demo)
    asked = rows.filter("is_asked")
    assert page.title[0].value == "Nộp báo cáo nhiệm vụ"
    assert f"chủ trì {rows.height} nhiệm vụ còn theo dõi, {asked.height} phải báo cáo" in finding(page)
    (table,) = (table for table in tables(page) if "phải báo cáo trước" in table.caption)
    assert len(table.rows) == rows.height
    states = [cell.split(" ", 1)[1] for cell in table.column("Tình trạng")]
    assert "Chưa phải báo cáo" not in states[: asked.height]
    assert states.count("Còn thiếu") == asked["state"].is_null().sum()
    assert demo.open("nop-so-lieu", **{**OFFICE, "view": "figures"}).title[0].value == "Nộp số liệu"
    assert demo.open("nop-so-lieu", **{**OFFICE, "year": "all"}).title[0].value == "Nộp số liệu"


def test_from_a_wrong_file_to_the_list_of_tasks(site: Site):
    assert status(site) == "no_date"
    page = upload(site, site.open("nop-so-lieu", **OFFICE), filled(site, state="Đã xong"), "nhiem-vu.csv")
    assert "1 lỗi" in page.error[0].value
    page = press(site, page, "Bỏ bản nháp")
    page = hand_in(site, state="Đã xong", date_done="6/5/2026", what_was_done="Đã ban hành kế hoạch")
    assert any("Đã nộp, mã lần nộp" in success.value for success in page.success)
    id_ = submitted_id(site, page)
    assert status(site) == "no_date", "nothing is published before it is approved"

    review = site.open("duyet", submission=id_)
    (table,) = (table for table in tables(review) if table.caption.startswith("Báo cáo so với"))
    assert table.rows[0]["Nhiệm vụ"].startswith(NAME)
    assert "Đã xong\nxong ngày 6/5/2026\nĐã ban hành kế hoạch" in table.rows[0]["Lần nộp này"]
    (moved,) = (table for table in tables(review) if "sẽ đổi nếu duyệt" in table.caption)
    assert moved.column("Trạng thái") == ["– Không in thời hạn\n→ ✔ Đã xong"]
    review = press(site, review, "Duyệt và công bố")
    assert any("Đã duyệt" in success.value for success in review.success)
    assert status(site) == "done"
    page = site.open("nhiem-vu", task=TASK)
    assert "đã xong (báo cáo năm 2026: đã xong)" in finding(page)


def test_what_is_returned_is_told_and_the_answer_shows_what_is_otherwise(site: Site):
    first = submitted_id(site, hand_in(site, state="Đang thực hiện", what_was_done="Đã lập kế hoạch"))
    store, reviewer = open_store(site.store), local_rights(Person("duyet@example.vn"))
    workflow.comment(store, reviewer, first, ("bac_ninh", TASK, "", 2026), "Kế hoạch số mấy?")
    workflow.return_(store, reviewer, first, note="Nêu số kế hoạch")
    store.close()
    page = site.open("nop-so-lieu", **OFFICE)
    assert f"Lần nộp {first[:8]}" in page.error[0].value
    assert f"{NAME}, 2026: “Kế hoạch số mấy?”" in shown(page.error[0])
    page = upload(
        site, page, filled(site, state="Đang thực hiện", what_was_done="Đã lập kế hoạch số 12/KH-SYT"), "nhiem-vu.csv"
    )
    assert f"thay lần nộp đã bị trả lại {first[:8]}" in words(page)
    second = submitted_id(site, press(site, explain_everything(site, page), "Nộp 1 báo cáo nhiệm vụ"))
    review = site.open("duyet", submission=second)
    (table,) = (table for table in tables(review) if table.caption == "Khác lần bị trả lại: 1 báo cáo; giữ nguyên: 0")
    assert "Đã lập kế hoạch số 12/KH-SYT" in table.rows[0]["Lần nộp này"]
    assert "sửa báo cáo" in table.rows[0]["Thay đổi"]
    assert "Kế hoạch số mấy?" in words(review)


def test_figures_handed_in_as_task_reports_are_told_what_they_are(site: Site):
    page = upload(site, site.open("nop-so-lieu", **OFFICE), "Mã chỉ tiêu;Giá trị thực hiện\nx;1\n".encode(), "a.csv")
    assert "không phải biểu mẫu báo cáo nhiệm vụ" in shown(page.error[0])


def test_a_draft_of_reports_is_taken_up_again_from_the_page_of_figures(site: Site):
    page = upload(site, site.open("nop-so-lieu", **OFFICE), filled(site, state="Đang thực hiện"), "nhiem-vu.csv")
    page = press(site, page, "Chọn tệp khác")
    page = press(site, site.open("nop-so-lieu", **{**OFFICE, "view": "figures"}), "Làm tiếp")
    assert page.title[0].value == "Nộp báo cáo nhiệm vụ"
    assert any(button.label == "Nộp 1 báo cáo nhiệm vụ" for button in page.button)
