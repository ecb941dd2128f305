"""Actions on the pages: who does what by when on the indicator's page, and red without any on the overview."""

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.method import RED_STATUSES, STATUS
from dashboard.notation import date
from dashboard.workflow.actions import ACTION_STATE_WORDS
from tests import stores
from tests.pages.reading import finding, tables, words
from tests.pages.site import Site

YEAR = "2025"


@pytest.fixture
def site(demo: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A copy of the illustrative store, where one person has every role and may confirm their own."""
    monkeypatch.setenv("DASHBOARD_AUTHOR_MAY_APPROVE", "true")
    demo.open("")
    return Site(stores.copied_store(demo.store, tmp_path))


def press(site: Site, page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return site.run(page)


def row_of(page: AppTest) -> str:
    """Return what the list of actions says of the one that was assigned here."""
    table = next(table for table in tables(page) if table.caption == "Ai làm gì, đến khi nào")
    (row,) = [row for row in table.rows if row["Việc phải làm"] == "Lập tổ kiểm tra"]
    return "\n".join(row.values())


def red_counts(page: AppTest) -> tuple[int, ...]:
    """Return what the overview's sentence says of red rows: how many, without an action, with an overdue one."""
    found = re.search(r"Trong (\d+) chỉ tiêu đỏ, (\d+) chưa có việc phải làm, (\d+) có việc quá hạn\.", finding(page))
    assert found, finding(page)
    return tuple(map(int, found.groups()))


@pytest.mark.parametrize("province", [None, "tuyen_quang"])
def test_the_overviews_sentence_counts_red_without_an_action(demo: Site, province: str | None):
    given = {"province": province} if province else {}
    page = demo.open("", year=YEAR, **given)
    filters = Filters(years=(int(YEAR),), provinces=(province,) if province else ())
    assert red_counts(page) == queries.red_counts(demo.mart(), filters)
    assert 0 < red_counts(page)[1] < red_counts(page)[0]


def test_a_year_without_red_says_nothing_of_it(demo: Site):
    assert "chỉ tiêu đỏ" not in finding(demo.open("", year="2030"))


def test_every_row_of_the_red_list_says_whether_an_action_stands_on_it(demo: Site):
    page = demo.open("", year=YEAR)
    table = next(table for table in tables(page) if "Cần xử lý ngay" in table.caption)
    rows = queries.farthest_behind(demo.mart(), Filters(years=(int(YEAR),)), limit=10).to_dicts()
    cells = [cell.split("\n", 1)[1] for cell in table.column("Trạng thái, việc phải làm")]
    assert len(cells) == len(rows)
    for row, cell in zip(rows, cells, strict=True):
        if not row["actions"]:
            assert cell == "✖ chưa có việc"
        elif row["actions_overdue"]:
            assert cell.startswith("▼ quá hạn")
        else:
            assert ACTION_STATE_WORDS[row["action_state"]] in cell
        assert not row["actions"] or f"hạn {date(row['action_due'])}" in cell


def test_the_indicators_page_has_its_actions_with_owner_date_and_state(demo: Site):
    mart = demo.mart()
    late = queries.actions(mart, Filters()).filter("overdue").row(0, named=True)
    page = demo.open("chi-tieu", id=late["indicator"], breakdown=late["breakdown"], year=YEAR)
    table = next(table for table in tables(page) if table.caption == "Ai làm gì, đến khi nào")
    here = Filters(indicators=(late["indicator"],), breakdowns=(late["breakdown"],))
    assert len(table.rows) == queries.actions(mart, here).height
    row = next(row for row in table.rows if f"quá hạn {late['days_overdue']} ngày" in row["Hạn"])
    assert row["Việc phải làm"].startswith(late["what"])
    assert row["Cơ quan thực hiện"] == demo.catalogue().agency[late["owner"]].vi
    assert row["Hạn"].startswith(date(late["due"]))
    assert ACTION_STATE_WORDS[late["state"]] in row["Tình trạng"]
    assert "illustrative" in mart.key
    history = next(table for table in tables(page) if table.caption == "Quá trình của việc")
    assert history.rows[0]["Bước"] in ("Giao việc", "Cam kết")


def test_the_past_shows_its_actions_and_takes_no_acts(demo: Site):
    here = queries.actions(demo.mart(), Filters()).row(0, named=True)
    address = {"id": here["indicator"], "breakdown": here["breakdown"], "year": YEAR}
    before = demo.open("chi-tieu", as_of="2026-01-15", **address)
    assert "Chưa có việc nào trên chỉ tiêu này" in words(before)
    assert not any(button.label in ("Giao việc", "Cam kết", "Nhận việc") for button in before.button)
    assert any(button.label == "Giao việc" for button in demo.open("chi-tieu", **address).button)


def test_leadership_chooses_among_the_agencies_the_plan_names_those_in_charge_first(demo: Site):
    page = demo.open("chi-tieu", id="life_expectancy", year=YEAR, province="bac_ninh")
    catalogue = demo.catalogue()
    offered = page.selectbox(key="assign_agency_life_expectancy_bac_ninh").options
    cell = next(c for c in catalogue.targets if (c.indicator, c.province) == ("life_expectancy", "bac_ninh"))
    assert offered[0] == catalogue.agency[cell.agencies[0]].vi
    assert len(offered) == len(set(offered)) > 15
    assert catalogue.agency["tan_trao_university"].vi not in offered


def test_from_a_red_cell_without_an_action_to_its_confirmation(site: Site):
    before = red_counts(site.open("", year=YEAR))
    red = queries.farthest_behind(site.mart(), Filters(years=(int(YEAR),)), limit=500)
    row = next(row for row in red.iter_rows(named=True) if not row["actions"])
    address = {
        "id": row["indicator"], "breakdown": row["breakdown"], "year": YEAR, "province": row["province"],
    }  # fmt: skip
    page = site.open("chi-tieu", **address)

    page = press(site, page, "Giao việc")
    assert "Hãy ghi việc phải làm" in page.error[0].value
    page.text_input(key="assign_due").set_value("31/2/2027")
    page.text_area(key="assign_what").set_value("Lập tổ kiểm tra")
    page = press(site, page, "Giao việc")
    assert "phải viết dạng ngày/tháng/năm" in page.error[0].value
    page.text_input(key="assign_due").set_value("31/12/2099")
    page = press(site, page, "Giao việc")
    assert [told.value for told in page.success] == ["Đã giao việc."]
    assert "○ chờ nhận" in row_of(page)
    red_now, without, overdue = red_counts(site.open("", year=YEAR))
    assert (red_now, without, overdue) == (before[0], before[1] - 1, before[2])

    page = press(site, site.open("chi-tieu", **address), "Nhận việc")
    assert "▲ đang làm" in row_of(page)
    page = press(site, page, "Báo đã xong")
    assert "Hãy ghi bằng chứng" in page.error[0].value
    for label, told, note in (
        ("Báo đã xong", "◆ chờ xác nhận", "Báo cáo số 12"),
        ("Trả lại để làm tiếp", "↩ bị trả lại", "Thiếu danh sách"),
        ("Đổi hạn", "ban đầu 31/12/2099", "Thêm thời gian"),
        ("Báo đã xong", "◆ chờ xác nhận", "Báo cáo số 15"),
        ("Xác nhận đã xong", "✔ đã xác nhận", ""),
    ):
        note_field = next(field for field in page.text_area if field.label.startswith("Lời kèm"))
        note_field.set_value(note)
        if label == "Đổi hạn":
            next(field for field in page.text_input if field.label.startswith("Hạn mới")).set_value("1.3.2100")
        page = press(site, page, label)
        assert told in row_of(page)
    assert not any(button.label == "Báo đã xong" for button in page.button)
    assert red_counts(site.open("", year=YEAR)) == (red_now, without, overdue)


def test_every_red_row_of_a_sector_says_whether_an_action_stands_on_it(demo: Site):
    table = tables(demo.drawn("y-te", year="2025"))[-1]
    red_signs = tuple(STATUS[id_].sign for id_ in RED_STATUSES)
    stands = {row["action_state"] is not None for row in _red(demo)}
    assert stands == {True, False}, "the illustrative store has red rows with and without an action"
    told = []
    for cell in table.column("Trạng thái, việc phải làm"):
        last = cell.rsplit("\n", 1)[-1]
        if cell.startswith(red_signs):
            assert "chưa có việc" in last or "hạn " in last
            told.append("chưa có việc" not in last)
        else:
            assert "chưa có việc" not in cell
    assert sorted(told) == sorted(row["action_state"] is not None for row in _red(demo))


def _red(site: Site) -> list[dict[str, Any]]:
    """Return the red rows of the sector and year with what stands on them."""
    filters = Filters(years=(2025,), sectors=("health",))
    return queries.farthest_first(queries.shown_with_actions(site.mart(), filters)).to_dicts()
