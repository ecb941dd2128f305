"""Reporting on tasks: what is asked of a lead, the template, typing on the page, the draft."""

from functools import partial

import polars as pl
import streamlit as st

from dashboard import workflow
from dashboard.access import Rights
from dashboard.intake.task_columns import TASK_COLUMNS, TO_FILL
from dashboard.intake.task_comparing import compare_reports, task_statuses_after
from dashboard.intake.task_templates import task_template_csv, task_template_xlsx
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.method import REPORT_STATES, TASK_STATUS
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import failure, markup, section
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in import draft as drafts
from dashboard.ui.handing_in import uploading
from dashboard.ui.handing_in.draft_issues import MOST_LISTED, draw_annex, draw_file, draw_hand_in, draw_issues
from dashboard.ui.handing_in.scope import Scope, agency_name, province_name
from dashboard.ui.handing_in.task_report_tables import (
    CHANGE_WORDS,
    expected_tasks_table,
    reports_compared,
    task_moves_table,
)
from dashboard.ui.handing_in.typed_grid import grid, take_in
from dashboard.words.messages import DashboardError

_WIDTHS = {
    "task_name": 330, "due": 130, "state": 150, "date_done": 110, "document_number": 140, "document_date": 110,
    "what_was_done": 260, "what_hinders": 220,
}  # fmt: skip


def expected(mart: Mart, scope: Scope, year: int) -> pl.DataFrame:
    """Return the tasks the office may report on for the year (``queries.expected_tasks``) with ``report``, where each stands."""
    agencies = (scope.agency,) if scope.agency else ()
    rows = queries.expected_tasks(mart, provinces=scope.former, agencies=agencies, year=year)
    return queries.with_report_state(rows)


def finding(rows: pl.DataFrame, scope: Scope, catalogue: Catalogue) -> str:
    """Return how much of what the office is to report on its tasks is there (``expected``)."""
    asked = rows.filter("is_asked")
    states = dict(asked.group_by("report").len().rows())
    text = say()(
        "{agency}, {province}, năm {year}: chủ trì {all} nhiệm vụ còn theo dõi, {asked} phải báo cáo; {published} đã công bố, {review} đang chờ duyệt, {missing} còn thiếu."
    )
    return text.format(
        agency=agency_name(scope.agency, catalogue),
        province=province_name(scope.province, catalogue),
        year=scope.year,
        all=rows.height,
        asked=asked.height,
        published=states.get("published", 0),
        review=states.get("under_review", 0),
        missing=sum(states.get(state, 0) for state in queries.OWED_REPORTS),
    )


def draw_new(shared: Services, mine: Rights, scope: Scope, rows: pl.DataFrame, mart: Mart) -> None:
    """Draw the template, where the filled one is handed over, cells to type into, and what is asked (``expected``)."""
    makers = {
        "xlsx": partial(task_template_xlsx, rows, shared.catalogue, translate=say(), language=language()),
        "csv": partial(task_template_csv, rows, shared.catalogue, translate=say(), language=language()),
    }
    stem = f"bieu-mau-nhiem-vu-{scope.province}-{scope.agency or 'ca-tinh'}-{scope.year}"
    uploading.draw_templates(makers, mart, stem=stem, key="task_template")
    uploading.draw(shared, mine, scope, "task_reports")
    _typing(shared, scope, rows, mart)


def draw_expected(rows: pl.DataFrame, scope: Scope, catalogue: Catalogue, mart: Mart) -> None:
    """Draw the tasks the office may report on, those asked for first."""
    section(say()("Nhiệm vụ báo cáo năm {year}").format(year=scope.year), mart)
    caption = say()("Nhiệm vụ cơ quan chủ trì theo kế hoạch đang hiệu lực, phải báo cáo trước")
    first = rows.sort("is_asked", descending=True, maintain_order=True)
    markup(expected_tasks_table(first, catalogue, language(), caption=caption))


