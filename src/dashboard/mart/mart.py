"""The mart: DuckDB tables derived from the catalogue and one snapshot of the store by the files in ``sql/``.

A mart is built whole in a database of its own and never changes: readers hold the old one until they are done,
so nobody sees half a rebuild.
"""

import datetime as dt
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import polars as pl
import pyarrow as pa

from dashboard import metrics
from dashboard.mart.reference_tables import IDS, method_table, reference_tables
from dashboard.method import PUBLISHED, REASONS, STATUSES, TASK_STATUS, Trial
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import VIETNAM, today, utc_now
from dashboard.store.store import Store
from dashboard.words.messages import DashboardError

FIRST_YEAR = 2021
"""The first year assessed even where no figure is known."""

_SQL = tuple(sorted((Path(__file__).parent / "sql").glob("*.sql")))
_COPIED, _FACTS = ("submissions", "reviews", "actions", "action_events"), ("observations", "task_reports")
"""The store's tables a mart is built from: those copied as they are, and what was handed in."""
_KEPT_MARTS = 4
"""How many marts of past dates, and of trials of the method, stay in memory."""
_KEPT_ANSWERS, _KEPT_LARGE = 1000, 6
"""How many answers (small frames, finished figures) a mart keeps, and how many frames of more rows than ``_LARGE``."""
_LARGE = 20_000

_EVENTS = "SELECT (SELECT count(*) FROM reviews) + (SELECT count(*) FROM action_events) AS events"

Answer = TypeVar("Answer")


