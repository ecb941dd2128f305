"""The days an office named, such as a meeting, and the days people looked at what changed; rows are only ever appended.

A day named by mistake is struck out by a second row of the same id, which says who did it.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from dashboard.store.ledger import Ledger
from dashboard.store.schema import utc_now


@dataclass(frozen=True)
class NamedDate:
    """A day of a province with its name; ``named_by`` wrote it."""

    id: str
    province: str
    day: dt.date
    name: str
    named_by: str


def add_named_date(ledger: Ledger, province: str, day: dt.date, name: str, *, actor: str) -> str:
    """Write a named day; return its id."""
    id_ = uuid.uuid4().hex
    ledger.cursor.execute(_ADD, [id_, province, day, name, False, actor, utc_now()])
    return id_


def strike_named_date(ledger: Ledger, named: NamedDate, *, actor: str) -> None:
    """Write that the named day counts no longer."""
    ledger.cursor.execute(_ADD, [named.id, named.province, named.day, named.name, True, actor, utc_now()])


def named_dates(ledger: Ledger) -> list[NamedDate]:
    """Return the named days that count, the latest day first."""
    return [NamedDate(*row) for row in ledger.cursor.execute(_NAMED).fetchall()]


def add_visit(ledger: Ledger, person: str, day: dt.date) -> None:
    """Write that the person looked at what changed on the day."""
    ledger.cursor.execute("INSERT INTO store.visits VALUES (?, ?)", [person, day])


def last_visits(ledger: Ledger, person: str) -> list[dt.date]:
    """Return the last two days on which the person looked at what changed, the later first."""
    rows = ledger.cursor.execute(_VISITS, {"person": person}).fetchall()
    return [day for (day,) in rows]


_ADD = "INSERT INTO store.named_dates VALUES (?, ?, ?, ?, ?, ?, ?)"
_NAMED = """
SELECT named_date, province, day, name, actor
FROM store.named_dates
WHERE NOT is_struck AND named_date NOT IN (SELECT named_date FROM store.named_dates WHERE is_struck)
ORDER BY day DESC, recorded_at DESC
"""
_VISITS = "SELECT DISTINCT day FROM store.visits WHERE person = $person ORDER BY day DESC LIMIT 2"
