"""Drafts: a file and what was decided about it so far, kept version by version until it is handed in."""

import uuid
from dataclasses import replace

from dashboard.access import Rights
from dashboard.store import records
from dashboard.store.ledger import Draft, Ledger
from dashboard.store.schema import utc_now
from dashboard.store.store import Store
from dashboard.workflow.rules import act_on, close_draft, own_open_draft, require_submit


def save_draft(
    store: Store,
    rights: Rights,
    *,
    content: bytes,
    file_name: str,
    province: str,
    agency: str | None,
    year: int | None,
    decisions: dict[str, object],
    draft: str | None = None,
) -> Draft:
    """Keep a file and what was decided about it, as a new draft or as the next version of one, and return that version.

    Raises:
        RefusedError: The person does not hand in there, or the draft is not theirs or not open any more.
    """
    id_ = draft or uuid.uuid4().hex

    def save(ledger: Ledger) -> tuple[Draft, str]:
        require_submit(rights, province, agency)
        before = own_open_draft(ledger, rights, draft) if draft else None
        version = Draft(
            id_,
            before.version + 1 if before else 1,
            ledger.keep_file(content, file_name, by=rights.person.email),
            file_name,
            province,
            agency,
            year,
            decisions,
            rights.person.email,
            utc_now(),
            "open",
        )
        ledger.add_draft(version)
        return version, file_name

    return act_on(store, rights, "save_draft", id_, save)


def decide(store: Store, rights: Rights, draft: str, decisions: dict[str, object]) -> Draft:
    """Keep what was decided about a draft's file as its next version, and return that; the file itself stays where it is.

    Raises:
        RefusedError: The draft is not the person's, or not open any more.
    """

    def save(ledger: Ledger) -> tuple[Draft, str]:
        before = own_open_draft(ledger, rights, draft)
        require_submit(rights, before.province, before.agency)
        version = replace(before, version=before.version + 1, decisions=decisions, saved_at=utc_now())
        ledger.add_draft(version)
        return version, before.file_name

    return act_on(store, rights, "save_draft", draft, save)


def discard_draft(store: Store, rights: Rights, draft: str) -> None:
    """Close a draft without handing it in; its versions stay in the store.

    Raises:
        RefusedError: The draft is not the person's, or not open any more.
    """

    def discard(ledger: Ledger) -> tuple[None, str]:
        close_draft(ledger, rights, draft, "discarded")
        return None, ""

    act_on(store, rights, "discard_draft", draft, discard)


def open_drafts(store: Store, rights: Rights) -> list[Draft]:
    """Return the person's open drafts, the one saved last first."""
    return store.read(lambda ledger: ledger.open_drafts(rights.person.email), kept_as=("drafts", rights.person.email))


def draft_file(store: Store, rights: Rights, draft: str) -> bytes:
    """Return the file of a person's open draft, byte for byte.

    Raises:
        RefusedError: The draft is not the person's, or not open any more.
    """

    def content(ledger: Ledger) -> bytes:
        return ledger.file(own_open_draft(ledger, rights, draft).file_hash) or b""

    return store.read(content)


def columns_of_office(store: Store, rights: Rights, province: str, agency: str | None) -> dict[str, str]:
    """Return what was last said of the columns of a file of this office, by whoever hands in for it; empty when never.

    Raises:
        RefusedError: The person does not hand in there.
    """
    require_submit(rights, province, agency)
    return store.read(lambda ledger: records.columns_of_office(ledger, province=province, agency=agency))
