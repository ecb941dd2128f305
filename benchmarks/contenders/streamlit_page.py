"""A bare Streamlit page: two filters and four charts."""

import streamlit as st

from benchmarks.contenders.charts import YEARS, four_charts, opened

st.set_page_config(layout="wide")
catalogue, mart = st.cache_resource(opened, show_spinner=False)()
names = {province.id: province.vi for province in catalogue.provinces}
year = st.selectbox("Năm", YEARS, key="filter_year")
if len(names) <= 6:
    provinces = st.pills("Tỉnh", list(names), selection_mode="multi", format_func=names.get, key="filter_province")
else:
    provinces = st.multiselect("Tỉnh", list(names), format_func=names.get, key="filter_province")
columns = st.columns(2) + st.columns(2)
for position, figure in enumerate(four_charts(mart, catalogue, year=year, provinces=provinces)):
    columns[position].plotly_chart(figure, key=f"chart_{position}", theme=None)
