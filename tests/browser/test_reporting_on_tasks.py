"""An agency reports on its tasks, signed in, in the real browser: asked, returned, answered, published, seen by everybody."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import stores
from tests.browser.signing_in import Guest, Office, open_office, signed_in
from tests.browser.test_from_file_to_publication import explain, open_submission, upload

OFFICE = "nop-so-lieu?province=bac_ninh&agency=health_department&year=2026"
TASK = "bac_ninh_246_a2_vi_2_1"
PAGE = f"nhiem-vu?task={TASK}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own: what is approved here must be seen by nobody else."""
    folder = tmp_path_factory.mktemp("task-reports")
    store = stores.copied_store(stores.demo_store(tmp_path_factory.getbasetemp()), folder)
    with open_office(folder, store) as opened:
        yield opened


@pytest.fixture
def people(office: Office, browser: Browser, tmp_path: Path) -> Iterator[dict[str, Guest]]:
    """The one who reports, the one who reviews, and one who only looks."""
    with signed_in(office, browser, tmp_path, ("nop", "duyet", "xem")) as found:
        yield found


def filled(template: Path, words: str) -> bytes:
    """Return the downloaded template with one task reported as done."""
    lines = list(csv.reader(io.StringIO(template.read_text("utf-8-sig")), delimiter=";"))
    place = {heading: number for number, heading in enumerate(lines[0])}
    (line,) = (line for line in lines if line[place["Mã nhiệm vụ"]] == TASK)
    line[place["Tình trạng"]], line[place["Ngày hoàn thành"]], line[place["Kết quả"]] = "Đã xong", "6/5/2026", words
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def hand_in(guest: Guest, template: Path, words: str) -> str:
    """Hand in a filled template and return the submission's short id."""
    upload(guest, "nhiem-vu.csv", filled(template, words))
    explain(guest, "Đã kiểm tra.")
    guest.press("Nộp 1 báo cáo nhiệm vụ")
    done = guest.page.get_by_text("Đã nộp, mã lần nộp")
    expect(done).to_be_visible()
    guest.drawn()
    found = re.search(r"mã lần nộp (\w{8})", done.inner_text())
    assert found
    return found.group(1)


def decide(guest: Guest, button: str, note: str, told: str) -> None:
    """Decide about the submission that is open, with words."""
    field = guest.page.get_by_label("Ghi chú kèm quyết định")
    field.fill(note)
    field.press("Tab")  # the page is drawn anew when the field is left, and a button that moves is missed
    guest.drawn()
    guest.press(button)
    expect(guest.page.get_by_text(told)).to_be_visible()
    guest.drawn()


def test_a_task_is_reported_on_returned_answered_and_published(people: dict[str, Guest], tmp_path: Path):
    staff, reviewer, reader = people["nop"], people["duyet"], people["xem"]
    reader.open(PAGE)
    expect(reader.page.get_by_text("Chưa có báo cáo nào được công bố về nhiệm vụ này.")).to_be_visible()

    staff.open(OFFICE)
    staff.page.get_by_role("radio", name="Báo cáo nhiệm vụ").click()
    expect(staff.title).to_have_text("Nộp báo cáo nhiệm vụ")
    staff.drawn()
    assert staff.query["view"] == ["task_reports"]
    template = tmp_path / "bieu-mau.csv"
    with staff.page.expect_download() as waiting:
        staff.press("Biểu mẫu CSV")
    waiting.value.save_as(template)
    first = hand_in(staff, template, "Đã ban hành kế hoạch")

    open_submission(reviewer, "duyet", first)
    reports = reviewer.page.locator(".plan-table").filter(has_text="Báo cáo so với đang công bố")
    expect(reports).to_contain_text("Đã ban hành kế hoạch")
    decide(reviewer, "Trả lại", "Nêu số kế hoạch.", "Đã trả lại cho người nộp.")

    staff.open(f"{OFFICE}&view=task_reports")
    returned = staff.page.get_by_test_id("stAlert").filter(has_text="bị trả lại")
    expect(returned).to_contain_text("Nêu số kế hoạch.")
    second = hand_in(staff, template, "Đã ban hành kế hoạch số 12/KH-SYT")

    open_submission(reviewer, "duyet", second)
    otherwise = reviewer.page.locator(".plan-table").filter(has_text="Khác lần bị trả lại")
    expect(otherwise).to_contain_text("12/KH-SYT")
    decide(reviewer, "Duyệt và công bố", "", "Đã duyệt; nội dung đã được công bố.")

    reader.open(PAGE)
    expect(reader.page.get_by_text("đã xong (báo cáo năm 2026: đã xong)")).to_be_visible()
    expect(reader.page.locator(".plan-table").filter(has_text="Đã ban hành kế hoạch số 12/KH-SYT")).to_be_visible()
