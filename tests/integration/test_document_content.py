"""What the documents say is what the queries say, whatever is asked for, in both languages, on any day."""

import datetime as dt
import re

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.documents.content import Asked, document, problems_of, with_year
from dashboard.documents.model import StatusBars, Ways
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.mart.rows import task_rows
from dashboard.method import NOT_ASKED, RED_STATUSES
from dashboard.notation import date, measured, status_word
from dashboard.store.store import Submission, open_store
from tests import stores
from tests.conftest import observations
from tests.documents import column, faults, headings, said, table, texts

YEAR = 2025
BAC_NINH = Filters(provinces=("bac_ninh",), years=(YEAR,))


@pytest.fixture(scope="module")
def mart(catalogue, tmp_path_factory):
    """The illustrative store's figures."""
    store = open_store(stores.demo_store(tmp_path_factory.getbasetemp()))
    yield Mart(catalogue, store)
    store.close()


@pytest.fixture(scope="module")
def made(mart, catalogue):
    """Give a function that makes a document."""
    return lambda kind="report", filters=BAC_NINH, language="vi", mart=mart: document(
        kind, Asked(mart, catalogue, with_year(filters, mart), language, "https://vidu.vn")
    )


def test_the_report_has_its_parts_in_order(made):
    assert headings(made()) == [
        "Kết quả chung",
        "Chỉ tiêu cần xử lý ngay",
        "Chuyển biến so với năm trước",
        "Kết quả theo lĩnh vực",
        "Nhiệm vụ, đề án",
        "Tình hình báo cáo",
        "Điểm không khớp cần lưu ý",
        "Phương pháp",
        "Nguồn số liệu",
    ]


def test_the_finding_and_the_counts_are_those_of_the_query(made, mart, catalogue):
    report = made()
    counts = {
        year: queries.status_counts(mart, BAC_NINH.model_copy(update={"years": (year,)})) for year in (YEAR, YEAR - 1)
    }
    total = queries.share_of(queries.by_status(counts[YEAR]))
    before = queries.share_of(queries.by_status(counts[YEAR - 1]))
    assert f"{total.on_course} trong {total.assessable} chỉ tiêu đánh giá được đang đúng hướng" in said(report)
    assert (
        f"Năm {YEAR - 1}, trong {before.assessable} chỉ tiêu đánh giá được có {before.on_course} chỉ tiêu đúng hướng"
        in said(report)
    )
    rows = table(report, "theo trạng thái, năm").rows
    expected = []
    for sector in catalogue.sectors:
        for year in (YEAR, YEAR - 1):
            of_sector = counts[year].filter(pl.col("sector") == sector.id)
            by = queries.by_status(of_sector)
            share = queries.share_of(by)
            expected.append(
                [
                    sector.vi,
                    year,
                    by["achieved"],
                    by["missed"],
                    share.not_assessable,
                    f"{share.on_course}/{share.assessable}",
                ]
            )
    shown = [
        [row.cells[0].text, *(row.cells[place].value for place in (1, 2, 7, 8)), row.cells[9].text] for row in rows
    ]
    assert shown[: len(expected)] == [row if row[5] != "0/0" else [*row[:5], "không có"] for row in expected]
    assert [row.cells[9].text for row in rows[-2:]] == [
        f"{total.on_course}/{total.assessable}",
        f"{before.on_course}/{before.assessable}",
    ]
    (bars,) = (block for block in report.blocks if isinstance(block, StatusBars))
    asked_for = counts[YEAR].filter(~pl.col("status").is_in(NOT_ASKED))
    assert sum(part.count for bar in bars.bars for part in bar.parts) == asked_for["rows"].sum()


