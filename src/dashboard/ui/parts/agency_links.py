"""Agencies by name, each leading to its page."""

import html
from collections.abc import Iterable

from dashboard.notation import NO_VALUE
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame import address
from dashboard.ui.frame.navigation import AGENCY
from dashboard.ui.parts.html_tables import linked


def agency_link(id_: str, catalogue: Catalogue, language: str, *, province: str | None = None) -> str:
    """Return the agency's name as HTML, leading to its page, in the one province where one is given.

    An id the catalogue does not know stands as it is.
    """
    if id_ not in catalogue.agency:
        return html.escape(id_)
    among = {"province": [province]} if province else {}
    return linked(catalogue.agency[id_].name(language), address.link(AGENCY.path, id=[id_], **among))


def agency_links(ids: Iterable[str], catalogue: Catalogue, language: str) -> str:
    """Return agencies under one spelling each, leading to their pages."""
    return "; ".join(agency_link(id_, catalogue, language) for id_ in ids) or NO_VALUE
