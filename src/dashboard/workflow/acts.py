"""Handing in and deciding: submit, withdraw, return, approve, comment, and loading past the review."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from dashboard.access import Rights, same_person
from dashboard.reference.catalogue import Catalogue
from dashboard.store import contents
from dashboard.store.ledger import NO_FIGURES, NO_TASK_REPORTS, Ledger, Subject, Submission
from dashboard.store.store import Store
from dashboard.words.messages import mark
from dashboard.workflow.rules import (
    STATE_WORDS,
    Key,
    act_on,
    close_draft,
    decide,
    found,
    refuse,
    require_own_figures,
    require_own_tasks,
    require_review,
    require_short,
    require_submit,
    require_waiting,
)


@dataclass(frozen=True)
class Handover:
    """What an office hands in: its checked figures, or reports on its tasks, and the file they came in, byte for byte.

    Attributes:
        agency: None for a file of the whole province.
        year: None for a file of several years.
        explanations: What the reviewer is told (``Checked.explanations``): by the issue's key the submitter's words for a
            warning, and no words for a choice of theirs, whose key says all.
        replaces: The returned submission this one answers.
        draft: The draft it was prepared in, which is closed with it.
        observations: The columns of ``OBSERVATION_SCHEMA``; value and level both null say "not available".
        task_reports: The columns of ``TASK_REPORT_SCHEMA``.
    """

    province: str
    agency: str | None
    year: int | None
    file_name: str
    content: bytes
    note: str = ""
    explanations: dict[str, str] = field(default_factory=dict)
    replaces: str | None = None
    draft: str | None = None
    observations: pl.DataFrame = field(default_factory=NO_FIGURES.clone)
    task_reports: pl.DataFrame = field(default_factory=NO_TASK_REPORTS.clone)

    @property
    def subject(self) -> Subject:
        """What is handed in."""
        return "task_reports" if self.task_reports.height else "figures"


def submit(store: Store, rights: Rights, catalogue: Catalogue, handover: Handover) -> str:
    """Hand in figures or task reports with their file and return the submission's id; from then on they are locked.

    The same handed in again, while they wait or are what was said last, are recognised: the id is the first one's.

    Raises:
        RefusedError: The person does not hand in for this agency, figures or tasks are not the agency's, stand twice or
            wait for review already, what it ``replaces`` is not a returned submission of the same office, year and subject, or its
            draft is closed.
    """
    return submit_by_province(store, rights, catalogue, handover)[0]


def submit_by_province(
    store: Store, rights: Rights, catalogue: Catalogue, handover: Handover, answers: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Hand in a file of a province of today: a submission for each of the plans' provinces it holds something of, all or none.

    Each is reviewed by its own province, as if it had come alone; the file is kept with each.

    Args:
        store: Where to.
        rights: Whose act it is.
        catalogue: What the plans ask for.
        handover: What is handed in; ``province`` may be one of the plans, too.
        answers: By province the returned submission that is answered, in place of ``handover.replaces``.

    Returns:
        The submissions' ids, in the order of the provinces.

    Raises:
        RefusedError: As ``submit``, for any of them.
    """
    parts = [
        replace(part, replaces=(answers or {}).get(part.province, handover.replaces))
        for part in _by_province(handover, catalogue)
    ]
    made: list[str] = []

    def hand_in(ledger: Ledger) -> tuple[str, str]:
        made.clear()  # a transaction may be tried again
        told = [_hand_in(ledger, rights, catalogue, part) for part in parts]
        made.extend(id_ for id_, _ in told)
        for id_, detail in told[1:]:
            ledger.add_audit(rights.person.email, "submit", id_, allowed=True, detail=detail)
        return told[0]

    act_on(store, rights, "submit", None, hand_in)
    return tuple(made)


