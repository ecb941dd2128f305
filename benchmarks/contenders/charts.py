"""The four charts of a sector page as plain plotly figures, from the same queries as the dashboard's.

``same`` draws the very pictures of the dashboard; ``lean`` draws the same rows with as few marks as plotly allows: one
trace of bars, one of targets, one of lines a province, and no words but the axes'. Both build every figure for every
change and leave the rest to plotly, Streamlit and Dash.
"""

import os

import plotly.graph_objects as go
import polars as pl

from dashboard.figures.drawing import MOST_PROVINCES
from dashboard.figures.trends import province_lines, spread_lines, trends
from dashboard.figures.ways import ways
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.method import STATUS
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.settings import reference_folder, store_location
from dashboard.store.curated import load_curated
from dashboard.store.store import open_store

SECTOR = os.environ.get("BENCH_SECTOR", "health")
STYLE = os.environ.get("BENCH_CHARTS", "same")
YEARS = (2025, 2024, 2023, 2022, 2021)


def opened() -> tuple[Catalogue, Mart]:
    """Open the same data as the dashboard, from the same settings."""
    catalogue = load_catalogue(reference_folder())
    store = open_store(store_location())
    load_curated(store, catalogue, reference_folder())
    return catalogue, Mart(catalogue, store)


def four_charts(mart: Mart, catalogue: Catalogue, *, year: int, provinces: list[str]) -> list[go.Figure]:
    """Return two bullet charts and two trends of the sector, half of its rows each."""
    chosen = Filters(sectors=(SECTOR,), provinces=tuple(provinces))
    frame = queries.assessed(mart, chosen.model_copy(update={"years": (year,)}))
    shown = provinces or [province.id for province in catalogue.provinces]
    is_spread = len(shown) > MOST_PROVINCES
    past = queries.spread(mart, chosen) if is_spread else queries.history(mart, chosen)
    middle = frame["indicator"][frame.height // 2] if frame.height else None
    order = frame["indicator"].unique(maintain_order=True).to_list()
    first = order[: order.index(middle) + 1] if middle else []
    is_first = pl.col("indicator").is_in(first)
    now, before = (frame.filter(is_first), frame.filter(~is_first)), (past.filter(is_first), past.filter(~is_first))
    if STYLE == "lean":
        return [*map(_lean_bullets, now), *map(_lean_trends, before)]
    lines = spread_lines("vi") if is_spread else province_lines(shown, catalogue, "vi")
    drawings = [
        *(ways(part.rows(named=True), catalogue, language="vi") for part in now),
        *(trends(part.rows(named=True), catalogue, lines=lines, years=(2016, 2030), language="vi") for part in before),
    ]
    return [drawing.figure() for drawing in drawings]


def _lean_bullets(part: pl.DataFrame) -> go.Figure:
    rows = part.filter(pl.col("actual").is_not_null() & (pl.col("target") != 0))
    names = [f"{row['indicator']} {row['breakdown']} {row['province']}" for row in rows.iter_rows(named=True)]
    figure = go.Figure()
    figure.add_bar(
        y=names, x=(rows["actual"] / rows["target"] * 100).to_list(), orientation="h",
        marker_color=[STATUS[status].colour for status in rows["status"]], hovertext=rows["status"].to_list(),
    )  # fmt: skip
    figure.add_scatter(
        y=names, x=[100] * rows.height, mode="markers", marker={"symbol": "line-ns", "size": 12, "line": {"width": 2}}
    )
    figure.update_layout(height=80 + 20 * len(set(names)), showlegend=False, xaxis_range=[0, 150])
    return figure


def _lean_trends(part: pl.DataFrame) -> go.Figure:
    figure = go.Figure()
    known = part.filter(pl.col("actual").is_not_null())
    for (province,), rows in known.group_by(["province"], maintain_order=True):
        x: list[int | None] = []
        y: list[float | None] = []
        for _, line in rows.group_by(["indicator", "breakdown"], maintain_order=True):
            x += [*line["year"], None]
            y += [*(line["actual"] / line["actual"][0] * 100 if line["actual"][0] else line["actual"]), None]
        figure.add_scatter(x=x, y=y, name=str(province), mode="lines+markers")
    figure.update_layout(height=450)
    return figure
