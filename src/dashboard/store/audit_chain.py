"""The audit log as a chain: every entry carries the hash of the one before, so nobody changes, removes or slips in one unseen.

What was written before there was a chain goes whole into the hash the first link begins with.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

Entry = tuple[dt.datetime, str, str, str, bool, str]
"""When (UTC), who, what, with what, whether it was allowed, and details."""
Link = tuple[int, str]
"""An entry's place in the chain, from 1 on, and its hash."""


@dataclass(frozen=True)
class Proof:
    """What ``verify`` found.

    Attributes:
        entries: How many entries the log has.
        unchained: How many of them are older than the chain; the first link holds them all.
        head: The hash of the last entry, to be kept elsewhere; empty where there is none.
        broken: The places at which the chain does not hold, with the entry that stands there (None: missing).
        knows: Whether an entry with the hash asked for is part of the chain; None where none was asked for.
    """

    entries: int
    unchained: int
    head: str
    broken: tuple[tuple[int, Entry | None], ...]
    knows: bool | None

    @property
    def holds(self) -> bool:
        """Whether nothing was changed."""
        return not self.broken and self.knows is not False


def linked(cursor: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> list[Link]:
    """Return the links of entries that follow what the log has; the transaction must have taken its turn."""
    found = cursor.execute(_LAST).fetchone()
    assert found is not None  # an aggregate returns one row
    place, before = found if found[0] is not None else (0, _beginning(cursor))
    links = []
    for entry in entries:
        place, before = place + 1, _hash(before, place + 1, entry)
        links.append((place, before))
    return links


def verify(cursor: duckdb.DuckDBPyConnection, *, known: str | None = None) -> Proof:
    """Go through the chain from its beginning.

    Args:
        cursor: Reads of one version of the store.
        known: A hash somebody kept: without it nobody could tell that the last entries were cut off.
    """
    rows = cursor.execute(_ALL).fetchall()
    before, hashes = _beginning(cursor), {""}
    broken: list[tuple[int, Entry | None]] = []
    expected = 1
    for *entry, place, found in rows:
        broken += [(missing, None) for missing in range(expected, place)]
        told: Entry = tuple(entry)
        if place < expected or _hash(before, place, told) != found:
            broken.append((place, told))
        before, expected = found, max(expected, place + 1)
        hashes.add(found)
    unchained = cursor.execute(_COUNT_UNCHAINED).fetchone()
    assert unchained is not None  # an aggregate returns one row
    is_known = None if known is None else known in hashes
    return Proof(len(rows) + unchained[0], unchained[0], rows[-1][-1] if rows else "", tuple(broken), is_known)


def _hash(before: str, place: int, entry: Entry) -> str:
    happened_at, *told = entry
    text = json.dumps([before, place, happened_at.isoformat(), *told], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _beginning(cursor: duckdb.DuckDBPyConnection) -> str:
    """Return what the first link begins with: the hash of all that was written before the chain."""
    older = cursor.execute(_UNCHAINED).fetchall()
    told = sorted(json.dumps([row[0].isoformat(), *row[1:]], ensure_ascii=False) for row in older)
    return hashlib.sha256("\n".join(told).encode()).hexdigest() if told else ""


_ENTRY = "happened_at, actor, action, subject, allowed, detail"
_LAST = "SELECT max(sequence), arg_max(hash, sequence) FROM store.audit"
_ALL = f"SELECT {_ENTRY}, sequence, hash FROM store.audit WHERE sequence IS NOT NULL ORDER BY sequence"  # noqa: S608
_UNCHAINED = f"SELECT {_ENTRY} FROM store.audit WHERE sequence IS NULL"  # noqa: S608
_COUNT_UNCHAINED = "SELECT count(*) FROM store.audit WHERE sequence IS NULL"
