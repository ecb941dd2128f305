"""Charts of PowerPoint's own: bars of statuses with counts and patterns, ways to targets as marks on one scale."""

import math
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt

from dashboard.documents import signs
from dashboard.documents.deck import ACROSS, BOTTOM, FONT, LEFT, TOP, Deck
from dashboard.documents.model import StatusBar, StatusBars, Way, Ways
from dashboard.documents.pictures import evenly, in_parts, with_words

_MOST_BARS, _MOST_WAYS = 8, 6
_MOST_IN_HALF = 3
_HALF, _LOW, _MIDDLE = ACROSS / 2 - 5, 128.0, 194.0
"""How wide half a slide is, and how high a chart of one way and of few ways, in points."""
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
        chart = _chart(deck, picture.title, XL_CHART_TYPE.BAR_STACKED_100, data, high)
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
        fill.fore_color.rgb, fill.back_color.rgb = _colour(preset[1]), _colour(known.shade)
    else:
        fill.solid()
        fill.fore_color.rgb = _colour(signs.ground(status))
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


def draw_ways(deck: Deck, picture: Ways) -> None:
    """Draw the ways on one scale: where each began, should be, is, and is to come; few of them take half a slide."""
    for start, end in evenly(len(picture.ways), _MOST_WAYS):
        part = Ways(picture.title, picture.ways[start:end])
        if len(part.ways) == 1:
            _bar_of_one(deck, part.title, part.ways[0])
        elif part.ways:
            _marks(deck, part, picture)
        else:
            deck.caption(picture.title)
    for drawn in in_parts((picture,)):
        deck.note(with_words(drawn, deck.words)["alt"])


def _bar_of_one(deck: Deck, title: str, way: Way) -> None:
    """Draw one way as bars from zero, each with what it is and how it is read."""
    known = signs.known(way.status)
    rows = [
        (deck.words["baseline"], way.baseline, way.baseline_text, RGBColor(0xC8, 0xC8, 0xC8)),
        (deck.words["actual"], way.actual, signs.with_sign(way.actual_text, way.status), _colour(known.shade)),
        (deck.words["target"], way.target, way.target_text, RGBColor(0xFF, 0xFF, 0xFF)),
    ]
    if way.target is None:
        rows[2:] = [
            (deck.words["band"], way.upper if way.upper is not None else way.lower, way.target_text, rows[2][3])
        ]
    left, top = deck.half(_LOW)
    deck.text(_title(title, way, deck), top, 12, is_bold=True, most=2, align=PP_ALIGN.LEFT, left=left, across=_HALF)
    data = CategoryChartData()
    data.categories = [f"{heading}: {text}" if text else heading for heading, _, text, _ in rows]
    data.add_series(way.label or title, [value for _, value, *_ in rows])
    chart = _framed(deck, title, XL_CHART_TYPE.BAR_CLUSTERED, data, (left, top + 32, _HALF, _LOW - 36))
    chart.has_legend = False
    chart.font.size = Pt(11)
    chart.category_axis.reverse_order = True
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    values = [value for _, value, *_ in rows if value is not None]
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = min([0, *values]), max([0, *values]) or 1.0
    chart.plots[0].gap_width = 35
    series = chart.plots[0].series[0]
    for place, (_, value, _, shade) in enumerate(rows):
        if value is None:
            continue
        point = series.points[place]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = shade
        point.format.line.color.rgb = _INK


def _title(title: str, way: Way, deck: Deck) -> str:
    told = ", ".join(filter(None, (title, way.label if way.label != title else "")))
    told = f"{told} ({deck.words['lower']})" if way.lower_is_better else told
    return told if way.actual is not None else f"{told} {signs.with_sign('', way.status)}"


