"""The store: submissions, their observations and reviews, kept append-only in DuckLake.

Nothing is updated or deleted: a correction is a newer submission, and what was known on a day is a question of
approval times. The store knows whether its data are official or illustrative and never mixes the two.
"""

import datetime as dt
import importlib
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import polars as pl
from tenacity import retry, retry_if_exception, stop_after_delay, wait_random_exponential

from dashboard.settings import StoreLocation, object_store, without_password
from dashboard.store import file_hashes
from dashboard.store import object_store as files_elsewhere
from dashboard.store.file_hashes import DamagedFilesError
from dashboard.store.ledger import Ledger, Submission, content_hash
from dashboard.store.schema import (
    CREATED_MEANWHILE,
    KEY_COLUMNS,
    OBSERVATION_SCHEMA,
    SCHEMA_VERSION,
    TABLES,
    Origin,
    is_transient,
    prepare_tables,
    roll_back,
    utc_now,
)
from dashboard.words.messages import DashboardError, mark

__all__ = [
    "KEY_COLUMNS", "OBSERVATION_SCHEMA", "ORIGIN_WORDS", "SCHEMA_VERSION", "TABLES", "Origin", "Store", "Submission",
    "attach", "content_hash", "open_store", "utc_now",
]  # fmt: skip

ORIGIN_WORDS: dict[Origin, str] = {"official": mark("chính thức"), "illustrative": mark("minh hoạ")}

_EXTENSIONS = {"sqlite": ("ducklake", "sqlite_scanner"), "postgres": ("ducklake", "postgres_scanner")}

_NO_GAIN = "statistics_propagation,join_order"
"""What DuckDB need not think about: of every column a read names they ask the catalogue for statistics, which took four fifths of
the time of reading a small table, and the store's questions name their tables in a good order."""

_EVENTS = "SELECT (SELECT count(*) FROM store.reviews) + (SELECT count(*) FROM store.action_events)"

_SNAPSHOT_TIME = """
SELECT (epoch_us(snapshot_time)::BIGINT).make_timestamp() FROM ducklake_snapshots('store') WHERE snapshot_id = $snapshot
"""

Result = TypeVar("Result")


