"""The map of tiles as HTML: every province at its place, with its status in words."""

import re

import pytest
import streamlit as st

from dashboard.reference.files import load_catalogue
from dashboard.reference.organisation import Province
from dashboard.reference.tiles import tiles
from dashboard.ui.reading.tile_map import tile_map
from tests.many_provinces import PROVINCES_OF_TODAY, catalogue_of

TODAY = catalogue_of(PROVINCES_OF_TODAY)


@pytest.fixture(autouse=True)
def address():
    """The page on which the map stands, for its links."""
    st.session_state["address_values"] = {"year": ["2025"], "id": ["clean_water"]}
    st.session_state["page_path"] = "chi-tieu"
    yield
    st.session_state.clear()


def row(province, *, indicator="clean_water", status="missed", actual=12.5, preliminary=False):
    return {"province": province, "indicator": indicator, "breakdown": "total", "year": 2025,
            "status": status, "actual": actual, "preliminary": preliminary}  # fmt: skip


def drawn(rows, catalogue=TODAY, indicator="clean_water"):
    return tile_map(rows, catalogue.indicator[indicator], catalogue, "vi", label="Bản đồ")


def places(made):
    """Return (row, column) of each tile with a link by what is said of it."""
    found = re.findall(r'<li style="grid-row: ?(\d+); ?grid-column: ?(\d+)"><a [^>]*title="([^"]*)"', made)
    return {said: (int(down), int(right)) for down, right, said in found}


def test_each_of_the_34_provinces_is_a_link_at_its_place_from_north_to_south():
    made = drawn([row(province.id) for province in TODAY.provinces])
    found = places(made)
    assert found == {f"{name}: Không đạt, 12,5\u00a0%": tile[1:] for name, tile in tiles("today").items()}
    assert list(found.values()) == sorted(found.values())
    for province in TODAY.provinces:
        assert f"province={province.id}" in made
    assert "plan-tile-empty" not in made
    assert "plan-tiles-below" not in made


def test_a_tile_says_figure_and_status_an_estimate_and_what_is_not_known():
    first, second, third = (province.id for province in TODAY.provinces[:3])
    made = drawn([
        row(first, preliminary=True), row(second, status="no_data", actual=None), row(third, status="off_track", actual=7.0)
    ])  # fmt: skip
    names = [province.vi for province in TODAY.provinces]
    assert set(places(made)) == {
        f"{names[0]}: Ước không đạt, 12,5\u00a0%",
        f"{names[1]}: Chưa có số liệu",
        f"{names[2]}: Chậm nhiều, 7\u00a0%",
    }
    assert made.count('<span class="plan-estimate">✖</span>') == 1
    assert made.count("plan-tile-empty") == 31


def test_the_names_stand_by_status_with_their_number():
    some = TODAY.provinces[:3]
    made = drawn([row(some[0].id), row(some[1].id, status="achieved"), row(some[2].id)])
    key = re.sub(r"<[^>]+>", " ", made[made.index("plan-map-key") :])
    assert re.search(rf"✖\s+Không đạt\s+2\s+{some[0].vi}, {some[2].vi}", key)
    assert key.index("Đạt") < key.index("Không đạt")


def test_provinces_of_the_plans_stand_where_they_lay_before_the_mergers():
    catalogue = load_catalogue()
    found = places(drawn([row(province.id) for province in catalogue.provinces], catalogue))
    assert {said.split(":")[0]: place for said, place in found.items()} == {
        province.vi: tiles("former")[province.vi][1:] for province in catalogue.provinces
    }


def test_a_province_without_a_tile_stands_below():
    other = Province(id="elsewhere", vi="Tỉnh <khác>", en="Another")
    catalogue = catalogue_of((*TODAY.provinces, other))
    made = drawn([row(TODAY.provinces[0].id), row("elsewhere")], catalogue)
    assert len(places(made)) == 1
    assert "Tỉnh &lt;khác&gt;: Không đạt" in made[made.index("plan-tiles-below") :]


def test_a_level_is_said_in_words():
    indicator = next(one for one in TODAY.indicators if one.kind == "levels")
    made = drawn([row(TODAY.provinces[0].id, indicator=indicator.id, actual=1.0)], indicator=indicator.id)
    (said,) = places(made)
    assert said.endswith(f"Không đạt, {indicator.levels[1].vi}")
