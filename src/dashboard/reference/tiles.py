"""The place of each province on a map of tiles, north up and the coast to the east: the 34 of today and the 63 before them.

Where a province lies is no choice of an installation: ``data/tiles.csv`` stands with the program, not with its reference files.
"""

import csv
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from dashboard.reference.files import PROJECT
from dashboard.reference.organisation import Province

Grid = Literal["today", "former"]
FILE = "data/tiles.csv"


class Tile(NamedTuple):
    """A province's place: ``row`` counted from the north and ``column`` from the west, both from 1; ``short`` fits the tile."""

    short: str
    row: int
    column: int


@cache
def tiles(grid: Grid) -> dict[str, Tile]:
    """Return the places by the province's name in Vietnamese."""
    with (PROJECT / FILE).open(encoding="utf-8", newline="") as file:
        return {
            line["province"]: Tile(line["short"], int(line["row"]), int(line["column"]))
            for line in csv.DictReader(file)
            if line["grid"] == grid
        }


def grid_of(provinces: Iterable[Province]) -> Grid:
    """Return the grid the provinces belong to: the former one where one of them became another or has a name no longer in use."""
    gone = tiles("former").keys() - tiles("today").keys()
    return "former" if any(p.became or p.vi in gone for p in provinces) else "today"


def short_name(province: Province, language: str) -> str:
    """Return the name that fits a tile or a narrow column; the whole one of a province without a tile."""
    tile = tiles("today").get(province.vi) or tiles("former").get(province.vi)
    return tile.short if tile else province.name(language)
