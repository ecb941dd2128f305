"""Two people and the leadership's page: from a wrong file to a published figure, signed in, in the real browser."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import stores
from tests.browser.signing_in import Guest, Office, open_office, signed_in

OFFICE = "nop-so-lieu?province=bac_ninh&agency=health_department&year=2025"
INDICATOR, NAME = "life_expectancy", "Tuổi thọ trung bình"
PAGE = f"chi-tieu?id={INDICATOR}&year=2025&province=bac_ninh"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of its own: what is approved here must be seen by nobody else."""
    folder = tmp_path_factory.mktemp("handing-in")
    store = stores.copied_store(stores.demo_store(tmp_path_factory.getbasetemp()), folder)
    with open_office(folder, store) as opened:
        yield opened


@pytest.fixture
def people(office: Office, browser: Browser, tmp_path: Path) -> Iterator[dict[str, Guest]]:
    """The one who hands in, the one who reviews, and one who only looks, each signed in in a browser of their own."""
    with signed_in(office, browser, tmp_path, ("nop", "duyet", "xem")) as found:
        yield found


def filled(template: Path, value: str) -> bytes:
    """Return the downloaded template with one figure, as an office fills it in."""
    lines = list(csv.reader(io.StringIO(template.read_text("utf-8-sig")), delimiter=";"))
    place = {heading: number for number, heading in enumerate(lines[0])}
    for line in lines[1:]:
        if line[place["Mã chỉ tiêu"]] == INDICATOR:
            line[place["Giá trị thực hiện"]] = value
            line[place["Nguồn số liệu"]] = "Báo cáo năm 2025 của ngành"
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def upload(guest: Guest, name: str, content: bytes) -> None:
    guest.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    expect(guest.page.get_by_role("heading", name="Kết quả kiểm tra")).to_be_visible()
    guest.drawn()


def explain(guest: Guest, words: str) -> None:
    """Say why to everything that is unusual; the page is drawn anew after each."""
    fields = guest.page.get_by_test_id("stTextInput").locator("input")
    for left in reversed(range(fields.count())):
        field = fields.nth(fields.count() - 1 - left)
        field.fill(words)
        field.press("Enter")
        told = f": {left} điểm chưa có." if left else "Tệp đã sẵn sàng để nộp."
        expect(guest.page.get_by_text(told)).to_be_visible()
        guest.drawn()


def hand_in(guest: Guest) -> str:
    """Press the button and return the submission's short id."""
    guest.press("Nộp 1 số liệu")
    done = guest.page.get_by_text("Đã nộp, mã lần nộp")
    expect(done).to_be_visible()
    guest.drawn()
    found = re.search(r"mã lần nộp (\w{8})", done.inner_text())
    assert found
    return found.group(1)


def open_submission(guest: Guest, page: str, id_: str) -> None:
    guest.open(page)
    guest.page.locator(".plan-table tr").filter(has_text=id_).first.locator("a").first.click()
    expect(guest.page.get_by_role("heading", name=re.compile(f"^Lần nộp {id_}"))).to_be_visible()
    guest.drawn()


