"""Statuses and numbers come from ``method.py`` alone: what is planted there is known everywhere, what is planted elsewhere is refused."""

import subprocess
import sys

import duckdb
import pytest

from dashboard.mart import mart as marts
from dashboard.mart.mart import Mart
from tests.conftest import PROJECT, submission

PLANTED = """
import dataclasses, io, polars as pl
from dashboard import method
planted = dataclasses.replace(method.STATUS["behind"], word="Chờ gieo", sign="¤", role="red", shade="#123456", tint="#abcdef")
method.STATUS = {"planted": planted, **method.STATUS}
method.STATUSES = tuple(method.STATUS)
method.RED_STATUSES = ("planted", *method.RED_STATUSES)

from dashboard.api.document import openapi
from dashboard.figures.matrix import value_matrix
from dashboard.figures.overview import status_bars, status_key
from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart import queries
from dashboard.reference.files import load_catalogue
from dashboard.settings import StoreLocation
from dashboard.store.store import open_store
from dashboard.ui.parts.html_tables import status_mark
from dashboard.sentences.findings import overview_finding

catalogue = load_catalogue()
filters, problems = Filters.parse({"status": ["planted"]}, catalogue)
assert not problems and filters.statuses == ("planted",), problems
assert "planted" in str(openapi(catalogue, "/api/v1"))
assert "Chờ gieo" in status_mark("planted", "vi")
counts = pl.DataFrame({"province": ["bac_ninh"], "status": ["planted"], "rows": [3]})
assert status_key(counts, "vi") == [("#123456", "¤ Chờ gieo")]
assert "Chờ gieo" in str(status_bars(counts, catalogue, language="vi").data)
assert queries.share_of({"planted": 3, "achieved": 1}).share == 0.25
assert "3" in overview_finding({"planted": 3, "achieved": 1}, 2025, language="vi")
store = open_store(StoreLocation("sqlite", FOLDER + "/catalog.sqlite", FOLDER + "/files/"))
mart = Mart(catalogue, store)
assert queries.farthest_behind(mart, Filters(), limit=1).is_empty()
row = next(queries.assessed(mart, Filters(provinces=("bac_ninh",), years=(2025,))).iter_rows(named=True))
cell = pl.DataFrame([{**row, "status": "planted"}])
assert "#abcdef" in str(value_matrix(cell, catalogue.indicator[row["indicator"]], catalogue, language="vi").data)
print("known everywhere")
"""


def test_a_status_planted_in_the_method_is_known_everywhere(tmp_path):
    script = f"FOLDER = {str(tmp_path)!r}" + PLANTED
    done = subprocess.run((sys.executable, "-c", script), cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "known everywhere", done.stderr


@pytest.mark.parametrize(
    ("file", "known", "planted"),
    [
        ("03_assessed.sql", "THEN 'behind'", "THEN 'planted'"),
        ("03_assessed.sql", "'single_point'", "'planted'"),
        ("05_tasks.sql", "'no_date'", "'planted'"),
    ],
)
def test_a_status_or_reason_planted_in_the_sql_is_refused(
    catalogue, store, tmp_path, monkeypatch, file, known, planted
):
    rows = [("bac_ninh", "trained_labour", "total", year, value) for year, value in ((2023, 77), (2024, 78.1))]
    rows.append(("bac_giang", "beds_per_10000", "total", 2024, 33.5))
    store.append(submission(rows))
    files = []
    for path in marts._SQL:
        text = path.read_text("utf-8")
        if path.name == file:
            assert known in text
            text = text.replace(known, planted)
        files.append(tmp_path / path.name)
        files[-1].write_text(text, "utf-8")
    monkeypatch.setattr(marts, "_SQL", tuple(files))
    with pytest.raises(duckdb.Error, match="planted"):
        Mart(catalogue, store)


def test_the_mart_computes_with_the_numbers_of_the_method(catalogue, reused_store, monkeypatch):
    numbers = Mart(catalogue, reused_store).query("FROM method").row(0, named=True)
    assert numbers == {
        "on_track": 0.95,
        "behind": 0.60,
        "rule": "line",
        "about_margin": 0.05,
        "baseline_year": 2023,
        "earliest_baseline": 2020,
        "projected_from": 5,
        "least_for_projection": 3,
        "short_step": 5,
        "due_soon": 60,
        "today_from": 2025,
    }
