"""Trying the method on its page: what is moved stands in the address, what it changes on the page, and nothing elsewhere."""

import re

from tests.pages.site import Site

PATH = "phuong-phap"


def told(page):
    return next(text.value for text in page.markdown if re.search("Với cách này|Đang đúng như phương pháp", text.value))


def counts(page):
    """Return what the table of counts says: published and tried, by status."""
    html = next(element.value for element in page.get("html") if "Đã công bố và theo cách thử" in str(element.value))
    return re.findall(r'<td class="number">([^<]*)<', html)


def test_as_it_opens_it_is_the_published_method(demo: Site):
    page = demo.open(PATH, view="trial")
    assert told(page).startswith("Đang đúng như phương pháp đã công bố")
    assert set(counts(page)[2::3]) == {"–"}
    assert page.query_params == {"view": "trial"}


def test_what_is_moved_stands_in_the_address_and_the_link_shows_the_same(demo: Site):
    page = demo.open(PATH, view="trial", year="2024")
    page.selectbox(key="trial_on_track").set_value(0.8)
    page = demo.run(page)
    page.radio(key="trial_rule").set_value("growth")
    page = demo.run(page)
    assert {name: page.query_params.get(name) for name in ("on_track", "rule", "baseline")} == {
        "on_track": "0.8", "rule": "growth", "baseline": None,
    }  # fmt: skip
    by_link = demo.open(PATH, view="trial", year="2024", on_track="0.8", rule="growth")
    assert told(by_link) == told(page)
    assert "đổi trạng thái" in told(page)
    assert counts(by_link) == counts(page)
    whole = demo.open("y-te", year="2024")
    assert whole.markdown[0].value == demo.drawn("y-te", year="2024").markdown[0].value


def test_what_cannot_be_is_told(demo: Site):
    page = demo.open(PATH, view="trial", on_track="0.5", behind="0.6")
    assert any("Ngưỡng dưới phải nhỏ hơn" in warning.value for warning in page.warning)
    page = demo.open(PATH, view="trial", rule="khac", baseline="1999")
    assert any("“1999”, “khac”" in warning.value for warning in page.warning)
    assert told(page).startswith("Đang đúng như phương pháp đã công bố")
