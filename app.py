"""What ``streamlit run app.py`` serves: the frame around every page, made ready before the first visitor, who must be known."""

import streamlit as st
from starlette.middleware import Middleware

from dashboard import api
from dashboard.ui import doors, downloads, provider, serving
from dashboard.ui.base_path import base_path
from dashboard.ui.house import house

provider.require_protection()
app = st.App(
    serving.FRAME,
    routes=[*downloads.routes(), *api.routes(house, base=f"{base_path()}{api.BASE}")],
    lifespan=serving.lifespan,
    middleware=[Middleware(doors.Doors), Middleware(serving.Document)],
    on_script_error=serving.script_error,
)
