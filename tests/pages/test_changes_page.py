"""The page of what is new: its sentence and tables are the list of changes, its choices stand in the address."""

import csv
import datetime as dt
import html
import io
from pathlib import Path

import pytest

from dashboard.changes import words as told_words
from dashboard.changes.listed import listed
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import CurrentMart
from dashboard.mart.queries import Changes
from dashboard.notation import date
from dashboard.store.named_dates import add_named_date, add_visit
from dashboard.store.schema import today
from dashboard.store.store import open_store
from dashboard.ui.frame.services import services
from tests import stores
from tests.integration.changed_store import SINCE, UNTIL, WHAT, fill
from tests.pages.reading import Table, finding, tables, words
from tests.pages.site import Site

MANY = dt.date(2025, 10, 1)


def changes_of(site: Site, **filters: object) -> Changes:
    """Return what the page of the same filters has to show."""
    store = open_store(site.store)
    marts = CurrentMart(site.catalogue(), store)
    wanted = Filters(**filters)  # type: ignore[arg-type]  # what a test gives
    found = queries.changes(marts.at(wanted.as_of), site.catalogue(), wanted, at=marts.at)
    store.close()
    return found


def captioned(page: object, end: str) -> list[Table]:
    return [table for table in tables(page) if table.caption.endswith(end)]