def test_from_a_wrong_file_to_the_leaderships_page(people: dict[str, Guest], tmp_path: Path):
    staff, reviewer, leader = people["nop"], people["duyet"], people["xem"]
    leader.open(PAGE)
    assert "76,1" not in leader.page.locator("main, [data-testid=stMain]").first.inner_text()

    staff.open(OFFICE)
    with staff.page.expect_download() as waiting:
        staff.press("Biểu mẫu CSV")
    waiting.value.save_as(tmp_path / "bieu-mau.csv")

    upload(staff, "so-lieu.csv", filled(tmp_path / "bieu-mau.csv", "760"))
    expect(staff.page.get_by_text("Có 1 lỗi phải sửa trước khi nộp.")).to_be_visible()
    expect(staff.page.locator(".plan-table").filter(has_text="ngoài khoảng cho phép")).to_be_visible()
    staff.press("Bỏ bản nháp")
    expect(staff.page.locator("input[type=file]")).to_be_attached()
    staff.drawn()

    upload(staff, "so-lieu-2.csv", filled(tmp_path / "bieu-mau.csv", "76,4"))
    names = (
        "elements => elements.map(element => element.getAttribute('aria-label')).filter(name => name.includes('\\\\'))"
    )
    assert staff.page.eval_on_selector_all("[aria-label]", names) == [], "a name is heard as it is read"
    explain(staff, "Đã kiểm tra với cơ sở.")
    expect(staff.page.locator(".plan-table").filter(has_text="76,4").first).to_be_visible()
    first = hand_in(staff)

    open_submission(reviewer, "duyet", first)
    figures = reviewer.page.locator(".plan-table").filter(has_text="Số liệu so với đang công bố")
    expect(figures).to_contain_text("76,4")
    expect(figures).to_contain_text("Đã kiểm tra với cơ sở.")
    reviewer.page.get_by_label("Ý kiến", exact=True).fill("Nguồn nào?")
    reviewer.press("Gửi ý kiến")
    expect(reviewer.page.get_by_text("Đã ghi ý kiến.")).to_be_visible()
    expect(figures).to_contain_text("chờ trả lời")
    reviewer.drawn()
    note = reviewer.page.get_by_label("Ghi chú kèm quyết định")
    note.fill("Xem lại số liệu tuổi thọ.")
    note.press("Tab")  # the page is drawn anew when the field is left, and a button that moves is missed
    reviewer.drawn()
    reviewer.press("Trả lại")
    expect(reviewer.page.get_by_text("Đã trả lại cho người nộp.")).to_be_visible()

    explained = reviewer.page.locator(".plan-table").filter(has_text="Điểm khác thường lúc nộp và giải thích")
    expect(explained).to_contain_text("Đã kiểm tra với cơ sở.")

    staff.open(OFFICE)
    returned = staff.page.get_by_test_id("stAlert").filter(has_text="bị trả lại")
    for told in (
        f"Lần nộp {first}",
        "Xem lại số liệu tuổi thọ.",
        f"{NAME}, 2025: “Nguồn nào?”",
        "Hạn báo cáo năm 2025",
    ):
        expect(returned).to_contain_text(told)
    assert returned.bounding_box()["y"] < staff.page.get_by_role("combobox").first.bounding_box()["y"]
    staff.page.get_by_role("link", name=f"Xem lần nộp {first} và trả lời").click()
    expect(staff.page.get_by_role("heading", name=re.compile(f"^Lần nộp {first}"))).to_be_visible()
    staff.drawn()
    expect(staff.page.locator(".plan-said")).to_contain_text("Nguồn nào?")
    staff.page.get_by_placeholder("Trả lời").fill("Điều tra biến động dân số 1/4.")
    staff.press("Gửi trả lời")
    expect(staff.page.get_by_text("Đã gửi trả lời.")).to_be_visible()
    expect(staff.page.locator(".plan-said-back")).to_contain_text("Điều tra biến động dân số 1/4.")

    staff.open(OFFICE)
    upload(staff, "so-lieu-3.csv", filled(tmp_path / "bieu-mau.csv", "76,1"))
    explain(staff, "Số chính thức của ngành.")
    expect(staff.page.get_by_text(f"thay lần nộp đã bị trả lại {first}")).to_be_visible()
    assert "rút lần nộp" not in staff.page.locator("[data-testid=stMain]").inner_text()
    second = hand_in(staff)
    assert second != first

    open_submission(reviewer, "duyet", second)
    expect(reviewer.page.get_by_role("heading", name=f"Thay lần nộp {first}")).to_be_visible()
    different = reviewer.page.locator(".plan-table").filter(has_text="Khác lần bị trả lại: 1 số liệu")
    expect(different).to_contain_text("76,4")
    expect(different).to_contain_text("76,1")
    expect(reviewer.page.locator(".plan-said").first).to_contain_text("Nguồn nào?")
    expect(reviewer.page.locator(".plan-said-back")).to_contain_text("Điều tra biến động dân số 1/4.")
    reviewer.press("Duyệt và công bố")
    expect(reviewer.page.get_by_text("Đã duyệt; nội dung đã được công bố.")).to_be_visible()
    expect(explained).to_contain_text("Số chính thức của ngành.")

    leader.open(PAGE)
    sources = leader.page.locator(".plan-table").filter(has_text="Số liệu thực hiện và nguồn")
    expect(sources.locator("tr").filter(has_text="2025").filter(has_text="76,1")).to_contain_text(
        "Báo cáo năm 2025 của ngành"
    )
    revised = leader.page.locator(".plan-table").filter(has_text="Giá trị đang công bố và các giá trị trước đó")
    expect(revised).to_contain_text("Số chính thức của ngành.")
    leader.open("y-te?year=2025&province=bac_ninh")
    row = leader.page.locator(".plan-table tbody tr").filter(has_text=NAME).first
    expect(row).to_contain_text("76,1")
