"""What one transaction of the store writes and looks up: submissions, events, drafts, comments, files, the audit log.

``Store.transact`` gives a ``Ledger``. Whoever writes takes the turn first, so that of two transactions that began on
the same state one is refused at its commit, tried again, and then sees what the other did.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import duckdb
import polars as pl

from dashboard.store import audit_chain
from dashboard.store.schema import KEY_COLUMNS, OBSERVATION_SCHEMA, TASK_KEY, TASK_REPORT_SCHEMA, utc_now
from dashboard.words.messages import DashboardError, mark

Subject = Literal["figures", "task_reports"]
"""What a submission is about."""
State = Literal["submitted", "returned", "approved", "withdrawn"]
DraftState = Literal["open", "submitted", "discarded"]
Row = tuple[object, ...]
NO_FIGURES = pl.DataFrame(schema=OBSERVATION_SCHEMA)
NO_TASK_REPORTS = pl.DataFrame(schema=TASK_REPORT_SCHEMA)


def content_hash(observations: pl.DataFrame, task_reports: pl.DataFrame = NO_TASK_REPORTS) -> str:
    """Return the hash that recognises the same observations and task reports handed in again, in whatever order."""
    text = observations.select(OBSERVATION_SCHEMA.keys()).sort(KEY_COLUMNS).write_csv(include_header=False)
    if task_reports.height:
        text += task_reports.select(TASK_REPORT_SCHEMA.keys()).sort(TASK_KEY).write_csv(include_header=False)
    return hashlib.sha256(text.encode()).hexdigest()


def file_hash(content: bytes) -> str:
    """Return the hash under which the store keeps a file."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Submission:
    """What was handed in: observations or task reports with their author; ``approved_by`` publishes them at once.

    ``province``, ``agency`` and ``year`` say whose figures an office handed in and are None for curated, generated and
    loaded files; ``agency`` is None, too, for a file of the whole province. ``file_hash`` names the original among the
    files, ``replaces`` the returned submission it answers, ``explanations`` the words given to each warning, and the choices
    made (``Handover``).
    """

    observations: pl.DataFrame
    kind: Literal["curated", "derived", "generated", "file"]
    file_name: str
    submitted_by: str
    note: str = ""
    approved_by: str | None = None
    submitted_at: dt.datetime | None = None
    approved_at: dt.datetime | None = None
    file_hash: str | None = None
    province: str | None = None
    agency: str | None = None
    year: int | None = None
    replaces: str | None = None
    explanations: dict[str, str] = field(default_factory=dict)
    task_reports: pl.DataFrame = field(default_factory=NO_TASK_REPORTS.clone)


@dataclass(frozen=True)
class Standing:
    """Where a submission stands: its state, the number and time of its latest event, whose it is, and about what."""

    submission: str
    state: State
    sequence: int
    changed_at: dt.datetime
    changed_by: str
    kind: str
    file_name: str
    submitted_by: str
    note: str
    file_hash: str | None
    province: str | None
    agency: str | None
    year: int | None
    replaces: str | None
    subject: Subject
    explanations: dict[str, str]


@dataclass(frozen=True)
class Draft:
    """The latest version of a draft: the file as it came, and what its author has decided about it so far."""

    draft: str
    version: int
    file_hash: str
    file_name: str
    province: str
    agency: str | None
    year: int | None
    decisions: dict[str, object]
    saved_by: str
    saved_at: dt.datetime
    state: DraftState


