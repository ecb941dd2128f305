"""Tables of a Word document: the head is repeated on every page, no row is cut, a group's heading stays with its rows."""

from typing import Any

from dashboard.documents import columns, signs
from dashboard.documents.model import Align, Cell, Row, Table
from dashboard.documents.word_xml import element, paragraph, run

ACROSS = 453.0
"""The width between the margins, in points."""
_ALIGN: dict[Align, str] = {"left": "left", "right": "right", "centre": "center"}


def table_of(table: Table, *, is_compact: bool, scale: float) -> Any:
    """Return the table as an element."""
    size = round(2 * columns.type_size(table, is_compact=is_compact) * scale) / 2
    wide = [round(20 * one) for one in columns.widths(table, ACROSS, size)]
    made = element(
        "tbl",
        element(
            "tblPr",
            element("tblStyle", val="TableGrid"),
            element("tblW", w=sum(wide), type="dxa"),
            element("tblLayout", type="fixed"),
            element(
                "tblCellMar",
                *(
                    element(side, w=w, type="dxa")
                    for side, w in (
                        ("top", 0 if is_compact else 20),
                        ("left", 60),
                        ("bottom", 0 if is_compact else 20),
                        ("right", 60),
                    )
                ),
            ),
            element("tblLook", val="0020", firstRow=1),
        ),
        element("tblGrid", *(element("gridCol", w=one) for one in wide)),
    )
    heads = [
        _cell(
            one,
            paragraph(run(column.title, b=True, sz=size), style="Cell", align="center", keep=True),
            fill="E4E4E4",
            middle=True,
        )
        for one, column in zip(wide, table.columns, strict=True)
    ]
    made.append(element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *heads))
    made.extend(_row(row, table, wide, size) for row in table.rows)
    return made


def _row(row: Row, table: Table, wide: list[int], size: float) -> Any:
    properties = element("trPr", element("cantSplit"))
    if row.is_group:
        words = paragraph(run(row.cells[0].text, b=True, sz=size), style="Cell", keep=True)
        return element("tr", properties, _cell(sum(wide), words, fill="F4F4F4", span=len(wide)))
    return element(
        "tr",
        properties,
        *(
            _cell(one, paragraph(*_runs(cell, size), style="Cell", align=_ALIGN[column.align]))
            for one, cell, column in zip(wide, row.cells, table.columns, strict=True)
        ),
    )


def _runs(cell: Cell, size: float) -> list[Any]:
    runs = []
    if cell.status:
        known = signs.known(cell.status)
        runs.append(
            run(known.sign + ("\u00a0" if cell.text else ""), b=True, color=known.colour.lstrip("#").upper(), sz=size)
        )
    if cell.text:
        runs.append(run(cell.text, b=cell.is_strong, sz=size))
    return runs


def _cell(wide: int, content: Any, *, fill: str = "", span: int = 1, middle: bool = False) -> Any:
    properties = element("tcPr", element("tcW", w=wide, type="dxa"))
    if span > 1:
        properties.append(element("gridSpan", val=span))
    if fill:
        properties.append(element("shd", val="clear", color="auto", fill=fill))
    if middle:
        properties.append(element("vAlign", val="center"))
    return element("tc", properties, content)


def plain_table(wide: list[float], *cells: list[Any]) -> Any:
    """Return a table without lines, of one row that is not cut."""
    edges = [round(20 * one) for one in wide]
    none = element(
        "tblBorders", *(element(side, val="nil") for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    )
    return element(
        "tbl",
        element(
            "tblPr", element("tblW", w=sum(edges), type="dxa"), none, element("tblLayout", type="fixed"),
            element("tblCellMar", *(element(side, w=0, type="dxa") for side in ("left", "right"))),
        ),
        element("tblGrid", *(element("gridCol", w=one) for one in edges)),
        element(
            "tr",
            element("trPr", element("cantSplit")),
            *(
                element("tc", element("tcPr", element("tcW", w=one, type="dxa")), *(content or [paragraph()]))
                for one, content in zip(edges, cells, strict=True)
            ),
        ),
    )  # fmt: skip