def draw_draft(
    shared: Services, mine: Rights, draft: workflow.Draft, submissions: pl.DataFrame, scope: Scope, mart: Mart
) -> None:
    """Draw the open draft: its issues, its changes, and the button that hands it in."""
    try:
        found = drafts.checked_reports(shared, mine, draft, mart)
    except DashboardError as error:
        failure(error)
        return
    draw_file(shared, draft, found)
    draw_issues(shared, draft, found)
    if found.reports.is_empty():
        return
    catalogue = shared.catalogue
    changes = compare_reports(found.reports, mart, catalogue, scope.context, wrong=found.wrong)
    counts = dict(changes.group_by("kind").len().rows())
    section(say()("Sẽ thay đổi những gì"), mart, say()("Nếu được duyệt, so với báo cáo đang công bố."))
    with st.container(horizontal=True):
        for kind, words in CHANGE_WORDS.items():
            st.metric(say()(words).capitalize(), counts.get(kind, 0))
    moving = changes.filter(pl.col("kind").is_in(["new", "changed"]))
    if not moving.is_empty():
        caption = say()("Sẽ thay đổi: {count} báo cáo").format(count=moving.height)
        markup(reports_compared(moving.head(MOST_LISTED), catalogue, language(), caption=caption))
    moved = task_statuses_after(found.reports, mart, catalogue, shared.store)
    section(say()("Trang của lãnh đạo sẽ đổi thế nào"), mart)
    if moved.is_empty():
        st.caption(say()("Không trạng thái nào đổi."))
    else:
        markup(task_moves_table(moved, catalogue, language(), caption=say()("Trạng thái nhiệm vụ, trước → sau")))
    draw_hand_in(shared, mine, draft, submissions, found, scope)
    draw_annex(shared, draft, found, scope, mart)


def _typing(shared: Services, scope: Scope, rows: pl.DataFrame, mart: Mart) -> None:
    """Draw the tasks with cells to type into; what is typed becomes a file like any other."""
    _, catalogue = say(), shared.catalogue
    # Drawn when it is asked for: a grid nobody types into costs every drawing of the page.
    if not st.toggle(_("Hoặc gõ báo cáo ngay trên trang"), key="types_reports"):
        return
    section(
        _("Gõ báo cáo"),
        mart,
        _("Chọn tình trạng; ngày viết ngày/tháng/năm, ví dụ 25/3/2026. Dòng để trống là nhiệm vụ chưa báo cáo."),
    )
    known = ("task_name", "due")
    shown = pl.DataFrame(
        {
            "task_name": [catalogue.task[id_].title(language()) for id_ in rows["task"]],
            "due": [catalogue.task[id_].timing_printed for id_ in rows["task"]],
            **{name: pl.Series([""] * rows.height, dtype=pl.String) for name in TO_FILL},
        }
    )
    typed = grid(
        shown,
        {
            name: st.column_config.TextColumn(
                _(TASK_COLUMNS[name].heading), width=_WIDTHS[name], pinned=name == "task_name"
            )
            for name in (*known, *TO_FILL)
        }
        | {
            "state": st.column_config.SelectboxColumn(
                _(TASK_COLUMNS["state"].heading),
                options=[_(TASK_STATUS[state].word) for state in REPORT_STATES],
                width=_WIDTHS["state"],
            )
        },
        key=f"typed_reports_{scope.province}_{scope.agency}_{scope.year}",
        known=known,
    )
    if not st.button(_("Kiểm tra báo cáo đã gõ"), type="primary", icon=":material/check:"):
        return
    cells = typed.select(pl.col(name).fill_null("").str.strip_chars() for name in TO_FILL).rows(named=True)
    filled = {place: row for place, row in enumerate(cells) if any(row.values())}
    if not filled:
        st.warning(_("Chưa gõ gì: chọn tình trạng của ít nhất một nhiệm vụ."))
        return
    content = task_template_csv(rows, catalogue, translate=_, language=language(), typed=filled)
    take_in(shared, scope, content, "task_reports")
