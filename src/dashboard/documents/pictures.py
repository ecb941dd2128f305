"""Bars of statuses and ways to targets, as places on paper: what ``typst/pictures.typ`` draws, and what is read in their stead."""

from collections.abc import Sequence
from typing import Any

from dashboard.documents import fonts, signs
from dashboard.documents.model import StatusBar, StatusBars, Way, Ways
from dashboard.words.messages import Translate

BAR = 235.0
"""The length of a bar, in points; of the 454 a page is wide."""
_LABEL_SIZE, _APART, _AIR = 8.5, 5.0, 5.0
_MARGIN = 0.04
"""How much of a scale stays free at either end."""


def drawn(picture: StatusBars | Ways, say: Translate) -> dict[str, Any]:
    """Return what is drawn, for JSON."""
    if isinstance(picture, StatusBars):
        return {
            "is": "bars",
            "title": picture.title,
            "alt": told(picture, say),
            "width": BAR,
            "bars": [_bar(bar) for bar in picture.bars],
            "key": [{"word": word, **_look(status)} for status, word in picture.words],
        }
    scale = _Scale(picture.ways)
    return {
        "is": "ways",
        "title": picture.title,
        "alt": told(picture, say),
        "ways": [_way(way, scale) for way in picture.ways],
    }


def told(picture: StatusBars | Ways, say: Translate) -> str:
    """Return the picture in words, for whoever does not see it."""
    if isinstance(picture, StatusBars):
        words = dict(picture.words)
        lines = [
            ": ".join(
                filter(None, (bar.label, ", ".join(f"{words.get(p.status, '')} {p.count}".strip() for p in bar.parts)))
            )
            + (f" ({bar.told})" if bar.told else "")
            for bar in picture.bars
        ]
    else:
        lines = [_way_told(way, say) for way in picture.ways]
    return f"{picture.title}. {'; '.join(lines)}."


def _way_told(way: Way, say: Translate) -> str:
    facts = [
        f"{heading} {text}"
        for heading, text in (
            (say("mức gốc"), way.baseline_text),
            (say("thực hiện"), signs.with_sign(way.actual_text, way.status)),
            (say("mục tiêu"), way.target_text),
        )
        if text
    ]
    return f"{way.label}: {', '.join(facts)}"


# ---- bars ------------------------------------------------------------------------------------------------------------


def _look(status: str) -> dict[str, str]:
    known = signs.known(status)
    return {"sign": known.sign, "shade": known.shade, "pattern": signs.pattern(status)}


def _bar(bar: StatusBar) -> dict[str, Any]:
    parts = [part for part in bar.parts if part.count]
    total = sum(part.count for part in parts)
    drawn: list[dict[str, Any]] = []
    x = 0.0
    for part in parts:
        wide = BAR * part.count / total
        label = f"{signs.sign(part.status)}\u00a0{part.count}"
        room = fonts.width(label, _LABEL_SIZE, family="Sans", is_bold=True) + _AIR
        drawn.append(
            {"x": x, "w": wide, "label": label, "room": room, "inside": room + 3 <= wide, **_look(part.status)}
        )
        x += wide
    below = [shape for shape in drawn if not shape["inside"]]
    centres = apart([shape["x"] + shape["w"] / 2 for shape in below], [shape["room"] for shape in below])
    for shape, centre in zip(below, centres, strict=True):
        shape["at"] = centre
    return {"label": bar.label, "told": bar.told, "parts": drawn, "deep": bool(below)}


def apart(centres: Sequence[float], rooms: Sequence[float]) -> list[float]:
    """Move what stands side by side just so far apart that nothing touches, and keep it on the bar."""
    placed = list(centres)
    for _ in range(2):
        edge = 0.0
        for place, room in enumerate(rooms):
            placed[place] = max(placed[place], edge + room / 2)
            edge = placed[place] + room / 2
        edge = BAR
        for place in reversed(range(len(rooms))):
            placed[place] = min(placed[place], edge - rooms[place] / 2)
            edge = placed[place] - rooms[place] / 2
    return placed


# ---- ways ------------------------------------------------------------------------------------------------------------


class _Scale:
    """The part of the number line all ways of a picture stand on."""

    def __init__(self, ways: Sequence[Way]) -> None:
        values = [
            value
            for way in ways
            for value in (way.actual, way.target, way.baseline, way.expected, way.lower, way.upper)
            if value is not None
        ]
        self.low, self.high = min(values, default=0.0), max(values, default=1.0)

    def place(self, value: float | None) -> float | None:
        """Return where the value stands, 0 to 1."""
        if value is None:
            return None
        if self.high <= self.low:
            return 0.5
        return _MARGIN + (1 - 2 * _MARGIN) * ((value - self.low) / (self.high - self.low))


def _way(way: Way, scale: _Scale) -> dict[str, Any]:
    places = {
        name: scale.place(getattr(way, name)) for name in ("baseline", "expected", "actual", "target", "lower", "upper")
    }
    known = signs.known(way.status)
    return {
        "label": way.label,
        "lower_is_better": way.lower_is_better,
        "sign": known.sign,
        "colour": known.colour,
        "baseline_text": way.baseline_text,
        "actual_text": way.actual_text,
        "target_text": way.target_text,
        **places,
    }
