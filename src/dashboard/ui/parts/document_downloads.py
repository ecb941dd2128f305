"""Documents as files: made when they are asked for, with word of how far they are, and kept a while."""

from collections.abc import Callable, Hashable

import streamlit as st

from dashboard.documents import making
from dashboard.documents.content import HandedIn, annex, problems_of, with_year
from dashboard.documents.content.asked import Asked, endings_of
from dashboard.documents.content.handed_in import STATE_WORDS, State
from dashboard.documents.formats import MEDIA_TYPES, Ending
from dashboard.documents.model import Document, Kind, Language
from dashboard.exports.prepared import PREPARED, PreparedFile
from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import failure
from dashboard.ui.parts.downloads import draw_way
from dashboard.words.messages import DashboardError, mark

_LABELS: dict[Ending, str] = {
    "docx": mark("Làm tệp Word"),
    "pdf": mark("Làm tệp PDF"),
    "xlsx": mark("Làm tệp Excel"),
    "pptx": mark("Làm tệp trình chiếu"),
}


def asked_here(mart: Mart, catalogue: Catalogue, filters: Filters) -> Asked:
    """Return what a document of the filters is asked about, in the page's language and with its address."""
    site = (st.context.url or "").split("?")[0].rsplit("/", 1)[0]
    spoken: Language = "en" if language() == "en" else "vi"
    return Asked(mart, catalogue, filters, spoken, site)


def offer_annex(
    mart: Mart,
    catalogue: Catalogue,
    filters: Filters,
    *,
    key: str,
    state: State = "approved",
    held: Callable[[], HandedIn] | None = None,
    version: Hashable = None,
) -> None:
    """Draw, behind a button, those for an agency's annex; nothing where the filters name no one agency, or too many provinces.

    Args:
        mart: Where targets and published figures are.
        catalogue: Names.
        filters: Whose annex, and of which year.
        key: Of the widgets.
        state: Where its content stands.
        held: Reads what a draft or submission holds; None for what is published.
        version: What tells a draft or submission from another, and from what it was before.
    """
    if held is None and problems_of("annex", filters, catalogue):
        return
    asked = asked_here(mart, catalogue, with_year(filters, mart))
    with st.popover(say()("Phụ lục số liệu"), icon=":material/attachment:"):
        text = say()("Kèm theo văn bản của cơ quan, nội dung: {state}.")
        st.caption(text.format(state=say()(STATE_WORDS[state]).lower()))
        what = (mart.key, filters, language(), state, version)
        offer(lambda: annex(asked, held() if held else None), what, kind="annex", key=key)


@st.fragment
def offer(make: Callable[[], Document], what: Hashable, *, kind: Kind, key: str) -> None:
    """Draw a button for each format, and the way to the file that was made last.

    Args:
        make: Makes the document.
        what: What it depends on: a file made of something else is not offered any more.
        kind: Which document.
        key: Of the widgets.
    """
    wanted: list[Ending] = []
    with st.container(horizontal=True, vertical_alignment="center"):
        for ending in endings_of(kind):
            if st.button(say()(_LABELS[ending]), key=f"{key}_{ending}", icon=":material/description:"):
                wanted.append(ending)
    held = f"document_{key}"
    if wanted:
        st.session_state.pop(held, None)
        if (made := _made(make, wanted[0])) is not None:
            st.session_state[held] = (what, made)
    draw_way(held, what)


def _made(make: Callable[[], Document], ending: Ending) -> PreparedFile | None:
    bar = st.progress(0.1, say()("Đang đọc số liệu…"))
    try:
        document = make()
        bar.progress(0.4, say()("Đang dàn trang; có thể phải chờ tài liệu của người khác…"))
        content = making.made(document, ending)
        return PREPARED.keep([content], name=f"{document.file_name}.{ending}", media_type=MEDIA_TYPES[ending])
    except DashboardError as error:
        failure(error)
        return None
    finally:
        bar.empty()
