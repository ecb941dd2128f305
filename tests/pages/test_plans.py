"""From a plan's document to the reference files, on the page: read, settled, previewed, written; and who may not."""

import datetime as dt
import os
from pathlib import Path
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Radio, Selectbox

from dashboard.access import Person, Rights, local_rights
from dashboard.plans.context import Head
from dashboard.plans.drafts import Drafts, drafts_folder
from dashboard.reference.files import FILES, load_catalogue
from dashboard.reference.folder import BEFORE
from dashboard.store.store import open_store
from dashboard.ui.frame.services import take_up_reference
from dashboard.words.messages import DashboardError
from dashboard.words.translations import translator
from dashboard.workflow import audit_log
from dashboard.workflow.rules import RefusedError
from tests import stores
from tests.pages.reading import tables, words
from tests.pages.site import Site
from tests.pages.test_handing_in import press
from tests.plan_documents import Sheet, as_docx
from tests.plan_reading import DONE, HEADS, HEALTH, WHO
from tests.quotations import vietnamese_left

NEW_NAME = "Số lượt tư vấn tâm lý học đường"
COUNT = ("1.2", NEW_NAME, "Lượt", "100", "300", *WHO)
DOCUMENT = as_docx([("PHỤ LỤC I", [Sheet((HEADS, HEALTH, DONE, COUNT))])])
PLAN = "thai_nguyen_9"
TITLE = "Thực hiện chính sách xã hội trên địa bàn tỉnh Thái Nguyên"
OWN = {
    "plan:title_vi": TITLE,
    "plan:title_en": "Social policy in Thái Nguyên",
    "plan:deadline_agencies": "25/11",
    "plan:deadline_coordinating": "15/12",
    "plan:coordinating_agency": "health_department",
}
"""What a person writes; everything else is chosen."""


@pytest.fixture
def site(demo: Site, tmp_path: Path) -> Site:
    """A copy of the illustrative store and of the reference files."""
    return Site(stores.copied_store(demo.store, tmp_path), stores.copied_reference(tmp_path))


def read(site: Site, content: bytes = DOCUMENT, lang: str = "vi", **more: str) -> AppTest:
    """Hand the document over on the page, with what is said of the plan."""
    page = site.open("ke-hoach", lang=lang)
    page.file_uploader(key="plan_file").upload("ke-hoach.docx", content, "application/octet-stream")
    said = {"plan_province": "Thái Nguyên", "plan_number": "9/KH-UBND"} | more
    for key, text in said.items():
        page.text_input(key=key).set_value(text)
    page.date_input(key="plan_date").set_value(dt.date(2024, 9, 30))
    return press(site, page, translator(lang)("Đọc văn bản"))


CHOSEN = {"direction": "increase", "accumulates": "since_start", "unit_integral": "yes"}
"""What a person chooses of a new indicator."""


def settled(site: Site, page: AppTest) -> AppTest:
    """Answer every question as a person would who takes the proposals that can be taken."""
    while any(button.label == "Ghi nhận và kiểm tra" for button in page.button):
        before = words(page)
        for field in page.text_input:
            if (key := str(field.key).partition("_plan:")[2]) and f"plan:{key}" in OWN:
                field.set_value(OWN[f"plan:{key}"])
        for box in (*page.radio, *page.selectbox):
            choose(box)
        page = press(site, page, "Ghi nhận và kiểm tra")
        assert words(page) != before  # every turn settles something
    return page


def choose(box: Radio[str] | Selectbox[str]) -> None:
    """Choose in one box: the proposal, or what a new indicator is to be."""
    name = str(box.key).split("_indicator:")[0].removeprefix("plan_").rpartition("_")[0]
    if name in CHOSEN:
        box.set_value(CHOSEN[name])
    elif name == "choice" or "_choice_" in str(box.key):
        for start, answer in (("Nhận đề xuất", "ok"), ("Mới", "new")):
            if any(one.startswith(start) for one in box.options):
                box.set_value(answer)
                return


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def drafts_of(site: Site, rights: Rights) -> Drafts:
    return Drafts(open_store(site.store), rights, drafts_folder(site.store), site.reference, translator("vi"))


