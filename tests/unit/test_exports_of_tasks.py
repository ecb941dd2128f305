"""The tasks as files: the rows of the query in every format, with what was reported, in the language asked for."""

import csv
import datetime as dt
import io
import json
import zipfile
from urllib.parse import parse_qs, urlsplit

import openpyxl
import polars as pl
import pytest
from pysdmx.io import read_sdmx

from dashboard.exports import FORMATS, TABLES, Arrangement, content, export_of
from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries import tasks
from dashboard.method import TASK_STATUS
from dashboard.words.messages import ProblemsError
from tests.task_reports import publish

REPORTED = "bac_ninh_246_a3_v_5"
REPORT = {
    "task": REPORTED,
    "year": 2025,
    "state": "done",
    "date_done": dt.date(2025, 6, 1),
    "document_number": "=12/QĐ-UBND",
    "document_date": dt.date(2025, 6, 2),
    "what_was_done": "Đã ban hành",
    "what_hinders": None,
    "published_at": dt.datetime(2025, 7, 1, 8),
}


@pytest.fixture(scope="module")
def mart(catalogue, reused_store):
    mart = Mart(catalogue, reused_store, as_of=dt.date(2026, 11, 27))
    return publish(mart, REPORT, day="2026-11-27")


def rows_of(export, ending):
    """Return ids and statuses as a reader of the format finds them."""
    made = content(export, ending)
    if ending == "json":
        rows = json.loads(made)["rows"]
    elif ending == "parquet":
        rows = pl.read_parquet(io.BytesIO(made)).to_dicts()
    elif ending == "xlsx":
        header, *cells = openpyxl.load_workbook(io.BytesIO(made))["Số liệu"].iter_rows(values_only=True)
        rows = [dict(zip(header, row, strict=True)) for row in cells]
    else:
        if ending == "zip":
            made = zipfile.ZipFile(io.BytesIO(made)).read("data/tasks.csv")
        rows = list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    names = ("TASK", "OBS_VALUE") if ending == "sdmx.csv" else ("task", "task_status")
    return [tuple(row[name] for name in names) for row in rows]


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_has_the_tasks_of_the_query_with_their_status(mart, catalogue, ending):
    filters = Filters(provinces=("bac_ninh",), years=(2024, 2025), kinds=("scheme", "task"))
    expected = tasks(mart, filters).select("task", "task_status").rows()
    assert 0 < len(expected) < 285
    assert rows_of(export_of("tasks", mart, catalogue, filters), ending) == expected


def test_a_row_says_what_is_printed_what_it_means_and_what_was_reported(mart, catalogue):
    (row,) = export_of("tasks", mart, catalogue, Filters(tasks=(REPORTED,)), language="en").frame().to_dicts()
    assert tuple(row) == TABLES["tasks"]
    task = catalogue.task[REPORTED]
    assert (row["title"], row["plan_number"], row["number"]) == (task.title_en, "246/KH-UBND", task.number)
    assert (row["lead_printed"], row["lead_agencies"]) == (task.lead_printed, ";".join(task.lead_agencies))
    assert (row["due"], row["days_left"], row["timing"], row["years"]) == ("2024-12-31", -696, "due", "2024;2025")
    assert (row["task_status"], row["task_status_name"], row["report_year"]) == ("done", "Done", 2025)
    assert (row["date_done"], row["document_date"]) == ("2025-06-01", "2025-06-02")
    assert (row["published_at"], row["what_hinders"]) == ("2025-07-01T08:00:00Z", None)
    assert (row["origin"], row["as_of"]) == ("official", "2026-11-27")


def test_what_a_report_says_cannot_run_in_excel(mart, catalogue):
    made = content(export_of("tasks", mart, catalogue, Filters(tasks=(REPORTED,))), "csv", for_excel=True)
    (row,) = csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline=""))
    assert row["document_number"] == "'=12/QĐ-UBND"


def test_the_order_of_statuses_is_that_of_the_method(mart, catalogue):
    export = export_of("tasks", mart, catalogue, Filters(), arrangement=Arrangement(sort=("task_status", "-due")))
    rows = export.frame()
    places = [list(TASK_STATUS).index(status) for status in rows["task_status"]]
    assert places == sorted(places)
    overdue = rows.filter(pl.col("task_status") == "overdue")["due"].to_list()
    assert overdue == sorted(overdue, reverse=True)


def test_years_stand_across_of_figures_alone():
    layout, (problem,) = Arrangement.parse("tasks", {"view": ["wide"], "columns": ["task,due"], "sort": ["-days_left"]})
    assert layout == Arrangement(columns=("task", "due"), sort=("-days_left",))
    assert problem.values["text"] == "wide"
    assert {"title", "origin"} < set(layout.names("tasks"))


def test_its_address_leads_to_the_page_of_tasks_by_the_same_filters(mart, catalogue):
    filters = Filters(themes=("merit",), task_statuses=("overdue", "due_soon"))
    parts = urlsplit(export_of("tasks", mart, catalogue, filters, site="https://csxh.example.vn/").permalink)
    assert parts.path == "/nhiem-vu"
    assert Filters.parse(parse_qs(parts.query), catalogue) == (filters, [])


def test_filters_of_figures_are_refused(mart, catalogue):
    with pytest.raises(ProblemsError) as refused:
        export_of("tasks", mart, catalogue, Filters(statuses=("missed",), breakdowns=("total",)))
    assert {problem.values["key"] for problem in refused.value.problems} == {"status", "breakdown"}
    with pytest.raises(ProblemsError):
        export_of("gaps", mart, catalogue, Filters(themes=("merit",)))


def test_pysdmx_reads_the_tasks(mart, catalogue, tmp_path):
    export = export_of("tasks", mart, catalogue, Filters(kinds=("scheme",)))
    path = tmp_path / "export.csv"
    path.write_bytes(content(export, "sdmx.csv"))
    (dataset,) = read_sdmx(path).data
    assert dataset.short_urn == "Dataflow=CSXH:TASKS(1.0)"
    assert dataset.data["TASK"].tolist() == export.frame()["task"].to_list()
    assert set(dataset.data["TIME_PERIOD"]) == {"2026-11-27"}
    assert set(dataset.data["OBS_STATUS"]) == {"A"}


def test_the_workbook_colours_statuses_and_defines_the_indicators_of_the_tasks(mart, catalogue):
    export = export_of("tasks", mart, catalogue, Filters(indicators=("social_housing",)))
    book = openpyxl.load_workbook(io.BytesIO(content(export, "xlsx")))
    assert book["Số liệu"].conditional_formatting
    assert len(book.worksheets) == 6  # no chart: tasks have no figures
    named = {row[0] for row in book["Định nghĩa chỉ tiêu"].iter_rows(min_row=2, values_only=True)}
    assert "social_housing" in named
    assert named == {id_ for ids in export.rows["indicators"] for id_ in ids}
