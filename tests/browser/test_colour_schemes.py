"""Pages in the schemes and colours a reader's machine asks for."""

import pytest

from tests.browser.visit import Visit

_CHOSEN = """() => Object.fromEntries(['true', 'false'].map(is => [is,
  getComputedStyle(document.querySelector(`[data-testid="stButtonGroup"] button[aria-checked="${is}"]`)).backgroundColor]))"""
_GROUNDS = """pictures => pictures.map(picture => getComputedStyle(picture).backgroundColor)"""
_INKS = """pictures => [...new Set(pictures.flatMap(picture =>
  [...picture.querySelectorAll('svg text')].map(text => getComputedStyle(text).fill)))]"""


@pytest.mark.parametrize("path", ["", "y-te", "chi-tieu"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_whatever_the_scheme(visit: Visit, path: str, scheme: str):
    visit.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    visit.open(path)
    assert visit.axe() == []


def test_with_colours_of_the_readers_own_pictures_stand_on_their_ground_and_what_is_chosen_shows(visit: Visit):
    visit.page.emulate_media(forced_colors="active", color_scheme="dark", reduced_motion="reduce")
    visit.open("y-te")
    pictures = visit.page.locator(".plan-picture")
    assert set(pictures.evaluate_all(_GROUNDS)) == {"rgb(255, 255, 255)"}
    assert "rgb(18, 38, 46)" in pictures.evaluate_all(_INKS)
    chosen = visit.page.evaluate(_CHOSEN)
    assert chosen["true"] != chosen["false"]
