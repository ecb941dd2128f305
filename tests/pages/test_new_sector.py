"""A new sector in indicators.yaml is a new page, without any change of code."""

from pathlib import Path

from tests import stores
from tests.pages.reading import finding, tables, words
from tests.pages.site import Site

SECTOR = (
    '  - {id: digital, number: 11, path: chuyen-doi-so, vi: "Chuyển đổi số", en: "Digital transformation", '
    'icon: ":material/computer:"}\n'
)


def _with_new_sector(folder: Path, *moved: str) -> Site:
    """Return a site whose catalogue has an eleventh sector, with the indicators moved into it."""
    reference = stores.copied_reference(folder)
    path = reference / "indicators.yaml"
    text = path.read_text("utf-8").replace("\nindicators:\n", f"{SECTOR}\nindicators:\n", 1)
    for id_ in moved:
        before, found, after = text.partition(f"  - id: {id_}\n")
        assert found
        text = before + found + after.replace("sector: health\n", "sector: digital\n", 1)
    path.write_text(text, "utf-8")
    return Site(stores.location_in(folder, "official"), reference)


def test_a_new_sector_has_a_page_that_says_it_is_empty(tmp_path: Path):
    page = _with_new_sector(tmp_path).open("chuyen-doi-so")
    assert not page.error
    assert page.title[0].value == "11. Chuyển đổi số"
    assert page.info


def test_a_new_sector_shows_its_indicators_and_takes_part_in_the_overview(tmp_path: Path):
    site = _with_new_sector(tmp_path, "life_expectancy")
    page = site.open("chuyen-doi-so", lang="en")
    assert page.title[0].value == "11. Digital transformation"
    assert finding(page)
    name = site.catalogue().indicator["life_expectancy"].en
    assert any(name in cell for row in tables(page)[-1].rows for cell in row.values())
    assert name not in words(site.open("y-te", lang="en"))
    assert any("11. Chuyển đổi số" in row.values() for listed in tables(site.open("")) for row in listed.rows)
