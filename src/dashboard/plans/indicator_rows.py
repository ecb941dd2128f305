"""The rows of the indicator tables, word for word: number, name, unit, cells by year, agencies, and what they stand under."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dashboard.plans.documents import Cell, Table
from dashboard.plans.headings import Layout, own_text
from dashboard.plans.numbering import BULLETS, cleaned, is_number, is_roman


@dataclass(frozen=True)
class Target:
    """One cell of a column of targets: the column's number, its heading, the years that it names, and the printed text."""

    column: int
    heading: str
    years: tuple[int, ...]
    printed: str
    shares_cell: bool = False
    """Whether one merged cell stands in this column and in the one before it."""


@dataclass(frozen=True)
class Row:
    """One printed line of an indicator table.

    Attributes:
        table: Which table of the document it stands in.
        line: Its number in the table, sheet or file.
        number: Its own printed number; empty for sub-rows and where none is printed.
        name: Its name as printed, without the dash of a sub-row.
        unit: Its unit as printed.
        targets: Its cells of targets; of a heading none prints anything.
        lead: Who is in charge, as printed in the row.
        coordinating: With whom, as printed in the row.
        is_sub: Whether it is printed as a part of a row above: with a dash or nothing for its number.
        sector: The number of the sector it stands under.
        sector_name: The printed name of that sector.
        label: Its number as the reference data counts rows.
        parent: The row it is a part of, as its place in the list of rows; None without one.
    """

    table: int
    line: int
    number: str
    name: str
    unit: str
    targets: tuple[Target, ...]
    lead: str
    coordinating: str
    is_sub: bool = False
    sector: str = ""
    sector_name: str = ""
    label: str = ""
    parent: int | None = None

    @property
    def key(self) -> str:
        """What names the row in the questions about it."""
        return f"t{self.table}r{self.line}"

    @property
    def is_heading(self) -> bool:
        """Whether it prints no target at all, not even a dash."""
        return not any(target.printed for target in self.targets)


@dataclass
class IndicatorTable:
    """One indicator table, its pieces on several pages joined.

    Attributes:
        annex: The annex it stands in.
        numbering: ``dotted`` (1.1 under 1), ``plain`` (1, 2, 3 under I) or ``positions`` (rows without numbers).
        agencies_in_one_column: Whether who is in charge and with whom stands in the same column.
        rows: Headings and rows in order; headings of sectors are not among them.
        odd_sectors: Rows that print a sector's number but set targets, and sectors' headings without one.
    """

    annex: str
    numbering: str
    agencies_in_one_column: bool
    rows: list[Row] = field(default_factory=list)
    odd_numbers: list[Row] = field(default_factory=list)
    headings_without_number: list[Row] = field(default_factory=list)


def read_indicator_table(pieces: Sequence[tuple[Table, Layout, int, int]]) -> IndicatorTable:
    """Return the rows of a table that stands in one or several pieces.

    Args:
        pieces: Of each its table, its layout, and its rows from and to.
    """
    printed = [
        row for table, layout, start, end in pieces for line in range(start, end) if (row := _row(table, layout, line))
    ]
    numbering = _numbering(printed)
    one_column = not pieces[0][1].places("coordinating")
    found = IndicatorTable(pieces[0][0].annex, numbering, one_column)
    _put_under_sectors(found, printed)
    return found


def _row(table: Table, layout: Layout, line: int) -> Row | None:
    cells = table.rows[line]
    name_at = layout.places("name")[0]
    name, number = own_text(cells, name_at), cleaned(layout.text(cells, "number"))
    if not name and number and not is_number(number):  # a heading merged over the number's column
        name, number = layout.text(cells, "number"), ""
    if not name:
        return None
    targets = tuple(_targets(cells, layout, name_at))
    is_sub = number in BULLETS or (not number and name.startswith(BULLETS))
    row = Row(
        table.number,
        table.lines[line],
        "" if number in BULLETS else number,
        name.lstrip("".join(BULLETS)).strip() if is_sub or name.startswith(BULLETS) else name,
        layout.text(cells, "unit"),
        targets,
        layout.text(cells, "lead"),
        layout.text(cells, "coordinating"),
        is_sub,
    )
    return None if _repeats_headings(row, layout) else row


def _targets(cells: Sequence[Cell], layout: Layout, name_at: int) -> list[Target]:
    found: list[Target] = []
    for place in layout.places("target"):
        cell, column = cells[place], layout.columns[place]
        shares = bool(found) and cell.origin == cells[found[-1].column].origin
        starts_before = cell.origin[1] < place and not shares
        text = "" if starts_before or cell.origin == cells[name_at].origin else cell.text
        found.append(Target(place, column.heading, column.years, text, shares and bool(text)))
    return found


def _repeats_headings(row: Row, layout: Layout) -> bool:
    """Return whether the row is the table's headings again, as on the top of a page, or counts its columns."""
    headings = {column.heading for column in layout.columns}
    return row.name in headings or (row.name.strip("()").isdigit() and row.number.isdigit())


def _numbering(rows: Sequence[Row]) -> str:
    numbers = [row.number for row in rows if not row.is_heading]
    if any("." in number for number in numbers):
        return "dotted"
    return "plain" if len([number for number in numbers if is_number(number)]) * 2 > len(numbers) else "positions"


def _put_under_sectors(found: IndicatorTable, printed: Sequence[Row]) -> None:
    """Give every row its sector, label and parent, and keep what is odd about the numbers."""
    sector, name, position = "", "", 0
    of_sector = Row(0, 0, "", "", "", (), "", "")
    last_whole: int | None = None
    headed_by_agencies = found.numbering == "positions" and any(
        row.lead for row in printed if row.is_heading and row.number
    )
    for row in printed:
        opens = (
            row.is_heading
            and not row.unit
            and not row.is_sub
            and (
                (found.numbering == "plain" and (is_roman(row.number) or not row.number))
                or (found.numbering != "plain" and (is_roman(row.number) or row.number.isdigit()))
                or (headed_by_agencies and not row.number and bool(row.lead))
            )
        )
        if opens:
            number = row.number or str(int(sector) + 1 if sector.isdigit() else len(found.headings_without_number) + 1)
            if not row.number:
                found.headings_without_number.append(replace(row, sector=number, label=number))
            sector, name, position, of_sector, last_whole = number, row.name, 0, row, None
            continue
        position += 1
        is_odd = bool(row.number) and not row.is_heading and found.numbering != "plain" and "." not in row.number
        own = "" if is_odd or found.numbering == "positions" else row.number
        is_part = row.is_sub or (found.numbering != "positions" and not own and not is_odd)
        parent = last_whole if is_part else None
        above = found.rows[parent] if parent is not None else of_sector
        label = f"{sector}.{position}".strip(".")
        if found.numbering != "positions" and not is_odd:
            label = above.label if is_part and parent is not None else own or label
            if found.numbering == "plain" and own and sector:
                label = f"{sector}.{own}"
        taken = replace(row, is_sub=is_part, sector=sector, sector_name=name, label=label, parent=parent)
        if not row.lead and not row.coordinating:
            taken = replace(
                taken, lead=above.lead or of_sector.lead, coordinating=above.coordinating or of_sector.coordinating
            )
        if is_odd:
            found.odd_numbers.append(taken)
        found.rows.append(taken)
        if not is_part:
            last_whole = len(found.rows) - 1
