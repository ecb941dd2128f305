"""The colours of statuses seen by eyes that lack a kind of cone, and on a printer without colour."""

import pytest

from dashboard.figures.drawing import INK
from dashboard.method import GREEN, RED, STATUS, TASK_STATUS, Status

VISIONS = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
"""What a kind of eye makes of linear red, green and blue: Machado, Oliveira and Fernandes (2009) at full severity; grey by luminance."""
APART = 10.0
"""CIE76 difference of two areas that touch; 2.3 is just noticeable."""
READABLE = 4.5
"""Contrast of words with their ground (WCAG 2.2, 1.4.3)."""

Colour = tuple[float, float, float]


def linear(hexadecimal: str) -> Colour:
    shares = [int(hexadecimal[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return tuple(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)  # type: ignore[return-value]


def seen(colour: str, vision: str) -> Colour:
    light = linear(colour)
    return tuple(
        min(max(sum(share * part for share, part in zip(row, light, strict=True)), 0), 1) for row in VISIONS[vision]
    )  # type: ignore[return-value]


def luminance(light: Colour) -> float:
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), light, strict=True))


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(light: Colour) -> Colour:
    red, green, blue = light
    places = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (place ** (1 / 3) if place > 216 / 24389 else (24389 / 27 * place + 16) / 116 for place in places)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, vision: str) -> float:
    pairs = zip(lab(seen(one, vision)), lab(seen(other, vision)), strict=True)
    return sum((first - second) ** 2 for first, second in pairs) ** 0.5


SCALES = pytest.mark.parametrize("statuses", [STATUS, TASK_STATUS], ids=["indicators", "tasks"])
SEEN = pytest.mark.parametrize("vision", VISIONS)


@SCALES
@SEEN
def test_parts_of_a_bar_that_follow_one_another_are_told_apart(statuses: dict[str, Status], vision: str):
    judged = [status for status in statuses.values() if status.role != "not_assessed"]
    pairs = [(one, other) for one, other in zip(judged, judged[1:], strict=False) if one.shade != other.shade]
    near = {
        (one.word, other.word): found
        for one, other in pairs
        if (found := difference(one.shade, other.shade, vision)) < APART
    }
    assert near == {}


@SCALES
def test_what_one_shade_or_grey_makes_alike_has_a_sign_of_its_own(statuses: dict[str, Status]):
    signs = [status.sign for status in statuses.values()]
    assert len(set(signs)) == len(signs)


@pytest.mark.parametrize("vision", ["full", "deuteranopia", "protanopia"])
def test_on_course_and_red_are_far_apart_for_every_eye_that_sees_colour(vision: str):
    assert difference(GREEN, RED, vision) > 3 * APART


@SCALES
def test_words_on_a_bar_and_on_the_page_are_read(statuses: dict[str, Status]):
    white = linear("#ffffff")
    for status in statuses.values():
        words = linear(INK) if status.with_dark_words else white
        assert contrast(words, linear(status.shade)) >= READABLE, status.word
        assert contrast(linear(status.colour), white) >= READABLE, status.word
        assert contrast(linear(INK), linear(status.tint)) >= READABLE, status.word


def test_two_colours_that_a_reader_cannot_tell_apart_would_be_found():
    """Red and an olive green of the same lightness: far apart for full vision, one colour for deuteranopes."""
    assert difference("#b04030", "#6b6a1f", "full") > 3 * APART > 3 * difference("#b04030", "#6b6a1f", "deuteranopia")
