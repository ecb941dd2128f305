"""The rows of the task tables, word for word, under the section and part they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.plans.documents import Table
from dashboard.plans.headings import Layout
from dashboard.plans.numbering import BULLETS, annex_name, cleaned, is_number, is_roman
from dashboard.reference.targets import collapse


@dataclass(frozen=True)
class TaskRow:
    """One printed task or scheme; what its table has no column for is empty."""

    table: int
    line: int
    section: str
    number: str
    text: str
    lead: str
    coordinating: str
    timing: str
    submission: str
    submitted_to: str
    product: str

    @property
    def key(self) -> str:
        """What names the row in the questions about it."""
        return f"t{self.table}r{self.line}"


@dataclass
class TaskSection:
    """A section of a task table: its number, its heading, and the numbered headings below it."""

    number: str
    heading: str
    line: int
    parts: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class TaskTable:
    """One task table, its pieces on several pages joined.

    Attributes:
        table: Which table of the document it begins in.
        place: The annex it stands in, as it is cited.
        annex: The same as printed.
        is_of_schemes: Whether it lists documents to be submitted: it has a column for their product.
        sections: Its sections in order.
        rows: Its rows in order.
    """

    table: int
    place: str
    annex: str
    is_of_schemes: bool
    sections: list[TaskSection] = field(default_factory=list)
    rows: list[TaskRow] = field(default_factory=list)


def read_task_table(pieces: Sequence[tuple[Table, Layout, int, int]]) -> TaskTable:
    """Return the rows of a table that stands in one or several pieces."""
    table, layout = pieces[0][0], pieces[0][1]
    schemes = bool(layout.places("product") or layout.places("submitted_to"))
    found = TaskTable(table.number, annex_name(table.annex), table.annex, schemes)
    for piece, of_piece, start, end in pieces:
        for line in range(start, end):
            _take(found, piece, of_piece, line)
    return found


def _take(found: TaskTable, table: Table, layout: Layout, line: int) -> None:
    cells = table.rows[line]
    name = "task" if layout.places("task") else "name"
    number, text = cleaned(layout.text(cells, "number")), layout.text(cells, name)  # type: ignore[arg-type]  # both are meanings
    number = "" if number in BULLETS else number
    if not text and number and not is_number(number) and not is_roman(number):
        number, text = "", number
    if not text or text in {column.heading for column in layout.columns} or (text.isdigit() and number.isdigit()):
        return
    lead = layout.text(cells, "lead")
    if not lead:
        if is_roman(number) or not found.sections or not is_number(number):
            found.sections.append(TaskSection(number or str(len(found.sections) + 1), text, table.lines[line]))
        else:
            found.sections[-1].parts.append((number, text))
        return
    if not found.sections:
        found.sections.append(TaskSection("1", found.place, table.lines[line]))
    texts = {
        meaning: _without_stop(layout.text(cells, meaning))
        for meaning in ("lead", "coordinating", "timing", "submission", "submitted_to", "product")
    }
    found.rows.append(
        TaskRow(table.number, table.lines[line], found.sections[-1].number, number, collapse(text), **texts)
    )


def _without_stop(text: str) -> str:
    return text.rstrip(". ")
