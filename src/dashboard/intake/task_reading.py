"""An uploaded file of reports on tasks to a sheet: read by the readers of figures, under the headings of its own form."""

from dashboard.intake.reading import read
from dashboard.intake.sheet import Sheet
from dashboard.intake.task_columns import TASK_REPORTS


def read_task_reports(content: bytes, file_name: str) -> Sheet:
    """Return the table of reports in the file.

    Raises:
        Refusal: The file cannot be read, or is another form; its ``code`` and message say why and what to do.
    """
    return read(content, file_name, form=TASK_REPORTS)
