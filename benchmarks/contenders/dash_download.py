"""A bare Dash page with a button that downloads some provinces' rows. Run: ``python -m benchmarks.contenders.dash_download PORT``."""

import logging
import os
import sys
from typing import Any

from dash import Dash, Input, Output, callback, dcc, html
from waitress import serve

from benchmarks.contenders.charts import opened
from dashboard.exports import export_of
from dashboard.filters import Filters

catalogue, mart = opened()
frame = export_of("gaps", mart, catalogue, Filters()).frame().to_pandas()
"""The same columns as the dashboard's file, names of ids looked up beforehand."""
PROVINCES = os.environ["BENCH_PROVINCES"].split(",")

app = Dash(__name__)
app.layout = html.Div([html.Button("CSV", id="button"), dcc.Download(id="file")])


@callback(Output("file", "data"), Input("button", "n_clicks"), prevent_initial_call=True)
def give(_: int) -> Any:
    """Return the rows of the provinces as CSV."""
    return dcc.send_data_frame(frame[frame["province"].isin(PROVINCES)].to_csv, "rows.csv", index=False)


if __name__ == "__main__":
    logging.getLogger("waitress").setLevel(logging.ERROR)
    serve(app.server, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
