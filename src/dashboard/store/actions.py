"""Actions on cells as the store keeps them: what is to be done, and its events, which are only ever appended.

Every event carries the due date in force from it on, so the latest one says when an action is due.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

import polars as pl

from dashboard.store.ledger import Ledger
from dashboard.store.schema import utc_now

ActionState = Literal["assigned", "committed", "accepted", "done", "returned", "confirmed", "cancelled"]
ActionEvent = ActionState | Literal["rescheduled"]
"""What can happen to an action; a new due date leaves its state as it is."""


@dataclass(frozen=True)
class Action:
    """What an agency is to do about an indicator in a province (or a part of it), and what that should change."""

    province: str
    indicator: str
    breakdown: str
    agency: str
    what: str
    expected_effect: str


@dataclass(frozen=True)
class ActionStanding:
    """Where an action stands: its state, its due date, and the number, time and author of its latest event.

    ``done_by`` is who reported it done last, None while nobody did.
    """

    id: str
    action: Action
    state: ActionState
    due: dt.date
    sequence: int
    changed_at: dt.datetime
    changed_by: str
    done_by: str | None


@dataclass(frozen=True)
class Happening:
    """One event of an action; ``due`` is the due date from then on."""

    event: ActionEvent
    at: dt.datetime
    actor: str
    note: str
    due: dt.date


@dataclass(frozen=True)
class ActionHistory:
    """An action with everything that happened to it, first to last."""

    id: str
    action: Action
    happenings: tuple[Happening, ...]


def add_histories(ledger: Ledger, histories: Iterable[ActionHistory]) -> None:
    """Write actions with all their events at once: those of the illustrative store."""
    told = list(histories)
    written = [{"action": one.id, **asdict(one.action), "recorded_at": utc_now()} for one in told]
    events = [
        {"action": one.id, "sequence": number, "event": held.event, "happened_at": held.at, "actor": held.actor,
         "note": held.note, "due": held.due}
        for one in told
        for number, held in enumerate(one.happenings, 1)
    ]  # fmt: skip
    for table, rows in (("actions", written), ("action_events", events)):
        ledger.cursor.register("rows_of_table", pl.DataFrame(rows).to_arrow())
        ledger.cursor.execute(f"INSERT INTO store.{table} BY NAME SELECT * FROM rows_of_table")  # noqa: S608  constants
        ledger.cursor.unregister("rows_of_table")


def add_action(
    ledger: Ledger,
    action: Action,
    event: Literal["assigned", "committed"],
    *,
    due: dt.date,
    actor: str,
    note: str = "",
    at: dt.datetime | None = None,
) -> str:
    """Write an action with its first event, which happened now unless ``at`` says when; return its id."""
    id_ = uuid.uuid4().hex
    what = [action.province, action.indicator, action.breakdown, action.agency, action.what, action.expected_effect]
    ledger.cursor.execute("INSERT INTO store.actions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [id_, *what, utc_now()])
    ledger.cursor.execute(_ADD_EVENT, [id_, 1, event, at or utc_now(), actor, note, due])
    return id_


def add_action_event(
    ledger: Ledger,
    standing: ActionStanding,
    event: ActionEvent,
    *,
    actor: str,
    note: str,
    due: dt.date | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Write the event that follows what stands; no clock that runs behind puts it before. Without ``due`` the date stays."""
    happened_at = max(at or utc_now(), standing.changed_at)
    row = [standing.id, standing.sequence + 1, event, happened_at, actor, note, due or standing.due]
    ledger.cursor.execute(_ADD_EVENT, row)


def action_standing(ledger: Ledger, action: str) -> ActionStanding | None:
    """Return where an action stands; None where there is none of that id."""
    row = ledger.cursor.execute(_STANDING, {"action": action}).fetchone()
    if row is None:
        return None
    id_, *what, state, due, sequence, changed_at, changed_by, done_by = row
    return ActionStanding(id_, Action(*what), state, due, sequence, changed_at, changed_by, done_by)


def same_open_action(ledger: Ledger, action: Action) -> str | None:
    """Return the action, not finished, that asks the same of the same agency; None where there is none."""
    row = ledger.cursor.execute(
        _SAME,
        [action.province, action.indicator, action.breakdown, action.agency, action.what],
    ).fetchone()
    return None if row is None else str(row[0])


def action_history(ledger: Ledger, action: str) -> pl.DataFrame:
    """Return the events of an action in order: ``sequence``, ``event``, ``happened_at``, ``actor``, ``note``, ``due``."""
    return ledger.cursor.execute(_HISTORY, {"action": action}).pl()


_ADD_EVENT = "INSERT INTO store.action_events VALUES (?, ?, ?, ?, ?, ?, ?)"

_STATES = """
SELECT action, arg_max(event, sequence) FILTER (event <> 'rescheduled') AS state, arg_max(due, sequence) AS due,
    max(sequence) AS sequence, arg_max(happened_at, sequence) AS changed_at, arg_max(actor, sequence) AS changed_by,
    arg_max(actor, sequence) FILTER (event = 'done') AS done_by
FROM store.action_events
GROUP BY action
"""
"""Where each action stands; mart/sql/06_actions.sql says the same of a moment, and a test holds the two together."""

_STANDING = f"""
SELECT a.action, a.province, a.indicator, a.breakdown, a.agency, a.what, a.expected_effect,
    s.state, s.due, s.sequence, s.changed_at, s.changed_by, s.done_by
FROM store.actions AS a
JOIN ({_STATES}) AS s USING (action)
WHERE a.action = $action
"""  # noqa: S608  constants

_SAME = f"""
SELECT a.action
FROM store.actions AS a
JOIN ({_STATES}) AS s USING (action)
WHERE a.province = ? AND a.indicator = ? AND a.breakdown = ? AND a.agency = ? AND a.what = ?
    AND s.state NOT IN ('confirmed', 'cancelled')
ORDER BY a.recorded_at
LIMIT 1
"""  # noqa: S608

_HISTORY = """
SELECT sequence, event, happened_at, actor, note, due FROM store.action_events WHERE action = $action ORDER BY sequence
"""