def test_the_red_list_is_that_of_the_query(made, mart, catalogue):
    red = table(made(), "không đạt, năm")
    rows = queries.farthest_behind(mart, BAC_NINH, limit=10_000)
    assert set(rows["status"]) <= set(RED_STATUSES)
    assert len(red.rows) == rows.height == queries.red_counts(mart, BAC_NINH).red > 10
    actions = queries.actions(mart, BAC_NINH).filter(~pl.col("state").is_in(["confirmed", "cancelled"]))
    told = 0
    for row, shown in zip(rows.iter_rows(named=True), red.rows, strict=True):
        indicator = catalogue.indicator[row["indicator"]]
        cells = {column.title: cell for column, cell in zip(red.columns, shown.cells, strict=True)}
        assert cells["Chỉ tiêu"].text.startswith(indicator.vi)
        assert cells["Trạng thái"].text == status_word(row["status"], "vi", preliminary=row["preliminary"])
        assert cells["Trạng thái"].status == row["status"]
        assert cells["Thực hiện"].text == measured(row["actual"], indicator, catalogue)
        assert cells["Thực hiện"].value == (row["actual"] if indicator.kind == "number" else None)
        assert cells["Mục tiêu in"].text.startswith(row["printed_target"])
        assert cells["Khoảng cách"].value == (row["gap"] if indicator.kind == "number" else None)
        assert cells["Cơ quan chủ trì"].text == "; ".join(catalogue.agency[id_].vi for id_ in row["agencies"])
        mine = actions.filter(indicator=row["indicator"], breakdown=row["breakdown"])
        assert all(what.rstrip(" .") in cells["Việc phải làm"].text for what in mine["what"])
        assert mine.height or cells["Việc phải làm"].text == "chưa có việc"
        told += mine.height
    assert told


def test_what_was_handed_in_with_a_red_figure_is_told(catalogue, store):
    key = ("bac_ninh", "unemployment_rate", "total")
    rows = observations([(*key, 2023, 2.5), (*key, 2025, 2.9)]).with_columns(
        note=pl.when(pl.col("year") == 2025)
        .then(pl.lit("Hai doanh nghiệp lớn dừng sản xuất quý III."))
        .otherwise(pl.lit(""))
    )
    store.append(Submission(rows, "file", "thu.csv", "nop@example.vn", approved_by="duyet@example.vn"))
    report = document("report", Asked(Mart(catalogue, store), catalogue, BAC_NINH, "vi"))
    assert column(table(report, "không đạt, năm"), "Giải trình của cơ quan") == [
        "Hai doanh nghiệp lớn dừng sản xuất quý III."
    ]


def test_the_movements_are_those_of_the_query(made, mart):
    report = made()
    worse, better = queries.changes_by_direction(queries.status_changes(mart, BAC_NINH))
    assert (len(table(report, "xấu hơn").rows), len(table(report, "tốt hơn").rows)) == (worse.height, better.height)
    assert f"{better.height} chỉ tiêu chuyển sang trạng thái tốt hơn, {worse.height} chỉ tiêu" in said(report)


def test_every_row_of_every_sector_stands_in_its_table_and_has_its_picture(made, mart, catalogue):
    report = made()
    rows = queries.assessed(mart, BAC_NINH)
    for sector in catalogue.sectors:
        mine = rows.filter(pl.col("sector") == sector.id)
        assert len(table(report, f"{sector.vi}, năm").rows) == mine.height
    drawn = [way for block in report.blocks if isinstance(block, Ways) for way in block.ways]
    with_both = rows.filter(pl.col("actual").is_not_null() & pl.col("target").is_not_null())
    assert [way.actual for way in drawn] == with_both["actual"].to_list()
    bands = with_both.filter(pl.col("comparator").is_in(["range", "keep"]))
    assert sum(way.target is None for way in drawn) == bands.height


