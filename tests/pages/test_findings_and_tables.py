"""What the sentences and tables say agrees with the rows every export gives, counted here anew."""

import re
from collections import Counter
from typing import Any

import pytest

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.method import STATUS
from dashboard.notation import status_word
from tests.pages.addresses import SECTORS, Address, name
from tests.pages.reading import finding, number, pictures, tables, words
from tests.pages.site import Site

Row = dict[str, Any]
GOOD, LEFT_OUT = ("achieved", "on_track"), ("no_pace", "no_data", "before_plan", "no_target")
STATUS_OF = {
    f"{status.sign} {status_word(id_, 'vi', preliminary=preliminary)}": id_
    for id_, status in STATUS.items()
    for preliminary in (False, True)
}
NO_VALUE = "–"


@pytest.fixture(scope="module", params=["demo", "official"])
def filled(request: pytest.FixtureRequest) -> tuple[Site, list[Row]]:
    """A site with figures, and every row of its assessed table."""
    site = request.getfixturevalue(request.param)
    site.open()  # the first page loads the curated files
    return site, queries.gaps(site.mart(), site.catalogue(), Filters())


@pytest.mark.parametrize("year", [2021, 2024, 2025, 2026, 2030])
@pytest.mark.parametrize("province", [None, "bac_giang"])
def test_the_overviews_sentence_counts_the_rows(filled: tuple[Site, list[Row]], year: int, province: str | None):
    site, rows = filled
    given = {"province": province} if province else {}
    page = site.open("", year=str(year), **given)
    mine = [row for row in rows if row["year"] == year and province in (None, row["province"])]
    _sentence_counts(finding(page), year, mine)


@pytest.mark.parametrize("address", SECTORS, ids=name)
def test_a_sectors_sentence_and_table_are_its_rows(filled: tuple[Site, list[Row]], address: Address):
    site, rows = filled
    catalogue = site.catalogue()
    path, _ = address
    sector = next(sector for sector in catalogue.sectors if sector.path == path)
    page = site.open(path, year="2025")
    mine = [row for row in rows if row["year"] == 2025 and row["sector"] == sector.id]
    _sentence_counts(finding(page), 2025, mine)
    table = tables(page)[-1]  # before there are figures, what is known stands above it (test_day_one.py)
    assert len(table.rows) == len(mine)
    for row, shown in zip(mine, table.rows, strict=True):
        indicator = catalogue.indicator[row["indicator"]]
        assert shown["Chỉ tiêu, cơ quan chủ trì"].startswith(indicator.vi)
        where = shown["Tỉnh"].split("\n")[0] if "Tỉnh" in shown else table.caption.rsplit(" – ")[-1]
        assert where == catalogue.province[row["province"]].vi
        assert STATUS_OF[shown["Trạng thái, việc phải làm"].split("\n")[0]] == row["status"]
        _shows(shown["Thực hiện"], row["actual"], indicator.decimals)
        assert shown["Mục tiêu in"].startswith(row["printed_target"] or NO_VALUE)
        if indicator.kind == "number":
            _shows(shown["Khoảng cách"], row["gap"], max(indicator.decimals, 1))
        _shows(shown["Tiến độ"], row["pace"], 2)


@pytest.mark.parametrize("status", ["missed", "no_data"])
def test_a_status_filter_leaves_its_rows_only(filled: tuple[Site, list[Row]], status: str):
    site, rows = filled
    page = site.open("y-te", year="2025", status=status)
    mine = [row for row in rows if (row["year"], row["sector"], row["status"]) == (2025, "health", status)]
    if not mine:
        assert page.info[-1].value
        assert not tables(page)
        return
    table = tables(page)[-1]
    assert [STATUS_OF[cell.split("\n")[0]] for cell in table.column("Trạng thái, việc phải làm")] == [status] * len(
        mine
    )


