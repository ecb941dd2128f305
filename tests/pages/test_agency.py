"""The page of one agency: its sentence and tables are what the same filters give, what presses first, and names lead to it."""

import html

import pytest

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.rows import task_rows
from dashboard.method import RED_STATUSES, STATUS
from dashboard.notation import NO_VALUE, status_word
from dashboard.store.schema import today
from tests.pages.reading import Table, finding, shown, tables, words
from tests.pages.site import Site

HEALTH = "health_department"
SECTIONS = ["Chỉ tiêu đỏ", "Phải nộp năm {year}", "Nhiệm vụ", "Việc phải làm", "Các chỉ tiêu khác"]


def captioned(site: Site, text: str, path: str = "co-quan", **query: str) -> Table:
    return next(table for table in tables(site.drawn(path, **query)) if text in table.caption)


@pytest.mark.parametrize("province", ["bac_ninh", "tuyen_quang"])
def test_the_sentence_counts_what_the_same_filters_give(demo: Site, province: str):
    told = finding(demo.drawn("co-quan", id=HEALTH, province=province, year="2025"))
    mart = demo.mart()
    rows = queries.assessed(mart, Filters(agencies=(HEALTH,), provinces=(province,), years=(2025,)))
    red = [row for row in rows.iter_rows(named=True) if row["status"] in RED_STATUSES]
    actions = queries.actions(mart, Filters(agencies=(HEALTH,), provinces=(province,)))
    assert red
    assert f"{len(red)} trong {rows.height} chỉ tiêu năm 2025 là đỏ" in told
    assert {row["indicator"] for row in red} & set(actions["indicator"])
    tasks = task_rows(queries.tasks(mart, Filters(agencies=(HEALTH,), provinces=(province,))))
    overdue = [task for task in tasks if task["task_status"] == "overdue"]
    assert f"{len(overdue)} trong {len(tasks)} nhiệm vụ quá hạn" in told
    asked = queries.expected(mart, provinces=(province,), agencies=(HEALTH,), year=today().year)
    missing = [
        row
        for row in asked.iter_rows(named=True)
        if row["asks_final"] or (row["published"] is None and not row["not_available"])
    ]
    assert f"Năm {today().year} còn thiếu {len(missing)} số liệu" in told
    deadline = demo.catalogue().plan_in_force(province).deadlines.agencies.on(today().year)
    assert f"{deadline.day}/{deadline.month}/{deadline.year}" in told


def test_what_presses_stands_first(demo: Site):
    page = demo.drawn("co-quan", id=HEALTH)
    wanted = [section.format(year=today().year) for section in SECTIONS]
    assert [heading.value.split(" :")[0] for heading in page.header] == wanted
    red, reports, *_ = tables(page)
    expected = queries.farthest_behind(demo.mart(), Filters(agencies=(HEALTH,), years=(2025,)), limit=100)
    assert [cell.split("\n")[0] for cell in red.column("Trạng thái, việc phải làm")] == [
        f"{STATUS[row['status']].sign} {status_word(row['status'], 'vi', preliminary=row['preliminary'])}"
        for row in expected.iter_rows(named=True)
    ]
    assert all("\n" in cell for cell in red.column("Trạng thái, việc phải làm"))
    printed = "trong kế hoạch: Sở Lao động - Thương binh và Xã hội"  # of duties it took over
    assert set(reports.column("Cơ quan")) == {f"Sở Y tế\n{printed}"}
    tasks = captioned(demo, "nhiệm vụ quá hạn hoặc đến hạn", id=HEALTH)
    pressing = task_rows(queries.pressing(demo.mart(), Filters(agencies=(HEALTH,))))
    titles = demo.catalogue().task
    assert [cell.split("\n")[0] for cell in tasks.column("Nhiệm vụ")] == [
        titles[row["task"]].title_vi for row in pressing
    ]
    late = ["quá hạn" in cell for cell in captioned(demo, "việc của cơ quan", id=HEALTH).column("Hạn")]
    assert any(late)
    assert late == sorted(late, reverse=True)
    others = captioned(demo, "chỉ tiêu theo trạng thái", id=HEALTH)
    red_signs = tuple(STATUS[id_].sign for id_ in RED_STATUSES)
    assert others.rows
    assert not [cell for cell in others.column("Trạng thái, việc phải làm") if cell.startswith(red_signs)]


