"""Tables on slides: split so that none overflows; of a long one only the first rows."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.documents import columns, fonts, signs
from dashboard.documents.deck import ACROSS, BOTTOM, LEFT, TOP, Deck
from dashboard.documents.model import Row, Table

_SIZE, _LINE, _MARGIN = 12.0, 1.2, 3.0
_MOST_ROWS = 12
"""A longer table is cut: papers have all of it."""
_MOST_LINES = 20
_ALIGN = {"left": PP_ALIGN.LEFT, "centre": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
_INK = RGBColor(0x1A, 0x1A, 0x1A)


def draw_table(deck: Deck, table: Table) -> None:
    """Draw the table on as many slides as it takes; the head stands on each."""
    if not table.rows:
        deck.caption(table.title)
        deck.write(table.empty, size=16)
        return
    rows = table.rows[:_MOST_ROWS]
    wide = columns.widths(table, ACROSS, _SIZE * 1.16)
    head = _height([column.title for column in table.columns], wide, is_bold=True)
    batch: list[tuple[list[str], Row, float]] = []
    deck.make_room(0.5 * (BOTTOM - TOP))
    title_high = deck.height(table.title, 16, is_bold=True) + 6
    free = deck.room - title_high - head
    for row in rows:
        for texts in _pieces(row, wide, head + title_high):
            high = _height(texts, [sum(wide)] if row.is_group else wide, is_bold=row.is_group)
            if batch and high > free:
                _draw(deck, table, batch, wide, head)
                deck.go_on()
                batch, free = [], BOTTOM - TOP - title_high - head
            batch.append((texts, row, high))
            free -= high
    _draw(deck, table, batch, wide, head)
    if len(rows) < len(table.rows):
        deck.write(deck.words["more_rows"].format(count=sum(not row.is_group for row in table.rows)), size=13)


def _pieces(row: Row, wide: list[float], taken: float) -> list[list[str]]:
    """Return the texts of the row, over several rows where one would be higher than a slide."""
    most = min(_MOST_LINES, int((BOTTOM - TOP - taken - 2 * _MARGIN) / (_SIZE * _LINE)))
    rooms = [sum(wide)] if row.is_group else wide
    cut = [
        fonts.pieces(
            signs.with_sign(cell.text, cell.status), room - 10, _SIZE, max(most, 1), family="Sans", is_bold=True
        )
        for cell, room in zip(row.cells, rooms, strict=True)
    ]
    return [[pieces[number] if number < len(pieces) else "" for pieces in cut] for number in range(max(map(len, cut)))]


def _height(texts: list[str], wide: list[float], *, is_bold: bool) -> float:
    most = max(
        fonts.lines(text, room - 10, _SIZE, family="Sans", is_bold=is_bold)
        for text, room in zip(texts, wide, strict=True)
    )
    return most * _SIZE * _LINE + 2 * _MARGIN


def _draw(deck: Deck, table: Table, batch: list[tuple[list[str], Row, float]], wide: list[float], head: float) -> None:
    if not batch:
        return
    deck.caption(table.title)
    high = head + sum(one for *_, one in batch)
    frame = deck.slide.shapes.add_table(len(batch) + 1, len(wide), Pt(LEFT), Pt(deck.y), Pt(sum(wide)), Pt(high))
    frame.name = table.title[:60]
    drawn = frame.table
    drawn.horz_banding = False
    for place, one in enumerate(wide):
        drawn.columns[place].width = Pt(one)
        _cell(deck, drawn.cell(0, place), table.columns[place].title, "centre", fill="E4E4E4", is_bold=True)
    drawn.rows[0].height = Pt(head)
    for line, (texts, row, one) in enumerate(batch, 1):
        drawn.rows[line].height = Pt(one)
        if row.is_group:
            cell = drawn.cell(line, 0)
            cell.merge(drawn.cell(line, len(wide) - 1))
            _cell(deck, cell, texts[0], "left", fill="F4F4F4", is_bold=True)
            continue
        for place, (text, cell, column) in enumerate(zip(texts, row.cells, table.columns, strict=True)):
            colour = RGBColor.from_string(signs.known(cell.status).colour.lstrip("#").upper()) if cell.status else _INK
            _cell(deck, drawn.cell(line, place), text, column.align, is_bold=cell.is_strong, colour=colour)
    deck.used(high + 10)


def _cell(
    deck: Deck, cell: Any, text: str, align: str, *, fill: str = "FFFFFF", is_bold: bool = False, colour: Any = _INK
) -> None:
    cell.margin_left = cell.margin_right = Pt(4)
    cell.margin_top = cell.margin_bottom = Pt(_MARGIN - 0.5)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(fill)
    frame = cell.text_frame
    frame.word_wrap = True
    for number, line in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = _ALIGN[align]
        deck.say(paragraph, line, _SIZE, is_bold=is_bold, colour=colour)
    properties = cell._tc.get_or_add_tcPr()
    for side in ("lnL", "lnR", "lnT", "lnB"):
        edge = properties.makeelement(qn(f"a:{side}"), {"w": "6350"})
        shade = edge.makeelement(qn("a:solidFill"), {})
        shade.append(shade.makeelement(qn("a:srgbClr"), {"val": "808080"}))
        edge.append(shade)
        properties.insert(0, edge)
    order = ["lnL", "lnR", "lnT", "lnB"]
    for edge in sorted(
        (child for child in properties if child.tag.split("}")[1] in order),
        key=lambda e: order.index(e.tag.split("}")[1]),
    ):
        properties.remove(edge)
        properties.insert(order.index(edge.tag.split("}")[1]), edge)
