"""How rows are laid out: what an address says is read back, and every file is laid out as it says."""

import csv
import io
import json
import zipfile

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports import AS_USUAL, FORMATS, TABLES, Arrangement, content, export_of
from dashboard.exports.arrangement import ALWAYS, BESIDE, NAMES, sortable_columns
from dashboard.exports.workbook import write_xlsx
from dashboard.filters import Filters
from dashboard.method import STATUSES

RATE = ("unemployment_rate", "total")
MALARIA = ("malaria_elimination", "total")
FILTERS = Filters(indicators=(RATE[0], MALARIA[0]), years=(2022, 2023, 2024))


@pytest.fixture(scope="module")
def mart(mart_of, catalogue):
    rows = [("bac_ninh", *RATE, year, value) for year, value in ((2022, 2.6), (2023, 2.4), (2024, 2.5))]
    return mart_of(
        [
            *rows,
            ("tuyen_quang", *RATE, 2023, 1.5),
            ("bac_giang", *MALARIA, 2024, catalogue.indicator[MALARIA[0]].levels[0].id),
        ]
    )


def laid_out(mart, catalogue, filters=FILTERS, table="gaps", **layout):
    return export_of(table, mart, catalogue, filters, arrangement=Arrangement(**layout))


@st.composite
def any_layout(draw, table="gaps"):
    names = st.lists(st.sampled_from(sortable_columns(table)), max_size=3, unique=True)
    signs = st.lists(st.sampled_from(["", "-"]), min_size=3, max_size=3)
    columns = st.lists(st.sampled_from(TABLES[table]), max_size=4, unique=True)
    sort = [sign + name for sign, name in zip(draw(signs), draw(names), strict=False)]
    chosen = draw(columns)
    return Arrangement(columns=tuple(name for name in TABLES[table] if name in chosen), sort=tuple(sort))


@given(layout=any_layout())
def test_what_an_address_says_is_read_back(layout):
    assert Arrangement.parse("gaps", layout.query()) == (layout, [])


def test_as_usual_is_no_text():
    assert AS_USUAL.query() == {}
    assert Arrangement.parse("gaps", {}) == (AS_USUAL, [])


@given(texts=st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=20), max_size=3)))
def test_nonsense_is_told_and_never_raises(texts):
    _, problems = Arrangement.parse("gaps", texts)
    assert all(problem.tell() for problem in problems)


def test_what_cannot_be_read_is_told_with_the_nearest_and_the_rest_is_kept():
    layout, problems = Arrangement.parse(
        "gaps", {"sort": ["-gapp,year"], "columns": ["statuss", "pace"], "view": ["wid"]}
    )
    assert layout == Arrangement(columns=("pace",), sort=("year",))
    assert [problem.tell() for problem in problems] == [
        "Không có cách xem “wid” → wide?.",
        "Bảng không có cột “statuss” → status?.",
        "Không sắp xếp được theo “gapp” → gap?.",
    ]


def test_rows_are_ordered_both_ways_with_what_is_undefined_last(mart, catalogue):
    up = laid_out(mart, catalogue, sort=("actual",)).frame()["actual"].to_list()
    down = laid_out(mart, catalogue, sort=("-actual",)).frame()["actual"].to_list()
    known = sorted(value for value in up if value is not None)
    assert up == [*known, *[None] * (len(up) - len(known))]
    assert down == [*reversed(known), *[None] * (len(up) - len(known))]


def test_ids_are_ordered_as_the_catalogue_does_and_equal_rows_stay_as_they_were(mart, catalogue):
    usual = laid_out(mart, catalogue).frame()
    by_province = laid_out(mart, catalogue, sort=("-province",)).frame()
    places = {id_: place for place, id_ in enumerate(catalogue.province)}
    assert by_province["province"].to_list() == sorted(usual["province"], key=lambda id_: -places[id_])
    for (province,), rows in by_province.group_by(["province"], maintain_order=True):
        assert rows.equals(usual.filter(province=province))
    by_status = laid_out(mart, catalogue, sort=("status", "year")).frame()
    keys = [(STATUSES.index(status), year) for status, year in by_status.select("status", "year").iter_rows()]
    assert keys == sorted(keys)


def test_chosen_columns_bring_their_words_and_where_rows_come_from(mart, catalogue):
    export = laid_out(mart, catalogue, columns=("status", "indicator", "actual"))
    expected = {
        "status",
        "indicator",
        "actual",
        *ALWAYS,
        *(name for id_ in ("status", "indicator", "actual") for name in BESIDE[id_]),
    }
    names = [column.name for column in export.columns]
    assert names == [name for name in TABLES["gaps"] if name in expected]
    assert export.frame().equals(laid_out(mart, catalogue).frame().select(names))


