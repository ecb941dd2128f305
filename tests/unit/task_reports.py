"""Reports on tasks of Bắc Ninh for 2025, and the mart they are held against."""

import datetime as dt

from dashboard.intake.context import Context
from dashboard.mart.mart import Mart
from tests.task_reports import publish, report

TODAY = dt.date(2026, 11, 27)
SCOPE = Context(("bac_ninh",), (), 2025)
OF_NO_TIME = "bac_ninh_246_a2_iii_1"  # under its own plan
ASKED_EVERY_YEAR = "bac_ninh_246_a2_i_1"
DUE_2025, DUE_2026 = "bac_ninh_246_a3_i_1", "bac_ninh_246_a3_vi_1"  # the plan prints a decision as their product
OF_ANOTHER_PROVINCE = "tuyen_quang_103_a2_i_2"


def mart_of_reports(catalogue, store, published):
    """Return the mart of a day by which these reports are published: rows of ``TASK_REPORT_SCHEMA``, what is left out is null."""
    given = [report(row["task"], row["year"], row["state"], "2026-01-15") | row for row in published]
    return publish(Mart(catalogue, store, as_of=TODAY), *given, day=TODAY.isoformat())


def line_of(row, columns):
    """Return the cells of a row; what it does not say is that of a task under way in 2025, of which something was done."""
    cells = {"task": OF_NO_TIME, "year": "2025", "state": "Đang thực hiện", **row}
    if cells["state"] and not {"what_was_done", "document_number"} & set(row):
        cells["what_was_done"] = "Đã họp"
    return [cells.get(name, "") for name in columns]