def _marks(deck: Deck, picture: Ways, whole: Ways) -> None:
    ways, is_half = picture.ways, len(picture.ways) <= _MOST_IN_HALF
    data = CategoryChartData()
    data.categories = [_way_name(way, deck.words) for way in ways]
    rows = [(name, [getattr(way, name) for way in ways]) for name in ("baseline", "expected", "actual", "target")]
    if any(way.lower is not None for way in ways):
        rows += [("lower", [way.lower for way in ways]), ("upper", [way.upper for way in ways])]
    names = deck.words | {"lower": deck.words["band_from"], "upper": deck.words["band_to"]}
    for name, values in rows:
        data.add_series(names[name], values)
    if is_half:
        left, top = deck.half(_MIDDLE)
        deck.text(picture.title, top, 12, is_bold=True, most=2, align=PP_ALIGN.LEFT, left=left, across=_HALF)
        chart = _framed(deck, picture.title, XL_CHART_TYPE.LINE_MARKERS, data, (left, top + 32, _HALF, _MIDDLE - 36))
        chart.font.size = Pt(10)
    else:
        chart = _chart(deck, picture.title, XL_CHART_TYPE.LINE_MARKERS, data, min(300.0, BOTTOM - TOP - 30))
    chart.value_axis.has_major_gridlines = True
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor(0xD0, 0xD0, 0xD0)
    chart.value_axis.tick_labels.font.size = Pt(10)
    _scale(chart.value_axis, whole)
    for series, (name, _) in zip(chart.plots[0].series, rows, strict=True):
        _mark(series, name)
        for place, way in enumerate(ways):
            if name == "actual" and way.actual is not None:
                text = signs.with_sign(way.actual_text, way.status)
                _label(deck, series, place, text, XL_LABEL_POSITION.RIGHT, is_bold=True)
            elif (name == "target" and way.target is not None) or (name == "upper" and way.upper is not None):
                _label(deck, series, place, way.target_text, XL_LABEL_POSITION.LEFT)


def _scale(axis: Any, picture: Ways) -> None:
    """Fit the scale to all ways of the picture, with round numbers at its ends and lines."""
    names = ("baseline", "expected", "actual", "target", "lower", "upper")
    values = [value for way in picture.ways for name in names if (value := getattr(way, name)) is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    span = high - low or abs(high) or 1.0
    step = 10 ** math.floor(math.log10(span))
    step = next(step * part for part in (0.2, 0.5, 1, 2) if step * part * 7 >= span)
    axis.minimum_scale, axis.maximum_scale = (math.floor(low / step) - 1) * step, (math.ceil(high / step) + 1) * step
    axis.major_unit = step


def _way_name(way: Way, words: dict[str, str]) -> str:
    name = f"{way.label} ({words['lower']})" if way.lower_is_better else way.label
    return f"{name}\n{signs.with_sign('', way.status)}" if way.actual is None else name


def _mark(series: Any, name: str) -> None:
    style, size = {
        "baseline": (XL_MARKER_STYLE.CIRCLE, 9),
        "expected": (XL_MARKER_STYLE.PLUS, 9),
        "actual": (XL_MARKER_STYLE.CIRCLE, 11),
        "target": (XL_MARKER_STYLE.DASH, 18),
        "lower": (XL_MARKER_STYLE.DASH, 12),
        "upper": (XL_MARKER_STYLE.DASH, 12),
    }[name]
    series.smooth = False
    series.format.line.fill.background()
    series.marker.style, series.marker.size = style, size
    fill = series.marker.format.fill
    fill.solid()
    fill.fore_color.rgb = (
        RGBColor(0xD8, 0xD8, 0xD8) if name == "baseline" else RGBColor(0x0F, 0x76, 0x6E) if name == "actual" else _INK
    )
    series.marker.format.line.color.rgb = _INK


def _label(deck: Deck, series: Any, place: int, text: str, position: Any, *, is_bold: bool = False) -> None:
    label = series.points[place].data_label
    deck.say(label.text_frame.paragraphs[0], text.replace("\n", " ")[:40], 10, is_bold=is_bold)
    label.position = position


def _chart(deck: Deck, title: str, kind: Any, data: Any, high: float) -> Any:
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


def _colour(code: str) -> RGBColor:
    return RGBColor.from_string(code.lstrip("#").upper())
