"""Whatever order, names, pages and merged cells a table of indicators has, the same lines come out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.plans.documents import Document, Table, merge, plain_rows
from dashboard.plans.settling import settle
from dashboard.plans.table_files import read_document
from dashboard.words.messages import DashboardError
from tests.integration.test_plan_documents import unread
from tests.plan_answers import head_of
from tests.plan_documents import (
    Sheet,
    as_csv,
    as_docx,
    as_xlsx,
    indicator_sheet,
    renamed,
    reordered,
    split,
    with_agencies_merged,
)

HEADINGS = {
    "TT": ("STT", "Số TT", "Số thứ tự"),
    "Nội dung chỉ tiêu": ("Tên chỉ tiêu", "CHỈ TIÊU", "Các chỉ tiêu chủ yếu", "Danh mục chỉ tiêu"),
    "Đơn vị tính": ("ĐVT", "Đơn vị", "đơn vị tính"),
    "Mục tiêu": ("Chỉ tiêu kế hoạch", "MỤC TIÊU", "Kế hoạch"),
    "Đến năm 2025": ("Năm 2025", "2025", "Mục tiêu năm 2025"),
    "Đến năm 2030": ("Năm 2030", "2030", "Phấn đấu đến năm 2030"),
    "Chủ trì": ("Cơ quan chủ trì", "Đơn vị chịu trách nhiệm", "CƠ QUAN THỰC HIỆN"),
    "Phối hợp": ("Cơ quan phối hợp", "Đơn vị phối hợp thực hiện"),
}
PLAN = "bac_ninh_246"
FORMATS = ("docx", "xlsx", "csv")
BLOCKS = ((0,), (1,), (2,), (3, 4), (5,), (6,), (7,))
"""The columns; a cell merged over the two years is one value for both only while they stand side by side."""


@pytest.fixture(scope="module")
def known(catalogue):
    """The catalogue without the plan, the first thirty rows of its annex, and what they say before anything is answered."""
    whole = indicator_sheet(catalogue, PLAN)
    rows = 30
    sheet = Sheet(whole.rows[:rows], tuple(one for one in whole.merged if one[2] < rows), whole.headings)
    empty = unread(catalogue, PLAN)
    return empty, sheet, lines(empty, catalogue, as_docx([("PHỤ LỤC 1", [sheet])]))


def lines(empty, catalogue, content):
    outcome = settle(read_document(content), head_of(catalogue, PLAN), empty, {})
    asked = sorted(
        (one.kind, one.printed)
        for one in outcome.questions
        if one.kind in ("indicator", "agency", "number", "year", "target")
    )
    return outcome.additions.targets, asked


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_lines_do_not_depend_on_the_layout(catalogue, known, data):
    empty, sheet, wanted = known
    names = {heading: data.draw(st.sampled_from((heading, *others))) for heading, others in HEADINGS.items()}
    blocks = data.draw(st.permutations(BLOCKS))
    order = [column for block in blocks for column in block]
    merged = data.draw(st.booleans())
    kind = data.draw(st.sampled_from(FORMATS))
    pages = data.draw(st.integers(min_value=4, max_value=40))
    repeat = data.draw(st.booleans())
    laid_out = renamed(reordered(with_agencies_merged(sheet, 5) if merged and kind != "csv" else sheet, order), names)
    if kind == "docx":
        content = as_docx([("PHỤ LỤC 1", split(laid_out, pages, repeat=repeat) if not merged else [laid_out])])
    elif kind == "xlsx":
        content = as_xlsx([("PHỤ LỤC 1", [laid_out])])
    else:
        content = as_csv(laid_out, data.draw(st.sampled_from((";", ",", "\t"))))
    assert lines(empty, catalogue, content) == wanted


WORDS = (
    "", "1", "1.1", "1.3", "2.", "I", "II.", "-", "+", "Trong đó", "- Thành thị", "Nông thôn", "%", "Người", "km", "<5", "10-20", "10 - 5", "Hoàn thành",
    "tăng", "1.234,5", "TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2025", "Năm 2030", "Mục tiêu", "Cơ quan chủ trì", "Phối hợp", "Nhiệm vụ", "Thời gian thực hiện",
    "Sản phẩm", "Sở Y tế", "Sở Y tế; Sở Lạ", "đơn vị liên quan", "Y tế", "Tỉ lệ lao động qua đào tạo", "Tỉ lệ gì đó khác", "Chỉ số HDI", "Thường xuyên",
    "2026-2030", "(1)", "…", "Nhiệm vụ về việc làm",
)  # fmt: skip


@st.composite
def tables(draw):
    """Return a table of any words under headings that are often those of a plan, with some cells merged."""
    width = draw(st.integers(min_value=3, max_value=8))
    heads = draw(st.sampled_from((
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2025", "Năm 2030", "Cơ quan chủ trì", "Phối hợp"),
        ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Phối hợp", "Thời gian thực hiện"),
        ("Chỉ tiêu", "Mục tiêu", "Đơn vị"),
        (),
    )))  # fmt: skip
    rows = [list(heads)] if heads else []
    width = len(heads) or width
    rows += draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=width, max_size=width), min_size=1, max_size=12))
    cells = plain_rows(rows)
    for _ in range(draw(st.integers(min_value=0, max_value=3))):
        top, left = draw(st.integers(0, len(rows) - 1)), draw(st.integers(0, width - 1))
        bottom, right = (
            min(len(rows) - 1, top + draw(st.integers(0, 2))),
            min(width - 1, left + draw(st.integers(0, 2))),
        )
        merge(cells, top, left, bottom, right)
    return tuple(map(tuple, cells))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    found=st.lists(tables(), min_size=1, max_size=3),
    answer=st.sampled_from(("ok", "new | x=1", "leave_out", "a/b", "/women | vi=Nữ", "general", "2030")),
)
def test_any_table_is_read_asked_about_or_refused(catalogue, known, found, answer):
    empty, _, _ = known
    tables_ = tuple(
        Table(number, f"PHỤ LỤC {number}", rows, tuple(range(1, len(rows) + 1)), "", number > 1)
        for number, rows in enumerate(found, 1)
    )
    document = Document((), tables_)
    head = head_of(catalogue, PLAN)
    try:
        first = settle(document, head, empty, {})
        second = settle(document, head, empty, {one.key: answer for one in first.questions})
    except DashboardError:
        return
    assert len({one.key for one in first.questions}) == len(first.questions)
    for outcome in (first, second):
        for line in outcome.additions.targets:
            assert line["printed"] in {cell.text for rows in found for row in rows for cell in row}
