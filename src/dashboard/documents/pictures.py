"""Bars of statuses and ways to targets, as places on paper: what ``typst/pictures.typ`` draws, and what is read in their stead."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any

from dashboard.documents import fonts, signs
from dashboard.documents.model import Block, StatusBar, StatusBars, Way, Ways

BAR = 235.0
"""The length of a bar, in points; of the 454 a page is wide."""
_LABEL_SIZE, _APART, _AIR = 8.5, 5.0, 5.0
_MOST_ROWS = 14
"""How many bars, or titles and ways, stand together: more would be higher than a page."""
_MARGIN = 0.04
"""How much of a scale stays free at either end."""


Picture = StatusBars | tuple[Ways, ...]
"""What is drawn as one: bars, or the ways of indicators that follow each other, each on a scale of its own below one key."""


def gathered(blocks: Sequence[Block]) -> Iterator[Block | tuple[Ways, ...]]:
    """Yield the blocks with ways that follow each other taken together."""
    for are_ways, run in groupby(blocks, lambda block: isinstance(block, Ways)):
        if are_ways:
            yield tuple(block for block in run if isinstance(block, Ways))
        else:
            yield from run


def evenly(size: int, most: int) -> Iterator[tuple[int, int]]:
    """Yield first and end of as few parts as have at most so many each, none much shorter than another."""
    count = max(-(-size // most), 1)
    return pairwise(round(size * number / count) for number in range(count + 1))


def in_parts(picture: Picture) -> list[dict[str, Any]]:
    """Return what is drawn, for JSON, in parts that each have room on a page; without the words, see ``with_words``."""
    if isinstance(picture, StatusBars):
        parts = [replace(picture, bars=picture.bars[start:end]) for start, end in evenly(len(picture.bars), _MOST_ROWS)]
        return [_bars(part) for part in parts]
    pieces = [
        (replace(ways, ways=ways.ways[start:end]), _Scale(ways.ways))
        for ways in picture
        for start, end in evenly(len(ways.ways), _MOST_ROWS - 1)
    ]
    rows = sum(1 + len(piece.ways) for piece, _ in pieces)
    share = rows / max(-(-rows // _MOST_ROWS), 1)
    parts_of_ways: list[list[tuple[Ways, _Scale]]] = [[]]
    filled = 0
    for piece, scale in pieces:
        high = 1 + len(piece.ways)
        # Half of it must still belong to this part.
        if parts_of_ways[-1] and filled + high / 2 > share * len(parts_of_ways):
            parts_of_ways.append([])
        filled += high
        parts_of_ways[-1].append((piece, scale))
    return [_ways(part) for part in parts_of_ways]


def _bars(picture: StatusBars) -> dict[str, Any]:
    words = dict(picture.words)
    told = [
        ": ".join(
            filter(None, (bar.label, ", ".join(f"{words.get(p.status, '')} {p.count}".strip() for p in bar.parts)))
        )
        + (f" ({bar.told})" if bar.told else "")
        for bar in picture.bars
    ]
    return {
        "is": "bars",
        "alt": f"{picture.title}. {'; '.join(told)}.",
        "width": BAR,
        "bars": [_bar(bar) for bar in picture.bars],
        "key": [{"word": word, **_look(status)} for status, word in picture.words],
    }


def _ways(part: list[tuple[Ways, "_Scale"]]) -> dict[str, Any]:
    return {
        "is": "ways",
        "groups": [{"title": piece.title, "ways": [_way(way, scale) for way in piece.ways]} for piece, scale in part],
    }


def with_words(drawn: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    """Return what is drawn with what it says in words, for whoever does not see it."""
    if drawn["is"] == "bars":
        return drawn
    told = [
        f"{group['title']}. " + "; ".join(_way_told(way, words) for way in group["ways"]) + "."
        for group in drawn["groups"]
    ]
    return {**drawn, "alt": " ".join(told)}


def _way_told(way: dict[str, Any], words: dict[str, str]) -> str:
    facts = [
        f"{words[name]} {text}"
        for name, text in (
            ("baseline", way["baseline_text"]),
            ("actual", f"{way['sign']}\u00a0{way['actual_text']}".strip()),
            ("target", way["target_text"]),
        )
        if text
    ]
    return f"{way['label']}: {', '.join(facts)}"


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
