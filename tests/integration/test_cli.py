"""The command line: what it prints, what it refuses, and that it never shows a traceback."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys

import pytest

from dashboard.__main__ import main
from dashboard.exports import content, export_of, gaps_csv
from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries import GAP_COLUMNS, gaps
from dashboard.settings import StoreLocation, store_location
from dashboard.store.store import open_store

HEADER = "province,indicator,breakdown,year,value,source,note\n"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """The environment of an official store that holds the curated actuals."""
    folder = tmp_path_factory.mktemp("official")
    return {"DASHBOARD_STORE": f"sqlite:{folder}/catalog.sqlite", "DASHBOARD_LANGUAGE": "vi"}


@pytest.fixture
def run(monkeypatch, capsys):
    """Give a function that runs a command in an environment and returns its code, output and messages."""

    def run(environment, *arguments):
        for name in ("DASHBOARD_FILES", "DASHBOARD_REFERENCE"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = main(arguments)
        return code, *capsys.readouterr()

    return run


@pytest.fixture(scope="module")
def whole_table(environment):
    """Every row of the official store, as ``gaps --format json`` printed it."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        for name, value in environment.items():
            patch.setenv(name, value)
        assert main(["gaps", "--format", "json"]) == 0
    return json.loads(out.getvalue())


@pytest.fixture
def new(tmp_path):
    """The environment of a store that does not exist yet."""
    return {"DASHBOARD_STORE": f"sqlite:{tmp_path}/catalog.sqlite", "DASHBOARD_LANGUAGE": "vi"}


@pytest.fixture
def actuals_file(tmp_path):
    def write(*lines):
        path = tmp_path / "nộp.csv"
        path.write_text(HEADER + "".join(f"{line}\n" for line in lines), "utf-8")
        return str(path)

    return write


def one_row(run, environment, *arguments):
    code, out, err = run(environment, "gaps", "--format", "json", *arguments)
    assert (code, err) == (0, "")
    (row,) = json.loads(out)
    return row


# ---- check -------------------------------------------------------------------------------------


def test_check_prints_how_many_of_each_there_are(run, environment, catalogue):
    code, out, err = run(environment, "check")
    assert (code, err) == (0, "")
    counts = {what: int(number) for number, what in re.findall(r"^ *(\d+)  (.+)$", out, re.MULTILINE)}
    assert counts["lĩnh vực"] == 10
    assert counts["chỉ tiêu"] == len(catalogue.indicators)
    assert counts["dòng chỉ tiêu in trong các kế hoạch đang hiệu lực"] == 302
    assert counts["ô mục tiêu in trong các kế hoạch đang hiệu lực"] == 537
    assert counts["ô mục tiêu của kế hoạch đã thay thế"] == 43


# ---- gaps --------------------------------------------------------------------------------------


def test_gaps_are_the_rows_of_the_screen_in_both_formats(run, environment, whole_table, catalogue):
    store = open_store(store_location(environment))
    mart = Mart(catalogue, store)
    store.close()
    assert whole_table == gaps(mart, catalogue, Filters())
    asked = ("--province", "tuyen_quang", "--sector", "human_resources", "--year", "2023", "--year", "2025")
    code, out, err = run(environment, "gaps", *asked)
    filters = Filters(provinces=("tuyen_quang",), sectors=("human_resources",), years=(2023, 2025))
    rows = gaps(mart, catalogue, filters)
    assert (code, out.encode(), err) == (0, gaps_csv(rows, for_excel=False), "")
    assert len(rows) == 12
    code, out, err = run(environment, "export", "gaps", *asked)
    export = export_of("gaps", mart, catalogue, filters)
    assert (code, out.encode(), err) == (0, content(export, "csv"), "")
    assert export.rows.height == len(rows)


def test_each_row_has_exactly_the_published_keys(whole_table):
    assert {tuple(row) for row in whole_table} == {GAP_COLUMNS}
    wanted = ("tuyen_quang", "trained_labour", 2023)
    (row,) = (row for row in whole_table if (row["province"], row["indicator"], row["year"]) == wanted)
    assert GAP_COLUMNS == (
        "province", "sector", "indicator", "breakdown", "year", "actual", "printed_target", "comparator", "target",
        "milestone", "gap", "expected", "pace", "status", "reason", "agency_in_charge", "source",
    )  # fmt: skip
    assert row["source"].startswith("Số liệu của tỉnh Tuyên Quang")
    assert {key: row[key] for key in GAP_COLUMNS if key != "source"} == {
        "province": "tuyen_quang", "sector": "human_resources", "indicator": "trained_labour", "breakdown": "total",
        "year": 2023, "actual": 65.8, "printed_target": "72", "comparator": ">=", "target": 72.0, "milestone": 2025,
        "gap": -6.2, "expected": None, "pace": None, "status": "before_plan", "reason": None,
        "agency_in_charge": "Cục Thống kê",
    }  # fmt: skip


