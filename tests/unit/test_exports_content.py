"""What stands in exported files: typed rows, hostile text that stays text, the same bytes again, what is left out."""

import csv
import datetime as dt
import io
import json
import string
import subprocess
import zipfile
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import frictionless
import openpyxl
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from pysdmx.io import read_sdmx

from dashboard.exports import COLUMNS, FORMATS, TABLES, content, export_of, workbook
from dashboard.exports.columns import KEYS, NOT_FILTERED, TYPES
from dashboard.filters import KEYS as FILTER_KEYS
from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.store.actions import Action, add_action
from dashboard.words.messages import ProblemsError
from tests.conftest import submission

FIGURES = ("gaps", "actuals", "targets")
UNEMPLOYMENT = [
    ("bac_ninh", "unemployment_rate", "total", year, value) for year, value in ((2023, 2.4), (2024, 0.1 + 0.2))
]
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0")
PLAIN = (
    "Sở Y tế; UBND",
    'có "dấu", phẩy',
    "hai\ndòng",
    "-",
    "< 2,2",
    "≥ 97",
    "<b>&amp;</b>",
    "_x0041_",
    "e\u0301",
    "😀",
)


@pytest.fixture(scope="module")
def mart(mart_of, reused_store):
    action = Action("bac_ninh", "unemployment_rate", "total", "statistics_office", "Mở sàn việc làm", "")
    reused_store.transact(
        lambda ledger: add_action(ledger, action, "assigned", due=dt.date(2026, 1, 31), actor="lanh-dao@example.vn")
    )
    return mart_of([*UNEMPLOYMENT, ("bac_giang", "unemployment_rate", "total", 2024, 1.9)])


def mart_with_sources(catalogue, reused_store, texts):
    """Return a mart each of whose figures has one of the texts in every free field."""
    given = submission(
        [("bac_ninh", "unemployment_rate", "total", 2000 + place, 1.0) for place in range(len(texts))],
        kind="curated",
        file_name="rows.csv",
    )
    words = pl.Series(list(texts), dtype=pl.String)
    columns = {name: words for name in ("source", "source_table", "locator", "note")}
    reused_store.append(type(given)(given.observations.with_columns(**columns), **{
        name: getattr(given, name) for name in ("kind", "file_name", "submitted_by", "approved_by")
    }))  # fmt: skip
    return Mart(catalogue, reused_store)


def sheet(content_):
    book = openpyxl.load_workbook(io.BytesIO(content_))
    header, *rows = book["Số liệu"].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def records(content_):
    return list(csv.DictReader(io.StringIO(content_.decode("utf-8-sig"), newline="")))


# ---- rows and columns ------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_its_columns_typed_and_a_key(mart, catalogue, table):
    export = export_of(table, mart, catalogue, Filters())
    frame = export.frame()
    assert frame.schema == {name: TYPES[COLUMNS[name].kind] for name in TABLES[table]}
    assert frame.height == export.total > 0
    assert frame.select(KEYS[table]).is_duplicated().sum() == 0
    assert_frame_equal(pl.concat(export.slices(7)), frame)


def test_codes_stand_beside_names_in_the_language(mart, catalogue):
    filters = Filters(provinces=("bac_ninh",), indicators=("unemployment_rate",), years=(2024,), breakdowns=("total",))
    (vi,) = export_of("gaps", mart, catalogue, filters).frame().to_dicts()
    (en,) = export_of("gaps", mart, catalogue, filters, language="en").frame().to_dicts()
    assert (vi["province"], vi["province_name"]) == ("bac_ninh", "Bắc Ninh")
    assert (vi["sector_name"], en["sector"]) == ("Lao động, việc làm", "labour")
    assert en["sector_name"].isascii()
    assert (vi["indicator_name"], vi["unit"], vi["status"]) == ("Tỉ lệ thất nghiệp", "%", en["status"])
    assert vi["status_name"] != en["status_name"]
    assert vi["actual"] == 0.1 + 0.2


def test_levels_are_ranks_with_their_code_and_name(mart_of, catalogue):
    indicator = next(item for item in catalogue.indicators if item.levels)
    cell = next(
        cell for cell in catalogue.targets if cell.indicator == indicator.id and catalogue.plan[cell.plan].in_force
    )
    level = indicator.levels[1]
    mart = mart_of([(cell.province, indicator.id, cell.breakdown, 2024, level.id)])
    (row,) = export_of("actuals", mart, catalogue, Filters()).frame().to_dicts()
    assert (row["actual"], row["actual_level"], row["actual_level_name"]) == (1.0, level.id, level.vi)


