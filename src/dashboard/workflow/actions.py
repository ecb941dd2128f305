"""The life of an action on a cell: who may take which step from which state, and what each step asks for.

The owner's steps are taken by whoever hands in for the agency it was given to, or for the one that holds that duty today.
assigned | committed → accepted → done → confirmed, or returned and done again; cancelled ends it before. The other side
accepts: the owner what leadership assigned, leadership what the owner committed to. A new due date leaves the state.
"""

import datetime as dt
from typing import Literal, NoReturn

import polars as pl

from dashboard.access import Rights, same_person
from dashboard.method import AMBER, GREEN, GREY
from dashboard.notation import date
from dashboard.reference.catalogue import Catalogue, PrintedTarget
from dashboard.reference.organisation import TODAY_FROM, Holder
from dashboard.store.actions import (
    Action,
    ActionEvent,
    ActionStanding,
    ActionState,
    action_history,
    action_standing,
    add_action,
    add_action_event,
    same_open_action,
)
from dashboard.store.ledger import Ledger
from dashboard.store.schema import KEY_COLUMNS, today
from dashboard.store.store import Store
from dashboard.words.messages import Problem, ProblemsError, mark
from dashboard.workflow.rules import RefusedError, act_on, refuse, require_short

__all__ = [
    "ACTION_EVENT_WORDS", "ACTION_MARKS", "ACTION_STATE_WORDS", "NOTE_NEEDED", "STEPS", "Action", "ActionEvent", "ActionState",
    "accept", "assign", "cancel",
    "commit", "confirm", "history", "may_confirm", "report_done", "reschedule", "send_back", "standing", "steps",
]  # fmt: skip

ACTION_STATE_WORDS: dict[ActionState, str] = {
    "assigned": mark("chờ nhận"),
    "committed": mark("chờ đồng ý"),
    "accepted": mark("đang làm"),
    "done": mark("chờ xác nhận"),
    "returned": mark("bị trả lại"),
    "confirmed": mark("đã xác nhận"),
    "cancelled": mark("đã huỷ"),
}
"""Where an action stands, in the order of its life."""
ACTION_MARKS: dict[ActionState, tuple[str, str]] = {
    "assigned": (AMBER, "○"),
    "committed": (AMBER, "○"),
    "accepted": (GREEN, "▲"),
    "done": (AMBER, "◆"),
    "returned": (AMBER, "↩"),
    "confirmed": (GREEN, "✔"),
    "cancelled": (GREY, "–"),
}
"""Colour and sign of each state."""

ACTION_EVENT_WORDS: dict[ActionEvent, str] = {
    "assigned": mark("Giao việc"),
    "committed": mark("Cam kết"),
    "accepted": mark("Nhận, đồng ý"),
    "done": mark("Báo xong"),
    "confirmed": mark("Xác nhận"),
    "returned": mark("Trả lại"),
    "rescheduled": mark("Đổi hạn"),
    "cancelled": mark("Huỷ"),
}
"""What an event is called, in its place among the others."""

Side = Literal["owner", "leadership"]
_OWNER: tuple[Side, ...] = ("owner",)
_LEADERSHIP: tuple[Side, ...] = ("leadership",)
_ENDING: dict[ActionState, tuple[Side, ...]] = {
    "assigned": _LEADERSHIP,
    "committed": ("owner", "leadership"),
    "accepted": _LEADERSHIP,
    "done": _LEADERSHIP,
    "returned": _LEADERSHIP,
}
STEPS: dict[ActionEvent, dict[ActionState, tuple[Side, ...]]] = {
    "accepted": {"assigned": _OWNER, "committed": _LEADERSHIP},
    "done": {"committed": _OWNER, "accepted": _OWNER, "returned": _OWNER},
    "confirmed": {"done": _LEADERSHIP},
    "returned": {"done": _LEADERSHIP},
    "rescheduled": _ENDING,
    "cancelled": _ENDING,
}
"""Every step after the first: from which states it is taken, and by which side."""

