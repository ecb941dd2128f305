"""What ``streamlit run app.py`` serves: the frame around every page, made ready before the first visitor, who must be known."""

import streamlit as st
from starlette.middleware import Middleware

from dashboard import api
from dashboard.settings import api_limit, api_origins
from dashboard.ui.frame import jump, provider
from dashboard.ui.frame.base_path import base_path
from dashboard.ui.frame.services import services
from dashboard.ui.parts import downloads
from dashboard.web import serving
from dashboard.web.access_middleware import AccessMiddleware

provider.require_protection()
app = st.App(
    serving.FRAME,
    routes=[
        *downloads.routes(),
        *jump.routes(),
        *api.routes(services, base=f"{base_path()}{api.BASE}", origins=api_origins(), limit=api_limit()),
    ],
    lifespan=serving.lifespan,
    middleware=[Middleware(AccessMiddleware), Middleware(serving.Document)],
    on_script_error=serving.script_error,
)
