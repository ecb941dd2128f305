"""An empty Streamlit page, but for one control that makes it run again."""

import streamlit as st

st.selectbox("Năm", (2025, 2024, 2023, 2022, 2021), key="filter_year")
