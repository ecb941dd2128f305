"""The tables of the store, how a new store gets them, and how one of an older version is brought up to date.

Every table is append-only but for two single rows: the schema version, and the turn that writers take (``locks``).
"""

import datetime as dt
from typing import Literal
from zoneinfo import ZoneInfo

import duckdb
import polars as pl
from tenacity import retry, retry_if_exception, stop_after_delay, wait_random_exponential

Origin = Literal["official", "illustrative"]

SCHEMA_VERSION = 7
TABLES = {
    "store_info": "key VARCHAR, value VARCHAR",
    "submissions": (
        "submission VARCHAR, content_hash VARCHAR, kind VARCHAR, file_name VARCHAR, "
        "submitted_by VARCHAR, submitted_at TIMESTAMP, recorded_at TIMESTAMP, note VARCHAR, "
        "file_hash VARCHAR, province VARCHAR, agency VARCHAR, year SMALLINT, replaces VARCHAR, explanations VARCHAR"
    ),
    "observations": (
        "submission VARCHAR, province VARCHAR, indicator VARCHAR, breakdown VARCHAR, year SMALLINT, "
        "value DOUBLE, level VARCHAR, preliminary BOOLEAN, source VARCHAR, source_table VARCHAR, locator VARCHAR, note VARCHAR"
    ),
    "task_reports": (
        "submission VARCHAR, task VARCHAR, year SMALLINT, state VARCHAR, date_done DATE, document_number VARCHAR, "
        "document_date DATE, what_was_done VARCHAR, what_hinders VARCHAR"
    ),
    "reviews": "submission VARCHAR, sequence INTEGER, event VARCHAR, happened_at TIMESTAMP, actor VARCHAR, note VARCHAR",
    "files": (
        "file_hash VARCHAR, file_name VARCHAR, size BIGINT, content BLOB, received_at TIMESTAMP, received_by VARCHAR"
    ),
    "drafts": (
        "draft VARCHAR, version INTEGER, file_hash VARCHAR, file_name VARCHAR, province VARCHAR, agency VARCHAR, "
        "year SMALLINT, decisions VARCHAR, saved_by VARCHAR, saved_at TIMESTAMP, state VARCHAR"
    ),
    "comments": (
        "submission VARCHAR, province VARCHAR, indicator VARCHAR, breakdown VARCHAR, year SMALLINT, sequence INTEGER, "
        "author VARCHAR, written_at TIMESTAMP, text VARCHAR"
    ),
    "actions": (
        "action VARCHAR, province VARCHAR, indicator VARCHAR, breakdown VARCHAR, agency VARCHAR, what VARCHAR, "
        "expected_effect VARCHAR, recorded_at TIMESTAMP"
    ),
    "action_events": (
        "action VARCHAR, sequence INTEGER, event VARCHAR, happened_at TIMESTAMP, actor VARCHAR, note VARCHAR, due DATE"
    ),
    "named_dates": (
        "named_date VARCHAR, province VARCHAR, day DATE, name VARCHAR, is_struck BOOLEAN, actor VARCHAR, recorded_at TIMESTAMP"
    ),
    "visits": "person VARCHAR, day DATE",
    "choices": "person VARCHAR, sequence INTEGER, key VARCHAR, value VARCHAR, recorded_at TIMESTAMP",
    "audit": (
        "happened_at TIMESTAMP, actor VARCHAR, action VARCHAR, subject VARCHAR, allowed BOOLEAN, detail VARCHAR, "
        "sequence BIGINT, hash VARCHAR"
    ),
    "file_hashes": "place VARCHAR, hash VARCHAR",
    "locks": "name VARCHAR, turn BIGINT",
}
"""Columns of each table; times are UTC without zone. What stands in them: docs/decisions/0008-review.md, 0013-tasks.md, 0014-actions.md, 0019-changes.md, 0023-own-choices.md, 0026-trust-in-files.md."""

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
"""Columns of the observations of one submission; ``value`` is null for levels and ``level`` for numbers.

Both null say that the figure is explicitly not available, for the reason in ``note``.
"""

KEY_COLUMNS = ("province", "indicator", "breakdown", "year")

TASK_REPORT_SCHEMA = {
    "task": pl.String,
    "year": pl.Int16,
    "state": pl.String,
    "date_done": pl.Date,
    "document_number": pl.String,
    "document_date": pl.Date,
    "what_was_done": pl.String,
    "what_hinders": pl.String,
}
"""Columns of the task reports of one submission: what a lead says of a task for a year.

``state`` is one of ``method.REPORT_STATES``; ``date_done`` is null unless it is done; ``document_number`` and ``document_date``
are those of the document that came of it; null where nothing was said.
"""

TASK_KEY = ("task", "year")