def test_what_needs_action_is_the_worst_first_with_who_answers_for_it(filled: tuple[Site, list[Row]]):
    site, rows = filled
    page = site.open("", year="2025")
    bad = [row for row in rows if row["year"] == 2025 and row["status"] in ("missed", "off_track", "moving_away")]
    if not bad:
        assert "Không có chỉ tiêu nào chậm nhiều, đi ngược hoặc không đạt" in words(page) or "Phải báo cáo" in words(
            page
        )
        return
    table = next(table for table in tables(page) if "Cần xử lý ngay" in table.caption)
    assert len(table.rows) == min(10, len(bad))
    assert all("\n" in cell for cell in table.column("Chỉ tiêu, cơ quan chủ trì"))
    shares = [number(cell.removesuffix("\u00a0%")) for cell in table.column("So với mức cần có") if cell.endswith("%")]
    assert shares == sorted(shares)


def test_what_changed_since_last_year_is_what_the_two_years_say(filled: tuple[Site, list[Row]]):
    site, rows = filled
    status = {(row["province"], row["indicator"], row["breakdown"], row["year"]): row["status"] for row in rows}
    changed = [
        key
        for key, now in status.items()
        if key[3] == 2025
        and now not in LEFT_OUT
        and (before := status.get((*key[:3], 2024))) not in (None, *LEFT_OUT)
        and before != now
    ]
    captions = [table.caption for table in tables(site.open("", year="2025")) if "2024 – 2025" in table.caption]
    told = {int(found[0]) for caption in captions if (found := re.findall(r": (\d+) chỉ tiêu", caption))}
    counted = sum(
        int(re.findall(r": (\d+) chỉ tiêu", caption)[0]) for caption in dict.fromkeys(captions)
    )  # a table folded away repeats the caption of the open one
    assert counted == len(changed), (told, captions)


def test_completeness_is_received_of_expected(filled: tuple[Site, list[Row]]):
    site, rows = filled
    page = site.open("", year="2025")
    catalogue = site.catalogue()
    for metric in page.metric:
        province = next(province for province in catalogue.provinces if province.vi == metric.label)
        mine = [
            row
            for row in rows
            if (row["province"], row["year"]) == (province.id, 2025)
            and row["status"] not in ("before_plan", "no_target")
        ]
        received = sum(row["actual"] is not None for row in mine)
        assert metric.delta.startswith(f"{received}/{len(mine)} ")
        assert number(metric.value.removesuffix("\u00a0%")) == pytest.approx(100 * received / len(mine), abs=0.51)


@pytest.mark.parametrize("id_", ["unemployment_rate", "fertility_rate", "malaria_elimination", "poverty_reduction"])
def test_an_indicators_table_of_inputs_is_its_rows(filled: tuple[Site, list[Row]], id_: str):
    site, rows = filled
    catalogue = site.catalogue()
    indicator = catalogue.indicator[id_]
    page = site.open("chi-tieu", id=id_, year="2025")
    part = indicator.breakdowns[0]
    mine = [row for row in rows if (row["indicator"], row["breakdown"], row["year"]) == (id_, part, 2025)]
    table = next(table for table in tables(page) if table.caption.startswith("Đầu vào"))
    assert len(table.rows) == len(mine)
    for row, shown in zip(mine, table.rows, strict=True):
        assert shown["Tỉnh"] == catalogue.province[row["province"]].vi
        status, rule = shown["Trạng thái và quy tắc đã dùng"].split("\n", 1)
        assert STATUS_OF[status] == row["status"]
        if row["printed_target"]:
            assert shown["Mục tiêu in"] == f"“{row['printed_target']}” ({row['milestone']})"
        _shows(shown["Tiến độ"], row["pace"], 4)
        if indicator.kind == "number":
            _shows(shown["Thực hiện"], row["actual"], indicator.decimals + 2)
            _shows(shown["Mức cần có"], row["expected"], indicator.decimals + 2)
        assert len(rule) > 10
        assert shown["Tỉnh"] in finding(page)


