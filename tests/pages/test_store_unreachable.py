"""While the store cannot be reached, pages that read go on and say so; pages where people work take no work."""

import datetime as dt
from collections.abc import Iterator

import pytest

from dashboard.ui.frame.services import services
from tests.pages.reading import pictures, tables, words
from tests.pages.site import Site

SINCE = dt.datetime(2026, 3, 15, 1, 30)
TOLD = "Kho số liệu không kết nối được từ 08:30 15/3/2026"


@pytest.fixture
def unreachable(demo: Site) -> Iterator[Site]:
    """The illustrative store, as the server's watcher leaves it; tests/integration/test_health.py stops a real one."""
    demo.open("")
    marts = services().marts
    marts.unreachable_since = SINCE
    yield demo
    marts.unreachable_since = None


@pytest.mark.parametrize("path", ["", "y-te"])
def test_pages_that_read_go_on_and_say_so(unreachable, path):
    page = unreachable.open(path)
    assert TOLD in words(page)
    assert pictures(page) or tables(page)


@pytest.mark.parametrize("path", ["nop-so-lieu", "duyet"])
def test_pages_where_people_work_take_no_work(unreachable, path):
    page = unreachable.open(path, province="bac_ninh", agency="health_department", year="2025")
    assert f"{TOLD}. Chưa nộp, duyệt hay lưu được gì" in words(page)
    assert not page.file_uploader


def test_nothing_is_said_while_the_store_answers(demo):
    assert "không kết nối được" not in words(demo.open("y-te"))


def test_a_store_that_went_back_is_told_at_the_foot(demo):
    demo.open("")
    marts = services().marts
    marts.went_back_at = SINCE
    try:
        assert "Lúc 08:30 15/3/2026 kho số liệu đã lùi về một bản cũ hơn" in words(demo.open("y-te"))
    finally:
        marts.went_back_at = None