def test_years_stand_across_with_a_row_for_each_series(mart, catalogue):
    frame = laid_out(mart, catalogue, view="wide").frame()
    assert [name for name in frame.columns if name[:2] == "20"] == [
        "2022", "2023", "2024", "2022_level", "2023_level", "2024_level",
    ]  # fmt: skip
    rows = {(row["province"], row["indicator"]): row for row in frame.filter(breakdown="total").iter_rows(named=True)}
    assert [rows["bac_ninh", RATE[0]][year] for year in ("2022", "2023", "2024")] == [2.6, 2.4, 2.5]
    assert [rows["tuyen_quang", RATE[0]][year] for year in ("2022", "2023", "2024")] == [None, 1.5, None]
    malaria = rows["bac_giang", MALARIA[0]]
    levels = catalogue.indicator[MALARIA[0]].levels
    assert (malaria["2024"], malaria["2024_level"]) == (0.0, levels[0].id)
    long = laid_out(mart, catalogue).frame()
    assert frame.height == long.select("province", "indicator", "breakdown").n_unique()
    assert laid_out(mart, catalogue, view="wide", sort=("-2023",)).frame()["2023"].drop_nulls().to_list() == [2.4, 1.5]


@pytest.mark.parametrize("layout", [{"view": "wide"}, {"sort": ("-gap",), "columns": ("province", "actual", "gap")}])
def test_every_format_is_laid_out_alike(mart, catalogue, layout, tmp_path):
    export = laid_out(mart, catalogue, **layout)
    expected = export.frame()
    lines = list(csv.reader(io.StringIO(content(export, "csv").decode())))
    assert lines[0] == expected.columns
    assert len(lines) == expected.height + 1
    rows = json.loads(content(export, "json"))["rows"]
    assert rows == expected.to_dicts()
    (tmp_path / "file.parquet").write_bytes(content(export, "parquet"))
    assert pl.read_parquet(tmp_path / "file.parquet").equals(expected)
    sheet = openpyxl.load_workbook(io.BytesIO(content(export, "xlsx")))["Số liệu"]
    assert [cell.value for cell in sheet[1]] == expected.columns
    assert sheet.max_row == expected.height + 1
    with zipfile.ZipFile(io.BytesIO(content(export, "zip"))) as package:
        schema = json.loads(package.read("datapackage.json"))["resources"][0]["schema"]
    assert [field["name"] for field in schema["fields"]] == expected.columns
    assert schema.get("primaryKey") == (
        ["province", "indicator", "breakdown"] if layout.get("view") == "wide" else None
    )


def test_sdmx_keeps_its_own_structure(mart, catalogue):
    wide, usual = (content(laid_out(mart, catalogue, view=view), "sdmx.csv") for view in ("wide", "list"))
    assert wide == usual


def test_the_permalink_and_the_name_say_the_layout(mart, catalogue):
    export = laid_out(mart, catalogue, view="wide", sort=("-province",))
    assert export.permalink.endswith("sort=-province&view=wide")
    assert "theo-nam" in export.file_name("csv")
    assert len({laid_out(mart, catalogue, sort=sort).file_name("csv") for sort in ((), ("gap",), ("-gap",))}) == 3


@pytest.mark.parametrize("layout", [{}, {"view": "wide"}])
def test_charts_of_a_workbook_are_of_its_own_cells(mart, catalogue, layout, tmp_path):
    write_xlsx(laid_out(mart, catalogue, **layout), tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    data = book["Số liệu"]
    chart = book["Biểu đồ"]._charts[0]
    of_cells = [series.val.numRef.f for series in chart.series]
    values = [
        [cell.value for line in data[place.split("!")[1].replace("$", "")] for cell in line] for place in of_cells
    ]
    assert [2.6, 2.4, 2.5] in values


def test_rows_in_another_order_make_no_line(mart, catalogue, tmp_path):
    write_xlsx(laid_out(mart, catalogue, sort=("year",)), tmp_path / "book.xlsx")
    assert "Biểu đồ" not in openpyxl.load_workbook(tmp_path / "book.xlsx").sheetnames


def test_every_format_is_covered():
    assert set(FORMATS) == {"csv", "json", "parquet", "xlsx", "zip", "sdmx.csv"}
