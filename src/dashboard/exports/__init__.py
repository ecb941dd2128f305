"""Tables as files: raw numbers, ids and names, the rows of exactly the filters asked for, and where they come from."""

from dashboard.exports.columns import COLUMNS, TABLES, Table
from dashboard.exports.description import Export
from dashboard.exports.formats import FORMATS, Ending, content, stream
from dashboard.exports.gap_table import file_name, gaps_csv
from dashboard.exports.tables import export_of
from dashboard.exports.text import EXCEL_MARK

__all__ = [
    "COLUMNS", "EXCEL_MARK", "FORMATS", "TABLES", "Ending", "Export", "Table", "content", "export_of", "file_name",
    "gaps_csv", "stream",
]  # fmt: skip
