"""The forms that can be handed in, and which of them a file is."""

from collections.abc import Iterable, Sequence

from dashboard.intake.form import Form
from dashboard.intake.task_columns import TASK_REPORTS
from dashboard.intake.template_columns import FIGURES

FORMS = (FIGURES, TASK_REPORTS)
HEADINGS = {name: column.heading for form in FORMS for name, column in form.columns.items()}
"""The heading of every column of every form; columns of one name have one heading."""


def other_form(rows: Iterable[Sequence[str]], form: Form) -> Form | None:
    """Return the form whose headings the rows hold rather than those of the one that is read; None where they hold no other's.

    Args:
        rows: The cells of the rows near the top.
        form: What the file is read as.
    """
    for row in rows:
        own = form.known(row)
        for other in FORMS:
            known = other.known(row)
            if other is not form and other.lacks(known) is None and len(known) > len(own):
                return other
    return None
