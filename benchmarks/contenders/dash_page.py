"""A bare Dash page: two filters and four charts. Run: ``python -m benchmarks.contenders.dash_page PORT``."""

import logging
import sys

import plotly.graph_objects as go
from dash import Dash, Input, Output, callback, dcc, html
from waitress import serve

from benchmarks.contenders.charts import YEARS, four_charts, opened

catalogue, mart = opened()
names = [{"value": province.id, "label": province.vi} for province in catalogue.provinces]
graph = {"flex": "1 1 45%", "minWidth": 0}

app = Dash(__name__)
app.layout = html.Div(
    [
        dcc.Dropdown(YEARS, YEARS[0], id="filter_year", clearable=False),
        dcc.Checklist(names, [], id="filter_province") if len(names) <= 6 else dcc.Dropdown(names, [], multi=True, id="filter_province"),
        html.Div(
            [html.Div(dcc.Graph(id=f"chart_{position}"), style=graph) for position in range(4)],
            style={"display": "flex", "flexWrap": "wrap"},
        ),
    ]
)  # fmt: skip


@callback(
    [Output(f"chart_{position}", "figure") for position in range(4)],
    Input("filter_year", "value"),
    Input("filter_province", "value"),
)
def draw(year: int, provinces: list[str]) -> list[go.Figure]:
    """Draw the charts for the filters."""
    return four_charts(mart, catalogue, year=year, provinces=provinces)


if __name__ == "__main__":
    logging.getLogger("waitress").setLevel(logging.ERROR)
    serve(app.server, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
