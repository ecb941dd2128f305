"""How many lines a text takes in a column: rows are made as high as their texts, which no program does of itself everywhere."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

import polars as pl

LINE, _NEXT_LINE = 15.0, 13.5
"""How high a row of one line is, and how much higher with each further one, in points."""
_SIGN, _PADDING, _EM = 6.9, 15, 14.67
"""How much a sign of a column's width gives a text, what stays free beside it, and an em of the sheet's type, in pixels."""
_WIDTHS = (
    (0.28, "ijlt/.,:;'| "),
    (0.34, "frI()[]-"),
    (0.39, "sJ"),
    (0.45, "acez?"),
    (0.56, "FPS"),
    (0.62, "ELTZ"),
    (0.67, "BCR"),
    (0.73, "ADGHKNOQUVXYw"),
    (0.78, "m"),
    (0.89, "M%"),
    (0.95, "W"),
)
"""How wide signs of the sheet's type are, in ems: Times New Roman, from its own table."""
_EMS = {sign: width for width, signs in _WIDTHS for sign in signs}
_BOLD = 1.06
_MOST = 25
"""More lines than a row can be high."""
_MOST_MEASURED = 2_000
"""Of so many texts each is measured; of more, their lengths tell."""


def height(count: int) -> float:
    """Return how high a row of so many lines is, in points."""
    return LINE + _NEXT_LINE * (count - 1)


def height_of_cells(texts: Iterable[str], widths: Iterable[float], *, bold: bool = False) -> float:
    """Return how high a row of these texts is, each in a column so many signs wide, in points."""
    return height(max((lines(text, width, bold=bold) for text, width in zip(texts, widths, strict=True)), default=1))


def heights_of(texts: Mapping[str, float], part: pl.DataFrame) -> pl.Series:
    """Return how high each row of a frame is, in points.

    Args:
        texts: The columns of texts, and how wide each stands in the sheet, in signs.
        part: The rows.
    """
    one = pl.repeat(1.0, part.height, eager=True).alias("height")
    counts = [one, *(counted for name, width in texts.items() if (counted := _counted(part[name], width)) is not None)]
    return LINE + _NEXT_LINE * (
        pl.DataFrame(counts).select(pl.max_horizontal(pl.all()).alias("height")).to_series() - 1
    )


def _counted(series: pl.Series, width: float) -> pl.Series | None:
    """Return how many lines each text of a column takes; None where none takes more than one."""
    found = series.drop_nulls().unique().to_list()
    if len(found) > _MOST_MEASURED:
        return (series.str.len_chars() / (width * _CAREFUL)).ceil().clip(1, _MOST).cast(pl.Float64)
    counts = {text: lines(text, width) for text in found}
    if max(counts.values(), default=1) == 1:
        return None
    return series.replace_strict(counts, default=1, return_dtype=pl.Float64)


_CAREFUL = 0.9
"""How many signs certainly stand on a sign of width, with the ends of lines that stay empty."""


def lines(text: str, width: float, *, bold: bool = False) -> int:
    """Return how many lines the text takes in a column so many signs wide, broken between words."""
    room = (width * _SIGN - _PADDING) / (_BOLD if bold else 1)
    if len(text) * _WIDE * _EM <= room and "\n" not in text:
        return 1
    return _broken(text, room)


_WIDE = 0.73
"""A wide letter: a text that would fit if all of its letters were so wide need not be measured."""


@lru_cache(20_000)
def _broken(text: str, room: float) -> int:
    count = 0
    for paragraph in text.split("\n"):
        count, free = count + 1, room
        for word in paragraph.split(" "):
            needed = _pixels(word)
            if needed > free and free < room:
                count, free = count + 1, room
            if needed > room:  # a word longer than the column is broken
                count += int(needed // room)
                needed %= room
            free -= needed + _EMS[" "] * _EM
    return min(count, _MOST)


@lru_cache(20_000)
def _pixels(word: str) -> float:
    plain = (sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    return _EM * sum(_EMS.get(sign) or _usual(sign) for sign in plain)


def _usual(sign: str) -> float:
    """Return the width of a letter or digit that stands in no list, or of a sign."""
    if sign > "\u2190":
        return 1.0
    return 0.73 if sign.isupper() else 0.5
