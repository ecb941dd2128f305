"""Where in a document something stands, in words."""

from dashboard.plans.indicator_rows import Row
from dashboard.words.messages import Problem, mark


def of_row(row: Row) -> Problem:
    """Return the place of a row of indicators."""
    return Problem(
        mark("Bảng {table}, dòng {line}, hàng {label}"), {"table": row.table, "line": row.line, "label": row.label}
    )


def of_line(table: int, line: int) -> Problem:
    """Return the place of a line of a table."""
    return Problem(mark("Bảng {table}, dòng {line}"), {"table": table, "line": line})


def of_table(table: int) -> Problem:
    """Return the place of a table."""
    return Problem(mark("Bảng {table}"), {"table": table})


def of_section(section: str) -> Problem:
    """Return the place of a paragraph."""
    return Problem(mark("Mục {section}"), {"section": section}) if section else Problem(mark("Phần đầu văn bản"))


def whole() -> Problem:
    """Return the place of what the whole plan is about."""
    return Problem(mark("Cả kế hoạch"))
