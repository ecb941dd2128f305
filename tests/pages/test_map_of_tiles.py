"""The map of tiles on an indicator's page: for more provinces than the pictures compare at once."""

import re

import pytest

from tests.pages.reading import words
from tests.pages.site import Site

MAP = re.compile(r'<li style="[^"]*"><a href="([^"]*)"[^>]*title="([^:"]*): ([^"]*)"')


def tiles(page):
    return [found for element in page.get("html") for found in MAP.findall(element.value)]


def test_few_provinces_need_no_map(demo: Site):
    page = demo.drawn("chi-tieu", id="certified_labour", year="2025")
    assert tiles(page) == []
    assert "Các tỉnh trên bản đồ" not in words(page)


def test_many_provinces_stand_on_the_map_each_leading_to_its_own(demo: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dashboard.figures.drawing.MOST_PROVINCES", 2)
    found = tiles(demo.open("chi-tieu", id="certified_labour", year="2025"))
    assert {name for _, name, _ in found} == {province.vi for province in demo.catalogue().provinces}
    for link, name, told in found:
        (id_,) = (province.id for province in demo.catalogue().provinces if province.vi == name)
        assert f"province={id_}" in link
        assert "id=certified_labour" in link
        assert "year=2025" in link
        assert told
