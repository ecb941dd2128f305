"""A view's rows elsewhere: the code for pandas runs against a server and gives them, and a letter tells them in words."""

import pytest

from dashboard.exports import AS_USUAL, Arrangement, export_of
from dashboard.exports.code import pandas_code, power_query_code, query_of, r_code
from dashboard.exports.letter import LETTERS, MOST_LINES, letter
from dashboard.filters import Filters
from dashboard.mart.mart import CurrentMart
from dashboard.store.store import open_store
from tests.integration.api_installation import Installation
from tests.stores import demo_store

VIEWS = [
    ("gaps", Filters(provinces=("bac_ninh", "bac_giang"), sectors=("health",), years=(2024, 2025)), AS_USUAL),
    ("gaps", Filters(provinces=("bac_ninh",)), Arrangement(columns=("indicator", "actual", "status"), sort=("-gap", "year"))),
    ("gaps", Filters(sectors=("labour",)), Arrangement(view="wide")),
    ("tasks", Filters(task_statuses=("overdue",)), AS_USUAL),
    ("actions", Filters(provinces=("bac_ninh",)), AS_USUAL),
]  # fmt: skip


@pytest.fixture(scope="module")
def installation(catalogue, tmp_path_factory):
    store = open_store(demo_store(tmp_path_factory.getbasetemp()))
    yield Installation(catalogue, CurrentMart(catalogue, store))
    store.close()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("table", "filters", "arrangement"), VIEWS)
def test_the_pandas_code_gives_exactly_the_rows_of_the_view(installation, site, table, filters, arrangement, language):
    query = query_of(filters, arrangement, language)
    found = {}
    exec(pandas_code(table, query, f"{site}/", needs_token=False), found)
    mart, catalogue = installation.marts.current, installation.catalogue
    export = export_of(table, mart, catalogue, filters, arrangement=arrangement, language=language)
    frame = found[table]
    assert list(frame.columns) == [column.name for column in export.columns]
    assert len(frame) == export.rows.height > 0
    text = next(name for name in ("indicator_name", "title", "what") if name in frame.columns)
    assert frame[text].tolist() == export.frame()[text].to_list()


def test_where_people_sign_in_the_code_has_a_place_for_the_token(installation):
    query = query_of(Filters(years=(2025,)), AS_USUAL, "vi")
    for make in (pandas_code, r_code, power_query_code):
        assert "TOKEN" in make("gaps", query, "https://x.example.vn", needs_token=True)
        assert "TOKEN" not in make("gaps", query, "https://x.example.vn", needs_token=False)
    given = {}
    code = pandas_code("gaps", query, "https://x.example.vn", needs_token=True)
    exec(
        code.replace("import pandas as pd", ""),
        {"pd": type("", (), {"read_csv": staticmethod(lambda *a, **k: given.update(k))})},
    )
    assert given == {"storage_options": {"Authorization": "Bearer TOKEN"}}


def test_power_query_asks_the_same_and_takes_numbers_for_numbers():
    query = query_of(Filters(provinces=("bac_ninh", "bac_giang"), years=(2025,)), AS_USUAL, "en")
    code = power_query_code("gaps", query, "https://x.example.vn/", needs_token=False)
    assert 'Web.Contents("https://x.example.vn", [' in code
    assert 'Query = [province = "bac_ninh,bac_giang", year = "2025", lang = "en"]' in code
    assert '{"actual", type number}' in code
    assert '{"year", Int64.Type}' in code
    assert "{{" not in code.replace('{{"', "")
    for opening, closing in ("()", "[]", "{}"):
        assert code.count(opening) == code.count(closing)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("table", LETTERS)
def test_a_letter_tells_every_row_where_it_comes_from_and_nothing_undefined(installation, table, language):
    filters = Filters(provinces=("bac_ninh",), years=() if table == "actions" else (2025,))
    mart, catalogue = installation.marts.current, installation.catalogue
    export = export_of(table, mart, catalogue, filters, language=language, site="https://x.example.vn")
    text = letter(export)
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(lines) == export.rows.height <= MOST_LINES
    assert "None" not in text
    assert export.citation in text
    assert export.permalink in text


def test_a_letter_says_figures_with_unit_target_status_and_agency(installation):
    filters = Filters(provinces=("bac_ninh",), indicators=("unemployment_rate",), breakdowns=("total",), years=(2024,))
    export = export_of("gaps", installation.marts.current, installation.catalogue, filters, site="https://x")
    (line,) = [line for line in letter(export).splitlines() if line.startswith("- ")]
    (row,) = export.frame().iter_rows(named=True)
    actual = f"{row['actual']:.2f}".rstrip("0").replace(".", ",")
    assert line.startswith(
        f"- Tỉ lệ thất nghiệp, Bắc Ninh, 2024: thực hiện {actual} %; mục tiêu năm 2025: {row['printed_target']}; "
    )
    assert all(installation.catalogue.agency[id_].name("vi") in line for id_ in row["holders"].split(";"))


def test_a_long_letter_says_how_many_rows_it_leaves_to_its_link(installation):
    export = export_of("gaps", installation.marts.current, installation.catalogue, Filters(), site="https://x")
    lines = [line for line in letter(export).splitlines() if line.startswith("- ")]
    assert len(lines) == MOST_LINES + 1
    assert f"{export.rows.height - MOST_LINES:,}".replace(",", ".") in lines[-1]