def test_filters_mean_the_same_rows_in_every_table(mart, catalogue):
    filters = Filters(provinces=("bac_ninh",), sectors=("labour",), years=(2023, 2025))
    for table in (*FIGURES, "actions"):
        meant = {"years": ()} if "year" in NOT_FILTERED[table] else {}
        frame = export_of(table, mart, catalogue, filters.model_copy(update=meant)).frame()
        assert frame.height > 0, table
        assert frame["province"].unique().to_list() == ["bac_ninh"]
        assert frame["sector"].unique().to_list() == ["labour"]
        assert meant or set(frame["year"]) <= {2023, 2025}


def test_a_filter_that_says_nothing_about_a_table_is_refused(mart, catalogue):
    filters = Filters(statuses=("missed",), agencies=("health_department",), as_of=dt.date(2025, 1, 1))
    for table, keys in (("actuals", {"status", "agency"}), ("targets", {"status", "as_of"}), ("actions", {"status"})):
        with pytest.raises(ProblemsError) as refused:
            export_of(table, mart, catalogue, filters)
        assert {problem.values["key"] for problem in refused.value.problems} == keys


# ---- formats ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("table", TABLES)
def test_the_same_export_has_the_same_bytes_and_name(mart, catalogue, table, ending):
    filters = Filters(indicators=("unemployment_rate",))
    first, again = (export_of(table, mart, catalogue, filters) for _ in range(2))
    assert content(first, ending) == content(again, ending)
    assert first.file_name(ending) == again.file_name(ending)
    assert set(first.file_name(ending)) <= set(string.ascii_letters + string.digits + ".-")


def test_every_format_has_the_same_rows(mart, catalogue):
    export = export_of("gaps", mart, catalogue, Filters(provinces=("bac_ninh", "bac_giang"), years=(2023, 2024)))
    expected = export.frame().to_dicts()
    assert json.loads(content(export, "json"))["rows"] == expected
    assert pl.read_parquet(io.BytesIO(content(export, "parquet"))).to_dicts() == expected
    in_sheet = sheet(content(export, "xlsx"))
    for cells, row in zip(in_sheet, expected, strict=True):
        for name, value in row.items():
            if name in ("approved_at", "as_of") and value is not None:
                assert cells[name] == dt.datetime.fromisoformat(value.removesuffix("Z"))
            else:
                assert cells[name] == value, name
    for cells, row in zip(records(content(export, "csv")), expected, strict=True):
        for name, value in row.items():
            if value is None:
                assert cells[name] == ""
            elif isinstance(value, float):
                assert float(cells[name]) == value
            else:
                assert cells[name] == (str(value).lower() if isinstance(value, bool) else str(value))


def test_excel_gets_its_mark_and_line_ends_and_programs_do_not(mart, catalogue):
    export = export_of("gaps", mart, catalogue, Filters(years=(2024,)))
    for_excel, plain = content(export, "csv", for_excel=True), content(export, "csv")
    assert for_excel.startswith("\ufeffprovince,".encode())
    assert for_excel.count(b"\r\n") == export.rows.height + 1
    assert plain.startswith(b"province,")
    assert b"\r" not in plain


def test_parquet_carries_its_description(mart, catalogue, tmp_path):
    export = export_of("actuals", mart, catalogue, Filters())
    schema = pq.read_schema(io.BytesIO(content(export, "parquet")))
    about = json.loads(schema.metadata[b"about"])
    assert (about["snapshot"], about["origin"], about["total"]) == (mart.snapshot, "official", 3)
    assert about["citation"] == export.citation
    assert schema.field("actual").metadata[b"description"].decode() == COLUMNS["actual"].meaning


def test_an_empty_table_can_be_had_in_every_format(mart, catalogue):
    export = export_of("gaps", mart, catalogue, Filters(years=(1990,)))
    assert export.rows.is_empty()
    assert content(export, "csv").decode() == ",".join(TABLES["gaps"]) + "\n"
    assert json.loads(content(export, "json"))["rows"] == []
    assert pl.read_parquet(io.BytesIO(content(export, "parquet"))).schema == export.frame().schema
    assert sheet(content(export, "xlsx")) == []
    assert content(export, "sdmx.csv").decode().startswith("STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,")


@pytest.mark.parametrize("table", FIGURES)
def test_pysdmx_reads_what_was_written(mart, catalogue, table, tmp_path):
    export = export_of(table, mart, catalogue, Filters(indicators=("unemployment_rate",)))
    path = tmp_path / "export.csv"
    path.write_bytes(content(export, "sdmx.csv"))
    (dataset,) = read_sdmx(path).data
    assert dataset.short_urn == f"Dataflow=CSXH:{table.upper()}(1.0)"
    frame = export.frame()
    value, period = {"targets": ("target", "year"), "actions": ("days_overdue", "due")}.get(table, ("actual", "year"))
    assert dataset.data["REF_AREA"].tolist() == frame["province"].to_list()
    assert dataset.data["TIME_PERIOD"].astype(str).tolist() == frame[period].cast(pl.String).to_list()
    read = [float(text) if text else None for text in dataset.data["OBS_VALUE"]]
    assert read == frame[value].to_list()
    assert [status == "M" for status in dataset.data["OBS_STATUS"]] == [number is None for number in read]


