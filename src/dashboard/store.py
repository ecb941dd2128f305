"""The store: submissions, their observations and reviews, kept append-only in DuckLake.

Nothing is updated or deleted: a correction is a newer submission, and what was known on a day is a question of
approval times. The store knows whether its data are official or illustrative and never mixes the two.
"""

import datetime as dt
import hashlib
import importlib
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
import polars as pl
from tenacity import retry, retry_if_exception, stop_after_delay, wait_random_exponential

from dashboard.messages import DashboardError, mark
from dashboard.settings import StoreLocation, without_password

Origin = Literal["official", "illustrative"]
ORIGIN_WORDS: dict[Origin, str] = {"official": mark("chính thức"), "illustrative": mark("minh hoạ")}

SCHEMA_VERSION = 1
TABLES = {
    "store_info": "key VARCHAR, value VARCHAR",
    "submissions": (
        "submission VARCHAR, content_hash VARCHAR, kind VARCHAR, file_name VARCHAR, "
        "submitted_by VARCHAR, submitted_at TIMESTAMP, recorded_at TIMESTAMP, note VARCHAR"
    ),
    "observations": (
        "submission VARCHAR, province VARCHAR, indicator VARCHAR, breakdown VARCHAR, year SMALLINT, "
        "value DOUBLE, level VARCHAR, preliminary BOOLEAN, source VARCHAR, source_table VARCHAR, locator VARCHAR, note VARCHAR"
    ),
    "reviews": "submission VARCHAR, sequence INTEGER, event VARCHAR, happened_at TIMESTAMP, actor VARCHAR, note VARCHAR",
}
OBSERVATION_SCHEMA = {
    "province": pl.String,
    "indicator": pl.String,
    "breakdown": pl.String,
    "year": pl.Int16,
    "value": pl.Float64,
    "level": pl.String,
    "preliminary": pl.Boolean,
    "source": pl.String,
    "source_table": pl.String,
    "locator": pl.String,
    "note": pl.String,
}
"""Columns of the observations of one submission; ``value`` is null for levels and ``level`` for numbers."""

KEY_COLUMNS = ("province", "indicator", "breakdown", "year")

_EXTENSIONS = {"sqlite": ("ducklake", "sqlite_scanner"), "postgres": ("ducklake", "postgres_scanner")}
_CREATED_MEANWHILE = ("already exists", "duplicate key")
_TRANSIENT = ("conflict", "database is locked", "database schema is locked", "could not serialize", "deadlock")


def utc_now() -> dt.datetime:
    """Return the moment in UTC, without zone, as the store keeps times."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def content_hash(observations: pl.DataFrame) -> str:
    """Return the hash that recognises the same observations handed in again, in whatever order."""
    text = observations.select(OBSERVATION_SCHEMA.keys()).sort(KEY_COLUMNS).write_csv(include_header=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Submission:
    """What was handed in: observations with their author; ``approved_by`` publishes them at once."""

    observations: pl.DataFrame
    kind: Literal["curated", "generated", "file"]
    file_name: str
    submitted_by: str
    note: str = ""
    approved_by: str | None = None
    submitted_at: dt.datetime | None = None
    approved_at: dt.datetime | None = None


class Store:
    """One opened store. Threads may share it: every call takes a cursor of its own."""

    def __init__(self, location: StoreLocation, connection: duckdb.DuckDBPyConnection) -> None:
        """Use ``open_store``; this only keeps what it made."""
        self.location = location
        self._connection = connection
        self._lock = threading.Lock()
        self.origin: Origin = self._info()["origin"]  # type: ignore[assignment]  # checked when written

    @property
    def is_illustrative(self) -> bool:
        """Whether the figures are invented for showing the application."""
        return self.origin == "illustrative"

    def close(self) -> None:
        """Let go of the store's files."""
        self._connection.close()

    def snapshot(self) -> int:
        """Return the number of the committed version; it grows with every write of any process."""
        with self._reading() as cursor:
            row = cursor.execute("FROM ducklake_current_snapshot('store')").fetchone()
        assert row is not None  # the function returns one row
        return int(row[0])

    def table(self, name: str) -> pl.DataFrame:
        """Return a whole table of the store, one of ``TABLES``."""
        if name not in TABLES:
            raise KeyError(name)
        with self._reading() as cursor:
            return cursor.sql(f"SELECT * FROM store.{name}").pl()  # noqa: S608  a constant name

    @contextmanager
    def one_snapshot(self) -> Iterator[tuple[int, duckdb.DuckDBPyConnection]]:
        """Give a cursor whose reads all see one committed version, with that version's number."""
        with self._reading() as cursor:
            cursor.execute("BEGIN")
            try:
                row = cursor.execute("FROM ducklake_current_snapshot('store')").fetchone()
                assert row is not None  # the function returns one row
                yield int(row[0]), cursor
            finally:
                cursor.execute("ROLLBACK")

    def append(self, *submissions: Submission) -> list[str]:
        """Write the submissions in one transaction and return their ids, all or none.

        A submission that would change nothing is recognised, not written again, and its first id is returned: a
        generated one when the store has it, a curated file when it is the latest version of that file, any other when
        no later submission says anything else about its figures.

        Raises:
            DashboardError: Other processes kept the store busy for half a minute, or it cannot be written.
        """
        try:
            return self._append(submissions)
        except duckdb.Error as error:
            raise DashboardError(
                mark("Chưa ghi được vào kho số liệu, chưa có gì thay đổi. Thử lại sau. Lý do: {reason}"),
                reason=without_password(str(error)),
            ) from error

    @retry(
        retry=retry_if_exception(lambda error: _is_transient(error)),
        wait=wait_random_exponential(multiplier=0.02, max=1),
        stop=stop_after_delay(30),
        reraise=True,
    )
    def _append(self, submissions: tuple[Submission, ...]) -> list[str]:
        with self._lock, self._connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                known = _Known(cursor)
                ids = []
                for submission in submissions:
                    digest = content_hash(submission.observations)
                    ids.append(known.recognised(submission, digest) or _write(cursor, submission, digest))
                cursor.execute("COMMIT")
            except BaseException:
                _roll_back(cursor)
                raise
        return ids

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        try:
            with self._connection.cursor() as cursor:
                yield cursor
        except duckdb.Error as error:
            raise DashboardError(
                mark("Không đọc được kho số liệu {catalogue}: {reason}"),
                catalogue=self.location.shown,
                reason=without_password(str(error)),
            ) from error

    def _info(self) -> dict[str, str]:
        with self._reading() as cursor:
            return dict(cursor.execute("SELECT key, value FROM store.store_info").fetchall())


