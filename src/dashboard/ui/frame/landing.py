"""Where people land who open the dashboard without naming a page: on what is theirs, or where they chose."""

from dataclasses import dataclass

import streamlit as st

from dashboard.access import Rights
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame import address
from dashboard.ui.frame.navigation import AGENCY, OVERVIEW, REVIEW, SUBMIT, Menu
from dashboard.workflow.choices import Choices

VIEW = "view:"
"""What a chosen landing begins with that is a saved view; any other is the path of a page."""
_HAS_LANDED = "has_landed"


@dataclass(frozen=True)
class Landing:
    """A page, and what its address says."""

    path: str
    query: dict[str, list[str]]


def land(mine: Rights, chosen: Choices, pages: Menu, catalogue: Catalogue) -> None:
    """Lead whoever begins here without a page or filters to where they land; once a session, so that the overview can be opened."""
    is_beginning = not st.session_state.get(_HAS_LANDED)
    st.session_state[_HAS_LANDED] = True
    if not is_beginning or pages.current.url_path or set(address.values()) - {"lang"}:
        return
    landing = landing_of(mine, chosen, catalogue)
    page = pages.page(landing.path)
    if page is not None and (page.url_path or landing.query):
        spoken = {key: texts for key, texts in address.values().items() if key == "lang"}
        st.switch_page(page, query_params={**landing.query, **spoken})


def landing_of(mine: Rights, chosen: Choices, catalogue: Catalogue) -> Landing:
    """Return where the person lands: where they chose, else by their role.

    A leader lands on the overview of their province, the director of an agency on its page, who hands in or reviews on what is
    due, everybody else on the overview.
    """
    if chosen.landing is not None:
        for view in chosen.views:
            if chosen.landing == f"{VIEW}{view.id}":
                return Landing(view.path, view.query)
        if not chosen.landing.startswith(VIEW):
            theirs = agency_of(mine) if chosen.landing == AGENCY.path else {}
            return Landing(chosen.landing, theirs)
    if mine.is_local:
        return Landing(OVERVIEW.path, {})
    if led := [id_ for id_ in catalogue.province if mine.may_lead(id_)]:
        return Landing(OVERVIEW.path, {"province": led} if len(led) < len(catalogue.province) else {})
    if any(grant.role == "viewer" and grant.agencies for grant in mine.grants):
        return Landing(AGENCY.path, agency_of(mine))
    if "submitter" in mine.roles:
        return Landing(SUBMIT.path, {})
    return Landing(REVIEW.path if "reviewer" in mine.roles else OVERVIEW.path, {})


def agency_of(mine: Rights) -> dict[str, list[str]]:
    """Return what the page of agencies needs to show the person's own, the one whose director they are first; nothing where they have none."""
    for grant in sorted(mine.grants, key=lambda grant: grant.role != "viewer"):
        if grant.agencies and grant.agencies != "all":
            named = () if grant.provinces in (None, "all") else grant.provinces
            return {"id": [grant.agencies[0]]} | ({"province": list(named)} if named else {})
    return {}
