"""Exports as a Data Package (Frictionless, version 2): a zip of the CSV, its table schema, a note to read, and the same as SDMX."""

import io
import zipfile
from csv import DictWriter as csv_writer
from pathlib import Path
from typing import Any

import orjson

from dashboard.exports.columns import Kind
from dashboard.exports.description import Export
from dashboard.exports.sdmx import sdmx_csv
from dashboard.exports.sdmx_structure import structure_ml
from dashboard.exports.text import about, csv
from dashboard.notation import DEFINITION_PARTS

_FIELD_TYPES: dict[Kind, str] = {
    "code": "string",
    "text": "string",
    "number": "number",
    "count": "integer",
    "year": "integer",
    "truth": "boolean",
    "moment": "datetime",
    "day": "date",
}
DEFINITION_COLUMNS = ("indicator", "indicator_name", "definition", *DEFINITION_PARTS)
_SAME_TIME = (1980, 1, 1, 0, 0, 0)


def write_zip(export: Export, path: Path) -> None:
    """Write the package; the same export has the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:

        def entry(name: str) -> zipfile.ZipInfo:
            info = zipfile.ZipInfo(name, _SAME_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            return info

        package.writestr(entry("datapackage.json"), orjson.dumps(descriptor(export), option=orjson.OPT_INDENT_2))
        package.writestr(entry("README.md"), _note(export))
        for name, parts in ((f"data/{export.table}.csv", csv), (f"sdmx/{export.table}.sdmx.csv", sdmx_csv)):
            with package.open(entry(name), "w", force_zip64=True) as file:
                for part in parts(export):
                    file.write(part)
        package.writestr(entry(f"sdmx/{export.table}.xml"), structure_ml(export.table, export.catalogue))
        package.writestr(entry("data/definitions.csv"), _definitions(export))


def descriptor(export: Export) -> dict[str, Any]:
    """Return what ``datapackage.json`` says; our own description stands under ``about``."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"social-policy-{export.table}",
        "title": export.title,
        "description": export.citation,
        "version": f"{export.snapshot}",
        "sources": [
            {"title": " – ".join(filter(None, (source.source, source.source_table)))} for source in export.sources
        ]
        or [{"title": plan} for plan in export.plans],
        "about": about(export),
        "resources": [
            {
                "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
                "name": export.table,
                "type": "table",
                "path": f"data/{export.table}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {
                    "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
                    "lineTerminator": "\n",
                },
                "schema": {
                    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
                    "fields": [
                        {
                            "name": column.name,
                            "type": _FIELD_TYPES[column.kind],
                            "description": export.say(column.meaning),
                        }
                        for column in export.columns
                    ],
                    "missingValues": [""],
                    **({"primaryKey": export.key} if export.key else {}),
                },
            },
            {
                "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
                "name": "definitions",
                "type": "table",
                "path": "data/definitions.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
                    "fields": [{"name": name, "type": "string"} for name in DEFINITION_COLUMNS],
                    "missingValues": [""],
                    "primaryKey": ["indicator"],
                },
            },
        ],
    }


def _definitions(export: Export) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv_writer(buffer, DEFINITION_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(export.definitions)
    return buffer.getvalue().encode()


def _note(export: Export) -> str:
    lines = [f"# {export.title}", "", export.citation, ""]
    lines += [f"- {name}: {chosen}" for name, chosen in export.filters_in_words]
    lines += [f"- {export.permalink}", f"- {export.method}", f"- {export.rows.height} / {export.total}", ""]
    return "\n".join(lines)
