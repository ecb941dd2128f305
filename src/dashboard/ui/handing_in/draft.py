"""The draft on the screen: kept in the store after every step and named by the address, so that nothing is lost."""

import hashlib
import json
from collections.abc import Callable
from typing import TypeVar, cast

import polars as pl
import streamlit as st

from dashboard import metrics, workflow
from dashboard.access import Rights
from dashboard.intake.checked import Checked, CheckedReports, Found
from dashboard.intake.checking import check
from dashboard.intake.comparing import statuses_after
from dashboard.intake.context import Decisions, accept, explain
from dashboard.intake.issues import Choice
from dashboard.intake.reading import read
from dashboard.intake.sheet import Sheet
from dashboard.intake.task_checking import check_task_reports
from dashboard.intake.task_columns import TASK_REPORTS
from dashboard.intake.template_columns import FIGURES
from dashboard.mart.mart import Mart
from dashboard.ui.frame import address
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in.scope import Scope

_KEY = "draft"

Made = TypeVar("Made")
AnyFound = TypeVar("AnyFound", bound=Found)


def open_draft(shared: Services, rights: Rights) -> workflow.Draft | None:
    """Return the draft the address names, if it is the person's and open."""
    named = address.values().get(_KEY, [""])[0]
    return next((draft for draft in workflow.open_drafts(shared.store, rights) if draft.draft == named), None)


def open_of(shared: Services, rights: Rights, scope: Scope) -> workflow.Draft | None:
    """Return that draft, if it is this office's and year's."""
    draft = open_draft(shared, rights)
    return draft if draft and Scope.of(draft, shared.catalogue) == scope else None


def begin(
    shared: Services,
    rights: Rights,
    scope: Scope,
    content: bytes,
    file_name: str,
    columns: dict[str, str] | None = None,
    *,
    subject: workflow.Subject = "figures",
) -> None:
    """Keep an uploaded file as a new draft and put it into the address; ``columns`` is what the person said of its columns.

    Raises:
        Refusal: The file cannot be read; nothing was kept.
        RefusedError: The person does not hand in there.
    """
    _sheet(hashlib.sha256(content).hexdigest(), file_name, json.dumps(columns or {}), subject, lambda: content)
    decisions: dict[str, object] = {"columns": columns} if columns else {}
    if subject != "figures":
        decisions["subject"] = subject
    draft = workflow.save_draft(
        shared.store, rights, content=content, file_name=file_name,
        province=scope.province, agency=scope.agency, year=scope.year, decisions=decisions,
    )  # fmt: skip
    take_up(draft.draft)


def take_up(draft: str) -> None:
    """Put a draft into the address."""
    address.write({_KEY: [draft]})


def leave() -> None:
    """Take the draft out of the address."""
    address.write({_KEY: []})


def subject_of(draft: workflow.Draft) -> workflow.Subject:
    """Return what the draft's file is about."""
    return cast(workflow.Subject, draft.decisions.get("subject", "figures"))


def checked(shared: Services, rights: Rights, draft: workflow.Draft, mart: Mart) -> Checked:
    """Return what the draft's file of figures comes to under the decisions so far."""
    decisions, sheet = cast(Decisions, draft.decisions), _sheet_of(shared, rights, draft)
    scope = Scope.of(draft, shared.catalogue)
    waiting = pl.concat(workflow.waiting(shared.store, province) for province in scope.former)
    key = (draft.file_hash, json.dumps(decisions, sort_keys=True), scope, mart.key, tuple(waiting.rows()))
    return _kept(
        "checked",
        key,
        lambda: _counted(draft, check(sheet, scope.context, shared.catalogue, mart, decisions, waiting=waiting)),
    )


def checked_reports(shared: Services, rights: Rights, draft: workflow.Draft, mart: Mart) -> CheckedReports:
    """Return what the draft's file of task reports comes to under the decisions so far."""
    decisions, sheet = cast(Decisions, draft.decisions), _sheet_of(shared, rights, draft)
    waiting = workflow.waiting_reports(shared.store)
    scope = Scope.of(draft, shared.catalogue)
    key = (draft.file_hash, json.dumps(decisions, sort_keys=True), scope, mart.key, tuple(waiting.rows()))
    return _kept(
        "checked",
        key,
        lambda: _counted(
            draft, check_task_reports(sheet, scope.context, shared.catalogue, mart, decisions, waiting=waiting)
        ),
    )


def _counted(draft: workflow.Draft, found: AnyFound) -> AnyFound:
    codes = [issue.code for issue in found.issues]
    metrics.file_checked(subject_of(draft), codes, may_be_handed_in=not found.errors)
    return found


def moves(shared: Services, found: Checked, mart: Mart) -> pl.DataFrame:
    """Return the statuses that would move (``comparing.statuses_after``)."""
    digest = hashlib.sha256(found.observations.write_csv().encode()).hexdigest()
    return _kept(
        "moves", (digest, mart.key), lambda: statuses_after(found.observations, mart, shared.catalogue, shared.store)
    )


def settle(shared: Services, rights: Rights, draft: workflow.Draft, choice: Choice) -> None:
    """Keep one choice of the submitter."""
    _save(shared, rights, draft, accept(_held(shared, rights, draft), choice))


def say_why(shared: Services, rights: Rights, draft: workflow.Draft, key: str, words: str) -> None:
    """Keep the explanation of an issue, or of all issues of a code."""
    _save(shared, rights, draft, explain(_held(shared, rights, draft), key, words))


def _held(shared: Services, rights: Rights, draft: workflow.Draft) -> Decisions:
    """Return what is decided by now: a second answer may come before the page is drawn with the first, and must not undo it."""
    drafts = workflow.open_drafts(shared.store, rights)
    return cast(Decisions, next((held.decisions for held in drafts if held.draft == draft.draft), draft.decisions))


def put_right(shared: Services, rights: Rights, draft: workflow.Draft, cells: dict[str, str]) -> None:
    """Keep the cells that were put right on the page (``Decisions``)."""
    _save(shared, rights, draft, cast(Decisions, {**_held(shared, rights, draft), "cells": cells}))


def _save(shared: Services, rights: Rights, draft: workflow.Draft, decisions: Decisions) -> None:
    workflow.decide(shared.store, rights, draft.draft, dict(decisions))


def _sheet_of(shared: Services, rights: Rights, draft: workflow.Draft) -> Sheet:
    columns = json.dumps(draft.decisions.get("columns", {}))
    return _sheet(
        draft.file_hash,
        draft.file_name,
        columns,
        subject_of(draft),
        lambda: workflow.draft_file(shared.store, rights, draft.draft),
    )


@st.cache_resource(max_entries=16, show_spinner=False)
def _sheet(
    file_hash: str, file_name: str, columns: str, subject: workflow.Subject, _content: Callable[[], bytes]
) -> Sheet:
    form = FIGURES if subject == "figures" else TASK_REPORTS
    return read(_content(), file_name, json.loads(columns), form=form)


def _kept(name: str, key: object, make: Callable[[], Made]) -> Made:
    """Keep the latest answer of one kind in the session: the same file is looked at again at every click."""
    kept = st.session_state.get(f"draft_{name}")
    if kept is None or kept[0] != key:
        kept = (key, make())
        st.session_state[f"draft_{name}"] = kept
    return cast(Made, kept[1])
