"""Actual against target: of every series the way from its baseline to its target, on its indicator's own scale.

A length that does not begin at zero says nothing, so no bars are drawn: a hollow dot where the way began, a full one where it
stands, a thin tick where it should be by now, a bold one to be reached. Better is to the right on every scale, also where
less is better (docs/decisions/0022-ways.md has the forms that were tried).
"""

import math
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

from dashboard.figures.drawing import (
    INK,
    LINE,
    MOST_PROVINCES,
    MUTED,
    TRACK,
    Drawing,
    coloured,
    escaped,
    hidden_axis,
    stroke,
    texts,
)
from dashboard.mart.rows import ShownRow
from dashboard.method import NOT_ASSESSABLE, ON_COURSE, RED, RED_STATUSES, STATUS, STATUSES
from dashboard.notation import measured, number, signed, status_word, wrapped
from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.words.translations import translator

Row = ShownRow
"""An assessed row by column."""

_GUTTERS = {"left": 92, "right": 124}  # the words' room on both sides of the way, in pixels
_NAME_LINE, _SCALE_LINE, _ROW, _LEVEL_ROW, _GAP = 18, 16, 36, 48, 16  # heights in pixels
_ROOM = 0.06  # of the scale, on both sides of what it shows
_MOST_MARKS = 5
_NAME_AND_UNIT = 55  # characters a phone has room for, with the seven of the name's markup


def ways(assessed: Iterable[Row], catalogue: Catalogue, *, language: str) -> Drawing:
    """Draw one year's assessed rows, a block per indicator; rows that have neither actual nor target are left out.

    Args:
        assessed: Rows of ``queries.shown`` of one year, in the order to draw them, those of an indicator together.
        catalogue: Names, units and scales.
        language: ``vi`` or ``en``.
    """
    rows = [row for row in assessed if row["actual"] is not None or row["target"] is not None]
    draw = _strips if len({row["province"] for row in rows}) > MOST_PROVINCES else _ways
    page = _Page(catalogue, language)
    for id_, members in groupby(rows, itemgetter("indicator")):
        block = list(members)
        indicator = catalogue.indicator[id_]
        scale = Scale(indicator, block)
        page.heading(indicator)
        top = page.y
        page.marks(indicator, scale)
        draw(page, indicator, scale, block)
        page.rule(scale, top)
        page.skip(_GAP)
        page.breaks.append(round(-page.y))
        page.folds.append(_fold(indicator, block, page))
    return page.drawing()


class Scale:
    """The part of the number line an indicator is drawn on, with everything its rows show; better lies to the right.

    Attributes:
        low: The least value that is shown.
        high: The largest.
        marks: Round values between them, or the ranks of the levels.
        decimals: How many decimals the marks need.
    """

    def __init__(self, indicator: Indicator, block: list[Row]) -> None:
        """Fit the scale to everything the block shows."""
        self._falls = indicator.direction == "decrease"
        self.decimals = 0
        if indicator.kind == "levels":
            last = len(indicator.levels) - 1
            self.low, self.high, self.marks = 0.0, float(last), [float(rank) for rank in range(last + 1)]
            return
        columns: tuple[Literal["baseline", "actual", "expected"], ...] = ("baseline", "actual", "expected")
        values = [value for row in block for column in columns if (value := row[column]) is not None]
        values += [value for row in block for value in _asked(row, indicator)]
        low, high = min(values), max(values)
        unit = 10.0**-indicator.decimals  # of the last decimal that is told
        spread = max(high - low, 2 * unit)
        room = (spread - (high - low)) / 2 + _ROOM * spread
        self.low, self.high = low - room, high + room
        step = _round_step(max((self.high - self.low) / (_MOST_MARKS - 1), unit))
        first = math.ceil(self.low / step - 1e-9)
        marks = (step * count for count in range(first, math.floor(self.high / step + 1e-9) + 1))
        least = -math.inf if indicator.minimum is None else indicator.minimum
        most = math.inf if indicator.maximum is None else indicator.maximum
        self.marks = [value for value in marks if least - 1e-9 <= value <= most + 1e-9]
        self.decimals = max(0, -math.floor(math.log10(step) + 1e-9))

    def place(self, value: float) -> float:
        """Return where the value stands, 0 to 1."""
        place = (value - self.low) / (self.high - self.low)
        return 1 - place if self._falls else place


