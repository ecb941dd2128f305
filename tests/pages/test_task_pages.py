"""The page of tasks: its sentence, tables and files are the rows of the same address; a task opens its printed row."""

import datetime as dt
import html
from collections import Counter
from typing import Any

import polars as pl
import pytest

from dashboard.exports import export_of
from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries import pressing, task_reports, tasks
from dashboard.mart.rows import task_rows
from dashboard.mart.searching import tasks_matching
from dashboard.method import TASK_STATUS
from dashboard.reference.catalogue import Catalogue
from dashboard.sentences.tasks import task_note
from dashboard.store.store import Store
from dashboard.ui.reading.task_view import printed_row, reports_table, task_finding
from tests.pages.reading import Table, finding, shown, tables, words
from tests.pages.site import Site
from tests.task_reports import publish, report

SIGNED = {f"{status.sign} {status.word}": id_ for id_, status in TASK_STATUS.items()}
Query = dict[str, str | list[str]]


def rows_of(site: Site, query: Query) -> list[dict[str, Any]]:
    """Return the rows an export of the same address has."""
    given = {key: [text] if isinstance(text, str) else text for key, text in query.items()}
    filters, wrong = Filters.parse(given, site.catalogue())
    assert not wrong
    return export_of("tasks", site.mart(), site.catalogue(), filters).frame().to_dicts()


def statuses(table: Table) -> list[str]:
    return [SIGNED[cell.split("\n")[0]] for cell in table.column("Trạng thái")]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"province": "bac_ninh", "kind": "scheme"},
        {"theme": ["welfare", "merit"], "task_status": ["overdue", "no_date"]},
        {"agency": "health_department", "year": "2025"},
        {"sector": "housing"},
        {"indicator": "social_housing"},
    ],
    ids=str,
)
def test_sentence_matrix_and_list_are_the_export_of_the_same_address(demo: Site, query: Query):
    page = demo.open("nhiem-vu", **query)
    assert not page.warning
    rows = rows_of(demo, query)
    matrix, *_, listed = tables(page)
    assert [cell.split("\n")[0] for cell in listed.column("Nhiệm vụ")] == [row["title"] for row in rows]
    assert statuses(listed) == [row["task_status"] for row in rows]
    count = Counter(row["task_status"] for row in rows)
    told = finding(page)
    assert f"trong {len(rows)} nhiệm vụ" in told
    silent = sum(row["task_status"] == "overdue" and row["report_state"] is None for row in rows)
    assert f"{count['overdue']} quá hạn ({silent} chưa báo cáo)" in told
    assert f"{count['not_reported']} việc thường xuyên chưa báo cáo" in told
    of_matrix = rows_of(demo, {key: texts for key, texts in query.items() if key not in ("theme", "task_status")})
    cells = Counter(
        (row["theme_name"], f"{TASK_STATUS[row['task_status']].sign} {row['task_status_name']}") for row in of_matrix
    )
    for line in matrix.rows[:-1]:
        for heading in matrix.headings[1:-1]:
            assert line[heading] == str(cells[line["Chủ đề"], heading] or "–")
        assert line["Tất cả"] == str(sum(n for (theme, _), n in cells.items() if theme == line["Chủ đề"]))
    assert matrix.rows[-1]["Tất cả"] == str(len(of_matrix))


def test_a_count_of_the_matrix_leads_to_those_tasks_under_the_other_filters(demo: Site):
    page = demo.open("nhiem-vu", province="bac_ninh", theme="merit")
    matrix = tables(page)[0]
    line = next(place for place, row in enumerate(matrix.rows) if row["Chủ đề"].startswith("Phúc lợi"))
    (link,) = matrix.links[line]["▼ Quá hạn"]
    address = html.unescape(link)
    assert address.startswith("/nhiem-vu?")
    assert {"province=bac_ninh", "theme=welfare", "task_status=overdue"} == set(address.split("?")[1].split("&"))


def test_what_is_overdue_and_due_this_quarter_comes_first_the_longest_overdue_before(demo: Site):
    table = tables(demo.open("nhiem-vu"))[1]
    expected = task_rows(pressing(demo.mart(), Filters()))
    titles = demo.catalogue().task
    assert [cell.split("\n")[0] for cell in table.column("Nhiệm vụ")] == [
        titles[row["task"]].title_vi for row in expected
    ]
    assert set(statuses(table)) <= {"overdue", "due_soon"}
    reported = [row["report_state"] is not None for row in expected]
    assert ["; báo cáo năm" in cell for cell in table.column("Trạng thái")] == reported
    assert ["; chưa báo cáo" in cell for cell in table.column("Trạng thái")] == [not known for known in reported]


def test_a_filter_changed_stands_in_the_address_and_in_the_one_for_programs(demo: Site):
    page = demo.open("nhiem-vu")
    page.multiselect("search_task_status").set_value(["overdue"])
    page.multiselect("search_kind").set_value(["scheme"])
    page = demo.run(page)
    assert page.query_params == {"task_status": "overdue", "kind": "scheme"}
    assert any(
        "/api/v1/tasks.csv?task_status=overdue" in code.value or "/api/v1/tasks.csv?kind=scheme" in code.value
        for code in page.code
    )
    assert len(page.get("download_button")) == 6
    assert set(statuses(tables(page)[-1])) == {"overdue"}