def _by_province(handover: Handover, catalogue: Catalogue) -> list[Handover]:
    """Split what is handed in by the plans' provinces; what is of none of them goes with the first, where it is refused."""
    former = catalogue.organisation.former(handover.province)
    if former == (handover.province,):
        return [handover]
    of_task = {task.task: catalogue.plan[task.plan].province for task in catalogue.tasks}
    place = pl.col("task").replace_strict(of_task, default=None, return_dtype=pl.String)
    parts = []
    for id_ in former:
        others = [other for other in former if other != id_]
        mine = [~column.is_in(others) if id_ == former[0] else column == id_ for column in (pl.col("province"), place)]
        part = replace(
            handover,
            province=id_,
            observations=handover.observations.filter(mine[0]),
            task_reports=handover.task_reports.filter(mine[1].fill_null(id_ == former[0])),
        )
        if part.observations.height or part.task_reports.height:
            parts.append(part)
    # The draft is one, and closed with the first.
    return [replace(part, draft=None if place else part.draft) for place, part in enumerate(parts)] or [
        replace(handover, province=former[0])
    ]


def _hand_in(ledger: Ledger, rights: Rights, catalogue: Catalogue, handover: Handover) -> tuple[str, str]:
    """Hand in for one province; return the submission's id and what the audit log says of it."""
    province, agency = handover.province, handover.agency
    submission = Submission(
        handover.observations,
        "file",
        handover.file_name,
        rights.person.email,
        note=handover.note.strip(),
        province=province,
        agency=agency,
        year=handover.year,
        replaces=handover.replaces,
        explanations=handover.explanations,
        task_reports=handover.task_reports,
    )
    require_submit(rights, province, agency)
    require_short(handover.note, *handover.explanations.values())
    if handover.subject == "figures":
        require_own_figures(handover.observations, catalogue, province=province, agency=agency)
    else:
        require_own_tasks(handover.task_reports, catalogue, province=province, agency=agency)
    known = ledger.recognised(submission)
    held = ledger.standing(known) if known else None
    if held and (held.province, held.agency, held.year) == (province, agency, handover.year):
        _close_open_draft(ledger, rights, handover.draft)
        return held.submission, "recognised"
    if handover.replaces:
        _require_answerable(ledger, handover)
    if waiting := contents.submitted_overlapping(ledger, handover.observations, handover.task_reports):
        refuse(
            mark(
                "Một phần số liệu này đang chờ duyệt ở lần nộp “{id}”. Hãy chờ kết quả duyệt, hoặc rút lần nộp đó rồi nộp lại."
            ),
            id=waiting[0],
        )
    if handover.draft:
        close_draft(ledger, rights, handover.draft, "submitted")
    digest = ledger.keep_file(handover.content, handover.file_name, by=rights.person.email)
    return ledger.add_submission(replace(submission, file_hash=digest)), handover.file_name


def withdraw(store: Store, rights: Rights, submission: str, *, note: str = "") -> None:
    """Take back a submission that waits for review.

    Raises:
        RefusedError: The person does not hand in for its agency, or it does not wait any more.
    """

    def take_back(ledger: Ledger) -> tuple[None, str]:
        standing = found(ledger, submission)
        require_submit(rights, standing.province, standing.agency)
        decide(ledger, rights, standing, "withdrawn", note)
        return None, note

    act_on(store, rights, "withdraw", submission, take_back)


def return_(store: Store, rights: Rights, submission: str, *, note: str) -> None:
    """Give a submission back to its office, with the words on what to put right.

    Raises:
        RefusedError: The person does not review the province, the note is empty, or it does not wait any more.
    """

    def give_back(ledger: Ledger) -> tuple[None, str]:
        standing = found(ledger, submission)
        require_review(rights, standing.province)
        require_waiting(standing)
        if not note.strip():
            refuse(mark("Hãy ghi lý do trả lại để người nộp biết cần sửa gì."))
        decide(ledger, rights, standing, "returned", note)
        return None, note

    act_on(store, rights, "return", submission, give_back)