def open_store(location: StoreLocation, *, origin: Origin | None = None) -> Store:
    """Open the store, creating it where there is none.

    Args:
        location: Where it is.
        origin: What its data must be; a new store takes it (``official`` when not said).

    Raises:
        DashboardError: The store cannot be read, was written by a newer version, or holds data of the other origin.
    """
    try:
        connection = _attach(location)
        _create_tables(connection, origin or "official")
        store = Store(location, connection)
        version = int(store._info()["schema_version"])
    except (duckdb.Error, OSError, KeyError, ValueError) as error:
        raise DashboardError(
            mark("Không mở được kho số liệu {catalogue}: {reason}"),
            catalogue=location.shown,
            reason=without_password(str(error)),
        ) from error
    if version > SCHEMA_VERSION:
        store.close()
        raise DashboardError(
            mark(
                "Kho số liệu {catalogue} do phiên bản mới hơn ghi (cấu trúc {found}, phiên bản này đọc {known}). Hãy cập nhật."
            ),
            catalogue=location.shown,
            found=version,
            known=SCHEMA_VERSION,
        )
    if origin and origin != store.origin:
        store.close()
        raise DashboardError(
            mark("Kho {catalogue} chứa số liệu {have}; không ghi lẫn số liệu {want} vào đó."),
            catalogue=location.shown,
            have=ORIGIN_WORDS[store.origin],
            want=ORIGIN_WORDS[origin],
        )
    return store


def _attach(location: StoreLocation) -> duckdb.DuckDBPyConnection:
    if location.kind == "sqlite":
        Path(location.catalogue).parent.mkdir(parents=True, exist_ok=True)
    if location.is_folder:
        Path(location.files).mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    connection.execute("SET enable_progress_bar = false")  # it would be written into the output of the command line
    for extension in _EXTENSIONS[location.kind]:
        connection.load_extension(str(_extension_file(extension)))
    _attach_database(connection, location)
    return connection


@retry(
    retry=retry_if_exception(lambda error: _is_transient(error, *_CREATED_MEANWHILE)),
    wait=wait_random_exponential(multiplier=0.02, max=1),
    stop=stop_after_delay(15),
    reraise=True,
)
def _attach_database(connection: duckdb.DuckDBPyConnection, location: StoreLocation) -> None:
    address = f"ducklake:{location.kind}:{location.catalogue}".replace("'", "''")
    files = location.files.replace("'", "''")
    # A store that was moved keeps its files beside it, so the path of today counts, not the one it was made with.
    connection.execute(f"ATTACH '{address}' AS store (DATA_PATH '{files}', OVERRIDE_DATA_PATH true)")


