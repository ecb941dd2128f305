"""Numbers, dates and words as people read them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.method import AMBER, GREEN, GREY, REASONS, RED, STATUS, STATUSES
from dashboard.notation import date, measured, number, share, signed, wrapped
from dashboard.words.folding import folded


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (1234.5, 2, "1.234,5", "1,234.5"),
        (30671, 0, "30.671", "30,671"),
        (99.9, 1, "99,9", "99.9"),
        (99.98, 1, "100", "100"),
        (100, 2, "100", "100"),
        (1000, 0, "1.000", "1,000"),
        (-0.8, 2, "−0,8", "−0.8"),
        (-1234567.891, 3, "−1.234.567,891", "−1,234,567.891"),
        (0, 2, "0", "0"),
        (-0.0, 2, "0", "0"),
        (-0.001, 2, "0", "0"),
        (-0.4, 0, "0", "0"),
        (None, 2, "–", "–"),
    ],
)
def test_a_number_is_written_as_the_language_writes_it(value, decimals, vi, en):
    assert number(value, decimals=decimals) == vi
    assert number(value, decimals=decimals, language="en") == en


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_written_number_reads_back_as_the_rounded_value(value, decimals):
    text = number(value, decimals=decimals)
    assert float(text.replace(".", "").replace(",", ".").replace("−", "-")) == round(value, decimals)
    assert "-" not in text


def test_a_column_lines_up_where_zeros_are_kept():
    assert [number(value, decimals=2, exact=True) for value in (1.5, 10, -0.001)] == ["1,50", "10,00", "0,00"]


def test_a_signed_number_shows_its_plus_but_zero_has_none():
    assert [signed(value) for value in (1.5, -1.5, 0, 0.001, -0.001, None)] == ["+1,5", "−1,5", "0", "0", "0", "–"]


def test_a_share_is_whole_per_cent_with_a_space_that_does_not_break():
    assert [share(value) for value in (0.716, 1, 0, None)] == ["72\u00a0%", "100\u00a0%", "0\u00a0%", "–"]


def test_a_measure_carries_its_unit_or_the_name_of_its_level(catalogue):
    def shown(value, indicator, language="vi"):
        return measured(value, catalogue.indicator[indicator], catalogue, language=language)

    assert shown(99.94, "trained_labour") == "99,9\u00a0%"
    assert shown(30671, "social_housing") == "30.671\u00a0căn hộ"
    assert shown(30671, "social_housing", "en") == "30,671\u00a0apartments"
    assert shown(0.754, "hdi").startswith("0,75")
    assert shown(0.7, "hdi") == "0,7"  # an index has no unit
    assert shown(2.0, "preschool_universalisation") == "Hoàn thành"
    assert shown(None, "preschool_universalisation") == "–"


def test_a_date_is_written_day_first():
    day = dt.date(2024, 7, 3)
    assert (date(day), date(day, language="en"), date(None)) == ("3/7/2024", "3 Jul 2024", "–")


def test_a_long_name_is_broken_at_spaces_and_cut_with_an_ellipsis():
    assert wrapped("Tỉ lệ lao động qua đào tạo", 14) == ["Tỉ lệ lao động", "qua đào tạo"]
    assert wrapped("Tỉ lệ lao động, qua đào tạo có bằng cấp", 14) == ["Tỉ lệ lao", "động, qua đào…"]
    assert wrapped("một", 14) == ["một"]
    assert wrapped("", 14) == [""]


@given(st.text("ab ,đ", max_size=60), st.integers(1, 12), st.integers(1, 3))
def test_wrapping_keeps_the_words_in_order(text, width, lines):
    out = wrapped(text, width, lines=lines)
    assert 1 <= len(out) <= lines
    assert " ".join(text.split()).startswith(" ".join(out).rstrip("…"))
    for line in out:
        assert len(line.rstrip("…")) <= width or " " not in line


def test_searching_ignores_diacritics_and_case():
    assert folded("Đường Xoá ĐẢM BẢO khoẻ") == "duong xoa dam bao khoe"
    assert folded("kỹ năng") == folded("ky\u0303 na\u0306ng")


def test_every_status_has_its_word_its_sign_and_its_colour():
    assert len({status.sign for status in STATUS.values()}) == len(STATUSES)
    assert len({status.word for status in STATUS.values()}) == len(STATUSES)
    assert {status.colour for status in STATUS.values()} == {GREEN, AMBER, RED, GREY}
    assert {"not_set", "expired", "not_due", "awaiting", "under_review", "returned"} <= set(REASONS)