def test_a_level_is_told_by_its_name_and_its_gap_in_steps(run, new, actuals_file):
    run(
        new,
        "load",
        actuals_file("tuyen_quang,temporary_housing,total,2026,Giải quyết cơ bản,,"),
        "--origin",
        "official",
        "--by",
        "x",
    )
    row = one_row(run, new, "--indicator", "temporary_housing", "--province", "tuyen_quang", "--year", "2026")
    told = {key: row[key] for key in ("actual", "printed_target", "comparator", "target", "gap", "expected", "pace")}
    assert told == {
        "actual": "Giải quyết cơ bản", "printed_target": "Xoá bỏ hoàn toàn", "comparator": "level",
        "target": "Xóa bỏ hoàn toàn", "gap": -1.0, "expected": None, "pace": None,
    }  # fmt: skip


def test_the_table_covers_every_series_in_force_and_nothing_of_the_superseded_plan(whole_table, catalogue):
    rows = whole_table
    in_force = {
        (cell.province, cell.indicator, cell.breakdown)
        for cell in catalogue.targets
        if catalogue.plan[cell.plan].in_force
    }
    assert {(row["province"], row["indicator"], row["breakdown"]) for row in rows} == in_force
    assert "merit_housing_support" not in {row["indicator"] for row in rows}  # of plan 30 alone
    stunting = {
        row["printed_target"] for row in rows if (row["province"], row["indicator"]) == ("bac_giang", "stunting")
    }
    assert stunting == {"< 18,5", "< 16"}  # plan 30 printed "dưới 15%"
    assert len({tuple(row[key] for key in ("province", "indicator", "breakdown", "year")) for row in rows}) == len(rows)


def test_status_agency_and_comma_filters_narrow_the_table(run, environment, whole_table):
    asked = ("--status", "before_plan,achieved", "--agency", "statistics_office", "--format", "json")
    rows = json.loads(run(environment, "gaps", *asked)[1])
    assert rows == [
        row
        for row in whole_table
        if row["status"] in ("before_plan", "achieved") and "Cục Thống kê" in row["agency_in_charge"]
    ]
    assert rows


def test_a_province_of_today_means_those_that_became_it(run, environment, whole_table):
    rows = json.loads(run(environment, "gaps", "--province", "bac_ninh_new", "--year", "2025", "--format", "json")[1])
    assert rows == [row for row in whole_table if row["province"] in ("bac_ninh", "bac_giang") and row["year"] == 2025]
    assert {row["province"] for row in rows} == {"bac_ninh", "bac_giang"}
    code, tasks, _ = run(environment, "tasks", "--province", "bac_ninh_new", "--columns", "province")
    assert (code, {line.split(",")[0] for line in tasks.splitlines()[1:]}) == (0, {"bac_ninh", "bac_giang"})


def test_as_of_tells_what_was_known_on_the_day(run, environment):
    asked = ("--province", "tuyen_quang", "--indicator", "trained_labour", "--year", "2023")
    before = one_row(run, environment, *asked, "--as-of", "2024-01-01")
    assert (before["actual"], before["status"], before["reason"]) == (None, "before_plan", None)


def test_the_output_can_go_to_a_file(run, environment, tmp_path, whole_table):
    target = tmp_path / "bảng.json"
    assert run(environment, "gaps", "--format", "json", "-o", str(target)) == (0, "", "")
    assert json.loads(target.read_text("utf-8")) == whole_table
    code, out, err = run(environment, "gaps", "-o", str(tmp_path))
    assert (code, out) == (1, "")
    assert "Không ghi được tệp" in err


def test_every_unknown_id_is_told_with_the_nearest(run, environment):
    code, out, err = run(
        environment, "gaps", "--province", "bac_nin", "--indicator", "hdii", "--status", "behin", "--as-of", "15/3/2026"
    )
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "Có 4 lỗi trong dữ liệu.",
        "Không có province “bac_nin” → bac_ninh?.",
        "Không có indicator “hdii” → hdi?.",
        "Không có status “behin” → behind?.",
        "Ngày “15/3/2026” phải viết dạng 2026-03-15.",
    ]


# ---- load --------------------------------------------------------------------------------------


