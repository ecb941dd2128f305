"""Exports as Parquet: typed columns, and the description in the file's own key-value metadata."""

from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.exports.description import Export
from dashboard.exports.text import about


def write_parquet(export: Export, path: Path) -> None:
    """Write the file; its metadata have the description as JSON under ``about``, and each column its meaning."""
    meanings = {column.name: export.say(column.meaning) for column in export.columns}
    fields = [
        field.with_metadata({"description": meanings[field.name]})
        for field in export.first(1).frame().to_arrow().schema
    ]
    schema = pa.schema(fields, {"about": orjson.dumps(about(export))})
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for part in export.slices(100_000):
            writer.write_table(part.to_arrow().cast(schema))