def test_sdmx_tells_estimates_from_final_and_missing_figures(catalogue, reused_store, tmp_path):
    given = submission(UNEMPLOYMENT, kind="curated", file_name="rows.csv")
    estimates = given.observations.with_columns(preliminary=pl.col("year") == 2024)
    reused_store.append(replace(given, observations=estimates))
    export = export_of("gaps", Mart(catalogue, reused_store), catalogue, Filters(
        provinces=("bac_ninh",), indicators=("unemployment_rate",), breakdowns=("total",), years=(2023, 2024, 2025)
    ))  # fmt: skip
    path = tmp_path / "export.csv"
    path.write_bytes(content(export, "sdmx.csv"))
    (dataset,) = read_sdmx(path).data
    assert dataset.data["OBS_STATUS"].tolist() == ["A", "P", "M"]


@pytest.mark.parametrize("table", TABLES)
def test_frictionless_finds_the_data_package_valid(mart, catalogue, table, tmp_path):
    path = tmp_path / "export.zip"
    export = export_of(table, mart, catalogue, Filters())
    path.write_bytes(content(export, "zip"))
    report = frictionless.validate(path)
    assert report.valid, report.flatten(["rowNumber", "fieldName", "code", "message"])
    assert report.tasks[0].stats["rows"] == export.total
    package = zipfile.ZipFile(path)
    assert package.read(f"data/{table}.csv") == content(export, "csv")
    described = json.loads(package.read("datapackage.json"))
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert described["about"]["snapshot"] == mart.snapshot


def test_frictionless_would_find_a_wrong_data_package(mart, catalogue, tmp_path):
    path = tmp_path / "export.zip"
    export = export_of("actuals", mart, catalogue, Filters())
    path.write_bytes(content(export, "zip"))
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
    files["data/actuals.csv"] = files["data/actuals.csv"].replace(b",2024,", b",next year,")
    with zipfile.ZipFile(path, "w") as package:
        for name, made in files.items():
            package.writestr(name, made)
    assert not frictionless.validate(path).valid


# ---- hostile text ----------------------------------------------------------------------------------


def test_hostile_text_never_runs_and_other_text_stays(catalogue, reused_store):
    mart = mart_with_sources(catalogue, reused_store, (*HOSTILE, *PLAIN))
    export = export_of("actuals", mart, catalogue, Filters())
    one_line_end = [text.replace("\r", "\n") for text in (*HOSTILE, *PLAIN)]
    quoted = [f"'{text}" for text in one_line_end[: len(HOSTILE)]] + one_line_end[len(HOSTILE) :]
    for name in ("source", "source_table", "locator", "note"):
        assert [row[name] for row in records(content(export, "csv", for_excel=True))] == quoted
        assert [row[name] for row in records(content(export, "csv"))] == one_line_end
    book = openpyxl.load_workbook(io.BytesIO(content(export, "xlsx")))
    cells = {cell.value: cell.data_type for row in book["Số liệu"].iter_rows() for cell in row}
    assert "f" not in cells.values()
    # openpyxl leaves Excel's escapes as they are written; LibreOffice below reads them.
    assert {"=1+1", "<b>&amp;</b>", "hai\ndòng", "😀"} <= cells.keys()
    assert [row["note"] for row in json.loads(content(export, "json"))["rows"]] == [*HOSTILE, *PLAIN]


# Few marts of many texts each: a mart costs more than all that is asked of it here.
@settings(max_examples=7, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=10, max_size=16))
def test_any_text_makes_files_that_can_be_read(catalogue, reused_store, texts):
    texts = [text for text in texts if "\0" not in text] or ["x"]
    export = export_of("actuals", mart_with_sources(catalogue, reused_store, texts), catalogue, Filters())
    assert len(sheet(content(export, "xlsx"))) == len(texts)
    assert [row["note"] for row in json.loads(content(export, "json"))["rows"]] == texts
    for for_excel in (False, True):
        read = [row["note"] for row in records(content(export, "csv", for_excel=for_excel))]
        assert [cell.removeprefix("'") for cell in read] == [
            text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("'") for text in texts
        ]
        assert not for_excel or not [
            cell for cell in read if cell.startswith(("=", "+", "@", "\t", "-")) and cell != "-"
        ]


# ---- the workbook ----------------------------------------------------------------------------------