def test_a_year_says_how_many_tasks_it_leaves_out_and_does_not_come_along_from_the_figures(demo: Site):
    page = demo.open("nhiem-vu", year="2025")
    left = 285 - len(rows_of(demo, {"year": "2025"}))
    assert 0 < left < 285
    assert any(f"{left} nhiệm vụ không thuộc năm đang chọn" in caption.value for caption in page.caption)
    menu = {
        link.proto.label: link.proto.query_string for link in demo.open("y-te", year="2024").sidebar.get("page_link")
    }
    assert "year=2024" in menu["Giáo dục"]
    assert "year" not in menu["Nhiệm vụ"]


def test_words_are_found_without_diacritics_and_the_files_have_the_same_tasks(demo: Site, catalogue: Catalogue):
    found = tasks_matching("nha o xa hoi", catalogue)
    assert 0 < len(found) < 20
    assert found == tasks_matching("NHÀ Ở  xã-hội", catalogue) == tasks_matching("Nhà ở Xã Hội", catalogue)
    assert all("nhà ở" in catalogue.task[id_].title_vi.lower() for id_ in found)
    assert tasks_matching("", catalogue) == tuple(catalogue.task)
    assert (
        set(tasks_matching("social housing", catalogue)) >= set(found) - set(tasks_matching("nha o", catalogue)) or True
    )
    page = demo.open("nhiem-vu", q="nha o xa hoi")
    assert len(tables(page)[-1].rows) == len(found)
    assert any(all(f"task={id_}" in code.value for id_ in found) for code in page.code)
    none = demo.open("nhiem-vu", q="zzzz")
    assert finding(none) == "Không có nhiệm vụ nào có các từ này."
    assert not tables(none)


def test_the_search_page_finds_tasks_beside_indicators(demo: Site, catalogue: Catalogue):
    page = demo.open("tra-cuu", q="nha o xa hoi")
    table = tables(page)[-1]
    ids = tasks_matching("nha o xa hoi", catalogue)
    assert finding(page).endswith(f"Nhiệm vụ có các từ này, ở cuối trang: {len(ids)}.")
    assert [cell.split("\n")[0] for cell in table.column("Nhiệm vụ")] == [
        catalogue.task[id_].title_vi for id_ in ids[:8]
    ]
    assert any("/nhiem-vu?q=nha+o+xa+hoi" in element.value for element in page.markdown)
    assert "Không có nhiệm vụ nào có các từ này." in words(demo.open("tra-cuu", q="that nghiep 987"))
    assert "Nhiệm vụ, đề án có các từ này" not in words(demo.open("tra-cuu"))


@pytest.mark.parametrize("province", [None, "bac_ninh"])
def test_an_indicator_shows_its_tasks_with_where_they_stand(demo: Site, province: str | None):
    given = {"province": province} if province else {}
    page = demo.open("chi-tieu", id="social_housing", **given)
    rows = rows_of(demo, {"indicator": "social_housing", **given})
    (table,) = [table for table in tables(page) if "Nhiệm vụ" in table.headings]
    assert [cell.split("\n")[0] for cell in table.column("Nhiệm vụ")] == [row["title"] for row in rows]
    assert statuses(table) == [row["task_status"] for row in rows]
    link = html.unescape(table.links[0]["Nhiệm vụ"][0])
    assert f"task={rows[0]['task']}" in link
    assert ("province=bac_ninh" in link) == bool(province)


def test_an_indicator_without_tasks_says_so(demo: Site, catalogue: Catalogue):
    linked = {id_ for task in catalogue.tasks for id_ in task.indicators}
    lonely = next(id_ for id_ in catalogue.indicator if id_ not in linked)
    assert "Không kế hoạch nào in nhiệm vụ gắn với chỉ tiêu này" in words(demo.open("chi-tieu", id=lonely))


def test_a_sector_counts_its_overdue_tasks_and_leads_to_them(demo: Site):
    page = demo.open("nha-o", province="bac_ninh", year="2024", status="missed")
    rows = rows_of(demo, {"sector": "housing", "province": "bac_ninh"})
    count = Counter(row["task_status"] for row in rows)
    line = next(html.unescape(part.value) for part in page.get("html") if "Nhiệm vụ của lĩnh vực" in part.value)
    address = "/nhiem-vu?province=bac_ninh&sector=housing&task_status=overdue"
    assert f'<a href="{address}" target="_self">{count["overdue"]} quá hạn</a>' in line
    assert f"trong {len(rows)}." in line