NOTE_NEEDED: dict[ActionEvent, str] = {
    "done": mark("Hãy ghi bằng chứng đã làm xong: số văn bản, liên kết, kết quả."),
    "returned": mark("Hãy ghi lý do trả lại để cơ quan biết còn phải làm gì."),
    "rescheduled": mark("Hãy ghi lý do đổi hạn."),
    "cancelled": mark("Hãy ghi lý do huỷ."),
}
"""The steps that need words, and what is asked for."""

_VERBS: dict[ActionEvent, str] = {
    "assigned": "assign_action",
    "committed": "commit_action",
    "accepted": "accept_action",
    "done": "finish_action",
    "confirmed": "confirm_action",
    "returned": "return_action",
    "rescheduled": "reschedule_action",
    "cancelled": "cancel_action",
}
"""How the audit log calls each act."""


class _RefusedForAllError(ProblemsError, RefusedError):
    """An act refused for several reasons, all of them told."""


def assign(store: Store, rights: Rights, catalogue: Catalogue, action: Action, *, due: dt.date, note: str = "") -> str:
    """Have an agency do something about a cell by a day; return the action's id.

    Raises:
        RefusedError: The person does not lead the province, the cell is of no plan in force, there is no such agency,
            nothing is to be done or the day is over, or the same waits already.
    """
    return _enter(store, rights, catalogue, action, "assigned", due=due, note=note)


def commit(store: Store, rights: Rights, catalogue: Catalogue, action: Action, *, due: dt.date, note: str = "") -> str:
    """Promise, for an agency in charge of the cell, to do something about it by a day; return the action's id.

    Raises:
        RefusedError: The person does not hand in for the agency in the province, the agency is not in charge of the
            cell, nothing is to be done or the day is over, or the same waits already.
    """
    return _enter(store, rights, catalogue, action, "committed", due=due, note=note)


def accept(store: Store, rights: Rights, catalogue: Catalogue, action: str, *, note: str = "") -> None:
    """Take on what was assigned, as its owner, or agree, as leadership, to what the owner committed to.

    Raises:
        RefusedError: The person is not of that side, or it does not wait to be accepted.
    """
    _step(store, rights, catalogue, action, "accepted", note)


def report_done(store: Store, rights: Rights, catalogue: Catalogue, action: str, *, note: str) -> None:
    """Report, as its owner, that it is done; the note is the evidence.

    Raises:
        RefusedError: The person does not answer for its owner, there is no evidence, or it is not under way.
    """
    _step(store, rights, catalogue, action, "done", note)


def confirm(store: Store, rights: Rights, catalogue: Catalogue, action: str, *, note: str = "") -> None:
    """Confirm, as leadership, that it is done.

    Raises:
        RefusedError: The person does not lead the province, reported it done themselves, or it is not reported done.
    """
    _step(store, rights, catalogue, action, "confirmed", note)


def send_back(store: Store, rights: Rights, catalogue: Catalogue, action: str, *, note: str) -> None:
    """Send it back, as leadership, with the words on what is left to do.

    Raises:
        RefusedError: The person does not lead the province, gives no reason, or it is not reported done.
    """
    _step(store, rights, catalogue, action, "returned", note)


def reschedule(store: Store, rights: Rights, catalogue: Catalogue, action: str, *, due: dt.date, note: str) -> None:
    """Set a new due date, with the reason.

    Raises:
        RefusedError: The person may not, gives no reason, the day is over or is the one it has, or it is finished.
    """
    _step(store, rights, catalogue, action, "rescheduled", note, due=due)


def cancel(store: Store, rights: Rights, catalogue: Catalogue, action: str, *, note: str) -> None:
    """End it without its being done, with the reason.

    Raises:
        RefusedError: The person may not, gives no reason, or it is finished.
    """
    _step(store, rights, catalogue, action, "cancelled", note)


def standing(store: Store, action: str) -> ActionStanding:
    """Return where an action stands; everybody who may see the dashboard may see it.

    Raises:
        RefusedError: There is none of that id.
    """
    return store.read(lambda ledger: _found(ledger, action))


