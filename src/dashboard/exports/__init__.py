"""Tables as files: raw numbers, ids and names, the rows of exactly the filters asked for, and where they come from."""

from dashboard.exports.arrangement import AS_USUAL, Arrangement
from dashboard.exports.building import export_of
from dashboard.exports.columns import COLUMNS, TABLES, Table
from dashboard.exports.description import Export, file_name
from dashboard.exports.formats import FORMATS, Ending, content, stream
from dashboard.exports.gap_table import gaps_csv, plain_csv
from dashboard.exports.text import EXCEL_MARK

__all__ = [
    "AS_USUAL", "COLUMNS", "EXCEL_MARK", "FORMATS", "TABLES", "Arrangement", "Ending", "Export", "Table", "content", "export_of", "file_name",
    "gaps_csv", "plain_csv", "stream",
]  # fmt: skip
