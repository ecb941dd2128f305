"""Which pages there are: one script a screen; the sector script serves every sector of the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.access import Rights
from dashboard.reference.catalogue import Catalogue, Sector
from dashboard.reference.files import PROJECT
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import plain
from dashboard.words.messages import mark
from dashboard.workflow.choices import View

SCREENS = PROJECT / "pages" / "screens"


@dataclass(frozen=True)
class Screen:
    """A page that is not a sector's: its script, address, title in Vietnamese, and icon."""

    script: str
    path: str
    title: str
    icon: str


OVERVIEW = Screen("overview.py", "tong-quan", mark("Tổng quan"), ":material/dashboard:")
CHANGES = Screen("changes.py", "co-gi-moi", mark("Có gì mới"), ":material/update:")
INDICATOR = Screen("indicator.py", "chi-tieu", mark("Chỉ tiêu"), ":material/query_stats:")
COMPARE = Screen("compare.py", "so-sanh", mark("So sánh"), ":material/compare_arrows:")
SEARCH = Screen("search.py", "tra-cuu", mark("Tra cứu"), ":material/search:")
TASKS = Screen("tasks.py", "nhiem-vu", mark("Nhiệm vụ"), ":material/checklist:")
REPORT = Screen("report.py", "bao-cao", mark("Báo cáo"), ":material/summarize:")
AGENCY = Screen("agency.py", "co-quan", mark("Cơ quan"), ":material/account_balance:")
SUBMIT = Screen("submit.py", "nop-so-lieu", mark("Nộp số liệu"), ":material/upload_file:")
REVIEW = Screen("review.py", "duyet", mark("Duyệt"), ":material/fact_check:")
PROGRESS = Screen("progress.py", "bao-cao-tien-do", mark("Tiến độ báo cáo"), ":material/event_available:")
AUDIT = Screen("audit.py", "nhat-ky", mark("Nhật ký thao tác"), ":material/history:")
PLANS = Screen("plans.py", "ke-hoach", mark("Kế hoạch"), ":material/gavel:")
METHOD = Screen("method.py", "phuong-phap", mark("Phương pháp và nguồn"), ":material/menu_book:")
PAGES_OF_WORDS = {
    screen.path for screen in (CHANGES, SEARCH, TASKS, AGENCY, REPORT, SUBMIT, REVIEW, PROGRESS, AUDIT, PLANS, METHOD)
}
"""The pages without pictures."""


@dataclass(frozen=True)
class Menu:
    """The pages by heading, and the one that was asked for."""

    sections: dict[str, list[st.Page]]
    current: st.Page

    def page(self, path: str) -> st.Page | None:
        """Return the listed page at the path (of the overview both its paths); None where the person has no such page."""
        wanted = "" if path == OVERVIEW.path else path
        return next((page for pages in self.sections.values() for page in pages if page.url_path == wanted), None)


def menu(catalogue: Catalogue, rights: Rights) -> Menu:
    """Tell Streamlit which pages there are for the person; ``draw_menu`` shows them.

    Leaving out a page is no protection: the functions that write ask for the rights themselves.
    """
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
    sections = {
        "": [page(OVERVIEW, default=True), page(CHANGES)],
        translate(mark("Các lĩnh vực")): sectors,
        translate(mark("Phân tích")): [
            page(INDICATOR),
            page(COMPARE),
            page(TASKS),
            page(AGENCY),
            page(SEARCH),
            page(REPORT),
        ],
        translate(mark("Báo cáo số liệu")): [page(screen) for screen in _reporting(rights)],
        translate(mark("Căn cứ")): [page(PLANS), page(METHOD)],
    }
    listed = [page for pages in sections.values() for page in pages]
    # Whoever follows a link to a page that is not theirs is told so by the page, not that there is no such page.
    known = {page.url_path for page in listed}
    others = [page(screen) for screen in (SUBMIT, REVIEW, AUDIT) if screen.path not in known]
    return Menu(sections, st.navigation([*listed, *others], position="hidden"))


def _reporting(rights: Rights) -> list[Screen]:
    """Return the pages of handing in and reviewing that the person has something to do on."""
    roles = rights.roles
    return [
        screen
        for screen, role in ((SUBMIT, "submitter"), (REVIEW, "reviewer"), (PROGRESS, None), (AUDIT, "administrator"))
        if role is None or role in roles
    ]


def draw_menu(menu: Menu, views: Sequence[View] = ()) -> None:
    """Draw the menu with links that carry this page's filters; so it is drawn after the page has set them.

    The person's views stand behind the first pages, each as it was saved, in the language of now.

    Streamlit's own menu nests headings and items in a way screen readers cannot follow.
    """
    carried = {key: texts for key, texts in address.values().items() if key in address.CARRIED}
    widgets = {INDICATOR.path: "choice_indicator", COMPARE.path: "choice_indicator", AGENCY.path: "choice_agency"}
    for heading, pages in menu.sections.items():
        with st.container(gap="xxsmall"):
            if heading:
                st.markdown(f":small[:gray[**{heading}**]]")
            for page in pages:
                widget = widgets.get(page.url_path)
                extra = {"id": [st.session_state[widget]]} if widget and widget in st.session_state else {}
                # The year of figures is none of tasks: what is overdue since an earlier one must not be left out by it.
                along = {key: texts for key, texts in carried.items() if (key, page.url_path) != ("year", TASKS.path)}
                st.page_link(page, query_params={**along, **extra}, width="stretch")
        if not heading:
            _draw_views(menu, views)


def _draw_views(menu: Menu, views: Sequence[View]) -> None:
    shown = [(view, page) for view in views if (page := menu.page(view.path)) is not None]
    if not shown:
        return
    spoken = {"lang": ["en"]} if language() == "en" else {}
    with st.container(gap="xxsmall"):
        st.markdown(f":small[:gray[**{say()('Cách xem của tôi')}**]]")
        for view, page in shown:
            st.page_link(
                page, label=plain(view.name), icon=":material/bookmark:", query_params={**view.query, **spoken}, width="stretch"
            )  # fmt: skip


def page_paths(catalogue: Catalogue) -> set[str]:
    """Return the address of every page, without slashes; the overview has none."""
    screens = (
        CHANGES,
        INDICATOR,
        COMPARE,
        TASKS,
        AGENCY,
        SEARCH,
        REPORT,
        SUBMIT,
        REVIEW,
        PROGRESS,
        AUDIT,
        PLANS,
        METHOD,
    )
    return {"", OVERVIEW.path, *(screen.path for screen in screens), *(sector.path for sector in catalogue.sectors)}


def current_sector(catalogue: Catalogue) -> Sector:
    """Return the sector whose page is drawn."""
    path = st.session_state["page_path"]
    return next(sector for sector in catalogue.sectors if sector.path == path)
