"""SDMX: the structure of every table is valid, and the readers of statistical offices read file and structure together."""

import datetime as dt
import zipfile

import polars as pl
import pytest
import sdmx
from pysdmx.io import get_datasets, read_sdmx

from dashboard.exports import TABLES, content, export_of
from dashboard.exports.sdmx_structure import structure_ml
from dashboard.filters import Filters
from dashboard.store.actions import Action, add_action


@pytest.fixture(scope="module")
def mart(mart_of, reused_store):
    action = Action("bac_ninh", "unemployment_rate", "total", "statistics_office", "Mở sàn việc làm", "")
    reused_store.transact(
        lambda ledger: add_action(ledger, action, "assigned", due=dt.date(2026, 1, 31), actor="lanh-dao@example.vn")
    )
    return mart_of(
        [("bac_ninh", "unemployment_rate", "total", 2023, 2.4), ("bac_ninh", "unemployment_rate", "total", 2024, 2.3)]
    )


@pytest.fixture(scope="module")
def files(catalogue, tmp_path_factory, mart):
    """The SDMX-CSV and the structure of each table, from the ZIP."""
    folder = tmp_path_factory.mktemp("sdmx")
    for table in TABLES:
        path = folder / f"{table}.zip"
        path.write_bytes(content(export_of(table, mart, catalogue, Filters()), "zip"))
        zipfile.ZipFile(path).extractall(folder)
    return folder / "sdmx"


@pytest.mark.parametrize("table", TABLES)
def test_pysdmx_finds_the_structure_valid_and_reads_file_and_structure(files, table, mart, catalogue):
    message = read_sdmx(files / f"{table}.xml", validate=True)
    assert [flow.id for flow in message.get_dataflows()] == [table.upper()]
    (dataset,) = get_datasets(files / f"{table}.sdmx.csv", files / f"{table}.xml")
    rows = export_of(table, mart, catalogue, Filters()).frame()
    assert len(dataset.data) == rows.height > 0
    components = {component.id: component for component in dataset.structure.components}
    assert set(dataset.data.columns) - {"STRUCTURE", "STRUCTURE_ID", "ACTION"} == set(components)
    for id_, component in components.items():
        if component.enumeration is not None:
            known = {code.id for code in component.enumeration}
            assert {value for value in dataset.data[id_].dropna() if value != ""} <= known, id_


@pytest.mark.parametrize("table", TABLES)
def test_sdmx1_reads_file_and_structure(files, table, mart, catalogue):
    structure = sdmx.read_sdmx(files / f"{table}.xml")
    data = sdmx.read_sdmx(files / f"{table}.sdmx.csv", structure=structure.dataflow[table.upper()])
    rows = export_of(table, mart, catalogue, Filters()).frame()
    (dataset,) = data.data
    assert len(dataset) == rows.height
    area = [str(one.key["REF_AREA"].value) for one in dataset.obs]
    assert area == rows["province"].to_list()
    values = {"gaps": "actual", "actuals": "actual", "targets": "target", "actions": "days_overdue"}
    if table in values:
        read = [float(one.value) if one.value else None for one in dataset.obs]
        assert read == rows[values[table]].cast(pl.Float64).to_list()


@pytest.mark.parametrize("table", TABLES)
def test_names_are_in_both_languages_and_the_bytes_are_the_same_again(files, table, catalogue):
    assert (files / f"{table}.xml").read_bytes() == structure_ml(table, catalogue)
    names = sdmx.read_sdmx(files / f"{table}.xml").codelist["CL_AREA"]["bac_ninh"].name.localizations
    assert names == {"vi": catalogue.province["bac_ninh"].name("vi"), "en": catalogue.province["bac_ninh"].name("en")}
