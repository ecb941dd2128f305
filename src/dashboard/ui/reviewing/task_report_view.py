"""The task reports of a submission: what they say against what is published, what is unusual, which statuses would move."""

import polars as pl

from dashboard import workflow
from dashboard.access import Rights
from dashboard.intake.context import Context
from dashboard.intake.rechecking import recheck_reports
from dashboard.intake.task_comparing import reports_since_return, task_statuses_after
from dashboard.mart.mart import Mart
from dashboard.notation import in_names
from dashboard.store.schema import TASK_KEY, TASK_REPORT_SCHEMA
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import markup
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in.task_report_tables import CHANGE_WORDS, reports_compared, task_moves_table
from dashboard.ui.reviewing.review_tables import explanation_of
from dashboard.words.messages import mark
from dashboard.workflow import Key, Standing

_RETURN_WORDS = {
    "new": mark("thêm vào"),
    "changed": mark("sửa báo cáo"),
    "missing": mark("bỏ ra"),
    "unchanged": CHANGE_WORDS["unchanged"],
}
"""What became of a returned report, by the kinds of ``intake.task_comparing.reports_since_return``."""


def draw_reports(shared: Services, rights: Rights, standing: Standing, mart: Mart, comments: dict[Key, str]) -> None:
    """Draw the reports beside what is published, those with doubts first, and the statuses that would move."""
    reports = workflow.task_reports(shared.store, rights, standing.submission)
    published = workflow.published_reports(shared.store, rights, standing.submission)
    answers = [name for name in TASK_REPORT_SCHEMA if name not in TASK_KEY]
    rows = published.rename({f"published_{name}": f"old_{name}" for name in answers} | {"change": "kind"})
    doubts: dict[tuple[str, int], list[str]] = {}
    if standing.state == "submitted" and standing.province:
        context = Context((standing.province,), (standing.agency,) if standing.agency else (), standing.year)
        found = recheck_reports(reports, context, mart, shared.catalogue)
        places = dict(zip(found.report_rows, found.reports.select(TASK_KEY).rows(), strict=True))
        names = in_names(shared.catalogue, language())
        for issue in found.warnings:
            said = explanation_of(issue, standing.explanations)
            text = issue.tell(names, language=language()) + (f" → “{said}”" if said else "")
            for line in issue.rows:
                if line in places:
                    doubts.setdefault(places[line], []).append(text)
    order = {task.task: number for number, task in enumerate(shared.catalogue.tasks)}
    rows = rows.sort(
        pl.struct(TASK_KEY).map_elements(lambda key: (key["task"], key["year"]) not in doubts, pl.Boolean),
        pl.col("kind") == "unchanged",
        pl.col("task").replace_strict(order, default=len(order)),
    )
    markup(
        reports_compared(
            rows, shared.catalogue, language(), caption=say()("Báo cáo so với đang công bố, điểm khác thường trước"),
            doubts=doubts, comments={(key[1], key[3]): text for key, text in comments.items()},
        )
    )  # fmt: skip
    if standing.state == "submitted":
        moved = task_statuses_after(reports, mart, shared.catalogue, shared.store)
        if not moved.is_empty():
            caption = say()("Trạng thái nhiệm vụ sẽ đổi nếu duyệt, trước → sau")
            markup(task_moves_table(moved, shared.catalogue, language(), caption=caption))


def draw_since_return(shared: Services, rights: Rights, earlier: Standing, standing: Standing) -> bool:
    """Draw what is otherwise in reports that answer returned ones; return whether anything is."""
    before, now = (workflow.task_reports(shared.store, rights, one.submission) for one in (earlier, standing))
    changes = reports_since_return(before, now, shared.catalogue)
    other = changes.filter(pl.col("kind") != "unchanged")
    if other.is_empty():
        return False
    caption = say()("Khác lần bị trả lại: {count} báo cáo; giữ nguyên: {same}")
    markup(
        reports_compared(
            other, shared.catalogue, language(), words=_RETURN_WORDS, before=mark("Lần bị trả lại"),
            caption=caption.format(count=other.height, same=changes.height - other.height),
        )
    )  # fmt: skip
    return True