class Store:
    """One opened store. Threads may share it: every call takes a cursor of its own."""

    def __init__(self, location: StoreLocation, connection: duckdb.DuckDBPyConnection) -> None:
        """Use ``open_store``; this only keeps what it made."""
        self.location = location
        self._connection = connection
        self._lock = threading.Lock()
        self._newest_file = -1
        self._kept: tuple[int, dict[Hashable, Any]] = (-1, {})
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

    def snapshot_time(self, snapshot: int) -> dt.datetime | None:
        """Return when a version was committed, in UTC; None where this store has had no such version."""
        with self._reading() as cursor:
            row = cursor.execute(_SNAPSHOT_TIME, {"snapshot": snapshot}).fetchone()
        return None if row is None else row[0]

    def event_count(self) -> int:
        """Return how many events of submissions and actions there are; it grows whenever anything is done that pages show."""
        with self._reading() as cursor:
            row = cursor.execute(_EVENTS).fetchone()
        assert row is not None  # aggregates return one row
        return int(row[0])

    def table(self, name: str) -> pl.DataFrame:
        """Return a whole table of the store, one of ``TABLES``."""
        if name not in TABLES:
            raise KeyError(name)
        with self._reading() as cursor:
            return cursor.execute(f"SELECT * FROM store.{name}").pl()  # noqa: S608  a constant name

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

        def write(ledger: Ledger) -> list[str]:
            known = [ledger.recognised(submission) for submission in submissions]
            new = [submission for id_, submission in zip(known, submissions, strict=True) if id_ is None]
            if not new:
                return [id_ for id_ in known if id_]
            ledger.take_turn()
            written = ledger.add_submissions(new)
            ledger.add_audits(
                [
                    (one.approved_by or one.submitted_by, "load", id_, True, one.file_name)
                    for id_, one in zip(written, new, strict=True)
                ]
            )
            ids = iter(written)
            return [id_ or next(ids) for id_ in known]

        return self.transact(write)

    def transact(self, act: Callable[[Ledger], Result]) -> Result:
        """Run the act in one transaction and return what it returned: all of it is written, or nothing.

        The act may run more than once: whenever another process committed first it is tried again on what that one
        left, so it must decide from what it reads through the ledger. What it raises undoes everything.

        Raises:
            DashboardError: Other processes kept the store busy for half a minute, or it cannot be written.
        """
        try:
            result = self._transact(act)
            self._record_files()
            return result  # type: ignore[return-value]  # the decorator hides that it is generic
        except duckdb.Error as error:
            raise files_elsewhere.failure(error, self.location) or DashboardError(
                mark("Chưa ghi được vào kho số liệu, chưa có gì thay đổi. Thử lại sau. Lý do: {reason}"),
                reason=without_password(str(error)),
            ) from error

    @retry(
        retry=retry_if_exception(lambda error: is_transient(error)),
        wait=wait_random_exponential(multiplier=0.02, max=1),
        stop=stop_after_delay(30),
        reraise=True,
    )
    def _transact(self, act: Callable[[Ledger], Result]) -> Result:
        with self._lock, self._connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                result = act(Ledger(cursor))
                cursor.execute("COMMIT")
            except BaseException:
                roll_back(cursor)
                raise
        return result

    def _record_files(self) -> None:
        """Write down the hashes of files that a transaction has just written; small ones stay in the catalogue and need none.

        What fails here is made up for at the next write, and by ``maintain``: the act itself is committed.
        """
        with suppress(duckdb.Error, DamagedFilesError), self._lock, self._connection.cursor() as cursor:
            newest = file_hashes.newest_file(cursor)
            if newest != self._newest_file:
                file_hashes.record(cursor, self.location.files)
                self._newest_file = newest

    def require_whole(self, cursor: duckdb.DuckDBPyConnection, *tables: str) -> None:
        """Hold the files of the tables against the hashes written with them; the cursor is one of ``one_snapshot``.

        Raises:
            DamagedFilesError: Some are not what was written; all are named.
        """
        file_hashes.require_whole(cursor, self.location.files, tables)

    def read(self, act: Callable[[Ledger], Result], *, kept_as: Hashable = None) -> Result:
        """Return what the act reads of one committed version; it must not write.

        Under the name ``kept_as`` the answer is kept until anybody writes: to ask for the version takes a fraction of reading.
        """
        with self.one_snapshot() as (snapshot, cursor):
            if kept_as is None:
                return act(Ledger(cursor))
            kept = self._kept  # another thread may put a newer version's answers in its place meanwhile
            if kept[0] != snapshot:
                kept = self._kept = (snapshot, {})
            answers = kept[1]
            if kept_as not in answers:
                answers[kept_as] = act(Ledger(cursor))
            return answers[kept_as]  # type: ignore[no-any-return]

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        try:
            with self._connection.cursor() as cursor:
                yield cursor
        except duckdb.Error as error:
            raise files_elsewhere.failure(error, self.location) or DashboardError(
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
        connection = attach(location)
        prepare_tables(connection, origin or "official")
        store = Store(location, connection)
        version = int(store._info()["schema_version"])
    except (duckdb.Error, OSError, KeyError, ValueError) as error:
        raise files_elsewhere.failure(error, location) or not_opened(location, str(error)) from error
    if version > SCHEMA_VERSION:
        store.close()
        raise is_newer(location, version)
    if origin and origin != store.origin:
        store.close()
        raise DashboardError(
            mark("Kho {catalogue} chứa số liệu {have}; không ghi lẫn số liệu {want} vào đó."),
            catalogue=location.shown,
            have=ORIGIN_WORDS[store.origin],
            want=ORIGIN_WORDS[origin],
        )
    return store


def not_opened(location: StoreLocation, reason: str) -> DashboardError:
    """Return that a store cannot be opened, and why."""
    text = mark("Không mở được kho số liệu {catalogue}: {reason}")
    return DashboardError(text, catalogue=location.shown, reason=without_password(reason))


def is_newer(location: StoreLocation, version: int) -> DashboardError:
    """Return that a store was written by a newer version of this program."""
    text = mark(
        "Kho số liệu {catalogue} do phiên bản mới hơn ghi (cấu trúc {found}, phiên bản này đọc {known}). Hãy cập nhật."
    )
    return DashboardError(text, catalogue=location.shown, found=version, known=SCHEMA_VERSION)


def attach(location: StoreLocation, *, to_read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Return a connection with the store attached as ``store``, whatever it holds; ``open_store`` also prepares it.

    ``to_read_only`` creates and changes nothing, and fails where there is no store.
    """
    if location.kind == "sqlite" and not to_read_only:
        Path(location.catalogue).parent.mkdir(parents=True, exist_ok=True)
    if location.is_folder and not to_read_only:
        Path(location.files).mkdir(parents=True, exist_ok=True)
    connection = with_extensions(location)
    connection.execute(f"SET disabled_optimizers = '{_NO_GAIN}'")
    _attach_database(connection, location, to_read_only=to_read_only)
    return connection


def with_extensions(location: StoreLocation) -> duckdb.DuckDBPyConnection:
    """Return a connection that can reach catalogue and files of the store, which is not attached yet."""
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    connection.execute("SET enable_progress_bar = false")  # it would be written into the output of the command line
    access = None if location.is_folder else object_store()
    elsewhere = () if access is None else ("httpfs",) if access.key else ("httpfs", "aws")
    for extension in (*_EXTENSIONS[location.kind], *elsewhere):
        connection.load_extension(str(extension_file(extension)))
    if access is not None:
        connection.execute(files_elsewhere.secret(location, access))
    return connection


@retry(
    retry=retry_if_exception(lambda error: is_transient(error, *CREATED_MEANWHILE)),
    wait=wait_random_exponential(multiplier=0.02, max=1),
    stop=stop_after_delay(15),
    reraise=True,
)
def _attach_database(connection: duckdb.DuckDBPyConnection, location: StoreLocation, *, to_read_only: bool) -> None:
    address = f"ducklake:{location.kind}:{location.catalogue}".replace("'", "''")
    files = location.files.replace("'", "''")
    # With a write-ahead log nobody who reads keeps writers waiting, nor they him; a writer that comes second is told at once.
    options = ", META_JOURNAL_MODE 'WAL', META_BUSY_TIMEOUT 2000" if location.kind == "sqlite" else ""
    if to_read_only:
        options = ", READ_ONLY"
    # A store that was moved keeps its files beside it, so the path of today counts, not the one it was made with.
    connection.execute(f"ATTACH '{address}' AS store (DATA_PATH '{files}', OVERRIDE_DATA_PATH true{options})")


def extension_file(name: str) -> Path:
    """Return the file of a DuckDB extension that came as a wheel: no download, DuckDB checks its signature."""
    package = importlib.import_module(f"duckdb_extension_{name}")
    assert package.__file__ is not None  # a regular package
    return Path(package.__file__).parent / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
