"""What ``streamlit run app.py`` serves."""

import streamlit as st

from dashboard.reference_files import PROJECT

app = st.App(PROJECT / "src" / "dashboard" / "ui" / "frame.py")