@pytest.fixture
def copy(demo: Site, tmp_path: Path) -> Site:
    """A copy of the illustrative store, for a test that writes."""
    demo.open("")
    return Site(stores.copied_store(demo.store, tmp_path))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A store in which something of every kind changed in March 2026, and nothing else was ever published."""
    folder = tmp_path_factory.mktemp("small")
    reference = stores.copied_reference(folder, with_actuals=False)
    location = stores.location_in(folder, "store")
    store = open_store(location)
    fill(store)
    store.close()
    return Site(location, reference)


@pytest.mark.parametrize("query", [{}, {"province": "bac_ninh"}, {"sector": "health", "agency": "health_department"}])
def test_the_sentence_and_the_tables_are_the_list_of_changes(demo: Site, query: dict[str, str]):
    page = demo.open("co-gi-moi", since=str(MANY), **query)
    assert not page.warning
    fields = {"province": "provinces", "sector": "sectors", "agency": "agencies"}
    found = changes_of(demo, since=MANY, **{fields[key]: (value,) for key, value in query.items()})
    assert finding(page) == told_words.summary(found, "vi")
    worse = found.statuses.filter(found.statuses["steps"] > 0)
    for end, frame in ((" chỉ tiêu xấu đi", worse), (" số liệu mới", found.figures), (" về nhiệm vụ", found.tasks)):
        shown = captioned(page, end)
        assert sum(len(table.rows) for table in shown) == min(frame.height, 156 if end != " số liệu mới" else 150)
        assert {table.caption.split()[0] for table in shown} == ({str(frame.height)} if frame.height else set())
    if found.tasks.height > 156:
        assert f"Bảng dừng ở 156 dòng, còn {found.tasks.height - 156} dòng nữa" in words(page)


def test_every_kind_of_change_leads_to_its_page_and_says_why(small: Site):
    page = small.open("co-gi-moi", since=str(SINCE), as_of=str(UNTIL))
    (better,) = captioned(page, " tốt lên")
    assert better.rows[0]["Trạng thái"] == "✖ Không đạt 2025\n→ ✔ Đạt 2025"
    assert better.rows[0]["Thực hiện"] == "79\n→ 80,4"
    assert better.rows[0]["Vì sao"] == "Số liệu năm 2025 được sửa"
    assert "id=trained_labour&year=2025" in html.unescape(better.links[0]["Chỉ tiêu"][0])
    (revised,) = captioned(page, " đổi tính chất")
    told = {(row["Năm"], row["Thay đổi"]): row for row in revised.rows}
    assert told["2025", "◆ Sửa"]["Trước → nay"] == "79\u00a0% → 80,4\u00a0%"
    assert told["2025", "◆ Sửa"]["Trạng thái của năm"] == "✖ Không đạt\n→ ✔ Đạt"
    assert told["2024", "↩ Sửa rồi sửa lại"]["Trước → nay"].endswith("từng là 70\u00a0%")
    assert told["2024", "✖ Rút"]["Lý do"] == "Mẫu quá nhỏ"
    (lost,) = captioned(page, " không còn được đánh giá")
    assert lost.rows[0]["Trạng thái"].endswith("→ không còn được đánh giá")
    (work,) = captioned(page, " về việc phải làm")
    assert [row["Thay đổi"] for row in work.rows] == ["▼ Quá hạn", "Nhận, đồng ý", "Giao việc"]
    assert {row["Việc"] for row in work.rows} == {WHAT}
    (task,) = captioned(page, " về nhiệm vụ")
    assert "task=bac_ninh_246_a3_vi_5" in task.links[0]["Nhiệm vụ"][0]
    assert "Văn bản: 7/QĐ-UBND." in task.rows[0]["Báo cáo nói"]


def test_where_nothing_changed_the_page_says_so_and_still_what_is_due(demo: Site):
    page = demo.open("co-gi-moi", since=str(today()), province="bac_giang", sector="housing")
    assert finding(page) == f"Trong ngày {date(today())} không có thay đổi nào."
    assert any("Không có gì thay đổi" in info.value for info in page.info)
    assert "Hạn" in [header.value.split(" :")[0] for header in page.header]
    assert len(page.header) == 1


def test_english_says_the_same(demo: Site):
    page = demo.open("co-gi-moi", since=str(MANY), province="bac_ninh", lang="en")
    assert finding(page) == told_words.summary(changes_of(demo, since=MANY, provinces=("bac_ninh",)), "en")


# ---- since when ------------------------------------------------------------------------------------


def test_a_day_chosen_stands_in_the_address_and_the_usual_one_does_not(demo: Site):
    page = demo.open("co-gi-moi")
    assert "since" not in page.query_params
    page.date_input("changes_since").set_value(MANY)
    page = demo.run(page)
    assert page.query_params["since"] == str(MANY)
    assert finding(page).startswith("Từ ngày 1/10/2025")
    page.multiselect("search_province").set_value(["bac_ninh"])
    page = demo.run(page)
    assert (page.query_params["since"], page.query_params["province"]) == (str(MANY), "bac_ninh")


@pytest.mark.parametrize("given", ["1999-01-01", "2999-01-01", "hôm qua"])
def test_a_day_that_cannot_be_shown_is_put_right(demo: Site, given: str):
    page = demo.open("co-gi-moi", since=given)
    assert page.date_input("changes_since").value in (dt.date(2021, 1, 1), today(), today() - dt.timedelta(days=30))


def test_the_last_visit_is_the_last_day_before_today(copy: Site):
    visited = today() - dt.timedelta(days=12)
    store = open_store(copy.store)
    store.transact(lambda ledger: add_visit(ledger, "local", visited))
    for _ in range(2):  # a second look on the same day shows the same
        page = copy.open("co-gi-moi")
        assert finding(page).startswith(f"Từ ngày {date(visited)}")
        assert "lần xem trước" in words(page)
    assert sorted(store.table("visits").rows()) == [("local", visited), ("local", today())]
    store.close()


def test_named_days_of_the_provinces_chosen_are_offered(copy: Site):
    store = open_store(copy.store)
    for province, day, name in (
        ("bac_ninh", dt.date(2026, 3, 1), "Họp quý I"),
        ("bac_giang", dt.date(2026, 4, 1), "Họp tháng 4"),
    ):
        store.transact(
            lambda ledger, province=province, day=day, name=name: add_named_date(
                ledger, province, day, name, actor="a@b.vn"
            )
        )
    store.close()
    page = copy.open("co-gi-moi")
    assert finding(page).startswith("Từ ngày 1/4/2026")  # the latest of them, where nobody has looked before
    (line,) = [html.unescape(part.value) for part in page.get("html") if "Xem từ" in part.value]
    assert "Họp quý I (Bắc Ninh)" in line
    assert "since=2026-03-01" in line
    page = copy.open("co-gi-moi", province="bac_ninh")
    assert finding(page).startswith("Từ ngày 1/3/2026")
    assert "Họp tháng 4" not in words(page)


def test_a_day_is_named_and_struck_out_on_the_page(copy: Site):
    page = copy.open("co-gi-moi")
    page.text_input("name_date_name").set_value("Họp UBND tỉnh")
    page.date_input("name_date_day").set_value(dt.date(2026, 2, 3))
    next(button for button in page.button if button.label == "Đặt mốc").click()
    page = copy.run(page)
    assert [message.value for message in page.success] == ["Đã đặt mốc “Họp UBND tỉnh”."]
    next(button for button in page.button if button.label == "Bỏ mốc").click()
    page = copy.run(page)
    assert [message.value for message in page.success] == ["Đã bỏ mốc “Họp UBND tỉnh”."]
    assert not [button for button in page.button if button.label == "Bỏ mốc"]
    next(button for button in page.button if button.label == "Đặt mốc").click()
    page = copy.run(page)
    assert "Tên mốc phải có từ 1 đến 80 ký tự." in page.error[0].value


def test_a_snapshots_number_chooses_its_day(copy: Site):
    store = open_store(copy.store)
    number = store.snapshot()
    store.close()
    page = copy.open("co-gi-moi", since=str(MANY))
    page.text_input("changes_snapshot").set_value(str(number))
    page = copy.run(page)
    assert page.date_input("changes_since").value == today()
    page.text_input("changes_snapshot").set_value("999999")
    page = copy.run(page)
    assert "Kho này không có bản số liệu “999999”." in page.error[0].value


# ---- following, and the past -----------------------------------------------------------------------


def test_the_addresses_to_follow_are_of_the_filters_and_have_no_day(demo: Site):
    page = demo.open("co-gi-moi", since=str(MANY), province="bac_ninh", sector="health", lang="en")
    feed, calendar = (code.value for code in page.code)
    assert feed.endswith("/api/v1/changes.atom?province=bac_ninh&sector=health&lang=en")
    assert calendar.endswith("/api/v1/deadlines.ics?province=bac_ninh&sector=health&lang=en")


def test_a_day_in_the_past_ends_the_list_and_takes_no_acts(demo: Site):
    page = demo.open("co-gi-moi", since=str(MANY), as_of="2025-10-31")
    found = changes_of(demo, since=MANY, as_of=dt.date(2025, 10, 31))
    assert finding(page) == told_words.summary(found, "vi")
    assert not [button for button in page.button if button.label == "Đặt mốc"]


def test_while_the_store_is_away_the_page_shows_what_it_has(demo: Site):
    demo.open("")
    marts = services().marts
    marts.unreachable_since = dt.datetime(2026, 3, 15, 1, 30)
    try:
        page = demo.open("co-gi-moi", since=str(MANY))
        assert finding(page).startswith("Từ ngày 1/10/2025")
        assert not [button for button in page.button if button.label == "Đặt mốc"]
    finally:
        marts.unreachable_since = None


def test_the_whole_list_is_a_file_for_spreadsheets(small: Site):
    found = changes_of(small, since=SINCE, as_of=UNTIL)
    lines = list(
        csv.reader(
            io.StringIO(listed(found, small.catalogue(), language="vi", site="https://a.vn/").decode("utf-8-sig"))
        )
    )
    told = list(told_words.told(found, small.catalogue(), "vi"))
    assert lines[0] == ["Nhóm", "Lúc (giờ UTC)", "Thay đổi", "Chi tiết", "Trang"]
    assert [line[2] for line in lines[1:]] == [one.title for one in told]
    assert lines[1][4].startswith("https://a.vn/chi-tieu?id=")
    page = small.open("co-gi-moi", since=str(SINCE), as_of=str(UNTIL))
    assert [button.label for button in page.get("download_button")] == ["Tải toàn bộ danh sách thay đổi (CSV)"]
    nothing = small.open("co-gi-moi", since=str(UNTIL), as_of=str(UNTIL), province="bac_giang", sector="housing")
    assert not nothing.get("download_button")