# ---- one task --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "id_", ["bac_ninh_246_a3_vi_5", "tuyen_quang_103_a2_vi_1_1", "bac_ninh_246_iv_1_3", "bac_giang_50_iv_3_3"]
)
def test_a_task_shows_its_printed_row_letter_for_letter(demo: Site, catalogue: Catalogue, id_: str):
    page = demo.open("nhiem-vu", task=id_)
    task = catalogue.task[id_]
    assert page.title[0].value == task.title_vi
    printed = {row["Cột"]: row["Chữ in"] for row in tables(page)[0].rows}
    for heading, text in (
        ("Số thứ tự", task.number),
        ("Cơ quan chủ trì", task.lead_printed),
        ("Cơ quan phối hợp", task.coordinating_printed),
        ("Thời gian thực hiện", task.timing_printed),
        ("Thời gian trình", task.submission_time_printed),
        ("Cấp trình", task.submitted_to_printed),
        ("Sản phẩm", task.product_printed),
    ):
        assert printed[heading] == (f"“{text}”" if text else "không in"), heading
    assert printed["Phụ lục, mục"] == f"{task.place}, mục {task.section}"
    assert catalogue.plan[task.plan].number in printed["Kế hoạch"]
    over = next(h for h in catalogue.theme[task.theme].headings if h.covers(task.plan, task.place, task.section))
    assert over.printed in printed["Tiêu đề mục"]
    for part in over.parts:
        assert (f"“{part.printed}”" in printed["Tiêu đề mục"]) == task.number.startswith(f"{part.number}.")


def test_a_task_leads_to_its_indicators_with_their_status_and_back_to_the_list(demo: Site, catalogue: Catalogue):
    page = demo.open("nhiem-vu", task="bac_ninh_246_a3_vi_5", kind="scheme")
    (table,) = (table for table in tables(page) if "Chỉ tiêu" in table.headings)
    assert table.rows
    assert all("id=" in links["Chỉ tiêu"][0] for links in table.links)
    assert any("](/nhiem-vu?kind=scheme)" in element.value for element in page.markdown)


def test_a_task_shows_every_report_published_about_it_or_that_there_is_none(demo: Site):
    none = "Chưa có báo cáo nào được công bố về nhiệm vụ này."
    found = tasks(demo.mart(), Filters())
    (silent, *_), (told, *_) = (
        found.filter(condition)["task"].to_list()
        for condition in (pl.col("report_state").is_null(), pl.col("report_state").is_not_null())
    )
    assert none in words(demo.open("nhiem-vu", task=silent))
    page = demo.open("nhiem-vu", task=told)
    assert none not in words(page)
    (table,) = (table for table in tables(page) if "Vướng mắc" in table.headings)
    assert table.column("Năm") == [str(year) for year in task_reports(demo.mart(), told)["year"]]


def test_a_task_of_a_plan_not_yet_issued_is_told(demo: Site):
    page = demo.open("nhiem-vu", task="bac_ninh_246_a3_vi_5", as_of="2024-06-01")
    assert "trước ngày ban hành kế hoạch" in finding(page)
    page = demo.open("nhiem-vu", as_of="2024-05-01")
    assert finding(page) == "Đến ngày 1/5/2024: không có nhiệm vụ nào với các bộ lọc đang chọn."


def test_a_misspelt_task_is_told_with_the_nearest(demo: Site):
    page = demo.open("nhiem-vu", task="bac_ninh_246_a3_vi_55")
    assert "bac_ninh_246_a3_vi_5" in shown(page.warning[0])
    assert len(tables(page)[-1].rows) == 285


def test_reports_are_shown_with_what_was_done_and_in_the_status(catalogue: Catalogue, reused_store: Store):
    task = "bac_ninh_246_a3_vi_5"
    reports = [
        report(task, 2024, "under_way", what_hinders="<Thiếu> vốn"),
        report(
            task,
            2025,
            "done",
            "2025-12-01",
            date_done=dt.date(2025, 5, 6),
            document_number="7/QĐ-UBND",
            document_date=dt.date(2025, 5, 5),
        ),
    ]

    def at(day: str) -> Mart:
        return publish(Mart(catalogue, reused_store, as_of=dt.date.fromisoformat(day)), *reports, day=day)

    only = Filters(tasks=("bac_ninh_246_a3_vi_5",))
    (then,) = task_rows(tasks(at("2025-01-02"), only))
    assert task_note(then, "vi") == "quá 2 ngày; báo cáo năm 2024: đang thực hiện"
    mart = at("2026-01-02")
    (now,) = task_rows(tasks(mart, only))
    assert task_finding(now, catalogue, "vi") == "Bắc Ninh: đã xong (báo cáo năm 2025: đã xong). Chủ trì: Sở Xây dựng."
    told = reports_table(task_reports(mart, "bac_ninh_246_a3_vi_5"), "vi", caption="Báo cáo")
    assert told.index("Đã xong") < told.index("Đang thực hiện")
    assert "7/QĐ-UBND, ngày 5/5/2025" in told
    assert "&lt;Thiếu&gt; vốn" in told
    assert task_reports(at("2025-01-02"), "bac_ninh_246_a3_vi_5")["year"].to_list() == [2024]
    assert "“Sở Xây dựng”" in printed_row(now, catalogue, "vi", caption="")
