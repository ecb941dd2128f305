"""A sector on one slide: how much of its way every indicator has come, on one scale from the baseline to the target."""

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.util import Pt

from dashboard.documents import signs
from dashboard.documents.deck import Deck
from dashboard.documents.model import Way, Ways
from dashboard.documents.pictures import in_parts, with_words
from dashboard.documents.slide_charts import colour, wide_chart

_MOST = 12
"""How many bars a slide shows, those that have come least; the notes have all."""
_ENDS = (-0.25, 1.25)
"""Where a bar is cut that goes back, or beyond the target; what it comes to is written beside it."""
_BELOW, _LEAST_HIGH = 30.0, 150.0
"""The room for the line below a chart, and how high a chart is at least, in points."""
_INK = RGBColor(0x1A, 0x1A, 0x1A)


def draw_progress(deck: Deck, pictures: Sequence[Ways]) -> None:
    """Draw the ways of a heading as one chart, those that have come least first; what has no baseline is left to the notes."""
    is_alone = len({way.label for picture in pictures for way in picture.ways}) == 1
    found = [
        (share, picture.title if is_alone else f"{picture.title}: {way.label}", way)
        for picture in pictures
        for way in picture.ways
        if (share := covered(way)) is not None
    ]
    found.sort(key=lambda bar: bar[0])
    shown = found[:_MOST]
    if shown:
        _draw(deck, shown)
    left = sum(len(picture.ways) for picture in pictures) - len(shown)
    if left:
        deck.write(deck.words["left_out"].format(count=left), size=13)
    for part in in_parts(tuple(pictures)):
        deck.note(with_words(part, deck.words)["alt"])


def covered(way: Way) -> float | None:
    """Return how much of the way from the baseline to the target is done, 1 at the target and where it is met; None without a baseline or a figure."""
    if way.baseline is None or way.actual is None:
        return None
    target = way.target
    if target is None:
        inside = [end for end in (way.lower, way.upper) if end is not None]
        target = min(inside, key=lambda end: abs(end - way.baseline)) if inside else None  # type: ignore[operator]
    if target is None:
        return None
    share = None if target == way.baseline else (way.actual - way.baseline) / (target - way.baseline)
    return max(share or 0.0, 1.0) if way.status == "achieved" else share


def _draw(deck: Deck, bars: list[tuple[float, str, Way]]) -> None:
    data = CategoryChartData(number_format="0%")
    data.categories = [name for _, name, _ in bars]
    data.add_series(deck.words["progress"], [min(max(share, _ENDS[0]), _ENDS[1]) for share, *_ in bars])
    title = deck.height(deck.words["progress"], 16, is_bold=True) + 8
    high = max(min(60 + 26.0 * len(bars), deck.room - title - _BELOW), _LEAST_HIGH)
    chart = wide_chart(deck, deck.words["progress"], XL_CHART_TYPE.BAR_CLUSTERED, data, high)
    chart.has_legend = False
    chart.font.size = Pt(10)
    chart.plots[0].gap_width = 40
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis: Any = chart.value_axis
    axis.minimum_scale = 2 * _ENDS[0] if any(share < 0 for share, *_ in bars) else 0.0
    axis.maximum_scale, axis.major_unit = 1.5, 0.25  # room for what is written beside a bar at the target
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "[<=1]0%;;", False
    axis.major_gridlines.format.line.color.rgb = RGBColor(0xD0, 0xD0, 0xD0)
    series = chart.plots[0].series[0]
    for place, (_, _, way) in enumerate(bars):
        point = series.points[place]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = colour(signs.known(way.status).shade)
        point.format.line.color.rgb, point.format.line.width = _INK, Pt(0.5)
        label = point.data_label
        told = signs.with_sign(way.actual_text, way.status).replace("\n", " ")
        deck.say(label.text_frame.paragraphs[0], told[:40], 10, is_bold=True)
        label.position = XL_LABEL_POSITION.OUTSIDE_END