class Mart:
    """One built mart. Threads may share it: every query takes a cursor of its own.

    Attributes:
        snapshot: The store's version it was built from.
        event_count: How many events of submissions and actions that version had.
        as_of: The day whose end its figures are known at.
        moment: The end of that day in Việt Nam, in UTC.
        built_at: When it was built, in UTC.
        is_illustrative: Whether the store's figures are invented.
        key: What changes whenever any figure may have changed; answers can be kept under it.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        store: Store,
        *,
        as_of: dt.date | None = None,
        trial: Trial = PUBLISHED,
        also: pl.DataFrame | None = None,
        also_reports: pl.DataFrame | None = None,
    ) -> None:
        """Build the mart as it stood at the end of the day ``as_of``, today when None.

        Args:
            catalogue: What the figures are held against.
            store: Where they are.
            as_of: The day.
            trial: The method's numbers, where an analyst tries others than the published ones.
            also: Observations that are to count as approved now, on top of the store's: how things would stand.
            also_reports: Task reports that are to count so.
        """
        begun = time.perf_counter()
        self.as_of = as_of or today()
        self.moment = dt.datetime.combine(self.as_of, dt.time.max, VIETNAM).astimezone(dt.UTC).replace(tzinfo=None)
        self.built_at = utc_now()
        self.is_illustrative = store.is_illustrative
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._large_answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._answers_lock = threading.Lock()
        self._connection = duckdb.connect(":memory:")
        self._connection.execute("SET enable_progress_bar = false")  # it would go into the output of the command line
        self._load_reference(catalogue, reference_tables(catalogue) | {"method": method_table(trial)})
        self.snapshot = self._load_facts(store, also, also_reports)
        self.event_count = int(self.query(_EVENTS)["events"][0])
        for file in _SQL:
            self._connection.execute(file.read_text("utf-8"))
        self._connection.execute("DROP TABLE observations; DROP TABLE task_reports_as_written")
        self._connection.execute("SET threads = 1")  # answers are small; sessions, not threads, share the processors
        self.key = f"{self.snapshot}-{catalogue.fingerprint}-{self.as_of.isoformat()}-{store.origin}"
        if trial != PUBLISHED:
            self.key += f"-{trial}"
        if also is not None or also_reports is not None:
            self.key += f"-{uuid.uuid4().hex}"
        metrics.mart_built(time.perf_counter() - begun)

    def kept(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return what ``make`` made under the key: a mart never changes, so its answers live as long as it does.

        Two threads that ask at once may both make it; the answers are equal. The least used answers go first.
        """
        with self._answers_lock:
            for answers in (self._answers, self._large_answers):
                if key in answers:
                    answers.move_to_end(key)
                    return answers[key]  # type: ignore[no-any-return]
        answer = make()
        is_large = isinstance(answer, pl.DataFrame) and answer.height > _LARGE
        answers, most = (self._large_answers, _KEPT_LARGE) if is_large else (self._answers, _KEPT_ANSWERS)
        with self._answers_lock:
            answers[key] = answer
            while len(answers) > most:
                answers.popitem(last=False)
        return answer

    def query(self, sql: str, parameters: dict[str, Any] | None = None) -> pl.DataFrame:
        """Return the answer of one query; ``parameters`` are bound to ``$names``."""
        # execute() plans a statement once; sql(…).pl() would plan it for the relation and again for the answer.
        with self._connection.cursor() as cursor:
            frame = pl.DataFrame(cursor.execute(sql, parameters or {}).to_arrow_table())
        for position, kind in enumerate(frame.dtypes):
            if kind in (pl.Categorical, pl.Enum):  # an id, kept as a number
                frame.replace_column(position, frame.to_series(position).cast(pl.String))
        return frame

    def _load_reference(self, catalogue: Catalogue, reference: dict[str, pl.DataFrame]) -> None:
        for column, table in IDS.items():
            ids = reference[table].sort("position").select(column)
            with self._connection.cursor() as cursor:
                cursor.register("ids", ids.to_arrow())
                cursor.execute(f"CREATE TYPE {column}_id AS ENUM (SELECT {column} FROM ids)")  # noqa: S608  constants
                cursor.unregister("ids")
        for kind, known in (
            ("status_id", STATUSES),
            ("reason_id", tuple(REASONS)),
            ("task_status_id", tuple(TASK_STATUS)),
        ):
            self._connection.execute(f"CREATE TYPE {kind} AS ENUM {known}")
        for name, frame in reference.items():
            self._create(name, frame.to_arrow())
        last_year = max((cell.year for cell in catalogue.targets), default=FIRST_YEAR)
        self._create("horizon", pa.table({"first_year": [FIRST_YEAR], "last_year": [last_year]}))
        self._create("moment", pa.table({"as_of": [self.moment], "today": [self.as_of]}))

    def _load_facts(self, store: Store, also: pl.DataFrame | None, also_reports: pl.DataFrame | None) -> int:
        """Copy one snapshot of the store; the words of each source are kept once, not on every figure.

        Figures of parts no plan sets a target for, such as single communes, stay in the store, and so do figures of
        what the catalogue no longer has.
        """
        parts = [part for (part,) in self._connection.execute("SELECT DISTINCT breakdown FROM targets").fetchall()]
        with store.one_snapshot() as (snapshot, cursor):
            store.require_whole(cursor, *_COPIED, *_FACTS)
            for name in _COPIED:
                self._create(name, cursor.execute(f"SELECT * FROM store.{name}").to_arrow_table())  # noqa: S608  constants
            facts = cursor.execute(
                "SELECT * FROM store.observations WHERE list_contains($parts, breakdown)", {"parts": parts}
            )
            self._create("observations_as_written", facts.to_arrow_table())
            reports = cursor.execute("SELECT * FROM store.task_reports")
            self._create("task_reports_as_written", reports.to_arrow_table())
        if also is not None:
            self._add_as_approved("observations_as_written", also)
        if also_reports is not None:
            self._add_as_approved("task_reports_as_written", also_reports)
        self._connection.execute(
            """
            CREATE TABLE sources AS
            SELECT row_number() OVER () AS source_id, * FROM (
                SELECT DISTINCT source, source_table, locator, note FROM observations_as_written
            );
            CREATE TABLE observations AS
            SELECT o.* EXCLUDE (source, source_table, locator, note), s.source_id
            FROM observations_as_written AS o
            JOIN sources AS s
                ON s.source IS NOT DISTINCT FROM o.source
                AND s.source_table IS NOT DISTINCT FROM o.source_table
                AND s.locator IS NOT DISTINCT FROM o.locator
                AND s.note IS NOT DISTINCT FROM o.note
            WHERE o.province IS NOT NULL AND o.indicator IS NOT NULL AND o.breakdown IS NOT NULL;
            DROP TABLE observations_as_written;
            """
        )
        return snapshot

    def _add_as_approved(self, table: str, rows: pl.DataFrame) -> None:
        """Add the rows as one submission approved at the moment asked for, after all others."""
        with self._connection.cursor() as cursor:
            cursor.register("also", rows.to_arrow())
            cursor.execute(
                f"""
                INSERT INTO submissions BY NAME
                SELECT 'hypothetical' AS submission, 'file' AS kind, '' AS file_name, as_of AS submitted_at, as_of AS recorded_at
                FROM moment;
                INSERT INTO reviews BY NAME
                SELECT 'hypothetical' AS submission, 1 AS sequence, 'approved' AS event, as_of AS happened_at FROM moment;
                INSERT INTO {table} BY NAME SELECT 'hypothetical' AS submission, * FROM also;
                """  # noqa: S608  constants
            )
            cursor.unregister("also")

    def _create(self, name: str, content: pa.Table) -> None:
        """Make a table; an id the catalogue does not have becomes null."""
        columns = (
            f"TRY_CAST({column} AS {column}_id) AS {column}" if column in IDS else f'"{column}"'
            for column in content.column_names
        )
        with self._connection.cursor() as cursor:
            cursor.register("content", content)
            cursor.execute(f"CREATE TABLE {name} AS SELECT {', '.join(columns)} FROM content")  # noqa: S608  constants
            cursor.unregister("content")