def test_everybody_sees_the_plans_in_force_and_before(official: Site):
    (found, *_) = tables(official.drawn("ke-hoach", lang="vi"))
    catalogue = official.catalogue()
    assert len(found.rows) == len(catalogue.plans)
    old = next(plan for plan in catalogue.plans if not plan.in_force)
    new = catalogue.plan[str(old.superseded_by)]
    (row,) = (row for row in found.rows if row["Kế hoạch"] == old.number)
    assert f"đã thay bằng {new.number}" in row["Hiệu lực"]
    (row,) = (row for row in found.rows if row["Kế hoạch"] == new.number)
    assert (row["Thay thế"], row["Kỳ"]) == (old.number, f"{new.date.year}–2030")
    cells = [cell for cell in catalogue.targets if cell.plan == new.id and cell.target]
    assert f"{len(cells)} mục tiêu" in row["Chỉ tiêu"]


def test_from_the_document_to_the_reference_files(site: Site):
    before = contents(site.reference)
    page = read(site)
    asked = [box.label for box in page.radio]
    assert any(
        NEW_NAME in label and "Bảng 1, dòng 4, hàng 1.2" in label for label in asked
    )  # what is new, where it is printed
    boxes = asked + [field.label for field in page.text_input]
    assert len(set(boxes)) == len(boxes)  # each says what it answers
    assert not [button for button in page.button if button.label.startswith("Ghi kế hoạch")]
    page = settled(site, page)
    assert not page.error
    assert contents(site.reference) == before
    changed = {row["Nội dung"]: row for row in tables(page)[-1].rows}
    assert changed["Mục tiêu của từng năm"]["Mới"] == "4"
    assert changed["Chỉ tiêu trong danh mục chung"]["Mới"] == "1"
    assert {row["Không còn"] for row in changed.values()} == {"0"}
    assert f"+{PLAN},thai_nguyen,1.2" in page.code[0].value
    page = press(site, page, "Ghi kế hoạch vào dữ liệu gốc")
    assert PLAN in page.success[0].value
    assert "9/KH-UBND" in {row["Kế hoạch"] for row in tables(page)[0].rows}  # this server works with it at once
    assert "draft" not in page.query_params
    known = load_catalogue(site.reference)
    own = [cell for cell in known.targets if cell.plan == PLAN]
    assert {(cell.printed_name, cell.year, cell.printed) for cell in own} >= {(NEW_NAME, 2030, "300")}
    (new,) = (one for one in known.indicators if one.vi == NEW_NAME)
    assert (new.direction, new.accumulates) == ("increase", "since_start")
    assert known.plan[PLAN].title_vi == TITLE
    mine = local_rights(Person("quan-tri@example.vn"))
    log = audit_log(open_store(site.store), mine, limit=5)
    assert log["action"].to_list()[:2] == ["plan_apply", "plan_read"]
    assert drafts_of(site, mine).open() == []


def test_a_session_is_told_when_somebody_else_wrote_meanwhile(site: Site):
    page = settled(site, read(site))
    other = settled(site, read(site, plan_province="Lạng Sơn", plan_number="8/KH-UBND"))
    press(site, other, "Ghi kế hoạch vào dữ liệu gốc")
    before = contents(site.reference)
    page = press(site, page, "Ghi kế hoạch vào dữ liệu gốc")
    assert "Dữ liệu gốc vừa đổi" in page.warning[0].value
    assert contents(site.reference) == before
    page = settled(site, page)  # what is another by now is asked again
    page = press(site, page, "Ghi kế hoạch vào dữ liệu gốc")
    assert {"lang_son_8", PLAN} <= load_catalogue(site.reference).plan.keys()


def test_reference_files_with_mistakes_leave_pages_as_they_are_and_are_told(site: Site):
    page = site.open("y-te")
    (site.reference / "data" / "plans.yaml").write_text("plans: [", "utf-8")
    with patch.dict(os.environ, stores.environment(site.store, site.reference)):
        take_up_reference()
    page = site.run(page)
    assert tables(page)
    assert "Dữ liệu gốc trong thư mục có lỗi từ" in words(page)