def test_tasks_completeness_and_reports_are_those_of_the_queries(made, mart, catalogue):
    report = made()
    of_tasks = BAC_NINH.model_copy(update={"years": ()})
    pressing = task_rows(queries.pressing(mart, of_tasks))
    shown = column(table(report, "quá hạn hoặc đến hạn"), "Nhiệm vụ")
    assert [cell.split("\n")[0] for cell in shown] == [catalogue.task[row["task"]].title_vi for row in pressing]
    (received,) = queries.completeness(mart, BAC_NINH).iter_rows(named=True)
    assert f"Bắc Ninh {received['received']} trong {received['expected']}" in said(report)
    progress = queries.progress_of(mart, catalogue, YEAR, provinces=("bac_ninh",))
    reports = table(report, "của các cơ quan")
    assert column(reports, "Số liệu còn thiếu") == [str(count) for count in progress["missing"]]
    assert column(reports, "Nhiệm vụ còn thiếu") == [str(count) for count in progress["tasks_missing"]]


def test_one_page_has_ten_red_rows_three_movements_and_the_deadlines(made, mart, catalogue):
    page = made("one-page")
    worst = queries.farthest_behind(mart, BAC_NINH, limit=10)
    shown = column(table(page, "chậm nhất"), "Chỉ tiêu")
    assert [cell.split(" (")[0] for cell in shown] == [
        catalogue.indicator[id_].vi.split(" (")[0] for id_ in worst["indicator"]
    ]
    assert said(page).count("thành “") == 3
    due = catalogue.plan_in_force("bac_ninh").deadlines.agencies
    day = next(day for year in (mart.as_of.year, mart.as_of.year + 1) if (day := due.on(year)) > mart.as_of)
    assert f"Trước ngày {date(day)}: các cơ quan báo cáo năm {day.year}" in said(page)


@pytest.mark.parametrize("kind", ["report", "one-page"])
def test_where_nothing_is_published_it_says_so_and_lists_what_is_due(kind, catalogue, store):
    mart = Mart(catalogue, store)
    empty = document(kind, Asked(mart, catalogue, with_year(Filters(), mart), "vi"))
    assert f"Chưa có số liệu nào của năm {mart.as_of.year} được công bố" in said(empty)
    assert faults(empty) == []
    due = table(empty, "còn phải nộp")
    owed = queries.owing(queries.progress_of(mart, catalogue, mart.as_of.year))
    assert len(due.rows) == (owed.height if kind == "report" else 12)
    if kind == "one-page":
        left = owed["missing"].sum() - sum(int(count) for count in column(due, "Số liệu còn thiếu"))
        assert f"còn thiếu {left} số liệu" in said(empty)


def test_a_day_in_the_past_is_what_was_known_then(catalogue, tmp_path_factory, mart, made):
    store = open_store(stores.demo_store(tmp_path_factory.getbasetemp()))
    then = Mart(catalogue, store, as_of=dt.date(2025, 10, 27))
    store.close()
    past = made(mart=then)
    assert past.day == dt.date(2025, 10, 27)
    assert "đến hết ngày 27/10/2025" in past.stamp
    assert "as_of=2025-10-27" in past.permalink
    (received,) = queries.completeness(then, BAC_NINH)["received"]
    (now,) = queries.completeness(mart, BAC_NINH)["received"]
    assert received < now
    assert f"Bắc Ninh {received} trong" in said(past)


def test_the_same_question_has_the_same_answer(made, mart, catalogue, tmp_path_factory):
    assert made() == made()
    store = open_store(stores.demo_store(tmp_path_factory.getbasetemp()))
    again = Mart(catalogue, store)
    store.close()
    assert made(mart=again) == made()


