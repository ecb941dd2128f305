"""How many lines a text takes in a column, and so how high its row is."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dashboard.sheets.line_counts import height, height_of_cells, heights_of, lines

WORDS = st.lists(st.text("abcdeghiklmnopqrstuvxyăâđêôơưấệ", min_size=1, max_size=12), min_size=1, max_size=30)


def test_a_word_is_one_line_and_a_line_end_another():
    assert lines("Tỉnh", 12) == 1
    assert lines("hai\ndòng", 12) == 2
    assert lines("", 12) == 1


def test_a_long_name_is_broken_between_words():
    name = "Tỉ lệ người có công và gia đình có mức sống từ trung bình khá trở lên tại nơi cư trú"
    assert (lines(name, 42), lines(name, 100), lines(name, 14)) == (2, 1, 7)


def test_a_word_longer_than_its_column_is_broken():
    assert lines("x" * 100, 10) > 5


def test_bold_signs_are_wider():
    assert lines("Cơ quan chủ trì, nguyên văn", 27.5) == 1
    assert lines("Cơ quan chủ trì, nguyên văn", 27.5, bold=True) == 2


@given(words=WORDS, width=st.integers(6, 80))
def test_a_wider_column_never_takes_more_lines_and_more_words_never_fewer(words, width):
    text = " ".join(words)
    assert lines(text, width + 10) <= lines(text, width)
    assert lines(text, width) <= lines(f"{text} {text}", width)


def test_the_highest_cell_says_how_high_a_row_is():
    assert height_of_cells(["Tỉnh", "a\nb\nc"], [10, 10]) == height(3)
    assert height_of_cells([], []) == height(1)


def test_rows_of_a_frame_are_as_high_as_their_texts():
    frame = pl.DataFrame({"a": ["x", "x\ny", None], "b": ["x", None, None]})
    assert heights_of({"a": 10, "b": 10}, frame).to_list() == [height(1), height(2), height(1)]
    assert heights_of({}, frame).to_list() == [height(1)] * 3


def test_many_texts_are_told_by_their_lengths():
    frame = pl.DataFrame({"a": [f"{place} " + "từ " * (place % 40) for place in range(3_000)]})
    found = heights_of({"a": 20}, frame)
    assert (found.min(), found.dtype) == (height(1), pl.Float64)
    longest = frame["a"][39]
    assert found[39] >= height(lines(longest, 20))