def _extension_file(name: str) -> Path:
    """Return the file of a DuckDB extension that came as a wheel: no download, DuckDB checks its signature."""
    package = importlib.import_module(f"duckdb_extension_{name}")
    assert package.__file__ is not None  # a regular package
    return Path(package.__file__).parent / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"


@retry(
    retry=retry_if_exception(lambda error: _is_transient(error, *_CREATED_MEANWHILE)),
    wait=wait_random_exponential(multiplier=0.02, max=1),
    stop=stop_after_delay(15),
    reraise=True,
)
def _create_tables(connection: duckdb.DuckDBPyConnection, origin: Origin) -> None:
    with connection.cursor() as cursor:
        have = {
            name
            for (name,) in cursor.execute(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'store'"
            ).fetchall()
        }
        if "store_info" in have:  # the tables come in one transaction, and a newer version may have others
            return
        cursor.execute("BEGIN")
        try:
            for name, columns in TABLES.items():
                cursor.execute(f"CREATE TABLE store.{name} ({columns})")
            cursor.execute(
                "INSERT INTO store.store_info VALUES ('schema_version', ?), ('origin', ?), ('created_at', ?)",
                [str(SCHEMA_VERSION), origin, utc_now().isoformat(timespec="seconds")],
            )
            cursor.execute("COMMIT")
        except BaseException:
            _roll_back(cursor)
            raise


class _Known:
    """What the store already holds, as far as recognising submissions needs it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        rows = cursor.execute(
            "SELECT content_hash, submission, kind, file_name, recorded_at FROM store.submissions ORDER BY recorded_at"
        ).fetchall()
        self._by_hash: dict[str, tuple[str, dt.datetime]] = {row[0]: (row[1], row[4]) for row in rows}
        self._latest_of_file = {(row[2], row[3]): row[0] for row in rows}
        self._approved = {
            id_ for (id_,) in cursor.execute("SELECT submission FROM store.reviews WHERE event = 'approved'").fetchall()
        }

    def recognised(self, submission: Submission, digest: str) -> str | None:
        """Return the id under which the store holds the same, or None if writing it would change something."""
        if digest not in self._by_hash:
            return None
        id_, recorded_at = self._by_hash[digest]
        if submission.approved_by and id_ not in self._approved:
            return None
        if submission.kind == "curated":
            return id_ if self._latest_of_file.get(("curated", submission.file_name)) == digest else None
        if submission.kind == "generated":
            return id_
        later = self._cursor.execute(
            """
            SELECT count(*) FROM store.observations AS mine
            JOIN store.observations AS other USING (province, indicator, breakdown, year)
            JOIN store.submissions AS u ON u.submission = other.submission
            WHERE mine.submission = $id AND u.recorded_at > $recorded_at
            """,
            {"id": id_, "recorded_at": recorded_at},
        ).fetchone()
        return id_ if later == (0,) else None


def _write(cursor: duckdb.DuckDBPyConnection, submission: Submission, digest: str) -> str:
    """Insert one submission with its rows and its first events; return its id."""
    id_ = uuid.uuid4().hex
    submitted_at = submission.submitted_at or utc_now()
    cursor.execute(
        "INSERT INTO store.submissions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            id_,
            digest,
            submission.kind,
            submission.file_name,
            submission.submitted_by,
            submitted_at,
            utc_now(),
            submission.note,
        ],
    )
    rows = submission.observations.select(OBSERVATION_SCHEMA.keys()).to_arrow()
    cursor.register("rows_of_submission", rows)
    cursor.execute("INSERT INTO store.observations SELECT $id, * FROM rows_of_submission", {"id": id_})
    cursor.unregister("rows_of_submission")
    events = [(id_, 1, "submitted", submitted_at, submission.submitted_by, "")]
    if submission.approved_by:
        events.append((id_, 2, "approved", submission.approved_at or submitted_at, submission.approved_by, ""))
    cursor.executemany("INSERT INTO store.reviews VALUES (?, ?, ?, ?, ?, ?)", events)
    return id_


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Roll back unless the failure already did."""
    try:
        cursor.execute("ROLLBACK")
    except duckdb.Error as error:
        if "no transaction is active" not in str(error):
            raise


def _is_transient(error: BaseException, *more: str) -> bool:
    """Whether another process was first and the same can be tried again; ``more`` words of the error say so, too."""
    return isinstance(error, duckdb.Error) and any(word in str(error).lower() for word in (*_TRANSIENT, *more))
