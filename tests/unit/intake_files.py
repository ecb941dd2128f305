"""Small files handed in for Bắc Ninh and 2024, and what their checking comes to."""

import io

import xlsxwriter

from dashboard.intake.checking import check
from dashboard.intake.context import Context, accept
from dashboard.intake.reading import read

SCOPE = Context(("bac_ninh",), (), 2024)
HEADER = ["Mã chỉ tiêu", "Giá trị thực hiện", "Nguồn số liệu", "Ghi chú"]


def checking(mart, catalogue):
    """Return a function that checks a file, and once more as one of what its only question offers is chosen."""

    def checked(content, *, scope=SCOPE, decisions=None, choose=None):
        sheet = read(content if isinstance(content, bytes) else content.encode(), "x")
        result = check(sheet, scope, catalogue, mart, decisions)
        if choose is not None:
            (issue,) = [issue for issue in result.errors if issue.choices]
            return check(sheet, scope, catalogue, mart, accept(decisions or {}, issue.choices[choose]))
        return result

    return checked


def book(write):
    """Return a workbook that the function has written."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        write(workbook)
    return buffer.getvalue()


def table(workbook, rows, *, name=None, header=HEADER):
    sheet = workbook.add_worksheet(name)
    for line, cells in enumerate([header, *rows]):
        for place, cell in enumerate(cells):
            if cell is not None:
                sheet.write(line, place, cell)
    return sheet


def codes(result, severity="error"):
    return [issue.code for issue in result.issues if issue.severity == severity]


def figures(result):
    return result.observations.select("indicator", "value").rows()


def the(result, code):
    (issue,) = [issue for issue in result.issues if issue.code == code]
    return issue
