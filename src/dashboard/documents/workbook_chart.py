"""Bars of statuses as a chart of Excel's own, of the cells beside it."""

from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dashboard.documents import signs
from dashboard.documents.model import StatusBar, StatusBars

_LEAST_SHARE = 0.04
"""A narrower part has no room for its count, which stands in the table above."""


def draw(book: xlsxwriter.Workbook, sheet: Worksheet, name: str, picture: StatusBars, *, head: int) -> None:
    """Draw the bars below the table, each of one length."""
    first, last = head + 1, head + len(picture.bars)
    if not picture.bars or not picture.words:
        return
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for place, (status, _) in enumerate(picture.words, 1):
        known = signs.known(status)
        series: dict[str, Any] = {
            "name": [name, head, place],
            "categories": [name, first, 0, last, 0],
            "values": [name, first, place, last, place],
            "border": {"color": "#303030", "width": 0.75},
            "gap": 50,
            # A count of nothing has no label.
            "data_labels": {
                "value": True,
                "num_format": f'"{known.sign} "0;;',
                "font": {"size": 9, "bold": True},
                "fill": {"color": "white"},
                "custom": [{"delete": True} if _is_narrow(bar, status) else None for bar in picture.bars],
            },
        }
        if preset := signs.preset(status):
            series["pattern"] = {"pattern": preset[0], "fg_color": preset[1], "bg_color": known.shade}
        else:
            series["fill"] = {"color": signs.ground(status)}
        chart.add_series(series)
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0%", "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom"})
    chart.set_title({"name": picture.title, "name_font": {"size": 12}})
    chart.set_size({"width": 940, "height": 150 + 34 * len(picture.bars)})
    sheet.insert_chart(last + 2, 0, chart)


def _is_narrow(bar: StatusBar, status: str) -> bool:
    total = sum(part.count for part in bar.parts)
    return sum(part.count for part in bar.parts if part.status == status) < _LEAST_SHARE * total