@pytest.mark.parametrize("id_", ["unemployment_rate", "life_expectancy", "fertility_rate", "malaria_elimination"])
@pytest.mark.parametrize("year", [2023, 2025])
def test_ranks_are_shared_by_ties_and_withheld_while_a_figure_is_missing(
    filled: tuple[Site, list[Row]], id_: str, year: int
):
    site, rows = filled
    indicator = site.catalogue().indicator[id_]
    part = indicator.breakdowns[0]
    mine = [row for row in rows if (row["indicator"], row["breakdown"], row["year"]) == (id_, part, year)]
    page = site.open("so-sanh", id=id_, year=str(year))
    table = tables(page)[-1]  # before there are figures, what is known stands above it (test_day_one.py)
    assert len(table.rows) == len(mine)
    shown = dict(zip(table.column("Tỉnh"), table.column("Hạng"), strict=True))
    if len(mine) < 2 or any(row["actual"] is None for row in mine):
        assert set(shown.values()) <= {NO_VALUE}
        return
    levels = [level.vi for level in indicator.levels]

    def merit(row: Row) -> float:
        if levels:
            return levels.index(row["actual"])
        if indicator.direction == "keep":
            return -abs(row["actual"] - row["target"])
        return row["actual"] if indicator.direction == "increase" else -row["actual"]

    expected = {
        site.catalogue().province[row["province"]].vi: str(1 + sum(merit(other) > merit(row) for other in mine))
        for row in mine
    }
    assert shown == expected
    assert next(province for province, rank in expected.items() if rank == "1") in finding(page)


def test_the_share_of_a_sector_is_its_rows_on_course(filled: tuple[Site, list[Row]]):
    site, rows = filled
    sentence = finding(site.open("so-sanh", view="sector", sector="health", year="2025"))
    for province in site.catalogue().provinces:
        counts = Counter(
            row["status"]
            for row in rows
            if (row["province"], row["sector"], row["year"]) == (province.id, "health", 2025)
        )
        good = sum(counts[status] for status in GOOD)
        judged = counts.total() - sum(counts[status] for status in LEFT_OUT)
        assert (f"({good}/{judged})" in sentence) == bool(judged)


def test_the_pictures_of_a_sector_are_drawn_from_the_filters_alone(demo: Site):
    whole = pictures(demo.open("y-te", year="2025"))
    one = pictures(demo.open("y-te", year="2025", province="bac_ninh"))
    again = pictures(demo.open("y-te", year="2025"))
    assert whole == again
    assert whole != one
    assert "Bắc Giang" not in str(one)


def _sentence_counts(sentence: str, year: int, rows: list[Row]) -> None:
    counts = Counter(row["status"] for row in rows)
    good = sum(counts[status] for status in GOOD)
    judged = counts.total() - sum(counts[status] for status in LEFT_OUT)
    if not judged:
        assert sentence.startswith(f"Năm {year} chưa có số liệu để đánh giá.")
        return
    asked = counts.total() - counts["before_plan"] - counts["no_target"]
    share = "chưa nêu tỉ lệ" if 2 * judged < asked else f"{100 * good / judged:.0f}\u00a0%"
    assert sentence.startswith(f"Năm {year}, {good} trong {judged} chỉ tiêu đánh giá được đang đúng hướng ({share}")
    others = f"); {judged - good} chậm, không đạt hoặc đi ngược." if judged > good else ")."
    assert others in sentence
    for status, told in (("no_data", "chưa có số liệu"), ("no_pace", "chưa đủ căn cứ"), ("no_target", "không giao")):
        assert (f"{counts[status]} {told}" in sentence) == bool(counts[status])


def _shows(cell: str, value: float | str | None, decimals: int) -> None:
    """The cell shows the value, rounded to its decimals at display only."""
    if value is None:
        assert cell == NO_VALUE
    elif isinstance(value, str):
        assert cell == value
    else:
        assert number(cell) == pytest.approx(value, abs=0.5000001 * 10**-decimals)
