"""The script around every page: language, signing in, navigation, the page itself, who is here."""

from contextlib import suppress
from pathlib import Path

import streamlit as st

from dashboard import metrics
from dashboard.ui.frame import address, jump, landing, own, sign_in, told
from dashboard.ui.frame.language import language_switch, say
from dashboard.ui.frame.navigation import draw_menu, menu
from dashboard.ui.frame.page import PageEndedError, markup
from dashboard.ui.frame.person import rights, who
from dashboard.ui.frame.services import services
from dashboard.ui.frame.style import STYLE
from dashboard.words.messages import DashboardError

ICON = Path(__file__).parent / "static" / "icon.png"

address.open_address()
st.set_page_config(page_title=say()("Chính sách xã hội: mục tiêu và thực hiện"), page_icon=str(ICON), layout="wide")
try:
    shared = services()
except DashboardError as error:
    sign_in.tell_failure(error)
    st.stop()

mine = rights()
if not mine.may_view:
    sign_in.draw(shared.catalogue)
    st.stop()
pages = menu(shared.catalogue, mine)
chosen = own.chosen(shared, mine)
landing.land(mine, chosen, pages, shared.catalogue)
address.open_page(pages.current.url_path)
markup(STYLE)
with st.sidebar:
    jump.draw(pages)
try:
    with suppress(PageEndedError), metrics.interaction(pages.current.url_path):
        pages.current.run()
    told.forget()
finally:
    with st.sidebar:
        draw_menu(pages, chosen.views)
        own.draw(shared, mine, chosen, pages)
        language_switch()
        who()
