"""What ``streamlit run app.py`` serves: the frame around every page, made ready before the first visitor."""

import streamlit as st
from starlette.middleware import Middleware

from dashboard.ui import serving

app = st.App(
    serving.FRAME,
    lifespan=serving.lifespan,
    middleware=[Middleware(serving.Document)],
    on_script_error=serving.script_error,
)
