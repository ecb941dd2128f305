"""Looking at a store without opening it for work: nothing is created, brought up to date or kept."""

import contextlib
import datetime as dt
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.settings import StoreLocation, without_password
from dashboard.store import object_store as files_elsewhere
from dashboard.store.schema import SCHEMA_VERSION, tables_of
from dashboard.store.store import attach, is_newer, not_opened, with_extensions
from dashboard.words.messages import DashboardError, mark

_NO_STORE = "creating a new ducklake is explicitly disabled"
_TESTED = b"doctor"


@dataclass(frozen=True)
class Found:
    """What stands in a catalogue.

    Attributes:
        version: The version of its tables; this program reads up to ``SCHEMA_VERSION``.
        snapshot: The number of the committed version.
        latest: When (UTC) anything was last written; None where nothing was.
    """

    version: int
    snapshot: int
    latest: dt.datetime | None


def look(location: StoreLocation) -> Found | None:
    """Return what stands in the catalogue; None where there is no store yet.

    Raises:
        DashboardError: It cannot be reached or read, or is of a newer version.
    """
    if location.kind == "sqlite" and not Path(location.catalogue).exists():
        return None
    try:
        with contextlib.closing(attach(location, to_read_only=True)) as connection:
            if not tables_of(connection):
                return None
            found = _found(connection)
    except (duckdb.Error, OSError, ValueError, TypeError) as error:
        if _NO_STORE in str(error).lower():
            return None
        raise files_elsewhere.failure(error, location) or not_opened(location, _reason(error)) from error
    if found.version > SCHEMA_VERSION:
        raise is_newer(location, found.version)
    return found


def try_extensions(location: StoreLocation) -> None:
    """Load DuckDB's extensions that the place of the store needs.

    Raises:
        DashboardError: One is missing, or of another version of DuckDB.
    """
    try:
        with_extensions(location).close()
    except (ImportError, duckdb.Error, OSError) as error:
        raise files_elsewhere.failure(error, location) or DashboardError(
            mark("Không nạp được phần mở rộng của DuckDB: {reason}. Cài lại các gói theo requirements.lock."),
            reason=_reason(error).rstrip("."),
        ) from error


def try_files(location: StoreLocation) -> None:
    """Write a small file where the store keeps its files, and read it back; of a folder it is removed again.

    In an object store one object, ``doctor.csv`` below the prefix, is written over at every try.

    Raises:
        DashboardError: It cannot be written or read.
    """
    try:
        if location.is_folder:
            with tempfile.NamedTemporaryFile(dir=location.files, prefix=".doctor-") as file:
                file.write(_TESTED)
                file.flush()
                is_same = Path(file.name).read_bytes() == _TESTED
            if not is_same:
                raise OSError(location.files)
        else:
            said, place = uuid.uuid4().hex, f"{location.files}doctor.csv".replace("'", "''")
            with contextlib.closing(with_extensions(location)) as connection:
                connection.execute(f"COPY (SELECT '{said}' AS said) TO '{place}' (FORMAT csv)")
                if connection.execute("SELECT said FROM read_csv(?)", [place]).fetchall() != [(said,)]:
                    raise OSError(location.files)
    except (duckdb.Error, OSError) as error:
        raise files_elsewhere.failure(error, location) or DashboardError(
            mark(
                "Không đọc, ghi được nơi chứa tệp {files}: {reason}. Cấp quyền đọc, ghi cho tài khoản chạy ứng dụng, hoặc sửa DASHBOARD_FILES."
            ),
            files=location.files,
            reason=_reason(error).rstrip("."),
        ) from error


def _found(connection: duckdb.DuckDBPyConnection) -> Found:
    """Read version, snapshot and the latest moment of the attached store."""
    info = dict(connection.execute("SELECT key, value FROM store.store_info").fetchall())
    snapshot, latest = connection.execute(
        "SELECT max(snapshot_id), (epoch_us(max(snapshot_time))::BIGINT).make_timestamp() FROM ducklake_snapshots('store')"
    ).fetchall()[0]
    moments = [latest]
    if "audit" in tables_of(connection):
        moments += connection.execute("SELECT max(happened_at) FROM store.audit").fetchall()[0]
    known = [moment for moment in moments if moment is not None]
    return Found(int(info.get("schema_version", "0")), int(snapshot), max(known, default=None))


def _reason(error: BaseException) -> str:
    return without_password(str(error).splitlines()[0]) if str(error) else type(error).__name__
