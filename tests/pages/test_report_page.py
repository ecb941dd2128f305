"""The page of documents: it says what a document will say, and gives the file the same filters give elsewhere."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.documents import formats
from dashboard.documents.content import Asked, document, with_year
from dashboard.documents.model import Heading, Paragraph
from dashboard.exports.prepared import PREPARED
from dashboard.filters import Filters
from tests import stores
from tests.pages.reading import finding, shown, tables
from tests.pages.site import Site

BAC_NINH = {"province": "bac_ninh", "year": "2025"}


def asked(site: Site, language: str = "vi", **filters: object) -> Asked:
    mart = site.mart()
    given = {"provinces": ("bac_ninh",), "years": (2025,), **filters}
    return Asked(mart, site.catalogue(), with_year(Filters(**given), mart), language, "")  # type: ignore[arg-type]


def press(site: Site, page: AppTest, label: str) -> AppTest:
    (button,) = (button for button in page.button if button.label == label)
    button.click()
    return site.run(page)


def made_file(page: AppTest) -> tuple[str, bytes]:
    """Return name and content of the one prepared file the page leads to."""
    (way,) = (element.proto for element in page.get("link_button") if "/tai-ve/" in element.proto.url)
    file = PREPARED.find(way.url.rsplit("/", 1)[1])
    assert file is not None
    return file.name, file.path.read_bytes()


@pytest.mark.parametrize("kind", ["report", "one-page", "annex"])
def test_it_says_what_the_document_will_say(demo: Site, kind: str):
    agency = {"agency": "health_department"} if kind == "annex" else {}
    page = demo.drawn("bao-cao", **BAC_NINH, view=kind, **agency)
    made = document(kind, asked(demo, agencies=tuple(agency.values())))  # type: ignore[arg-type]
    (told,) = (block.text for block in made.blocks if isinstance(block, Paragraph) and block.role == "finding")
    assert finding(page) == told
    (parts,) = tables(page)
    named = [block.text for block in made.blocks if isinstance(block, Heading) and block.level == 1]
    assert [title for title in parts.column("Phần") if title != "Mở đầu"] == named
    assert all(parts.column("Nội dung"))


def test_a_file_is_made_when_it_is_asked_for_and_is_that_of_the_same_filters(demo: Site, tmp_path: Path):
    demo = Site(stores.copied_store(demo.store, tmp_path))  # names tell the snapshot, which others move on
    page = demo.open("bao-cao", **BAC_NINH, view="one-page", sector="health")
    assert {button.label for button in page.button} >= {"Làm tệp Word", "Làm tệp PDF", "Làm tệp Excel"}
    assert "Làm tệp trình chiếu" not in {button.label for button in page.button}
    page = press(demo, page, "Làm tệp Excel")
    name, content = made_file(page)
    made = document("one-page", asked(demo, sectors=("health",)))
    assert name == f"{made.file_name}.xlsx"
    assert content == formats.content(made, "xlsx")


def test_a_day_in_the_past_is_told_and_goes_into_the_document(demo: Site):
    page = demo.open("bao-cao", **BAC_NINH, as_of="2025-10-27")
    assert "27/10/2025" in shown(page.warning[0])
    assert "Năm 2025" in finding(page)
    now = demo.drawn("bao-cao", **BAC_NINH)
    assert finding(page) != finding(now)


def test_what_the_page_does_not_filter_by_is_told(demo: Site):
    page = demo.open("bao-cao", **BAC_NINH, status="missed", agency="health_departmen")
    told = shown(page.warning[0])
    assert "status" in told
    assert "health_departmen" in told


def test_where_nothing_is_published_it_lists_what_is_due(empty: Site):
    page = empty.drawn("bao-cao")
    assert "Chưa có số liệu nào" in finding(page)
    (parts,) = tables(page)
    assert parts.column("Phần")[1] == "Số liệu và báo cáo phải nộp"


def test_an_agency_page_gives_the_annex_of_what_is_published(demo: Site, tmp_path: Path):
    demo = Site(stores.copied_store(demo.store, tmp_path))
    page = demo.open("co-quan", id="health_department", **BAC_NINH)
    name, content = made_file(press(demo, page, "Làm tệp Excel"))
    made = document("annex", asked(demo, agencies=("health_department",)))
    assert name == f"{made.file_name}.xlsx"
    assert content == formats.content(made, "xlsx")