def approve(store: Store, rights: Rights, submission: str, *, note: str = "") -> None:
    """Publish a submission.

    Where it changes a figure that is published, the reason is kept with the approval: the reviewer's note, or else what
    the submitter wrote.

    Raises:
        RefusedError: The person does not review the province or is the author, a published figure would change and
            nobody wrote why, or it does not wait any more.
    """

    def publish(ledger: Ledger) -> tuple[None, str]:
        standing = found(ledger, submission)
        require_review(rights, standing.province)
        require_waiting(standing)
        if same_person(standing.submitted_by, rights.person.email) and not rights.author_may_approve:
            refuse(mark("Người nộp không được tự duyệt lần nộp của mình. Hãy để người duyệt khác của tỉnh quyết định."))
        replaced = contents.replaced_values if standing.subject == "figures" else contents.replaced_reports
        values = replaced(ledger, submission)
        changed = values.filter(pl.col("change").is_in(["changed", "removed"])).height
        reason = note.strip() or standing.note or "; ".join(filter(None, standing.explanations.values()))
        if changed and not reason:
            refuse(
                mark("Lần nộp này sửa {count} số liệu đã công bố. Hãy ghi lý do sửa trước khi duyệt."), count=changed
            )
        latest: Any = values["approved_at"].max()  # what is approved last is published
        decide(ledger, rights, standing, "approved", reason if changed else note, after=latest)
        return None, note

    act_on(store, rights, "approve", submission, publish)


def comment(store: Store, rights: Rights, submission: str, key: Key, text: str) -> int:
    """Write a comment on one figure of a submission, or answer one, and return its number.

    Raises:
        RefusedError: The person neither reviews nor hands in there, the text is empty or too long, the submission has
            no such figure, or it is approved or withdrawn.
    """

    def write(ledger: Ledger) -> tuple[int, str]:
        standing = found(ledger, submission)
        if not rights.may_review(standing.province):
            require_submit(rights, standing.province, standing.agency)
        if standing.state in ("approved", "withdrawn"):
            refuse(
                mark("Lần nộp “{id}” {state} nên không nhận thêm ý kiến."),
                id=submission,
                state=STATE_WORDS[standing.state],
            )
        if not text.strip():
            refuse(mark("Ý kiến còn trống. Hãy ghi nội dung."))
        require_short(text)
        if not contents.speaks_about(ledger, submission, key):
            refuse(
                mark("Lần nộp “{id}” không có số liệu hay nhiệm vụ này của năm {year}. Hãy chọn lại."),
                id=submission,
                year=key[3],
            )
        return ledger.add_comment(submission, key, author=rights.person.email, text=text.strip()), "/".join(
            map(str, key)
        )

    return act_on(store, rights, "comment", submission, write)


def load(store: Store, rights: Rights, submission: Submission) -> str:
    """Write figures into the store as published, past the review, and return the submission's id.

    Raises:
        RefusedError: The person is no administrator.
    """

    def write(ledger: Ledger) -> tuple[str, str]:
        if not rights.is_administrator:
            refuse(mark("Chỉ người quản trị được ghi thẳng số liệu vào kho mà không qua duyệt."))
        return ledger.recognised(submission) or ledger.add_submission(submission), submission.file_name

    return act_on(store, rights, "load", None, write)


def _require_answerable(ledger: Ledger, handover: Handover) -> None:
    """Refuse to replace what was not returned to this office for this year, or is answered already."""
    returned = ledger.standing(handover.replaces or "")
    asked = (handover.province, handover.agency, handover.year, handover.subject)
    same_office = (
        returned is not None and (returned.province, returned.agency, returned.year, returned.subject) == asked
    )
    if returned is None or not same_office or returned.state != "returned" or ledger.answers(returned.submission):
        refuse(
            mark(
                "Lần nộp “{id}” không thay được: phải là lần nộp bị trả lại của cùng tỉnh, cơ quan và năm, "
                "chưa có lần nộp khác thay thế."
            ),
            id=handover.replaces,
        )


def _close_open_draft(ledger: Ledger, rights: Rights, draft: str | None) -> None:
    """Close the draft of figures that were handed in already, unless that was done with them."""
    held = ledger.draft(draft) if draft else None
    if held and held.state == "open":
        close_draft(ledger, rights, held.draft, "submitted")