def asking(catalogue):
    """Return a strategy of filters that a document can be asked for."""
    leads = sorted({agency.id for agency in (*catalogue.agencies_in_charge, *catalogue.task_leads)})

    def some(ids, most):
        return st.lists(st.sampled_from(list(ids)), max_size=most, unique=True).map(tuple)

    return st.builds(
        Filters,
        provinces=some(catalogue.province, 3),
        sectors=some(catalogue.sector, 2),
        indicators=some(catalogue.indicator, 2),
        years=some(range(2021, 2032), 1),
        agencies=some(leads, 2),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_asked_for_makes_a_document(made, mart, catalogue, data):
    filters = data.draw(asking(catalogue))
    kind = data.draw(st.sampled_from(["report", "one-page", "annex"]))
    if kind == "annex":
        filters = filters.model_copy(update={"agencies": filters.agencies[:1] or ("health_department",)})
    assert problems_of(kind, filters, catalogue) == []
    assert faults(made(kind, filters, data.draw(st.sampled_from(["vi", "en"])))) == []


def test_what_a_document_cannot_be_asked_for_is_told_at_once(catalogue):
    filters = Filters(years=(2024, 2025), statuses=("missed",), agencies=())
    told = [(name, problem.tell()) for name, problem in problems_of("annex", filters, catalogue)]
    assert [name for name, _ in told] == ["status", "year", "agency"]
    assert "đang chọn 2 năm" in told[1][1]


VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")


@pytest.mark.parametrize("kind", ["report", "one-page", "annex"])
def test_in_english_only_names_and_what_is_printed_or_written_is_vietnamese(kind, made, mart, catalogue):
    agencies = ("health_department",) if kind == "annex" else ()
    english = made(kind, Filters(years=(YEAR,), agencies=agencies), "en")
    known = {province.en for province in catalogue.provinces} | {cell.printed for cell in catalogue.targets}
    known |= {
        part for item in catalogue.discrepancies for place in item.places for part in (place.where, place.printed)
    }
    known |= {item.reading_en for item in catalogue.discrepancies} | {item.why_en for item in catalogue.discrepancies}
    known |= {task.place for task in catalogue.tasks} | {task.timing_printed for task in catalogue.tasks}
    known |= {task.title_en for task in catalogue.tasks}
    known |= {what.rstrip(" .") for what in queries.actions(mart, Filters())["what"]}
    for row in queries.tasks(mart, Filters()).iter_rows(named=True):
        known |= {row[name] for name in ("what_was_done", "what_hinders", "document_number") if row[name]}
    known |= set(queries.assessed(mart, Filters())["note"].drop_nulls())
    known |= (
        {plan.number for plan in catalogue.plans}
        | {"Tuyên Quang", "Bắc Ninh"}
        | {agency.en for agency in catalogue.agencies}
    )
    longest_first = sorted(filter(None, known), key=len, reverse=True)

    def left(text: str) -> str:
        if not VIETNAMESE.search(text):
            return ""
        for name in longest_first:
            text = text.replace(name, "")
        return text if VIETNAMESE.search(text) else ""

    assert [
        found for text in texts(english) if (found := left(text.replace("BẮC", "Bắc").replace("NINH", "Ninh")))
    ] == []


def test_discrepancies_are_those_that_bear_on_the_figures(made, mart, catalogue):
    told = set(column(table(made(filters=Filters(years=(2026,))), "không khớp"), "Vì sao"))
    of_all = {item.id: item for item in catalogue.discrepancies if item.indicator}
    must = {item.why_vi for item in of_all.values() if item.comparison or (item.open and not item.open.settled)}
    assert must
    assert must <= told
    one = Filters(provinces=("bac_ninh",), years=(YEAR,))
    shown = set(column(table(made(filters=one), "không khớp"), "Vì sao"))
    red = queries.farthest_behind(mart, one, limit=10_000)
    on_red = {
        item.why_vi
        for item in of_all.values()
        if item.kind not in ("wording", "numbering") and "bac_ninh" in item.provinces
        for row in red.iter_rows(named=True)
        if item.indicator == row["indicator"] and item.breakdown in (None, row["breakdown"])
    }
    still_open = {item.why_vi for item in of_all.values() if item.open and "bac_ninh" in item.provinces}
    assert on_red
    assert shown == on_red | still_open