def _asked(row: Row, indicator: Indicator) -> list[float]:
    """Return the ends of what meets the target: one number, or two of a range or of a level that is to be kept."""
    target = row["target"]
    if target is None:
        return []
    if indicator.direction == "keep" and indicator.tolerance:
        return [target - indicator.tolerance, target + indicator.tolerance]
    return [target] if row["upper"] is None else [target, row["upper"]]


def _round_step(least: float) -> float:
    """Return the least of 1, 2, 5, 10, … that is no smaller."""
    size = 10.0 ** math.floor(math.log10(least))
    return next(size * share for share in (1, 2, 5, 10) if size * share >= least * (1 - 1e-9))


class _Page:
    """The traces while they are gathered, and how far down the page the next one comes."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self.catalogue, self.language, self.say = catalogue, language, translator(language)
        self.y = 0.0
        self.breaks: list[int] = []
        self.folds: list[dict[str, str]] = []
        self.words: dict[str, dict[str, list[Any]]] = {
            kind: {"x": [], "y": [], "text": []} for kind in ("name", "scale", "row", "value")
        }
        self.lines: dict[str, dict[str, list[float | None]]] = {}
        self.dots: dict[str, list[Any]] = {key: [] for key in ("x", "y", "colour", "symbol", "hover")}
        self.begins: dict[str, list[float]] = {"x": [], "y": []}
        self.targets: dict[str, list[float]] = {"x": [], "y": []}
        self.expected: dict[str, list[float]] = {"x": [], "y": []}

    def skip(self, pixels: float) -> None:
        self.y -= pixels

    def write(self, kind: str, x: float, y: float, text: str) -> None:
        self.words[kind]["x"].append(x)
        self.words[kind]["y"].append(y)
        self.words[kind]["text"].append(text)

    def dot(self, row: Row, x: float, y: float) -> None:
        self.dots["x"].append(x)
        self.dots["y"].append(y)
        self.dots["colour"].append(STATUS[row["status"]].colour)
        self.dots["symbol"].append(_SYMBOLS[STATUS[row["status"]].role])
        self.dots["hover"].append(hover_text(row, self.catalogue, self.language))

    def line(self, kind: str, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Draw a line of a kind of ``_LINES``, or in the colour of a status."""
        drawn = self.lines.setdefault(kind, {"x": [], "y": []})
        drawn["x"] += [*x, None]
        drawn["y"] += [*y, None]

    def heading(self, indicator: Indicator) -> None:
        arrow = {"increase": "↑", "decrease": "↓", "keep": "↔"}[indicator.direction]
        unit = "" if indicator.kind == "levels" else self.catalogue.units[indicator.unit].name(self.language)
        told = coloured(f"{escaped(unit)} {arrow}".strip(), MUTED)
        lines = [f"<b>{escaped(line)}</b>" for line in wrapped(indicator.name(self.language), 50)]
        if len(lines[-1]) + len(unit) <= _NAME_AND_UNIT:
            lines[-1] += f"  {told}"
        else:
            lines.append(told)
        for text in lines:
            self.write("name", 0, self.y - _NAME_LINE / 2, text)
            self.skip(_NAME_LINE)

    def marks(self, indicator: Indicator, scale: Scale) -> None:
        """Write the values of the scale; levels have names, which stand beside their rows."""
        if indicator.kind == "levels":
            self.skip(_SCALE_LINE / 2)
            return
        for value in scale.marks:
            text = number(value, decimals=scale.decimals, language=self.language, exact=True)
            self.write("scale", scale.place(value), self.y - _SCALE_LINE / 2, text)
        self.skip(_SCALE_LINE)

    def rule(self, scale: Scale, top: float) -> None:
        """Draw the lines of the scale from below its values to the last row."""
        for value in scale.marks:
            self.line("scale", (scale.place(value),) * 2, (top - _SCALE_LINE, self.y + 6))

    def drawing(self) -> Drawing:
        bottom = min(self.y, -60.0)
        styles = (
            ("name", 13, "middle right", INK),
            ("scale", 10, "middle center", MUTED),
            ("row", 11, "middle left", INK),
            ("value", 11, "middle right", INK),
        )
        traces = [
            *(
                stroke(self.lines[kind]["x"], self.lines[kind]["y"], **look)
                for kind, look in _LINES.items()
                if kind in self.lines
            ),
            *(
                stroke(self.lines[status]["x"], self.lines[status]["y"], STATUS[status].shade, width=6)
                for status in STATUS
                if status in self.lines
            ),
            _markers(self.expected["x"], self.expected["y"], symbol="line-ns", size=12, colour=MUTED, line=1.5),
            _markers(self.targets["x"], self.targets["y"], symbol="line-ns", size=20, colour=INK, line=3),
            _markers(
                self.begins["x"], self.begins["y"], symbol="circle", size=8, colour="#ffffff", line=1.5, edge=MUTED
            ),
            _markers(
                self.dots["x"], self.dots["y"], symbol=self.dots["symbol"], size=12, colour=self.dots["colour"], line=1
            )
            | {"hovertext": self.dots["hover"], "hoverinfo": "text"},
            *(
                texts(**self.words[kind], size=size, position=position, colour=colour)
                | ({"xaxis": "x2"} if kind == "name" else {})
                for kind, size, position, colour in styles
            ),
        ]
        return Drawing(
            [trace for trace in traces if trace["x"]] or traces[-1:],
            {
                "height": round(-bottom),
                "meta": {"gutters": _GUTTERS, "breaks": self.breaks, "folds": self.folds},
                "xaxis": hidden_axis(-0.5, 1.7),  # how it looks on a page of middling width; see ``Drawing``
                "xaxis2": {**hidden_axis(0, 1), "overlaying": "x"},  # names begin at the left edge
                "yaxis": hidden_axis(bottom, 0),
            },
        )


