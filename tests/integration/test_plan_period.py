"""A plan of 2026–2030 after one of 2021–2025: the years before stay with the old plan, the series go on under their ids."""

import datetime as dt

import pytest

from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries import gaps
from dashboard.plans.applying import changes, tried, write
from dashboard.plans.context import Head
from dashboard.plans.settling import settle
from dashboard.plans.starting import start
from dashboard.plans.table_files import read_document
from dashboard.reference.files import load_catalogue
from tests.conftest import submission
from tests.plan_documents import Sheet, as_docx

OLD = (
    ("TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2025", "Chủ trì", "Phối hợp"),
    ("7", "Y tế", "", "", "", ""),
    ("7.1", "Tỉ lệ dân số được quản lý sức khỏe", "%", "80", "Sở Y tế", ""),
    ("7.2", "Tỉ lệ trạm y tế có bác sĩ", "%", "95", "Sở Y tế", ""),
)
NEW = (
    ("TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2028", "Năm 2030", "Chủ trì", "Phối hợp"),
    ("7", "Y tế", "", "", "", "", ""),
    ("7.1", "Tỷ lệ dân số được quản lí sức khoẻ", "%", "90", "95", "Sở Y tế", ""),
)
ANSWERS = {
    "plan:province": "Cao Bằng", "plan:title_vi": "Kế hoạch", "plan:title_en": "Plan", "plan:deadline_agencies": "30/10",
    "plan:deadline_coordinating": "15/11", "plan:coordinating_agency": "Sở Y tế",
}  # fmt: skip


def take_in(folder, rows, head):
    """Read and apply the plan, taking what is proposed and what ``ANSWERS`` says; return what was asked."""
    document, answers = read_document(as_docx([("PHỤ LỤC", [Sheet(rows)])])), {}
    for _ in range(5):
        outcome = settle(document, head, load_catalogue(folder), answers)
        for one in outcome.open:
            new = f"{one.proposal} | direction=increase" if one.kind == "indicator" else "ok"
            answers[one.key] = ANSWERS.get(one.key, new)
    assert outcome.open == (), [(one.key, one.problem) for one in outcome.open]
    changed = changes(folder, outcome.additions)
    assert tried(folder, changed)[1] == []
    write(folder, changed)
    return outcome


@pytest.fixture
def installation(tmp_path):
    folder = tmp_path / "reference"
    start(folder)
    take_in(folder, OLD, Head("Cao Bằng", "10/KH-UBND", dt.date(2021, 3, 1)))
    outcome = take_in(folder, NEW, Head("cao_bang", "20/KH-UBND", dt.date(2026, 1, 20), "cao_bang_10", 2026))
    return load_catalogue(folder), outcome


def test_the_years_before_the_new_period_are_judged_by_the_old_plan(installation, store):
    known, _ = installation
    first, second = (indicator.id for indicator in known.indicators)
    rows = [("cao_bang", first, "total", year, value) for year, value in ((2023, 70), (2025, 82), (2028, 86))]
    store.append(submission(rows))
    mart = Mart(known, store)

    def status(indicator, year):
        (row,) = gaps(mart, known, Filters(provinces=("cao_bang",), indicators=(indicator,), years=(year,)))
        return row["status"], row["printed_target"]

    assert status(first, 2025) == ("achieved", "80")
    assert status(first, 2028) == ("missed", "90")
    assert status(second, 2025) == ("no_data", "95")  # the new plan has no such row: what was asked stays asked


def test_the_series_goes_on_under_its_id(installation):
    known, outcome = installation
    assert len(known.indicators) == 2
    assert [one for one in outcome.questions if one.kind in ("indicator", "superseded")] == []
    assert {cell.indicator for cell in known.targets if cell.plan == "cao_bang_20"} == {known.indicators[0].id}
    assert known.plan["cao_bang_10"].superseded_by == "cao_bang_20"
    assert known.plan_in_force("cao_bang").from_year == 2026