class Ledger:
    """One transaction on the store; made by ``Store.transact``, which commits it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Use ``Store.transact``; the cursor is inside a transaction."""
        self.cursor = cursor
        self._has_turn = False
        self._known: tuple[dict[str, tuple[str, dt.datetime, State]], dict[tuple[str, str], str]] | None = None

    def take_turn(self) -> None:
        """Make every other transaction that writes meanwhile fail at its commit, or this one.

        Rows appended side by side do not conflict in DuckLake, so two reviewers could decide about one submission; a
        row that both change does conflict.
        """
        if not self._has_turn:
            self.cursor.execute("UPDATE store.locks SET turn = turn + 1 WHERE name = 'writing'")
            self._has_turn = True

    # ---- submissions and their events --------------------------------------------------------------

    def recognised(self, submission: Submission) -> str | None:
        """Return the id under which the store holds the same, or None if writing it would change something.

        What was returned or withdrawn is not held any more, unless it was generated: the same figures may be handed in again.
        """
        digest = content_hash(submission.observations, submission.task_reports)
        by_hash, latest_of_file = self._held()
        if digest not in by_hash:
            return None
        id_, recorded_at, state = by_hash[digest]
        if submission.approved_by and state != "approved":
            return None
        if submission.kind == "curated":
            return id_ if latest_of_file.get(("curated", submission.file_name)) == digest else None
        if submission.kind == "generated":
            return id_
        later = self.cursor.execute(_LATER_ABOUT_THE_SAME, {"id": id_, "recorded_at": recorded_at}).fetchone()
        return id_ if later == (0,) else None

    def _held(self) -> tuple[dict[str, tuple[str, dt.datetime, State]], dict[tuple[str, str], str]]:
        """Return what recognising needs, read once a transaction: by hash, and the latest hash of each file."""
        if self._known is None:
            rows = self.cursor.execute(_HELD).fetchall()
            self._known = (
                {row[0]: (row[1], row[4], row[5]) for row in rows},
                {(row[2], row[3]): row[0] for row in rows},
            )
        return self._known

    def add_submission(self, submission: Submission) -> str:
        """Write a submission with its rows and its first events; return its id."""
        return self.add_submissions([submission])[0]

    def add_submissions(self, submissions: Sequence[Submission]) -> list[str]:
        """Write submissions with their rows and first events, a statement for each table; return their ids."""
        ids = [uuid.uuid4().hex for _ in submissions]
        now = utc_now()
        heads: list[Row] = []
        events: list[Row] = []
        for place, (id_, one) in enumerate(zip(ids, submissions, strict=True)):
            digest = content_hash(one.observations, one.task_reports)
            submitted_at, recorded_at = one.submitted_at or now, now + dt.timedelta(microseconds=place)
            heads.append(
                (id_, digest, one.kind, one.file_name, one.submitted_by, submitted_at, recorded_at, one.note,
                 one.file_hash, one.province, one.agency, one.year, one.replaces, _json(one.explanations))
            )  # fmt: skip
            events.append((id_, 1, "submitted", submitted_at, one.submitted_by, ""))
            if one.approved_by:
                events.append((id_, 2, "approved", one.approved_at or submitted_at, one.approved_by, ""))
        self._insert("submissions", heads)
        self._insert("reviews", events)
        self._insert_frames(
            "observations", OBSERVATION_SCHEMA, zip(ids, (one.observations for one in submissions), strict=True)
        )
        self._insert_frames(
            "task_reports", TASK_REPORT_SCHEMA, zip(ids, (one.task_reports for one in submissions), strict=True)
        )
        return ids

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        if rows:
            one = f"({', '.join('?' * len(rows[0]))})"
            values = [value for row in rows for value in row]
            self.cursor.execute(f"INSERT INTO store.{table} VALUES {', '.join([one] * len(rows))}", values)  # noqa: S608

    def _insert_frames(self, table: str, schema: dict[str, Any], frames: Iterable[tuple[str, pl.DataFrame]]) -> None:
        """Write the frames of submissions, by their ids; most submissions have nothing for one of the tables."""
        filled = [frame.select(pl.lit(id_).alias("submission"), *schema) for id_, frame in frames if frame.height]
        if filled:
            self.cursor.register("rows_of_submissions", pl.concat(filled).to_arrow())
            self.cursor.execute(f"INSERT INTO store.{table} FROM rows_of_submissions")  # noqa: S608
            self.cursor.unregister("rows_of_submissions")

    def standing(self, submission: str) -> Standing | None:
        """Return where a submission stands; None where there is none of that id."""
        row = self.cursor.execute(_STANDING, {"submission": submission}).fetchone()
        if row is None:
            return None
        *known, explanations = row
        return Standing(*[*known, json.loads(explanations or "{}")])

    def add_event(
        self, standing: Standing, event: State, *, actor: str, note: str, after: dt.datetime | None = None
    ) -> None:
        """Write the event that follows what stands, and ``after`` a moment: no clock that runs behind puts it before."""
        earliest = (
            standing.changed_at if after is None else max(standing.changed_at, after + dt.timedelta(microseconds=1))
        )
        row = [standing.submission, standing.sequence + 1, event, max(utc_now(), earliest), actor, note]
        self.cursor.execute("INSERT INTO store.reviews VALUES (?, ?, ?, ?, ?, ?)", row)

    def answers(self, submission: str) -> list[str]:
        """Return the submissions, not withdrawn, that answer this returned one."""
        rows = self.cursor.execute(_ANSWERS, {"submission": submission}).fetchall()
        return [str(id_) for (id_,) in rows]

    # ---- files, drafts, comments, audit ------------------------------------------------------------

    def keep_file(self, content: bytes, file_name: str, *, by: str) -> str:
        """Keep a file byte for byte, once, and return its hash."""
        digest = file_hash(content)
        known = self.cursor.execute("SELECT count(*) FROM store.files WHERE file_hash = ?", [digest]).fetchone()
        if known == (0,):
            row = [digest, file_name, len(content), content, utc_now(), by]
            self.cursor.execute("INSERT INTO store.files VALUES (?, ?, ?, ?, ?, ?)", row)
        return digest

    def file(self, digest: str) -> bytes | None:
        """Return the content of a kept file.

        Raises:
            DashboardError: It is not any more what was handed in.
        """
        row = self.cursor.execute("SELECT content FROM store.files WHERE file_hash = ? LIMIT 1", [digest]).fetchone()
        if row is None:
            return None
        content = bytes(row[0])
        if file_hash(content) != digest:
            raise DashboardError(
                mark("Tệp gốc {hash} trong kho không còn đúng như khi được nộp. Hãy lấy lại từ bản sao lưu gần nhất."),
                hash=digest,
            )
        return content

    def draft(self, draft: str) -> Draft | None:
        """Return the latest version of a draft."""
        found = self._drafts(_LATEST_DRAFT, {"draft": draft})
        return found[0] if found else None

    def open_drafts(self, saved_by: str) -> list[Draft]:
        """Return the open drafts of a person, the one saved last first."""
        return self._drafts(_OPEN_DRAFTS, {"saved_by": saved_by})

    def add_draft(self, draft: Draft) -> None:
        """Write a version of a draft."""
        row = [
            draft.draft,
            draft.version,
            draft.file_hash,
            draft.file_name,
            draft.province,
            draft.agency,
            draft.year,
            _json(draft.decisions),
            draft.saved_by,
            draft.saved_at,
            draft.state,
        ]
        self.cursor.execute("INSERT INTO store.drafts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def add_comment(self, submission: str, key: tuple[str, str, str, int], *, author: str, text: str) -> int:
        """Write a comment on one figure of a submission and return its number within the submission."""
        found = self.cursor.execute(
            "SELECT coalesce(max(sequence), 0) + 1 FROM store.comments WHERE submission = ?", [submission]
        ).fetchone()
        assert found is not None  # an aggregate returns one row
        row = [submission, *key, found[0], author, utc_now(), text]
        self.cursor.execute("INSERT INTO store.comments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return int(found[0])

    def add_audit(self, actor: str, action: str, subject: str, *, allowed: bool, detail: str = "") -> None:
        """Write who did, or was refused to do, what with which submission, draft or file."""
        self.add_audits([(actor, action, subject, allowed, detail)])

    def add_audits(self, rows: Sequence[tuple[str, str, str, bool, str]]) -> None:
        """Write rows of the audit log: actor, action, subject, whether it was allowed, and details; each is linked to the one before."""
        self.take_turn()  # or two entries would follow the same one
        entries = [(utc_now(), *row) for row in rows]
        links = audit_chain.linked(self.cursor, entries)
        self._insert("audit", [(*entry, *link) for entry, link in zip(entries, links, strict=True)])

    def _drafts(self, sql: str, parameters: dict[str, str]) -> list[Draft]:
        columns = [
            "draft", "version", "file_hash", "file_name", "province", "agency", "year", "decisions", "saved_by",
            "saved_at", "state",
        ]  # fmt: skip
        rows = [dict(zip(columns, row, strict=True)) for row in self.cursor.execute(sql, parameters).fetchall()]
        return [Draft(**{**row, "decisions": json.loads(row["decisions"])}) for row in rows]


def _json(value: dict[str, object] | dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


STATES = """
SELECT submission, arg_max(event, sequence) AS state, max(sequence) AS sequence,
    arg_max(happened_at, sequence) AS changed_at, arg_max(actor, sequence) AS changed_by, arg_max(note, sequence) AS last_note
FROM store.reviews
GROUP BY submission
"""
"""Where each submission stands: the events of one are numbered in the order they were written."""

_HELD = f"""
SELECT u.content_hash, u.submission, u.kind, u.file_name, u.recorded_at, s.state
FROM store.submissions AS u
JOIN ({STATES}) AS s USING (submission)
WHERE s.state IN ('submitted', 'approved') OR u.kind = 'generated'
ORDER BY u.recorded_at
"""  # noqa: S608  constants

_LATER_ABOUT_THE_SAME = f"""
WITH about_the_same AS (
    SELECT other.submission
    FROM store.observations AS mine
    JOIN store.observations AS other USING (province, indicator, breakdown, year)
    WHERE mine.submission = $id
    UNION ALL
    SELECT other.submission
    FROM store.task_reports AS mine
    JOIN store.task_reports AS other USING (task, year)
    WHERE mine.submission = $id
)
SELECT count(*) FROM about_the_same AS other
JOIN store.submissions AS u ON u.submission = other.submission
JOIN ({STATES}) AS s ON s.submission = other.submission
WHERE u.recorded_at > $recorded_at AND s.state IN ('submitted', 'approved')
"""  # noqa: S608

_STANDING = f"""
SELECT u.submission, s.state, s.sequence, s.changed_at, s.changed_by, u.kind, u.file_name, u.submitted_by, u.note,
    u.file_hash, u.province, u.agency, u.year, u.replaces,
    if(u.submission IN (SELECT submission FROM store.task_reports), 'task_reports', 'figures') AS subject, u.explanations
FROM store.submissions AS u
JOIN ({STATES}) AS s USING (submission)
WHERE u.submission = $submission
"""  # noqa: S608

_ANSWERS = f"""
SELECT u.submission
FROM store.submissions AS u
JOIN ({STATES}) AS s USING (submission)
WHERE u.replaces = $submission AND s.state <> 'withdrawn'
"""  # noqa: S608

_LATEST_DRAFT = """
SELECT * FROM store.drafts WHERE draft = $draft ORDER BY version DESC LIMIT 1
"""

_OPEN_DRAFTS = """
SELECT * FROM (SELECT * FROM store.drafts QUALIFY row_number() OVER (PARTITION BY draft ORDER BY version DESC) = 1)
WHERE state = 'open' AND saved_by = $saved_by
ORDER BY saved_at DESC
"""
