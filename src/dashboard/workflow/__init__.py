"""The way of a submission from draft to publication: one function an act, each with its rights and its trace.

draft → submitted → returned | approved | withdrawn. A returned submission is answered by a new one that replaces it;
approved and withdrawn are final. Every act asks for the rights first, is one transaction with its row in the audit log,
and where it is refused leaves a row that says so. Of two acts on one submission at once the second sees the first.
"""

from dashboard.store.ledger import Draft, Standing, State, Subject
from dashboard.workflow.acts import Handover, approve, comment, load, return_, submit, submit_by_province, withdraw
from dashboard.workflow.drafts import columns_of_office, decide, discard_draft, draft_file, open_drafts, save_draft
from dashboard.workflow.rules import MAX_TEXT, STATE_WORDS, Key, RefusedError
from dashboard.workflow.views import (
    Conversation,
    audit_log,
    comments,
    conversations,
    history,
    observations,
    original_file,
    published_reports,
    published_values,
    standing,
    submissions,
    task_reports,
    waiting,
    waiting_reports,
)

__all__ = [
    "MAX_TEXT", "STATE_WORDS", "Conversation", "Draft", "Handover", "Key", "RefusedError", "Standing", "State", "Subject", "approve",
    "audit_log", "columns_of_office", "comment", "comments", "conversations", "decide", "discard_draft", "draft_file", "history", "load",
    "observations", "open_drafts", "original_file", "published_reports", "published_values", "return_", "save_draft", "standing",
    "submissions", "submit", "submit_by_province", "task_reports", "waiting", "waiting_reports", "withdraw",
]  # fmt: skip