_LINES: dict[str, dict[str, Any]] = {
    "scale": {"colour": TRACK, "width": 1},
    "track": {"colour": LINE, "width": 1},
    "band": {"colour": LINE, "width": 16},
    "left": {"colour": MUTED, "width": 2, "dash": "dot"},
}
"""How the lines look that no status colours, in the order in which they are drawn."""


_SYMBOLS = {"on_course": "circle", "short": "diamond", "red": "triangle-down", "not_assessed": "circle"}
"""The shapes of full dots, as the signs of their statuses are: told apart without colour, also where many stand on one line."""


def _ways(page: _Page, indicator: Indicator, scale: Scale, block: list[Row]) -> None:
    many_parts = len({row["breakdown"] for row in block}) > 1
    height = _LEVEL_ROW if indicator.kind == "levels" else _ROW
    for row in block:
        y = page.y - height / 2
        page.line("track", (0, 1), (y, y))
        _way(page, indicator, scale, row, y)
        province = escaped(page.catalogue.province[row["province"]].name(page.language))
        if many_parts or row["breakdown"] != "total":
            part = page.catalogue.breakdowns[row["breakdown"]].name(page.language)
            province += "<br>" + coloured(escaped(wrapped(part, 13, lines=1)[0]), MUTED)
        page.write("row", -0.03, y, province)
        page.write("value", 1.03, y, _value_text(row, indicator, page))
        page.skip(height)


def _way(page: _Page, indicator: Indicator, scale: Scale, row: Row, y: float) -> None:
    """Draw how far a row has come and how far it has to go."""
    baseline, actual, target, expected = row["baseline"], row["actual"], row["target"], row["expected"]
    if indicator.kind == "levels":
        expected = None  # a way in steps has no pace
        baseline = None if actual is None else 0.0
        for rank in scale.marks:
            page.begins["x"].append(scale.place(rank))
            page.begins["y"].append(y)
    if target is not None:
        page.targets["x"].append(scale.place(target))
        page.targets["y"].append(y)
        low, *high = (scale.place(value) for value in _asked(row, indicator))
        for end in high:
            page.line("band", (low, end), (y, y))
    if actual is not None and target is not None and row["status"] != "achieved":
        page.line("left", (scale.place(actual), scale.place(target)), (y, y))
    if baseline is not None:
        page.begins["x"].append(scale.place(baseline))
        page.begins["y"].append(y)
        if actual is not None:
            page.line(row["status"], (scale.place(baseline), scale.place(actual)), (y, y))
    if expected is not None and expected != target:
        page.expected["x"].append(min(max(scale.place(expected), 0), 1))
        page.expected["y"].append(y)
    if actual is not None:
        page.dot(row, scale.place(actual), y)


