"""A hash of every Parquet file of the store, written once the file is committed: a flipped bit is noticed and named.

DuckDB reads a Parquet file without asking whether a value is still the one that was written.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import duckdb

from dashboard.store.schema import roll_back
from dashboard.words.messages import DashboardError, mark

Named = dict[str, str]
"""Hashes by the place of the file below the store's files."""


@dataclass(frozen=True)
class Damage:
    """A file that is not what was written.

    Attributes:
        place: Where it is, below the store's files.
        is_missing: Whether it is not there, or cannot be read at all.
    """

    place: str
    is_missing: bool


class DamagedFilesError(DashboardError):
    """Files of the store are not what was written."""

    def __init__(self, damaged: Iterable[Damage]) -> None:
        """Name them all."""
        super().__init__(
            mark(
                "Tệp của kho số liệu đã bị hỏng hoặc mất: {files}. Không dùng số liệu nào của các tệp này. "
                "Hãy chép lại các tệp đó từ bản sao lưu gần nhất có chúng (cùng tên, cùng thư mục), hoặc khôi phục cả bản sao lưu."
            ),
            files=", ".join(one.place for one in damaged),
        )


def newest_file(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the file written last, 0 where there is none: a look that costs next to nothing."""
    row = cursor.execute(_NEWEST).fetchone()
    assert row is not None  # an aggregate returns one row
    return int(row[0])


def places(cursor: duckdb.DuckDBPyConnection, tables: Collection[str] | None = None) -> list[str]:
    """Return the files that the present version reads, of some tables where named, in the order in which they were written."""
    rows = cursor.execute(_PLACES).fetchall()
    return [place for table, place in rows if tables is None or table in tables]


def recorded(cursor: duckdb.DuckDBPyConnection) -> Named:
    """Return the hashes that were written down."""
    return dict(cursor.execute("SELECT place, hash FROM store.file_hashes").fetchall())


def hashed(cursor: duckdb.DuckDBPyConnection, files: str, named: Sequence[str]) -> tuple[Named, list[Damage]]:
    """Return the hashes of files as they are now, and those that are missing or cannot be read."""
    if not named:
        return {}, []
    try:
        rows = cursor.execute(_HASHES, {"files": [files + place for place in named]}).fetchall()
        found = {name.removeprefix(files): str(one) for name, one in rows}
        # A file that is not there is left out of the answer; only where none is, DuckDB raises.
        return found, [Damage(place, is_missing=True) for place in named if place not in found]
    except duckdb.IOException as error:
        if isinstance(error, duckdb.HTTPException) and error.status_code != _NOT_FOUND:
            raise  # an object store that does not answer, or refuses, says nothing of its files
        if len(named) == 1:
            return {}, [Damage(named[0], is_missing=True)]
    half = len(named) // 2
    (left, lost_left), (right, lost_right) = (hashed(cursor, files, part) for part in (named[:half], named[half:]))
    return left | right, lost_left + lost_right


def record(cursor: duckdb.DuckDBPyConnection, files: str) -> int:
    """Write down the hash of every file that has none yet, in a transaction of its own, and return how many they were.

    Raises:
        DamagedFilesError: One of them is missing.
    """
    cursor.execute("BEGIN")
    try:
        known = recorded(cursor)
        found, lost = hashed(cursor, files, [place for place in places(cursor) if place not in known])
        if lost:
            raise DamagedFilesError(lost)
        if found:
            cursor.executemany("INSERT INTO store.file_hashes VALUES (?, ?)", list(found.items()))
        cursor.execute("COMMIT")
    except BaseException:
        roll_back(cursor)
        raise
    return len(found)


def require_whole(cursor: duckdb.DuckDBPyConnection, files: str, tables: Collection[str] | None = None) -> int:
    """Hold every file the present version reads, of some tables where named, against its hash; return how many they were.

    One without a hash, of a process that ended between the two, is taken as it is.

    Raises:
        DamagedFilesError: Some are not what was written; all are named.
    """
    known, named = recorded(cursor), places(cursor, tables)
    found, damaged = hashed(cursor, files, named)
    damaged += [Damage(place, is_missing=False) for place, one in found.items() if known.get(place, one) != one]
    if damaged:
        raise DamagedFilesError(damaged)
    return len(named)


_NOT_FOUND = 404
_METADATA = "__ducklake_metadata_store"
_NEWEST = f"SELECT coalesce(max(data_file_id), 0) FROM {_METADATA}.ducklake_data_file"  # noqa: S608  a constant name
_HASHES = "SELECT filename, sha256(content) FROM read_blob($files)"
_PLACES = f"""
SELECT t.table_name, s.path || t.path || f.path
FROM (
    SELECT data_file_id, table_id, path, end_snapshot FROM {_METADATA}.ducklake_data_file
    UNION ALL
    SELECT delete_file_id, table_id, path, end_snapshot FROM {_METADATA}.ducklake_delete_file
) AS f
JOIN {_METADATA}.ducklake_table AS t ON t.table_id = f.table_id AND t.end_snapshot IS NULL
JOIN {_METADATA}.ducklake_schema AS s ON s.schema_id = t.schema_id
WHERE f.end_snapshot IS NULL
ORDER BY f.data_file_id
"""  # noqa: S608
