"""The parser of printed targets: every form the plans use, and strictness about the rest."""

import pytest

from dashboard.reference.targets import Target, parse_number, parse_target
from dashboard.words.messages import DashboardError

SCALE = (("Chưa bảo đảm",), ("Bảo đảm vững chắc", "Đảm bảo vững chắc"))


@pytest.mark.parametrize(
    ("printed", "direction", "target"),
    [
        ("80", "increase", Target(">=", 80)),
        ("42", "decrease", Target("<=", 42)),
        ("99,9", "increase", Target(">=", 99.9)),
        ("< 2,2", "decrease", Target("<", 2.2)),
        ("<2", "decrease", Target("<", 2)),
        ("> 95", "increase", Target(">", 95)),
        (">50", "increase", Target(">", 50)),
        ("≥ 97", "increase", Target(">=", 97)),
        (">= 2", "increase", Target(">=", 2)),
        ("Từ 50 trở lên", "increase", Target(">=", 50)),
        ("Từ 3 trở   lên", "increase", Target(">=", 3)),
        ("Tối thiểu 67", "increase", Target(">=", 67)),
        ("tối thiểu 68", "increase", Target(">=", 68)),
        ("ít nhất 92%", "increase", Target(">=", 92)),
        ("dưới 2,35%", "decrease", Target("<", 2.35)),
        ("trên 99%", "increase", Target(">", 99)),
        ("Khoảng 5.500", "increase", Target("about", 5500)),
        ("40-45", "increase", Target("range", 40, 40, 45)),
        ("40-45%", "increase", Target("range", 40, 40, 45)),
        ("2-2,5", "increase", Target("range", 2, 2, 2.5)),
        ("99-99,98", "increase", Target("range", 99, 99, 99.98)),
        ("10-12", "decrease", Target("range", 12, 10, 12)),
        ("2,1", "keep", Target("keep", 2.1)),
        ("30.671", "increase", Target(">=", 30671)),
        ("1.234,5", "increase", Target(">=", 1234.5)),
        ("04", "increase", Target(">=", 4)),
        ("-", "increase", None),
        ("", "increase", None),
    ],
)
def test_every_printed_form_is_read(printed, direction, target):
    assert parse_target(printed, direction=direction) == target


def test_a_level_is_its_place_on_the_scale_in_any_spelling():
    assert parse_target("Đảm bảo vững chắc", direction="increase", levels=SCALE) == Target("level", 1)
    assert parse_target("bảo đảm  vững chắc", direction="increase", levels=SCALE) == Target("level", 1)


@pytest.mark.parametrize(
    ("printed", "direction"),
    [
        ("nhiều hơn", "increase"),
        ("> 5", "decrease"),
        ("< 5", "increase"),
        ("45-40", "increase"),
        ("40-40", "increase"),
        ("< 2,1", "keep"),
        ("99.9", "increase"),
        ("1.23", "increase"),
        ("1,2,3", "increase"),
        ("12.34.567", "increase"),
        ("80 người", "increase"),
        ("-5", "increase"),
        ("> > 5", "increase"),
    ],
)
def test_what_cannot_be_read_for_certain_is_an_error(printed, direction):
    with pytest.raises(DashboardError):
        parse_target(printed, direction=direction)


def test_an_unknown_level_is_told_with_the_scale():
    with pytest.raises(DashboardError, match="Chưa bảo đảm < Bảo đảm vững chắc"):
        parse_target("Hoàn thành", direction="increase", levels=SCALE)


def test_a_thousands_mark_in_a_share_is_ambiguous():
    with pytest.raises(DashboardError, match="hai cách đọc"):
        parse_number("1.234", share=True, integral=False)
    assert parse_number("1.234", share=False, integral=False) == 1234


def test_decimals_in_a_count_are_ambiguous():
    with pytest.raises(DashboardError, match="hai cách đọc"):
        parse_number("1,234", share=False, integral=True)
    assert parse_number("1,234", share=False, integral=False) == 1.234


@pytest.mark.parametrize("printed", ["tối đa 5", "Không quá 5", "<= 5", "≤ 5", "≤5 %"])
def test_at_most_includes_its_number(printed):
    """No plan read so far prints it; the next one may."""
    assert parse_target(printed, direction="decrease") == Target("<=", 5.0)