def test_libreoffice_reads_the_values_of_the_workbook(catalogue, reused_store, tmp_path):
    mart = mart_with_sources(catalogue, reused_store, (*HOSTILE, *PLAIN))
    export = export_of("actuals", mart, catalogue, Filters())
    (tmp_path / "export.xlsx").write_bytes(content(export, "xlsx"))
    command = [
        "soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,2", "--outdir", str(tmp_path),
        str(tmp_path / "export.xlsx"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (made,) = tmp_path.glob("export*.csv")
    read = records(made.read_bytes())
    expected = export.frame().to_dicts()
    assert [float(row["actual"]) for row in read] == [row["actual"] for row in expected]
    assert [row["note"].strip() for row in read] == [row["note"].replace("\r", "\n").strip() for row in expected]
    assert [row["province_name"] for row in read] == [row["province_name"] for row in expected]


def test_the_workbook_says_where_it_comes_from(mart, catalogue):
    export = export_of("gaps", mart, catalogue, Filters(provinces=("bac_ninh",), indicators=("unemployment_rate",)))
    book = openpyxl.load_workbook(io.BytesIO(content(export, "xlsx")))
    assert book.sheetnames == [
        "Bảng",
        "Số liệu",
        "Bộ lọc và phương pháp",
        "Nguồn",
        "Từ điển dữ liệu",
        "Định nghĩa chỉ tiêu",
        "Biểu đồ",
    ]
    page, data, about, sources, dictionary, definitions, charts = book.worksheets
    assert (book.active, page["A1"].value) == (page, export.title)
    assert (data.freeze_panes, data.auto_filter.ref) == ("A2", data.dimensions)
    assert data.max_row == export.rows.height + 1
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert told["Tỉnh"] == "Bắc Ninh"
    assert told["Bản số liệu"] == mart.snapshot
    assert told["Tính chất"] == "số liệu chính thức"
    assert told["Liên kết tới bảng"] == "/tra-cuu?province=bac_ninh&indicator=unemployment_rate"
    assert "Không đủ dòng" not in told
    assert [row[0] for row in sources.iter_rows(min_row=2, values_only=True)] == ["test"]
    assert [row[0] for row in dictionary.iter_rows(min_row=2, values_only=True)] == list(TABLES["gaps"])
    ((id_, _, sentence, *_),) = definitions.iter_rows(min_row=2, values_only=True)
    assert (id_, sentence) == ("unemployment_rate", catalogue.indicator["unemployment_rate"].definition.vi)
    assert len(charts._charts) == 1
    assert data.conditional_formatting
    number = data.cell(2, TABLES["gaps"].index("target") + 1)
    assert number.number_format == "#,##0.########"


def test_a_workbook_that_is_cut_off_says_so(mart, catalogue, monkeypatch):
    export = export_of("gaps", mart, catalogue, Filters())
    monkeypatch.setattr(workbook, "LAST_ROW", 41)
    book = openpyxl.load_workbook(io.BytesIO(content(export, "xlsx")))
    assert book["Số liệu"].max_row == 41
    assert book["Bảng"].max_row <= 41
    head = [row[0] for row in book["Bảng"].iter_rows(max_row=5, values_only=True)]
    assert "Trang này thiếu 15 dòng cuối; trang “Số liệu” có cả các dòng đó." in head
    assert export.first(40).omission in head
    told = {row[0]: row[1] for row in book["Bộ lọc và phương pháp"].iter_rows(values_only=True)}
    assert told["Không đủ dòng"].startswith(f"Tệp này thiếu {export.total - 40} dòng")


# ---- what it says about itself ---------------------------------------------------------------------


def test_the_permalink_means_the_same_filters(mart, catalogue):
    filters = Filters(provinces=("bac_ninh",), years=(2024, 2025), agencies=("health_department",))
    export = export_of("gaps", mart, catalogue, filters, site="https://csxh.example.vn/", language="en")
    parts = urlsplit(export.permalink)
    assert (parts.netloc, parts.path) == ("csxh.example.vn", "/tra-cuu")
    query = parse_qs(parts.query)
    assert query.pop("lang") == ["en"]
    assert set(query) <= set(FILTER_KEYS)
    assert Filters.parse(query, catalogue) == (filters, [])


def test_rows_that_are_passed_over_or_cut_off_are_counted(mart, catalogue):
    whole = export_of("gaps", mart, catalogue, Filters())
    part = export_of("gaps", mart, catalogue, Filters(), limit=5, offset=3)
    assert (part.total, part.omitted, part.offset) == (whole.total, whole.total - 5, 3)
    assert json.loads(content(part, "json"))["about"]["omitted"] == whole.total - 5
    assert_frame_equal(part.frame(), whole.frame().slice(3, 5))
    assert part.file_name("csv") == f"chinh-thuc-chi-tieu-dong-4-8-ban-{mart.snapshot}.csv"
