"""What each person chose for themselves, such as where to land and their saved views; rows are only ever appended.

Of a choice the row written last counts; one without a value says that it was taken back.
"""

from dashboard.store.ledger import Ledger
from dashboard.store.schema import utc_now


def add_choice(ledger: Ledger, person: str, key: str, value: str | None) -> None:
    """Write what the person chose under the key; None takes it back."""
    ledger.cursor.execute(_ADD, {"person": person, "key": key, "value": value, "at": utc_now()})


def choices(ledger: Ledger, person: str) -> dict[str, str]:
    """Return what counts of the person's choices, by key, in the order in which they were first made."""
    return dict(ledger.cursor.execute(_CHOICES, {"person": person}).fetchall())


_ADD = """
INSERT INTO store.choices
SELECT $person, coalesce(max(sequence), 0) + 1, $key, $value, $at FROM store.choices WHERE person = $person
"""
_CHOICES = """
SELECT key, arg_max_null(value, sequence) AS chosen
FROM store.choices
WHERE person = $person
GROUP BY key
HAVING chosen IS NOT NULL
ORDER BY min(sequence)
"""
