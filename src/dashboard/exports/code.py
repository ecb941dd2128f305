"""The rows of a view for programs: their address in the API, and the few lines of pandas, R and Power Query that fetch them."""

from urllib.parse import urlencode

from dashboard.exports.arrangement import Arrangement
from dashboard.exports.columns import COLUMNS, TABLES, Kind, Table
from dashboard.filters import Filters

_NUMBERS: dict[Kind, str] = {"number": "type number", "count": "Int64.Type", "year": "Int64.Type"}
"""How Power Query names the kinds of columns that are numbers."""
_PANDAS = """import pandas as pd

{name} = pd.read_csv(
    "{address}",{token}
)
"""
_PANDAS_TOKEN = """
    storage_options={"Authorization": "Bearer TOKEN"},"""
_R = """{name} <- read.csv("{address}", encoding = "UTF-8")
"""
_R_WITH_TOKEN = """library(httr2)
answer <- request("{address}") |>
  req_auth_bearer_token("TOKEN") |>
  req_perform()
{name} <- read.csv(text = resp_body_string(answer))
"""
_POWER_QUERY = """let
    Source = Web.Contents("{site}", [
        RelativePath = "api/v1/{name}.csv",
        Query = [{query}]{token}]),
    Rows = Table.PromoteHeaders(
        Csv.Document(Source, [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),
        [PromoteAllScalars = true]),
    Typed = Table.TransformColumnTypes(Rows, {{{types}}}, "en-US")
in
    Typed
"""
_POWER_QUERY_TOKEN = """,
        Headers = [Authorization = "Bearer TOKEN"]"""


Query = dict[str, list[str]]


def query_of(filters: Filters, arrangement: Arrangement, language: str) -> Query:
    """Return the parameters with which the API gives exactly these rows."""
    return filters.query() | arrangement.query() | ({"lang": ["en"]} if language == "en" else {})


def address_of(table: Table, query: Query, site: str) -> str:
    """Return the address of the rows as CSV."""
    asked = urlencode(query, doseq=True)
    return f"{site.rstrip('/')}/api/v1/{table}.csv" + (f"?{asked}" if asked else "")


def pandas_code(table: Table, query: Query, site: str, *, needs_token: bool) -> str:
    """Return Python that reads the rows into a frame named as the table."""
    token = _PANDAS_TOKEN if needs_token else ""
    return _PANDAS.format(name=table, address=address_of(table, query, site), token=token)


def r_code(table: Table, query: Query, site: str, *, needs_token: bool) -> str:
    """Return R that reads the rows into a data frame named as the table."""
    return (_R_WITH_TOKEN if needs_token else _R).format(name=table, address=address_of(table, query, site))


def power_query_code(table: Table, query: Query, site: str, *, needs_token: bool) -> str:
    """Return the query for Excel's advanced editor, with numbers as numbers."""
    held = [name for text in query.get("columns", TABLES[table]) for name in text.split(",")]
    kinds = {name: COLUMNS[name].kind for name in held if name in COLUMNS} if "view" not in query else {}
    types = ", ".join(f'{{"{name}", {_NUMBERS[kind]}}}' for name, kind in kinds.items() if kind in _NUMBERS)
    asked = ", ".join(f'{name} = "{",".join(values)}"' for name, values in query.items())
    token = _POWER_QUERY_TOKEN if needs_token else ""
    return _POWER_QUERY.format(site=site.rstrip("/"), name=table, query=asked, types=types, token=token)
