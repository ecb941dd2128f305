"""The yearly round of a store: is everything still what was written, and what may be put together or let go?

Nothing a page, an export or a view of a past day shows rests on the store's old versions: figures, events and comments are
only ever added, and what was known on a day is a question of approval times.
"""

import contextlib
import datetime as dt
from dataclasses import dataclass
from typing import Any

import duckdb

from dashboard.settings import StoreLocation, without_password
from dashboard.store import file_hashes
from dashboard.store.backup import contents, require_same
from dashboard.store.schema import utc_now
from dashboard.store.store import attach, open_store
from dashboard.words.messages import DashboardError, mark

LEAST_DAYS = 2
"""How old versions must be at least before they are let go: whoever reads one meanwhile has long ended."""


@dataclass(frozen=True)
class Maintained:
    """What was looked at and done.

    Attributes:
        checked: Files that are what was written.
        originals: Handed-in files that are what was handed in.
        merged: Files put together into fewer.
        expired: Old versions let go.
        removed: Files that no version reads any more, removed.
    """

    checked: int
    originals: int
    merged: int
    expired: int
    removed: int


def maintain(location: StoreLocation, *, keep_days: int) -> Maintained:
    """Check every file of the store, put small ones together, and let go of versions older than so many days.

    Others may read and write meanwhile. Nothing is changed where anything is damaged.

    Raises:
        DamagedFilesError: Files are missing or not what was written.
        DashboardError: Handed-in files are not what they were, the rows read differently after files were put together
            (nothing is removed then), or the store cannot be read or written.
    """
    open_store(location).close()  # brings an older schema up to date
    now = utc_now()
    try:
        with contextlib.closing(attach(location)) as connection, connection.cursor() as cursor:
            file_hashes.record(cursor, location.files)
            checked = file_hashes.require_whole(cursor, location.files)
            originals = _require_originals(cursor)
            version, before = contents(location)
            merged = _called(cursor, "ducklake_merge_adjacent_files('store')")
            require_same(before, contents(location, version=version)[1])
            file_hashes.record(cursor, location.files)
            oldest = now - dt.timedelta(days=max(keep_days, LEAST_DAYS))
            expired = _called(cursor, f"ducklake_expire_snapshots('store', older_than => {_moment(oldest)})")
            unread = now - dt.timedelta(days=LEAST_DAYS)
            removed = _called(cursor, f"ducklake_cleanup_old_files('store', older_than => {_moment(unread)})")
    except duckdb.Error as error:
        raise DashboardError(
            mark("Chưa bảo trì xong kho số liệu {catalogue}: {reason}"),
            catalogue=location.shown,
            reason=without_password(str(error)),
        ) from error
    merged_files = sum(row["files_processed"] for row in merged)
    return Maintained(checked, originals, merged_files, len(expired), len(removed))


def _require_originals(cursor: duckdb.DuckDBPyConnection) -> int:
    wrong = cursor.execute(_WRONG_ORIGINALS).fetchall()
    if wrong:
        raise DashboardError(
            mark("Tệp gốc trong kho không còn đúng như khi được nộp: {files}. Hãy lấy lại từ bản sao lưu gần nhất."),
            files=", ".join(f"{name} ({hash_})" for name, hash_ in wrong),
        )
    row = cursor.execute("SELECT count(*) FROM store.files").fetchone()
    assert row is not None  # an aggregate returns one row
    return int(row[0])


def _called(cursor: duckdb.DuckDBPyConnection, call: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = cursor.execute(f"CALL {call}").to_arrow_table().to_pylist()
    return rows


def _moment(moment: dt.datetime) -> str:
    return f"TIMESTAMPTZ '{moment.isoformat()}+00'"


_WRONG_ORIGINALS = (
    "SELECT file_name, file_hash FROM store.files WHERE sha256(content) <> file_hash ORDER BY received_at"
)
