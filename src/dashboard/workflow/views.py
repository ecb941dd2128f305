"""What the people of a submission may see of it: its state, file, figures, events, comments, and the audit log."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from dashboard.access import Rights, same_person
from dashboard.store import contents, records
from dashboard.store.ledger import Ledger, Standing
from dashboard.store.store import Store
from dashboard.words.messages import mark
from dashboard.workflow.rules import Key, readable, refuse


def submissions(store: Store, rights: Rights) -> pl.DataFrame:
    """Return the submissions the person may see, the one moved last first.

    Returns:
        ``submission``, ``state``, ``kind``, ``province``, ``agency``, ``year`` (null for curated, generated and loaded
        files), ``file_name``, ``file_hash``, ``submitted_by``, ``submitted_at``, ``changed_by``, ``changed_at``,
        ``last_note`` (of the latest event), ``note`` (the submitter's), ``replaces``, ``subject`` (``figures`` or ``task_reports``),
        and the counts ``figures`` (or reports), ``not_available`` (of them), ``comments``, ``waiting`` (figures whose last comment is not the submitter's),
        and ``unanswered`` (returned, and not handed in again since).
    """
    frame = store.read(records.submissions, kept_as="submissions")
    seen = [rights.may_read(*scope) for scope in frame.select("province", "agency").iter_rows()]
    return frame.filter(pl.Series(seen, dtype=pl.Boolean))


def waiting(store: Store, province: str) -> pl.DataFrame:
    """Return the figures of a province that wait for review and are locked until it is decided, whoever handed them in.

    Returns:
        ``province``, ``indicator``, ``breakdown``, ``year``, and the ``submission`` they wait in.
    """
    return store.read(lambda ledger: records.waiting(ledger, province), kept_as=("waiting", province))


def waiting_reports(store: Store) -> pl.DataFrame:
    """Return the task reports that wait for review and are locked until it is decided: ``task``, ``year``, ``submission``."""
    return store.read(records.waiting_reports, kept_as="waiting_reports")


def standing(store: Store, rights: Rights, submission: str) -> Standing:
    """Return where one submission stands, with its note and explanations.

    Raises:
        RefusedError: There is none, or the person may not see it.
    """
    return store.read(lambda ledger: readable(ledger, rights, submission))


def original_file(store: Store, rights: Rights, submission: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the file that was handed in.

    Raises:
        RefusedError: There is none, or the person may not see it.
    """

    def file(ledger: Ledger) -> tuple[str, bytes]:
        found = readable(ledger, rights, submission)
        content = ledger.file(found.file_hash) if found.file_hash else None
        if content is None:
            refuse(mark("Lần nộp “{id}” không có tệp gốc trong kho."), id=submission)
        return found.file_name, content

    return store.read(file)


def observations(store: Store, rights: Rights, submission: str) -> pl.DataFrame:
    """Return the figures of a submission, in the columns of ``OBSERVATION_SCHEMA``.

    Raises:
        RefusedError: There is none, or the person may not see it.
    """
    return _frame(store, rights, submission, records.observations)


def task_reports(store: Store, rights: Rights, submission: str) -> pl.DataFrame:
    """Return the task reports of a submission, in the columns of ``TASK_REPORT_SCHEMA``.

    Raises:
        RefusedError: There is none, or the person may not see it.
    """
    return _frame(store, rights, submission, records.task_reports)


def history(store: Store, rights: Rights, submission: str) -> pl.DataFrame:
    """Return the events of a submission in order: ``sequence``, ``event``, ``happened_at``, ``actor``, ``note``.

    Raises:
        RefusedError: There is none, or the person may not see it.
    """
    return _frame(store, rights, submission, records.history)


def comments(store: Store, rights: Rights, submission: str) -> pl.DataFrame:
    """Return the comments in the order written.

    Returns:
        ``sequence``, the figure's ``province``, ``indicator``, ``breakdown``, ``year``, ``author``, ``written_at``, ``text``.

    Raises:
        RefusedError: There is no such submission, or the person may not see it.
    """
    return _frame(store, rights, submission, records.comments)


@dataclass(frozen=True)
class Comment:
    """What one person said about a figure; ``is_submitters``: the one who handed it in."""

    author: str
    written_at: dt.datetime
    text: str
    is_submitters: bool


@dataclass(frozen=True)
class Conversation:
    """What was said about one figure of a submission, first to last."""

    comments: tuple[Comment, ...]

    @property
    def waits(self) -> bool:
        """Whether the submitter has not answered the last comment."""
        return not self.comments[-1].is_submitters


def conversations(store: Store, rights: Rights, submission: str) -> dict[Key, Conversation]:
    """Return what was said about each figure of a submission that was talked about.

    Raises:
        RefusedError: There is no such submission, or the person may not see it.
    """
    author = standing(store, rights, submission).submitted_by
    said: dict[Key, list[Comment]] = {}
    for row in comments(store, rights, submission).iter_rows(named=True):
        key = (row["province"], row["indicator"], row["breakdown"], row["year"])
        is_submitters = same_person(row["author"], author)
        said.setdefault(key, []).append(Comment(row["author"], row["written_at"], row["text"], is_submitters))
    return {key: Conversation(tuple(found)) for key, found in said.items()}


def published_values(store: Store, rights: Rights, submission: str) -> pl.DataFrame:
    """Return the figures of a submission beside what is published now and would be replaced by them.

    Returns:
        The figure's key, ``value``, ``level``, ``published_value``, ``published_level``, ``published_by`` (submission),
        ``approved_at``, ``published_preliminary``, ``published_note`` (all null where nothing was said about it), and
        ``change``: ``new``, ``changed``, ``removed`` (a published figure becomes not available), ``noted`` (only the
        note is another) or ``unchanged``.

    Raises:
        RefusedError: There is none, or the person may not see it.
    """
    return _frame(store, rights, submission, contents.replaced_values)


def published_reports(store: Store, rights: Rights, submission: str) -> pl.DataFrame:
    """Return the task reports of a submission beside what is published now and would be replaced by them.

    Returns:
        The columns of ``TASK_REPORT_SCHEMA``, those of its answers again with ``published_`` before them, ``published_by``
        (submission), ``approved_at`` (all null where nothing was reported), and ``change``: ``new``, ``changed`` or
        ``unchanged``.

    Raises:
        RefusedError: There is none, or the person may not see it.
    """
    return _frame(store, rights, submission, contents.replaced_reports)


def audit_log(store: Store, rights: Rights, *, limit: int = 1000) -> pl.DataFrame:
    """Return the latest acts, newest first.

    Returns:
        ``happened_at``, ``actor``, ``action``, ``subject`` (submission, draft, or empty), ``allowed``, ``detail`` (the
        note, the file's name, or why it was refused).

    Raises:
        RefusedError: The person is no administrator.
    """
    if not rights.is_administrator:
        refuse(mark("Chỉ người quản trị xem được nhật ký thao tác."))
    return store.read(lambda ledger: records.audit(ledger, limit=limit))


def _frame(store: Store, rights: Rights, submission: str, read: Callable[[Ledger, str], pl.DataFrame]) -> pl.DataFrame:
    def frame(ledger: Ledger) -> pl.DataFrame:
        readable(ledger, rights, submission)
        return read(ledger, submission)

    return store.read(frame)