_ADDED: dict[int, dict[str, tuple[str, ...]]] = {
    2: {
        "submissions": (
            "file_hash VARCHAR", "province VARCHAR", "agency VARCHAR", "year SMALLINT", "replaces VARCHAR",
            "explanations VARCHAR",
        ),
    },
    7: {"audit": ("sequence BIGINT", "hash VARCHAR")},
}  # fmt: skip
"""The columns each version added to tables of the version before; new tables follow from ``TABLES``."""

CREATED_MEANWHILE = ("already exists", "duplicate key", "already has a column")
_TRANSIENT = (
    "conflict", "database is locked", "database schema is locked", "could not serialize", "deadlock",
    "failed to read inlined data",  # rows another process has just written: their table is there at the next try
)  # fmt: skip


VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def today() -> dt.date:
    """Return the date in Việt Nam."""
    return dt.datetime.now(VIETNAM).date()


def utc_now() -> dt.datetime:
    """Return the moment in UTC, without zone, as the store keeps times."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def is_transient(error: BaseException, *more: str) -> bool:
    """Whether another process was first and the same can be tried again; ``more`` words of the error say so, too."""
    return isinstance(error, duckdb.Error) and any(word in str(error).lower() for word in (*_TRANSIENT, *more))


def roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Roll back unless the failure already did."""
    try:
        cursor.execute("ROLLBACK")
    except duckdb.Error as error:
        if "no transaction is active" not in str(error):
            raise


@retry(
    retry=retry_if_exception(lambda error: is_transient(error, *CREATED_MEANWHILE)),
    wait=wait_random_exponential(multiplier=0.02, max=1),
    stop=stop_after_delay(15),
    reraise=True,
)
def prepare_tables(connection: duckdb.DuckDBPyConnection, origin: Origin) -> None:
    """Create the tables of a new store, or bring those of an older version up to date, in one transaction.

    A store of a newer version is left as it is.
    """
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            version = _version(cursor)
            if version is None:
                _create(cursor, origin)
            elif version < SCHEMA_VERSION:
                _migrate(cursor, version)
            cursor.execute("COMMIT")
        except BaseException:
            roll_back(cursor)
            raise
        if version is None or version <= SCHEMA_VERSION:
            _keep_files_out_of_the_catalogue(cursor)


def tables_of(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the names of the tables the attached store has."""
    # duckdb_tables() would count the rows of every table for the answer.
    rows = cursor.execute("SELECT table_name FROM ducklake_table_info('store')").fetchall()
    return {name for (name,) in rows}


def _version(cursor: duckdb.DuckDBPyConnection) -> int | None:
    """Return the schema version of the store; None where there is no store yet."""
    if "store_info" not in tables_of(cursor):  # the tables come in one transaction
        return None
    row = cursor.execute("SELECT value FROM store.store_info WHERE key = 'schema_version'").fetchone()
    if row is None:
        raise KeyError("schema_version")
    return int(row[0])


def _create(cursor: duckdb.DuckDBPyConnection, origin: Origin) -> None:
    for name, columns in TABLES.items():
        cursor.execute(f"CREATE TABLE store.{name} ({columns})")
    cursor.execute(
        "INSERT INTO store.store_info VALUES ('schema_version', ?), ('origin', ?), ('created_at', ?)",
        [str(SCHEMA_VERSION), origin, utc_now().isoformat(timespec="seconds")],
    )
    cursor.execute("INSERT INTO store.locks VALUES ('writing', 0)")


def _migrate(cursor: duckdb.DuckDBPyConnection, version: int) -> None:
    have = tables_of(cursor)
    for name, columns in TABLES.items():
        if name not in have:
            cursor.execute(f"CREATE TABLE store.{name} ({columns})")
    for added in (tables for number, tables in sorted(_ADDED.items()) if number > version):
        for name, new_columns in added.items():
            for column in new_columns if name in have else ():
                cursor.execute(f"ALTER TABLE store.{name} ADD COLUMN {column}")
    if "locks" not in have:
        cursor.execute("INSERT INTO store.locks VALUES ('writing', 0)")
    cursor.execute(
        "UPDATE store.store_info SET value = ? WHERE key = 'schema_version'",
        [str(SCHEMA_VERSION)],
    )


def _keep_files_out_of_the_catalogue(cursor: duckdb.DuckDBPyConnection) -> None:
    """Have handed-in files written as files: as rows of the catalogue, 5 MB take PostgreSQL five seconds.

    DuckLake takes the option only once the table is committed, so a crash in between is made up for here.
    """
    options = cursor.execute(
        "SELECT count(*) FROM ducklake_options('store') WHERE option_name = 'data_inlining_row_limit' AND scope_entry = 'main.files'"
    ).fetchone()
    if options == (0,):
        cursor.execute("CALL store.set_option('data_inlining_row_limit', 0, table_name => 'files')")