def test_a_blank_answer_stays_a_question_and_a_wrong_one_is_told(site: Site):
    page = read(site)
    draft = page.query_params["draft"]
    page.text_input(key=f"plan_own_{draft}_plan:deadline_agencies").set_value("cuối năm")
    page = press(site, page, "Ghi nhận và kiểm tra")
    assert any("không phải ngày/tháng" in error.value.replace("\\", "") for error in page.error)
    again = site.open("ke-hoach", draft=draft)  # another session: what was answered is still there
    assert again.text_input(key=f"plan_own_{draft}_plan:deadline_agencies").value == "cuối năm"


def test_decisions_filled_in_a_spreadsheet_are_taken(site: Site):
    page = read(site)
    page.file_uploader[0].upload("decisions.csv", b"question;answer\nplan:deadline_agencies;25/11\n", "text/csv")
    page = site.run(page)
    draft, _ = drafts_of(site, local_rights(Person("a@example.vn"))).checked(page.query_params["draft"])
    assert {one.key: one.answer for one in draft.outcome.questions}["plan:deadline_agencies"] == "25/11"


def test_what_is_missing_or_unreadable_is_told_and_leaves_no_draft(site: Site):
    page = press(site, site.open("ke-hoach"), "Đọc văn bản")
    assert page.error[0].value == "Còn thiếu: Văn bản kế hoạch, Tỉnh, Số kế hoạch, Ngày ban hành."
    page = read(site, b"a;b\n1;2\n")
    assert "Không thấy bảng chỉ tiêu nào" in page.error[0].value
    page = read(site, plan_province="Bắc Ninh")
    assert "đang có kế hoạch 246/KH-UBND hiệu lực" in page.error[0].value
    assert drafts_of(site, local_rights(Person("a@example.vn"))).open() == []


def test_the_way_is_told_in_english(site: Site):
    page = read(site, lang="en")
    assert "decisions left" in words(page)
    left = [words_ for words_ in vietnamese_left("\n".join(header.value for header in page.header))]
    assert left == []


def test_a_draft_can_be_taken_up_and_discarded(site: Site):
    draft = read(site).query_params["draft"]
    page = press(site, site.open("ke-hoach"), "9/KH")
    assert page.query_params["draft"] == draft
    page = press(site, page, "Bỏ hẳn bản nháp này")
    assert page.success[0].value == "Đã bỏ bản nháp."
    assert "Không còn bản nháp" in site.open("ke-hoach", draft=draft).error[0].value


def test_where_the_folder_cannot_be_written_to_the_change_is_a_file(site: Site):
    page = settled(site, read(site))
    (site.reference / BEFORE).write_text("in the way", "utf-8")
    page = site.run(page)
    assert "không ghi được từ trang này" in page.warning[0].value
    assert not [button for button in page.button if button.label.startswith("Ghi kế hoạch")]
    assert [button.label for button in page.get("download_button")][-1] == "Tải phần thay đổi (ZIP)"


def test_nothing_is_written_that_was_not_seen(site: Site):
    draft = settled(site, read(site)).query_params["draft"]
    before = contents(site.reference)
    drafts = drafts_of(site, local_rights(Person("a@example.vn")))
    with pytest.raises(DashboardError, match="đã đổi từ lúc xem trước"):
        drafts.apply(draft, "another difference")
    assert contents(site.reference) == before


def test_only_administrators_take_plans_in(site: Site):
    viewer = Rights(Person("xem@example.vn"), ())
    drafts = drafts_of(site, viewer)
    for act in (
        drafts.open,
        lambda: drafts.begin(DOCUMENT, Head("Thái Nguyên", "9/KH-UBND", dt.date(2024, 9, 30))),
        lambda: drafts.checked("0" * 16),
        lambda: drafts.apply("0" * 16, ""),
        lambda: drafts.discard("0" * 16),
    ):
        with pytest.raises(RefusedError, match="Chỉ người quản trị"):
            act()
    log = audit_log(open_store(site.store), local_rights(Person("a@example.vn")), limit=5)
    assert (log["actor"].unique().to_list(), log["allowed"].any()) == (["xem@example.vn"], False)
