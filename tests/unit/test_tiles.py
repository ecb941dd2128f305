"""The maps of tiles held against the provinces there are, and against the compass."""

import pytest

from dashboard.reference.organisation import Province
from dashboard.reference.tiles import grid_of, short_name, tiles

TODAY, FORMER = tiles("today"), tiles("former")


@pytest.mark.parametrize(("grid", "count"), [("today", 34), ("former", 63)])
def test_every_province_has_a_place_of_its_own(grid, count):
    places = {(tile.row, tile.column) for tile in tiles(grid).values()}
    assert len(tiles(grid)) == len(places) == count
    assert min(row for row, _ in places) == min(column for _, column in places) == 1
    assert all(len(tile.short) <= 12 for tile in tiles(grid).values())


def test_no_tile_stands_apart_from_all_others():
    for grid in (TODAY, FORMER):
        places = {(tile.row, tile.column) for tile in grid.values()}
        for row, column in places:
            near = {(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)} - {(row, column)}
            assert near & places


@pytest.mark.parametrize("names", [
    ("Cao Bằng", "Thái Nguyên", "Hà Nội", "Ninh Bình", "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Trị", "Huế", "Đà Nẵng",
     "Quảng Ngãi", "Gia Lai", "Đắk Lắk", "Khánh Hòa", "Thành phố Hồ Chí Minh", "Vĩnh Long"),
    ("Hà Giang", "Tuyên Quang", "Phú Thọ", "Hà Nội", "Hà Nam", "Thanh Hóa", "Quảng Bình", "Quảng Trị", "Thừa Thiên Huế", "Đà Nẵng",
     "Quảng Nam", "Quảng Ngãi", "Bình Định", "Phú Yên", "Khánh Hòa", "Ninh Thuận", "Bà Rịa – Vũng Tàu", "Bến Tre", "Trà Vinh", "Cà Mau"),
])  # fmt: skip
def test_north_is_up(names):
    grid = TODAY if "Huế" in names else FORMER
    rows = [grid[name].row for name in names]
    assert rows == sorted(set(rows))


@pytest.mark.parametrize(("grid", "names"), [
    (TODAY, ("Điện Biên", "Sơn La", "Phú Thọ", "Thái Nguyên", "Lạng Sơn")), (TODAY, ("Hà Nội", "Bắc Ninh", "Quảng Ninh")),
    (TODAY, ("Nghệ An", "Huế", "Đà Nẵng")), (TODAY, ("Tây Ninh", "Đồng Nai", "Lâm Đồng", "Khánh Hòa")),
    (FORMER, ("Sơn La", "Vĩnh Phúc", "Hà Nội", "Bắc Ninh", "Hải Dương")), (FORMER, ("Gia Lai", "Bình Định")),
    (FORMER, ("Kiên Giang", "Cần Thơ", "Vĩnh Long", "Bến Tre")),
])  # fmt: skip
def test_the_coast_is_to_the_east(grid, names):
    columns = [grid[name].column for name in names]
    assert columns == sorted(set(columns))


def test_the_plans_provinces_stand_at_the_place_they_had_before_the_mergers(catalogue):
    assert grid_of(catalogue.provinces) == "former"
    assert {province.vi for province in catalogue.provinces} <= FORMER.keys()


def test_a_name_no_longer_in_use_tells_the_grid_and_one_of_both_is_of_today():
    same, gone = (
        Province(id="one", vi="Tuyên Quang", en="Tuyên Quang"),
        Province(id="other", vi="Hà Giang", en="Hà Giang"),
    )
    assert grid_of([same]) == "today"
    assert grid_of([same, gone]) == "former"


def test_a_long_name_has_a_short_one_and_a_province_without_a_tile_keeps_its_own():
    assert short_name(Province(id="one", vi="Thành phố Hồ Chí Minh", en="Ho Chi Minh City"), "vi") == "TP. HCM"
    assert short_name(Province(id="other", vi="Tỉnh khác", en="Another"), "en") == "Another"
