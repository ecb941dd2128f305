"""The script around every page: language, navigation, marks, the page itself, the stamp."""

from pathlib import Path

import streamlit as st

from dashboard.messages import DashboardError
from dashboard.ui import address
from dashboard.ui.house import house
from dashboard.ui.language import language_switch, say
from dashboard.ui.navigation import draw_menu, menu
from dashboard.ui.page import failure, markup
from dashboard.ui.person import rights, who
from dashboard.ui.tables import STYLE

ICON = Path(__file__).parent / "static" / "icon.png"

address.open_address()
st.set_page_config(page_title=say()("Chính sách xã hội: mục tiêu và thực hiện"), page_icon=str(ICON), layout="wide")
try:
    shared = house()
except DashboardError as error:
    failure(error)
    st.stop()

pages = menu(shared.catalogue, rights())
address.open_page(pages.current.url_path)
markup(STYLE)
try:
    pages.current.run()
finally:
    with st.sidebar:
        draw_menu(pages)
        language_switch()
        who()
