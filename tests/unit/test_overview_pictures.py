"""The overview's pictures of shares: what is few is quiet, and many provinces each keep their place."""

import polars as pl

from dashboard.figures.overview import restrained, share_map, share_strips
from dashboard.reference.files import load_catalogue

CATALOGUE = load_catalogue()


def shares(rows):
    schema = {"sector": pl.String, "province": pl.String, "on_course": pl.Int64, "assessable": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(
        not_assessable=pl.lit(0, pl.Int64),
        share=pl.when(pl.col("assessable") > 1).then(pl.col("on_course") / pl.col("assessable")),
    )


def test_none_of_one_is_drawn_more_quietly_than_two_of_eighteen():
    assert restrained(2 / 18, 18) == 2 / 18
    assert 2 / 18 < restrained(0.0, 1) < 0.6 < restrained(1.0, 4) < restrained(1.0, 5) == 1.0


def test_the_map_says_both_counts_whatever_their_colour():
    frame = shares([("health", "bac_ninh", 0, 2), ("health", "bac_giang", 2, 18)])
    (trace,) = share_map(frame, CATALOGUE, language="vi", link=str).data
    few, many = trace["z"][0]
    assert many == 2 / 18 < few
    assert "0/2" in trace["text"][0][0]
    assert "2/18" in trace["text"][0][1]


def test_each_province_has_its_place_on_the_line_and_the_ends_are_named():
    frame = shares([("health", "bac_ninh", 9, 10), ("health", "bac_giang", 1, 2), ("health", "tuyen_quang", 0, 1)])
    _, dots, words = share_strips(frame, CATALOGUE, language="vi", link=str).data
    assert dots["x"] == [0.5, 0.9]
    assert dots["marker"]["size"][0] < dots["marker"]["size"][1], "1 of 2 is smaller than 9 of 10"
    assert words["text"] == ["Bắc Giang 50\u00a0% – Bắc Ninh 90\u00a0% · 1 tỉnh chưa đánh giá được"]