def _strips(page: _Page, indicator: Indicator, scale: Scale, block: list[Row]) -> None:
    """Draw many provinces as dots on one line a breakdown; the one farthest behind is named."""
    order = list(page.catalogue.breakdowns)
    for part, members in groupby(sorted(block, key=lambda row: order.index(row["breakdown"])), itemgetter("breakdown")):
        rows = list(members)
        y = page.y - _ROW / 2
        page.line("track", (0, 1), (y, y))
        known = [row for row in rows if row["actual"] is not None]
        for row in known:
            page.dot(row, scale.place(row["actual"] or 0.0), y)
        if indicator.kind == "levels":  # its dots lie one on the other
            for rank, count in sorted(Counter(row["actual"] for row in known).items()):
                page.write("scale", scale.place(rank or 0.0), y + 13, str(count))
        on_course = sum(row["status"] in ON_COURSE for row in rows)
        told = page.say("<b>{good}</b>/{all} đúng hướng").format(good=on_course, all=len(rows))
        behind = [row for row in known if row["status"] in RED_STATUSES]
        if behind:
            last = min(behind, key=lambda row: (row["relative_lag"] is None, row["relative_lag"] or 0.0))
            name = page.catalogue.province[last["province"]].name(page.language)
            told += "<br>" + coloured(f"{STATUS[last['status']].sign} {escaped(wrapped(name, 19, lines=1)[0])}", RED)
        part_name = page.catalogue.breakdowns[part].name(page.language)
        page.write("row", -0.03, y, escaped(wrapped(part_name, 15, lines=1)[0]))
        page.write("value", 1.03, y, told)
        page.skip(_ROW)


def _value_text(row: Row, indicator: Indicator, page: _Page) -> str:
    status = row["status"]
    named = status_word(status, page.language, preliminary=row["preliminary"])
    word = coloured(f"{STATUS[status].sign} {named}", STATUS[status].colour)
    if indicator.kind == "levels":
        level = measured(row["actual"], indicator, page.catalogue, language=page.language)
        shown = "<br>".join(escaped(line) for line in wrapped(level, 18))
    else:
        actual = number(row["actual"], decimals=indicator.decimals, language=page.language)
        shown = f"<b>{actual}</b>" + (f" / {escaped(row['printed_target'])}" if row["printed_target"] else "")
    return f"{shown}<br>{word}"


def _fold(indicator: Indicator, block: list[Row], page: _Page) -> dict[str, str]:
    """Return the line that stands for an indicator where there is no room for its picture: its worst status, and how many provinces are red."""
    judged = [row for row in block if row["status"] not in NOT_ASSESSABLE] or block
    worst = max((row["status"] for row in judged), key=STATUSES.index)
    told = page.say(STATUS[worst].word)
    if red := {row["province"] for row in block if row["status"] in RED_STATUSES}:
        count = page.say("{red}/{all} tỉnh đỏ").format(red=len(red), all=len({row["province"] for row in block}))
        told += f" · {count}"
    name = indicator.name(page.language)
    return {"sign": STATUS[worst].sign, "colour": STATUS[worst].colour, "name": name, "told": told}


def hover_text(row: Row, catalogue: Catalogue, language: str) -> str:
    """Return everything behind one bar, a line each."""
    say = translator(language)
    indicator = catalogue.indicator[row["indicator"]]

    def value(column: Literal["actual", "expected"]) -> str:
        return escaped(measured(row[column], indicator, catalogue, language=language))

    part = "" if row["breakdown"] == "total" else f", {catalogue.breakdowns[row['breakdown']].name(language)}"
    lines = [
        f"<b>{escaped(catalogue.province[row['province']].name(language) + part)}, {row['year']}</b>",
        f"{STATUS[row['status']].sign} {status_word(row['status'], language, preliminary=row['preliminary'])}",
        f"{say('Thực hiện')}: {value('actual')}",
    ]
    if row["printed_target"]:
        lines.append(f"{say('Mục tiêu in')} {row['milestone']}: {escaped(row['printed_target'])}")
    if row["baseline"] is not None:
        began = escaped(measured(row["baseline"], indicator, catalogue, language=language))
        lines.append(f"{say('Năm gốc')} {row['baseline_year']}: {began}")
    if row["expected"] is not None:
        lines.append(f"{say('Mức cần có theo lộ trình')}: {value('expected')}")
    if row["gap"] is not None:
        lines.append(f"{say('Khoảng cách')}: {signed(row['gap'], decimals=indicator.decimals + 1, language=language)}")
    if row["pace"] is not None:
        lines.append(f"{say('Tiến độ')}: {number(row['pace'], language=language)}")
    return "<br>".join(lines)


def _markers(
    x: list[float], y: list[float], *, symbol: Any, size: int, colour: Any, line: float, edge: str = "#ffffff"
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": colour,
            "line": {"width": line, "color": colour if symbol == "line-ns" else edge},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