def test_every_missing_figure_stands_there_with_the_way_to_hand_it_in(demo: Site):
    page = demo.drawn("co-quan", id=HEALTH)
    reports = captioned(demo, f"Báo cáo năm {today().year}", id=HEALTH)
    for province in demo.catalogue().provinces:
        (row,) = (row for row in reports.rows if row["Tỉnh"] == province.vi)
        way = f"/nop-so-lieu?province={province.id}&agency={HEALTH}&year={today().year}"
        for column, caption, view in (
            ("Số liệu còn thiếu", "số liệu còn thiếu", ""),
            ("Nhiệm vụ còn thiếu", "nhiệm vụ chưa báo cáo", "&view=task_reports"),
        ):
            missing = [table for table in tables(page) if table.caption == f"{province.vi}: {caption}"]
            assert sum(len(table.rows) for table in missing) == int(row[column])
            links = [element.value for element in page.markdown if f"{way}{view})" in element.value]
            assert len(links) == len(missing), province.id


def test_an_unknown_agency_is_told_with_the_nearest_and_its_name_in_files_is_understood(demo: Site):
    page = demo.open("co-quan", id="healt_department")
    assert "healt_department" in shown(page.warning[0])
    assert page.title[0].value == "Sở Y tế"
    page = demo.open("co-quan", agency=HEALTH)
    assert not page.warning
    assert page.query_params == {"id": HEALTH}
    assert page.selectbox(key="choice_agency").value == HEALTH


def test_an_agency_that_leads_nothing_says_so(demo: Site):
    page = demo.drawn("co-quan", id="state_bank_branch")
    assert "không chủ trì chỉ tiêu, nhiệm vụ nào" in finding(page)
    assert not tables(page)


def test_a_day_in_the_past_has_nothing_to_hand_in(demo: Site):
    page = demo.open("co-quan", id=HEALTH, as_of="2025-06-01")
    assert "còn thiếu" not in finding(page)
    assert "chỉ được tính cho hôm nay" in words(page)


@pytest.mark.parametrize(
    ("path", "query", "caption", "heading"),
    [
        ("bao-cao-tien-do", {"year": "2025"}, "Báo cáo năm", "Cơ quan"),
        ("nhiem-vu", {}, "nhiệm vụ quá hạn", "Cơ quan chủ trì"),
        ("", {}, "Cần xử lý ngay", "Chỉ tiêu, cơ quan chủ trì"),
        ("chi-tieu", {}, "Từng ô in", "Cơ quan chủ trì khi đó và nay"),
    ],
)
def test_names_of_agencies_lead_to_their_pages(
    demo: Site, path: str, query: dict[str, str], caption: str, heading: str
):
    table = captioned(demo, caption, path, **query)
    ids = {agency.vi: agency.id for agency in demo.catalogue().agencies}
    led = 0
    for row, links in zip(table.rows, table.links, strict=True):
        cell = row[heading].removesuffix(NO_VALUE)
        if heading.startswith("Chỉ tiêu"):  # the indicator stands above its agency
            cell = cell.split("\n")[1]
        # Where the print is quoted, every agency stands on a line with its successor.
        quoted = "“" in cell
        names = [line.split(" → ")[0] for line in cell.split("\n")[1:]] if quoted else cell.split("\n")[0].split("; ")
        names = [name.removesuffix(" (cơ quan kế thừa chưa rõ)") for name in names]
        wanted = [f"id={ids[name]}" for name in names if name]
        queries_of = [
            html.unescape(link).removeprefix("/co-quan?").split("&") for link in links[heading] if "co-quan" in link
        ]
        assert len(queries_of) == len(wanted)
        assert all(id_ in query for id_, query in zip(wanted, queries_of, strict=True)), row
        led += len(wanted)
    assert led


def test_the_menu_keeps_the_agency_apart_from_the_indicator(demo: Site):
    page = demo.open("co-quan", id=HEALTH)
    links = {link.proto.label: link.proto.query_string for link in page.sidebar.get("page_link")}
    assert f"id={HEALTH}" in links["Cơ quan"]
    assert "id=" not in links["Chỉ tiêu"]


def test_it_speaks_english(demo: Site):
    page = demo.drawn("co-quan", id=HEALTH, lang="en")
    assert page.title[0].value == "Department of Health"
    assert "indicators of 2025 are red" in finding(page)
    assert [heading.value.split(" :")[0] for heading in page.header][:2] == [
        "Red indicators",
        f"To hand in on {today().year}",
    ]