def history(store: Store, action: str) -> pl.DataFrame:
    """Return the events of an action in order: ``sequence``, ``event``, ``happened_at``, ``actor``, ``note``, ``due``.

    Raises:
        RefusedError: There is none of that id.
    """

    def events(ledger: Ledger) -> pl.DataFrame:
        _found(ledger, action)
        return action_history(ledger, action)

    return store.read(events)


def steps(
    rights: Rights, catalogue: Catalogue, action: Action, *, state: ActionState, done_by: str | None
) -> list[ActionEvent]:
    """Return the steps the person may take now, in the order of an action's life."""
    return [
        event
        for event, sides in STEPS.items()
        if state in sides
        and _is_of(rights, catalogue, action, sides[state])
        and (event != "confirmed" or may_confirm(rights, done_by))
    ]


def may_confirm(rights: Rights, done_by: str | None) -> bool:
    """Whether the person may say that what somebody reported is done: not of their own report."""
    return rights.author_may_approve or done_by is None or not same_person(done_by, rights.person.email)


def _enter(
    store: Store,
    rights: Rights,
    catalogue: Catalogue,
    action: Action,
    event: Literal["assigned", "committed"],
    *,
    due: dt.date,
    note: str,
) -> str:
    entered = Action(
        action.province,
        action.indicator,
        action.breakdown,
        action.agency,
        action.what.strip(),
        action.expected_effect.strip(),
    )

    def enter(ledger: Ledger) -> tuple[str, str]:
        if event == "assigned" and not rights.may_lead(action.province):
            _refuse_side(rights, catalogue, action, _LEADERSHIP)
        if event == "committed" and not rights.may_submit(action.province, action.agency):
            _refuse_side(rights, catalogue, action, _OWNER)
        require_short(note, entered.what, entered.expected_effect)
        problems = [*_wrong_place(catalogue, entered, in_charge=event == "committed"), *_wrong_day(due)]
        if not entered.what:
            problems.append(Problem(mark("Hãy ghi việc phải làm.")))
        _refuse_for(problems)
        if (same := same_open_action(ledger, entered)) is not None:
            refuse(mark("Cơ quan này đang có đúng việc đó trên chỉ tiêu này: việc “{id}”."), id=same)
        return add_action(ledger, entered, event, due=due, actor=rights.person.email, note=note.strip()), entered.what

    return act_on(store, rights, _VERBS[event], None, enter)


def _step(
    store: Store,
    rights: Rights,
    catalogue: Catalogue,
    action: str,
    event: ActionEvent,
    note: str,
    *,
    due: dt.date | None = None,
) -> None:
    def take(ledger: Ledger) -> tuple[None, str]:
        held = _found(ledger, action)
        what, by = held.action, STEPS[event]
        ever = tuple(dict.fromkeys(side for sides in by.values() for side in sides))
        if not _is_of(rights, catalogue, what, ever):
            _refuse_side(rights, catalogue, what, ever)
        if held.state not in by:
            refuse(
                mark(
                    "Việc “{id}” {state} (người thực hiện: {by}), nên không làm được bước này. Hãy tải lại để xem mới nhất."
                ),
                id=held.id,
                state=ACTION_STATE_WORDS[held.state],
                by=held.changed_by,
            )
        if not _is_of(rights, catalogue, what, by[held.state]):
            _refuse_side(rights, catalogue, what, by[held.state])
        if event == "confirmed" and not may_confirm(rights, held.done_by):
            refuse(mark("Người báo xong không tự xác nhận việc của mình. Hãy để lãnh đạo khác của tỉnh xác nhận."))
        require_short(note)
        problems = [] if due is None else _wrong_day(due)
        if due is not None and due == held.due:
            problems.append(Problem(mark("Hạn mới {due} trùng hạn đang có."), {"due": date(due)}))
        if event in NOTE_NEEDED and not note.strip():
            problems.append(Problem(NOTE_NEEDED[event]))
        _refuse_for(problems)
        add_action_event(ledger, held, event, actor=rights.person.email, note=note.strip(), due=due)
        return None, note.strip() if due is None else f"{due} {note.strip()}"

    act_on(store, rights, _VERBS[event], action, take)