class CurrentMart:
    """The mart of this moment, kept up to date, and a few marts of past days.

    ``current`` never waits for a rebuild once there is a mart; ``refresh`` looks whether the store, the day or the
    catalogue moved on, and rebuilds when they did.
    """

    def __init__(self, catalogue: Catalogue, store: Store) -> None:
        """Build the first mart."""
        self._catalogue = catalogue
        self._store = store
        self._rebuilding = threading.Lock()
        self._past: OrderedDict[tuple[int, dt.date, Trial], Mart] = OrderedDict()
        self.current = Mart(catalogue, store)
        self.looked_at = self.current.snapshot
        """The store's version at the last look; it grows with whatever anybody writes."""
        self.unreachable_since: dt.datetime | None = None
        self.went_back_at: dt.datetime | None = None
        """When (UTC) the store was first found at an older version than one it had had; None where that never happened."""

    def refresh(self) -> bool:
        """Rebuild if figures were handed in or decided about, or a new day began; return whether it did.

        Drafts, comments and the audit log move the store on, too, but no figure: every figure comes with an event.

        Raises:
            DashboardError, duckdb.Error: The store cannot be reached; ``unreachable_since`` says since when (UTC), and
                ``current`` stays readable.
        """
        with self._rebuilding:
            try:
                has_moved_on = self._rebuilt()
            except (DashboardError, duckdb.Error, OSError):
                self.unreachable_since = self.unreachable_since or utc_now()
                raise
            self.unreachable_since = None
            return has_moved_on

    def _rebuilt(self) -> bool:
        snapshot = self._store.snapshot()
        if snapshot < self.looked_at:  # restored from a backup beneath us: whatever was approved since then is gone
            self.went_back_at = self.went_back_at or utc_now()
        elif today() == self.current.as_of:
            if snapshot == self.looked_at:
                return False
            if self._store.event_count() == self.current.event_count:
                self.looked_at = snapshot
                return False
        self.current = Mart(self._catalogue, self._store)
        self.looked_at = self.current.snapshot
        return True

    def at(self, as_of: dt.date | None, trial: Trial = PUBLISHED) -> Mart:
        """Return the mart as it stood at the end of a day; None is now.

        Under a trial of the method it is a mart of its own, which nothing published is taken from.
        """
        day = as_of or self.current.as_of
        if day == self.current.as_of and trial == PUBLISHED:
            return self.current
        key = (self.current.snapshot, day, trial)
        with self._rebuilding:
            if key not in self._past:
                self._past[key] = Mart(self._catalogue, self._store, as_of=day, trial=trial)
                while len(self._past) > _KEPT_MARTS:
                    self._past.popitem(last=False)
            self._past.move_to_end(key)
            return self._past[key]
