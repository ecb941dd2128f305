"""The OpenAPI document, made of the catalogue and of the columns: what it says is what is answered."""

from typing import Any

from dashboard.api.asking import LONGEST_QUERY, MOST_ROWS, parameters_of
from dashboard.api.document_answers import PATHS
from dashboard.api.feeds import ATOM_PARAMETERS, CALENDAR_PARAMETERS
from dashboard.changes import atom
from dashboard.documents.content import FILTERS, MOST_PROVINCES
from dashboard.documents.content import TITLES as DOCUMENT_TITLES
from dashboard.documents.formats import MEDIA_TYPES
from dashboard.documents.formats import Ending as DocumentEnding
from dashboard.documents.model import Kind as DocumentKind
from dashboard.exports import COLUMNS, FORMATS, TABLES, Ending, Table
from dashboard.exports.arrangement import ALWAYS, VIEWS, sortable_columns
from dashboard.exports.columns import TITLES, Kind
from dashboard.exports.sdmx_structure import MEDIA_TYPE as STRUCTURE_TYPE
from dashboard.method import STATUSES, TASK_KINDS, TASK_STATUS
from dashboard.notation import DEFINITION_PARTS
from dashboard.reference.catalogue import Catalogue
from dashboard.words.translations import LANGUAGES, translator

_TYPES: dict[Kind, dict[str, Any]] = {
    "code": {"type": ["string", "null"]},
    "text": {"type": ["string", "null"]},
    "number": {"type": ["number", "null"]},
    "count": {"type": ["integer", "null"]},
    "year": {"type": ["integer", "null"]},
    "truth": {"type": ["boolean", "null"]},
    "moment": {"type": ["string", "null"], "format": "date-time"},
    "day": {"type": ["string", "null"], "format": "date"},
}


_FEEDS = {
    "changes.atom": (atom.MEDIA_TYPE, ATOM_PARAMETERS, "What changed, an entry a change (Atom)"),
    "deadlines.ics": ("text/calendar", CALENDAR_PARAMETERS, "Deadlines and due dates of what is not over (iCalendar)"),
}