def _found(ledger: Ledger, action: str) -> ActionStanding:
    held = action_standing(ledger, action)
    if held is None:
        refuse(mark("Không có việc “{id}”. Hãy xem danh sách việc phải làm để lấy đúng mã."), id=action)
    return held


def _is_of(rights: Rights, catalogue: Catalogue, action: Action, sides: tuple[Side, ...]) -> bool:
    is_leader = "leadership" in sides and rights.may_lead(action.province)
    owners = {action.agency, *(holder.agency for holder in _holders(catalogue, action))}
    return is_leader or ("owner" in sides and any(rights.may_submit(action.province, agency) for agency in owners))


def _holders(catalogue: Catalogue, action: Action) -> set[Holder]:
    """Return who holds the duty that an action is about today, where its agency is printed for it: they answer it, too."""
    held = (holder for cell in _cells(catalogue, action) for holder in catalogue.holders(cell, TODAY_FROM))
    return {holder for holder in held if holder.printed == action.agency}


def _refuse_side(rights: Rights, catalogue: Catalogue, action: Action, sides: tuple[Side, ...]) -> NoReturn:
    values = {"person": rights.person.email, "agency": action.agency, "province": action.province}
    if "owner" in sides and any(not holder.is_known for holder in _holders(catalogue, action)):
        refuse(
            mark(
                "{person} không có quyền nhận và báo cáo việc của cơ quan “{agency}” tại tỉnh “{province}”, và chưa rõ cơ quan nào "
                "kế thừa nhiệm vụ này. Hãy nhờ người quản trị ghi văn bản nêu cơ quan kế thừa vào data/successions.yaml, hoặc lãnh đạo giao lại việc."
            ),
            **values,
        )
    if "leadership" in sides:
        refuse(
            mark(
                "{person} không có quyền giao và xác nhận việc của tỉnh “{province}”. "
                "Hãy nhờ người quản trị bổ sung vai trò leader vào tệp phân quyền."
            ),
            person=rights.person.email,
            province=action.province,
        )
    refuse(
        mark(
            "{person} không có quyền nhận và báo cáo việc của cơ quan “{agency}” tại tỉnh “{province}”. "
            "Hãy nhờ người quản trị bổ sung vào tệp phân quyền."
        ),
        **values,
    )


def _cells(catalogue: Catalogue, action: Action) -> list[PrintedTarget]:
    """Return the printed cells in force that an action is about."""
    key = (action.province, action.indicator, action.breakdown)
    return [
        cell
        for cell in catalogue.targets
        if (cell.province, cell.indicator, cell.breakdown) == key and catalogue.plan[cell.plan].in_force
    ]


def _wrong_place(catalogue: Catalogue, action: Action, *, in_charge: bool) -> list[Problem]:
    """Return what is wrong with the cell or the agency."""
    cells = _cells(catalogue, action)
    problems = []
    if not cells:
        text = mark("Không có kế hoạch đang hiệu lực nào giao chỉ tiêu “{indicator}” ({breakdown}) cho “{province}”.")
        problems.append(Problem(text, {column: getattr(action, column) for column in KEY_COLUMNS[:3]}))
    if action.agency not in catalogue.agency:
        problems.append(Problem(mark("Không có cơ quan “{agency}”."), {"agency": action.agency}))
    elif cells and in_charge and not any(catalogue.is_of(action.agency, cell) for cell in cells):
        text = mark("Cơ quan “{agency}” không chủ trì chỉ tiêu này tại tỉnh “{province}”, nên không tự cam kết được.")
        problems.append(Problem(text, {"agency": action.agency, "province": action.province}))
    return problems


def _wrong_day(due: dt.date) -> list[Problem]:
    if due >= today():
        return []
    return [
        Problem(mark("Hạn {due} đã qua; hãy chọn từ ngày {today} trở đi."), {"due": date(due), "today": date(today())})
    ]


def _refuse_for(problems: list[Problem]) -> None:
    if len(problems) == 1:
        refuse(problems[0].text, **problems[0].values)
    if problems:
        raise _RefusedForAllError(problems)
