"""Charts of PowerPoint's own: bars of statuses with counts and patterns."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.util import Pt

from dashboard.documents import signs
from dashboard.documents.deck import ACROSS, BOTTOM, FONT, LEFT, TOP, Deck
from dashboard.documents.model import StatusBar, StatusBars
from dashboard.documents.pictures import evenly, in_parts

_MOST_BARS = 8
_LEAST_SHARE = 0.06
"""A narrower part has no room for its count: it is told beside the bar's name."""
_INK = RGBColor(0x1A, 0x1A, 0x1A)


def draw_bars(deck: Deck, picture: StatusBars) -> None:
    """Draw the bars, a few on each slide."""
    if not picture.bars:
        deck.caption(picture.title)
        return
    for start, end in evenly(len(picture.bars), _MOST_BARS):
        bars = picture.bars[start:end]
        data = CategoryChartData()
        data.categories = [_bar_name(bar) for bar in bars]
        shown = [(status, word) for status, word in picture.words if any(_count(bar, status) for bar in bars)]
        for status, word in shown:
            data.add_series(signs.with_sign(word, status), [_count(bar, status) for bar in bars])
        if not shown:
            data.add_series("", [0 for _ in bars])
        high = min(70 + 48.0 * len(bars), BOTTOM - TOP - 30)
        chart = wide_chart(deck, picture.title, XL_CHART_TYPE.BAR_STACKED_100, data, high)
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 45, 100
        chart.category_axis.reverse_order = True
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False
        for series, (status, _) in zip(plot.series, shown, strict=False):
            _dress(series, status)
            for place, bar in enumerate(bars):
                total = sum(part.count for part in bar.parts)
                if 0 < _count(bar, status) < _LEAST_SHARE * total:
                    _no_label(series, place)
        for part in in_parts(StatusBars(picture.title, bars, picture.words)):
            deck.note(part["alt"])


def _bar_name(bar: StatusBar) -> str:
    total = sum(part.count for part in bar.parts)
    narrow = [part for part in bar.parts if 0 < part.count < _LEAST_SHARE * total]
    told = " ".join(f"{signs.sign(part.status)}\u00a0{part.count}" for part in narrow)
    return "\n".join(filter(None, (bar.label, bar.told, told)))


def _count(bar: StatusBar, status: str) -> int:
    return sum(part.count for part in bar.parts if part.status == status)


def _dress(series: Any, status: str) -> None:
    known, fill = signs.known(status), series.format.fill
    if preset := signs.preset(status):
        fill.patterned()
        fill.pattern = MSO_PATTERN[preset[0].upper()]
        fill.fore_color.rgb, fill.back_color.rgb = colour(preset[1]), colour(known.shade)
    else:
        fill.solid()
        fill.fore_color.rgb = colour(signs.ground(status))
    series.format.line.color.rgb, series.format.line.width = _INK, Pt(0.75)
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = f'"{known.sign} "0;;', False
    labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(12), True, _INK
    properties = labels._element.get_or_add_txPr()
    ground = properties.makeelement(properties.tag.replace("txPr", "spPr"), {})
    namespace = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    solid = ground.makeelement(f"{namespace}solidFill", {})
    solid.append(solid.makeelement(f"{namespace}srgbClr", {"val": "FFFFFF"}))
    ground.append(solid)
    properties.addprevious(ground)


def _no_label(series: Any, place: int) -> None:
    label = series.data_labels._element._insert_dLbl_in_sequence(place)
    for child in list(label)[1:]:
        label.remove(child)
    label.append(label.makeelement(label.tag.replace("dLbl", "delete"), {"val": "1"}))


def wide_chart(deck: Deck, title: str, kind: Any, data: Any, high: float) -> Any:
    """Add a chart as wide as the slide below its title."""
    title_high = deck.height(title, 16, is_bold=True) + 8
    deck.make_room(min(high + title_high, BOTTOM - TOP))
    deck.caption(title)
    high = min(high, deck.room)
    chart = _framed(deck, title, kind, data, (LEFT, deck.y, ACROSS, high))
    deck.used(high + 6)
    return chart


def _framed(deck: Deck, title: str, kind: Any, data: Any, place: tuple[float, float, float, float]) -> Any:
    frame = deck.slide.shapes.add_chart(kind, *map(Pt, place), data)
    frame.name = title[:60]
    frame._element.nvGraphicFramePr.cNvPr.set("descr", title)
    chart = frame.chart
    chart.has_title = False
    chart.font.size, chart.font.name, chart.font.color.rgb = Pt(12), FONT, _INK
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    return chart


def colour(code: str) -> RGBColor:
    """Return a colour written as #rrggbb as python-pptx takes it."""
    return RGBColor.from_string(code.lstrip("#").upper())