def test_loaded_actuals_are_assessed_and_a_repeated_load_is_recognised(run, new, actuals_file):
    path = actuals_file("bac_ninh,trained_labour,total,2023,77,Sở,", "bac_ninh,trained_labour,total,2024,78.1,Sở,")
    load = ("load", path, "--origin", "official", "--by", "Sở Lao động")
    code, out, err = run(new, *load)
    assert (code, err) == (0, "")
    assert out.startswith("Đã ghi 2 số liệu, lần nộp ")
    row = one_row(run, new, "--province", "bac_ninh", "--indicator", "trained_labour", "--year", "2024")
    assert (row["status"], row["expected"], row["gap"], row["source"]) == ("behind", 78.5, -1.9, "Sở")
    assert row["pace"] == pytest.approx(0.733333333)
    code, again, _ = run(new, *load)
    assert code == 0
    assert again.startswith("Kho đã có đúng 2 số liệu này")
    assert again.split()[-1] == out.split()[-1]


def test_a_file_with_mistakes_is_refused_whole(run, new, actuals_file, tmp_path):
    path = actuals_file(
        "bac_ninh,trained_labour,total,2023,77,,", "bac_ninh,trained_labour,total,2024,178,,", "hue,x,total,2024,1,,"
    )
    code, out, err = run(new, "load", path, "--origin", "official", "--by", "x")
    assert (code, out) == (1, "")
    assert [line.split(": ")[0] for line in err.splitlines()] == [
        "Có 3 lỗi trong dữ liệu.", f"{path}:3", f"{path}:4", f"{path}:4",
    ]  # fmt: skip
    assert not (tmp_path / "catalog.sqlite").exists()  # the store was not even opened


def test_the_origins_are_never_mixed(run, new, actuals_file):
    path = actuals_file("bac_ninh,trained_labour,total,2023,77,,")
    assert run(new, "load", path, "--origin", "illustrative", "--by", "x")[0] == 0
    code, _, err = run(new, "load", path, "--origin", "official", "--by", "x")
    assert code == 1
    assert "không ghi lẫn số liệu chính thức" in err
    store = open_store(store_location(new))
    assert store.table("observations").height == 1  # no curated figure either
    store.close()


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"DASHBOARD_STORE": "mysql:here"}, "DASHBOARD_STORE phải là sqlite:ĐƯỜNG_DẪN hoặc postgres:CHUỖI_KẾT_NỐI"),
        ({"DASHBOARD_STORE": "sqlite:"}, "DASHBOARD_STORE phải là"),
        ({"DASHBOARD_STORE": "postgres:dbname=x"}, "Kho trên PostgreSQL cần DASHBOARD_FILES"),
        ({"DASHBOARD_STORE": "postgresql://u:sesame@h/x"}, "postgresql://u:***@h/x"),
        ({"DASHBOARD_STORE": "sqlite:/dev/null/catalog.sqlite"}, "Không mở được kho số liệu"),
    ],
)
def test_a_store_that_cannot_be_opened_is_a_clear_message(run, environment, told):
    code, out, err = run(environment, "gaps")
    assert (code, out) == (1, "")
    assert told in err
    assert "sesame" not in err


def test_where_the_store_lies_can_be_said_in_full_or_in_part(tmp_path):
    def place(**environment):
        return store_location({name: str(value) for name, value in environment.items()})

    catalogue = tmp_path / "x.sqlite"
    assert place(DASHBOARD_STORE=f"sqlite:{catalogue}") == StoreLocation(
        "sqlite", str(catalogue), f"{tmp_path}/x-files/"
    )
    assert place(DASHBOARD_STORE=f"sqlite:{catalogue}", DASHBOARD_FILES=tmp_path / "f").files == f"{tmp_path}/f/"
    remote = place(DASHBOARD_STORE="postgres:host=h dbname=d", DASHBOARD_FILES="s3://bucket/files")
    assert remote == StoreLocation("postgres", "host=h dbname=d", "s3://bucket/files/")
    assert not remote.is_folder
    assert place().files.endswith("/data/store/files/")


# ---- as a program ------------------------------------------------------------------------------


def program(environment, *arguments, **options):
    return subprocess.Popen(
        (sys.executable, "-m", "dashboard", *arguments),
        env={**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def test_it_runs_as_a_program_on_a_terminal_without_utf_8(environment, whole_table):
    out, err = program(environment, "gaps", "--format", "json").communicate()
    assert err == b""
    assert json.loads(out) == whole_table


def test_a_reader_that_stops_early_leaves_no_traceback(environment):
    process = program(environment, "gaps")
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait()
