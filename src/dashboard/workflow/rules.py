"""What every act of the workflow asks first, and the trace each one leaves."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn, TypeVar

import polars as pl

from dashboard import metrics
from dashboard.access import Rights, same_person
from dashboard.reference.catalogue import Catalogue
from dashboard.store.ledger import Draft, DraftState, Ledger, Standing, State
from dashboard.store.schema import KEY_COLUMNS, TASK_KEY, utc_now
from dashboard.store.store import Store
from dashboard.words.messages import DashboardError, mark

STATE_WORDS: dict[State, str] = {
    "submitted": mark("đang chờ duyệt"),
    "returned": mark("đã trả lại"),
    "approved": mark("đã duyệt"),
    "withdrawn": mark("đã rút"),
}
MAX_TEXT = 4000
"""The longest note or comment, in characters."""
ALL_AGENCIES = mark("toàn tỉnh")
ALL_PROVINCES = mark("tất cả")

Key = tuple[str, str, str, int]
"""A figure: province, indicator, breakdown, year; of a task report province, task, nothing, year."""

Result = TypeVar("Result")


class RefusedError(DashboardError):
    """An act that the rights, or the state of things, do not allow; nothing but its trace was written."""


def act_on(
    store: Store, rights: Rights, action: str, subject: str | None, act: Callable[[Ledger], tuple[Result, str]]
) -> Result:
    """Run an act in one transaction with its audit row, or leave the row that says it was refused.

    ``act`` returns its result and the row's detail; without a ``subject`` the result is it.
    """
    actor = rights.person.email

    def write(ledger: Ledger) -> Result:
        ledger.take_turn()
        result, detail = act(ledger)
        ledger.add_audit(actor, action, subject or str(result), allowed=True, detail=detail)
        return result

    try:
        return store.transact(write)
    except RefusedError as refusal:
        metrics.refused(action)
        detail = str(refusal)
        store.transact(lambda ledger: ledger.add_audit(actor, action, subject or "", allowed=False, detail=detail))
        raise


def require_submit(rights: Rights, province: str | None, agency: str | None) -> None:
    """Refuse those who do not hand in for the agency in the province."""
    if not rights.may_submit(province, agency):
        refuse(
            mark(
                "{person} không có quyền nộp số liệu của cơ quan “{agency}” tại tỉnh “{province}”. "
                "Hãy nhờ người quản trị bổ sung vào tệp phân quyền."
            ),
            person=rights.person.email,
            agency=agency or ALL_AGENCIES,
            province=province or ALL_PROVINCES,
        )


def require_review(rights: Rights, province: str | None) -> None:
    """Refuse those who do not review the province."""
    if not rights.may_review(province):
        refuse(
            mark(
                "{person} không có quyền duyệt số liệu của tỉnh “{province}”. "
                "Hãy nhờ người quản trị bổ sung vào tệp phân quyền."
            ),
            person=rights.person.email,
            province=province or ALL_PROVINCES,
        )


def require_short(*texts: str) -> None:
    """Refuse texts that nobody would read."""
    longest = max(map(len, texts), default=0)
    if longest > MAX_TEXT:
        refuse(mark("Nội dung dài {found} ký tự, tối đa {limit}. Hãy rút gọn."), found=longest, limit=MAX_TEXT)


def require_waiting(standing: Standing) -> None:
    """Refuse acts on what was decided meanwhile, and say by whom."""
    if standing.state != "submitted":
        refuse(
            mark(
                "Lần nộp “{id}” không còn chờ duyệt: {state}, do {by} thực hiện. Hãy tải lại để xem tình trạng mới nhất."
            ),
            id=standing.submission,
            state=STATE_WORDS[standing.state],
            by=standing.changed_by,
        )


def require_own_figures(observations: pl.DataFrame, catalogue: Catalogue, *, province: str, agency: str | None) -> None:
    """Refuse figures that the plan in force does not give the agency in the province, nor anybody whose duties it took over, doubled ones, and none at all."""
    if observations.is_empty():
        refuse(mark("Không có số liệu nào để nộp. Hãy điền ít nhất một giá trị."))
    own = {
        (cell.province, cell.indicator, cell.breakdown)
        for cell in catalogue.targets
        if cell.province == province and catalogue.plan[cell.plan].in_force
        if agency is None or catalogue.is_of(agency, cell)
    }
    foreign = [key for key in observations.select(KEY_COLUMNS[:3]).iter_rows() if key not in own]
    if foreign:
        refuse(
            mark(
                "Có {count} số liệu mà kế hoạch không giao cho cơ quan “{agency}” tại tỉnh “{province}”, "
                "ví dụ “{indicator}” ({breakdown}). Hãy bỏ các dòng này."
            ),
            count=len(foreign),
            agency=agency or ALL_AGENCIES,
            province=province,
            indicator=foreign[0][1],
            breakdown=foreign[0][2],
        )
    doubled = observations.height - observations.select(KEY_COLUMNS).n_unique()
    if doubled:
        refuse(
            mark("Có {count} số liệu trùng chỉ tiêu, phân tổ và năm. Hãy giữ một dòng cho mỗi số liệu."), count=doubled
        )


def require_own_tasks(task_reports: pl.DataFrame, catalogue: Catalogue, *, province: str, agency: str | None) -> None:
    """Refuse reports on tasks that the plan in force does not give the agency to lead in the province, nor anybody whose duties it took over, and doubled ones."""
    plan = catalogue.plan_in_force(province).id
    own = {
        task.task for task in catalogue.tasks if task.plan == plan if agency is None or catalogue.is_of(agency, task)
    }
    foreign = [task for task in task_reports["task"] if task not in own]
    if foreign:
        refuse(
            mark(
                "Có {count} nhiệm vụ mà kế hoạch không giao cho cơ quan “{agency}” tại tỉnh “{province}” chủ trì, "
                "ví dụ {example}. Hãy bỏ các dòng này."
            ),
            count=len(foreign),
            agency=catalogue.agency[agency].vi if agency else ALL_AGENCIES,
            province=catalogue.province[province].vi,
            example=foreign[0],
        )
    if doubled := task_reports.height - task_reports.select(TASK_KEY).n_unique():
        refuse(mark("Có {count} báo cáo trùng nhiệm vụ và năm. Hãy giữ một dòng cho mỗi nhiệm vụ."), count=doubled)


def found(ledger: Ledger, submission: str) -> Standing:
    """Return where a submission stands, or refuse the act on what there is not."""
    standing = ledger.standing(submission)
    if standing is None:
        refuse(mark("Không có lần nộp “{id}”. Hãy xem danh sách các lần nộp để lấy đúng mã."), id=submission)
    return standing


def readable(ledger: Ledger, rights: Rights, submission: str) -> Standing:
    """Return where a submission stands, or refuse those who may not see it."""
    standing = found(ledger, submission)
    if not rights.may_read(standing.province, standing.agency):
        refuse(
            mark("{person} không có quyền xem lần nộp “{id}”. Hãy nhờ người quản trị bổ sung vào tệp phân quyền."),
            person=rights.person.email,
            id=submission,
        )
    return standing


def decide(
    ledger: Ledger, rights: Rights, standing: Standing, event: State, note: str, *, after: dt.datetime | None = None
) -> None:
    """Write the event that ends a submission's waiting, ``after`` a moment whatever the clock says."""
    require_waiting(standing)
    require_short(note)
    ledger.add_event(standing, event, actor=rights.person.email, note=note.strip(), after=after)


def own_open_draft(ledger: Ledger, rights: Rights, draft: str) -> Draft:
    """Return the person's open draft, or refuse."""
    held = ledger.draft(draft)
    if held is None or held.state != "open" or not same_person(held.saved_by, rights.person.email):
        refuse(
            mark(
                "{person} không có bản nháp “{id}” đang mở; bản nháp có thể đã nộp hoặc đã bỏ. Hãy mở lại trang nộp số liệu để xem."
            ),
            person=rights.person.email,
            id=draft,
        )
    return held


def close_draft(ledger: Ledger, rights: Rights, draft: str, state: DraftState) -> None:
    """Write the last version of the person's open draft."""
    held = own_open_draft(ledger, rights, draft)
    ledger.add_draft(replace(held, version=held.version + 1, saved_at=utc_now(), state=state))


def refuse(text: str, /, **values: object) -> NoReturn:
    """Refuse the act with words for the person."""
    raise RefusedError(text, **values)