def openapi(catalogue: Catalogue, base: str) -> dict[str, Any]:
    """Return the document, version 3.1."""
    paths: dict[str, Any] = {}
    for table in TABLES:
        for ending in FORMATS:
            paths[f"{base}/{table}.{ending}"] = {"get": _rows(table, ending, catalogue)}
        paths[f"{base}/sdmx/{table}.xml"] = {
            "get": {
                "operationId": f"sdmx_{table}",
                "summary": f"Dataflow, data structure definition and code lists of {table}.sdmx.csv (SDMX-ML 3.0)",
                "responses": _responses({STRUCTURE_TYPE: {"schema": {"type": "string"}}}, paged=False),
            }
        }
    for kind, of_document in PATHS:
        paths[f"{base}/reports/{kind}.{of_document}"] = {"get": _document(kind, of_document, catalogue)}
    language = [_parameters(catalogue)["lang"]]
    paths[f"{base}/indicators"] = {
        "get": {
            "operationId": "indicators",
            "summary": "Every indicator of the catalogue",
            "parameters": language,
            "responses": _responses({"application/json": {"schema": _reference("Indicators")}}),
        }
    }
    id_ = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": [indicator.id for indicator in catalogue.indicators]},
    }
    paths[f"{base}/indicators/{{id}}"] = {
        "get": {
            "operationId": "indicator",
            "summary": "One indicator with every printed target",
            "parameters": [id_, *language],
            "responses": _responses({"application/json": {"schema": _reference("Indicator")}})
            | {"404": _error("There is no such indicator")},
        }
    }
    known = _parameters(catalogue)
    for name, (media_type, taken, summary) in _FEEDS.items():
        paths[f"{base}/{name}"] = {
            "get": {
                "operationId": name.replace(".", "_"),
                "summary": summary,
                "parameters": [known[parameter] for parameter in taken],
                "responses": _responses({media_type: {"schema": {"type": "string"}}}),
            }
        }
    health = {"application/json": {"schema": _reference("Health")}}
    paths[f"{base}/health"] = {
        "get": {
            "operationId": "health",
            "summary": "Whether figures can be read, and since when the store cannot be reached; needs no token",
            "security": [],
            "responses": {
                "200": {"description": "Figures can be read", "content": health},
                "503": _error("Not started"),
            },
        }
    }
    paths[f"{base}/ready"] = {
        "get": {
            "operationId": "ready",
            "summary": "Whether people can also hand in and review; needs no token",
            "security": [],
            "responses": {
                "200": {"description": "Ready", "content": health},
                "503": {
                    "description": "The store cannot be reached, or not started",
                    "content": {"application/json": {"schema": {"anyOf": [_reference("Health"), _reference("Error")]}}},
                },
            },
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Social policy of Vietnamese provinces: targets and actuals",
            "version": "1.0.0",
            "description": "The tables of the pages by the same filters. An empty list of a filter means all; null is undefined.",
        },
        "paths": paths,
        "security": [{}, {"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _rows(table: Table, ending: Ending, catalogue: Catalogue) -> dict[str, Any]:
    media_type = FORMATS[ending].media_type
    schema = _reference(table.title()) if ending == "json" else {"type": "string"}
    changed = {"409": _error("The figures changed since the first rows; begin again")}
    known = _parameters(catalogue) | _layout(table)
    return {
        "operationId": f"{table}_{ending.replace('.', '_')}",
        "summary": f"{translator('en')(TITLES[table])}, {ending}",
        "parameters": [known[name] for name in parameters_of(table, ending)],
        "responses": _responses({media_type: {"schema": schema}}) | changed,
    }


def _document(kind: DocumentKind, ending: DocumentEnding, catalogue: Catalogue) -> dict[str, Any]:
    known = _parameters(catalogue)
    parameters = [known[name] for name in (*FILTERS, "lang")]
    if kind == "annex":
        needed = {"required": True, "description": "The one agency whose annex it is"}
        parameters = [item | needed if item["name"] == "agency" else item for item in parameters]
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {
        "operationId": f"reports_{kind.replace('-', '_')}_{ending}",
        "summary": f"{translator('en')(DOCUMENT_TITLES[kind])}, {ending}: of one year (the last with figures where none is named) and at most {MOST_PROVINCES} provinces",
        "parameters": parameters,
        "responses": _responses({MEDIA_TYPES[ending]: binary}, paged=False),
    }


def _parameters(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """Return every parameter by name."""

    def of(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
        return {"name": name, "in": "query", "schema": schema, "description": description}

    def several(name: str, items: dict[str, Any], description: str) -> dict[str, Any]:
        schema = {"type": "array", "items": items}
        return of(name, schema, description) | {"style": "form", "explode": True}

    ids: dict[str, tuple[list[str], str]] = {
        "province": (list(catalogue.province), "Provinces of the plans"),
        "sector": (list(catalogue.sector), "Sectors"),
        "indicator": (list(catalogue.indicator), "Indicators"),
        "breakdown": (list(catalogue.breakdowns), "Parts of the population or territory"),
        "status": (list(STATUSES), "Statuses"),
        "agency": ([agency.id for agency in catalogue.agencies], "Agencies in charge"),
        "theme": (list(catalogue.theme), "Themes of tasks"),
        "kind": (list(TASK_KINDS), "Kinds of tasks"),
        "task_status": (list(TASK_STATUS), "Statuses of tasks"),
        "task": (list(catalogue.task), "Tasks"),
    }
    many = {name: several(name, {"type": "string", "enum": known}, text) for name, (known, text) in ids.items()}
    year = several("year", {"type": "integer", "minimum": 1990, "maximum": 2050}, "Years")
    return many | {
        "year": year,
        "as_of": of("as_of", {"type": "string", "format": "date"}, "Figures as known at the end of the day, today at the latest"),
        "since": of("since", {"type": "string", "format": "date"}, "First day of the changes, today at the latest; without it the first of last month"),
        "token": of("token", {"type": "string"}, "Token for feeds, where there is an access file"),
        "lang": of("lang", {"type": "string", "enum": list(LANGUAGES)}, "Language of names and messages"),
        "limit": of("limit", {"type": "integer", "minimum": 1, "maximum": MOST_ROWS}, "Rows at most"),
        "offset": of("offset", {"type": "integer", "minimum": 0, "maximum": 10**9}, "Rows to pass over"),
        "version": of("version", {"type": "string"}, "Stands in links to the next rows: where the figures have changed since the first rows, the answer is 409"),
        "excel": of("excel", {"type": "string", "enum": ["false", "true"]}, "With a byte order mark, and formulas disarmed"),
    }  # fmt: skip


def _layout(table: Table) -> dict[str, dict[str, Any]]:
    """Return the parameters that say how the rows of the table are laid out."""
    sortable = sortable_columns(table)
    directions = [*sortable, *(f"-{name}" for name in sortable)]
    year = {"type": "string", "pattern": "^-?[0-9]{4}$", "description": "With view=wide: the column of a year"}

    def of(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
        return {"name": name, "in": "query", "schema": schema, "description": description}

    return {
        "columns": of(
            "columns", {"type": "array", "items": {"type": "string", "enum": list(TABLES[table])}},
            "Columns of the file; words and origin come along. None means all",
        ),
        "sort": of(
            "sort", {"type": "array", "items": {"anyOf": [{"type": "string", "enum": directions}, year]}},
            "Columns the rows are ordered by; a minus before one means from the largest down. Undefined values come last",
        ),
        "view": of(
            "view", {"type": "string", "enum": list(VIEWS)},
            "list: a row for each year; wide: the actuals with a column for each year",
        ),
    }  # fmt: skip


def _responses(content: dict[str, Any], *, paged: bool = True) -> dict[str, Any]:
    headers: dict[str, Any] = {
        "ETag": {"schema": {"type": "string"}, "description": "Changes whenever a figure may have changed"}
    }
    if paged:
        headers |= {
            "Link": {"schema": {"type": "string"}, "description": "rel=next: the rows behind these"},
            "X-Total-Count": {"schema": {"type": "integer"}, "description": "Rows the filters mean"},
        }
    return {
        "200": {"description": "What was asked for", "headers": headers, "content": content},
        "304": {"description": "Nothing changed since the ETag given"},
        "400": _error("Every mistake of the request"),
        "401": _error("A token is needed"),
        "403": _error("The token's owner has no role"),
        "414": _error(f"More than {LONGEST_QUERY} characters after the question mark"),
        "429": _error("Too many requests; again after as many seconds as Retry-After says"),
        "503": _error("Busy or not ready; try again"),
    }


def _error(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": _reference("Error")}}}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: dict[str, Any], *, required: list[str] | None = None) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required or list(properties)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _schemas() -> dict[str, Any]:
    text, count = {"type": "string"}, {"type": "integer"}
    maybe = {"type": ["string", "null"]}
    number = {"type": ["number", "null"]}
    say = translator("en")
    tables = {
        table.title(): _object(
            {
                "about": {"type": "object"},
                "links": {"type": "object"},
                "rows": _list(
                    _object(
                        {
                            name: _TYPES[COLUMNS[name].kind] | {"description": say(COLUMNS[name].meaning)}
                            for name in columns
                        },
                        required=list(ALWAYS),  # the others may be left out by `columns`
                    )
                ),
            }
        )
        for table, columns in TABLES.items()
    }
    indicator = {
        "id": text, "name": text, "sector": text, "sector_name": text, "unit": maybe, "direction": text, "kind": text,
        "decimals": count, "tolerance": number, "minimum": number, "maximum": number, "breakdowns": _list(text),
        "levels": _list(_object({"id": text, "name": text})), "definition": maybe,
        **dict.fromkeys(DEFINITION_PARTS, maybe),
    }  # fmt: skip
    target = {
        "plan": text, "in_force": {"type": "boolean"}, "province": text, "row": text, "breakdown": text, "year": count,
        "printed": text, "comparator": maybe, "target": number,
    }  # fmt: skip
    problem = {"parameter": text, "message": text, "nearest": maybe}
    return tables | {
        "Indicators": _object({"indicators": _list(_object(indicator))}),
        "Indicator": _object(indicator | {"targets": _list(_object(target))}),
        "Health": _object(
            {
                "status": text, "store_unreachable_since": maybe, "store_went_back_at": maybe, "reference": text, "reference_refused_since": maybe,
                "snapshot": count, "as_of": text, "built_at": text, "age_seconds": count,
                "origin": text, "assessed_years": _list(count),
            }
        ),
        "Error": _object(
            {"error": _object({"status": count, "code": text, "message": text, "problems": _list(_object(problem))})}
        ),
    }  # fmt: skip
