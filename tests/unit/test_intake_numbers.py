"""Numbers in the notation of their column: decided by evidence, asked where there is none."""

import polars as pl
import pytest

from dashboard.intake.numbers import numbers_read


def read(texts, *, chosen=None, plain=None, **unit):
    """Return the numbers read; the unit is a rate from 0 without a last value unless said otherwise."""
    facts = {"share": False, "integral": False, "minimum": 0.0, "maximum": None, "last": None, "factor": 1.0} | unit
    rows = pl.DataFrame(
        {
            "text": texts,
            "plain": plain or [None] * len(texts),
            **{name: [value] * len(texts) for name, value in facts.items()},
        },
        schema_overrides={
            "text": pl.String,
            "share": pl.Boolean,
            "integral": pl.Boolean,
            **dict.fromkeys(("plain", "minimum", "maximum", "last"), pl.Float64),
        },
    )
    return numbers_read(rows, chosen=chosen or {})


def numbers(*texts, **unit):
    return read(list(texts), **unit)["number"].to_list()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("99,9", 99.9), ("99.9", 99.9), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1.234.567", 1234567), ("1,234,567", 1234567),
        ("1 234", 1234), ("1 234,5", 1234.5), ("1\u00a0234", 1234), ("1\u202f234\u202f567", 1234567), ("95%", 95), ("95 %", 95), ("95,5\u00a0%", 95.5),
        ("-0,3", -0.3), ("−0,3", -0.3), ("+5", 5), ("0,125", 0.125), ("0.125", 0.125), ("007", 7), ("1234,567", 1234.567), ("1,2E+05", 120000), ("1e3", 1000),
        ("5", 5), ("0", 0), ("1 234,567", 1234.567),
    ],
)  # fmt: skip
def test_what_can_be_read_in_one_way_only_is_read_so(text, number):
    assert numbers(text, minimum=None) == [number]


@pytest.mark.parametrize(
    "text",
    ["abc", "", "1 23", "12 34", "1,2,3", "1.2.3", "1,23.4", "1.23,4,5", "12O", "1e999", "--5", "5-", "99,9 99", "1.234.56", "½", "٣", "12%5", "nan", "inf", "1_000", "0x10"],
)  # fmt: skip
def test_what_is_no_number_is_none(text):
    assert read([text])["form"].to_list() == [None]
    assert numbers(text) == [None]


def test_a_group_of_three_is_read_as_the_rest_of_the_column_is():
    assert numbers("99,9", "30.671", "1,234") == [99.9, 30671, 1.234]
    assert numbers("99.9", "30.671", "1,234") == [99.9, 30.671, 1234]


def test_a_column_in_two_notations_decides_nothing():
    frame = read(["99,9", "99.9", "30.671"])
    assert frame["number"].to_list() == [99.9, 99.9, None]
    assert frame.select("votes_comma", "votes_point").row(0) == (1, 1)


def test_without_other_numbers_nothing_is_guessed():
    frame = read(["30.671", "1,234"])
    assert frame["number"].to_list() == [None, None]
    assert frame.select("comma", "point").rows() == [(30671.0, 30.671), (1.234, 1234.0)]


def test_the_unit_and_the_bounds_leave_one_reading():
    assert numbers("30.671", integral=True) == [30671]
    assert numbers("30,671", integral=True) == [30671]
    assert numbers("30.671", share=True, maximum=100.0) == [30.671]
    assert numbers("30.671", maximum=200.0) == [30.671]
    assert numbers("30.671", minimum=1000.0) == [30671]


def test_numbers_the_bounds_decided_decide_the_others():
    rows = pl.DataFrame(
        {
            "text": ["30.671", "1.234"], "plain": [None, None], "share": [False, False], "integral": [True, False],
            "minimum": [0.0, 0.0], "maximum": [None, None], "last": [None, None], "factor": [1.0, 1.0],
        },
        schema_overrides={"plain": pl.Float64, "maximum": pl.Float64, "last": pl.Float64},
    )  # fmt: skip
    assert numbers_read(rows, chosen={})["number"].to_list() == [30671, 1234]


def test_where_the_columns_notation_asks_for_the_impossible_nothing_is_decided():
    assert numbers("99,9", "30.671", share=True, maximum=100.0) == [99.9, None]


@pytest.mark.parametrize(
    ("last", "number"), [(29_000.0, 30671), (31.0, 30.671), (1000.0, None), (0.0, None), (-30.0, None)]
)
def test_the_last_value_decides_where_it_is_near_one_reading(last, number):
    assert numbers("30.671", last=last) == [number]


def test_the_submitter_has_the_last_word():
    assert numbers("30.671", chosen={"30.671": "comma"}) == [30671]
    assert numbers("30.671", chosen={"30.671": "point"}) == [30.671]
    assert numbers("99,9", "30.671", chosen={"30.671": "point"}) == [99.9, 30.671]


def test_a_number_the_file_itself_knows_is_taken_as_it_is():
    frame = read(["30.671", "99,9"], plain=[30.671, None])
    assert frame["number"].to_list() == [30.671, 99.9]


def test_a_percent_sign_is_told():
    assert read(["95%", "95"])["percent"].to_list() == [True, False]


def test_rows_come_back_in_their_order():
    texts = ["1 234", "5", "abc", "99,9", "1.234,5"]
    assert numbers(*texts) == [1234, 5, None, 99.9, 1234.5]


def test_no_rows_are_no_numbers():
    assert read([]).height == 0
