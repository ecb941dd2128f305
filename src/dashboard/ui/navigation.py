"""Which pages there are: one script a screen; the sector script serves every sector of the catalogue."""

from dataclasses import dataclass

import streamlit as st

from dashboard.catalogue import Catalogue, Sector
from dashboard.messages import mark
from dashboard.reference_files import PROJECT
from dashboard.ui.language import language, say

SCREENS = PROJECT / "pages" / "screens"


@dataclass(frozen=True)
class Screen:
    """A page that is not a sector's: its script, address, title in Vietnamese, and icon."""

    script: str
    path: str
    title: str
    icon: str


OVERVIEW = Screen("overview.py", "tong-quan", mark("Tổng quan"), ":material/dashboard:")
INDICATOR = Screen("indicator.py", "chi-tieu", mark("Chỉ tiêu"), ":material/query_stats:")
COMPARE = Screen("compare.py", "so-sanh", mark("So sánh"), ":material/compare_arrows:")
METHOD = Screen("method.py", "phuong-phap", mark("Phương pháp và nguồn"), ":material/menu_book:")


def navigation(catalogue: Catalogue) -> st.Page:
    """Draw the list of pages and return the one that was asked for."""
    translate = say()

    def page(screen: Screen, *, default: bool = False) -> st.Page:
        return st.Page(
            SCREENS / screen.script,
            title=translate(screen.title),
            icon=screen.icon,
            url_path=screen.path,
            default=default,
        )

    sectors = [
        st.Page(SCREENS / "sector.py", title=sector.short_name(language()), icon=sector.icon, url_path=sector.path)
        for sector in catalogue.sectors
    ]
    return st.navigation(
        {
            "": [page(OVERVIEW, default=True)],
            translate(mark("Lĩnh vực")): sectors,
            translate(mark("Phân tích")): [page(INDICATOR), page(COMPARE)],
            translate(mark("Căn cứ")): [page(METHOD)],
        },
        expanded=True,
    )


def current_sector(catalogue: Catalogue) -> Sector:
    """Return the sector whose page is drawn."""
    path = st.session_state["page_path"]
    return next(sector for sector in catalogue.sectors if sector.path == path)
