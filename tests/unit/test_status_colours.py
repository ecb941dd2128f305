"""The shades of the statuses, as people see them who see fewer colours: what is on course stays apart from what is red."""

import itertools

import numpy as np
import pytest

from dashboard.method import STATUS

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SEEN = {
    "all colours": np.eye(3),
    "protanopia": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ]),
    "deuteranopia": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ]),
}  # fmt: skip
_TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
_WHITE = np.array([0.95047, 1.0, 1.08883])
APART = 10.0
"""Least distance in CIE L*a*b*: about four times what can just be told apart side by side."""


def as_seen(colour: str, matrix: np.ndarray) -> np.ndarray:
    """The colour in L*a*b* after the simulation."""
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    xyz = _TO_XYZ @ np.clip(matrix @ linear, 0, 1) / _WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, matrix: np.ndarray) -> float:
    return float(np.linalg.norm(as_seen(one, matrix) - as_seen(other, matrix)))


@pytest.mark.parametrize("seen", SEEN)
def test_shades_that_count_differently_stay_apart(seen: str):
    too_near = [
        (one, other)
        for one, other in itertools.combinations(STATUS, 2)
        if STATUS[one].role != STATUS[other].role
        and distance(STATUS[one].shade, STATUS[other].shade, SEEN[seen]) < APART
    ]
    assert too_near == []


def test_the_simulation_finds_a_red_and_a_green_that_fall_together():
    red, green = "#b5651d", "#6e8b1d"
    assert distance(red, green, SEEN["all colours"]) > 4 * APART
    assert distance(red, green, SEEN["deuteranopia"]) < APART


def test_where_colours_fail_every_status_has_its_own_sign():
    assert len({status.sign for status in STATUS.values()}) == len(STATUS)
