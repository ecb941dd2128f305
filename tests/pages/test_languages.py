"""A page is in one language; what stays Vietnamese in English are names and what is quoted from documents."""

import csv
import re
from collections.abc import Iterator
from functools import cache

import pytest

from dashboard.catalogue import Catalogue
from dashboard.illustrative import CORRECTION_REASONS
from dashboard.reference_files import PROJECT, load_catalogue
from dashboard.store import OBSERVATION_SCHEMA
from tests.pages.addresses import EVERY_PAGE, Address, name
from tests.pages.conftest import Site
from tests.pages.reading import words

VIETNAMESE = re.compile(r"[\w-]*[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ][\w-]*", re.IGNORECASE)
ENGLISH = re.compile(
    r"\b(the|of|and|for|with|from|not|by|is|are|was|data|figures?|targets?|actuals?|year|province|indicators?|status|gap|pace|"
    r"sources?|plans?|agency|agencies|missing|unknown|total|level|rate|share|per|people|whole|none|true|false|null)\b",
    re.IGNORECASE,
)

OWN_NAME = {"Ngôn", "ngữ", "Tiếng", "Việt"}
"""The words of the switch: each language by its own name."""


@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_an_english_page_has_no_vietnamese_but_names_and_quotations(demo: Site, address: Address):
    path, query = address
    left = _vietnamese_left(words(demo.open(path, **query, lang="en")))
    assert left == []


@pytest.mark.parametrize("address", EVERY_PAGE, ids=name)
def test_a_vietnamese_page_has_no_english(demo: Site, address: Address):
    path, query = address
    text = words(demo.open(path, **query))
    left = sorted({match[0] for match in ENGLISH.finditer(_without_ids(text))})
    assert left == []


def test_the_english_page_of_official_data_quotes_their_sources_only(official: Site):
    for path, query in (("phuong-phap", {}), ("phuong-phap", {"view": "sources"}), ("chi-tieu", {"id": "certified_labour"})):
        left = _vietnamese_left(words(official.open(path, **query, lang="en")))
        assert left == []


def test_the_switch_changes_the_language_and_keeps_the_filters(demo: Site):
    page = demo.open("y-te", province="bac_ninh", year="2024", status="missed")
    page.button_group(key="language").set_value("en")
    page = demo.run(page)
    assert page.title[0].value == "7. Health"
    assert page.query_params["lang"] == "en"
    assert page.session_state["filter_province"] == ["bac_ninh"]
    assert page.session_state["filter_status"] == ["missed"]
    assert page.selectbox(key="filter_year").value == 2024
    page.button_group(key="language").set_value("vi")
    page = demo.run(page)
    assert page.title[0].value == "7. Y tế"
    assert "lang" not in page.query_params
    assert page.query_params["status"] == "missed"


def _vietnamese_left(text: str) -> list[str]:
    """Return each line's Vietnamese words with what stands around them, after quotations are taken out."""
    for quoted in _quotations():
        text = text.replace(quoted, " ")
    text = re.sub("“[^“”]*”", " ", text)
    found = [match for match in VIETNAMESE.finditer(text) if match[0] not in OWN_NAME]
    return sorted({" ".join(text[max(match.start() - 30, 0) : match.end() + 30].split()) for match in found})


@cache
def _quotations() -> tuple[str, ...]:
    """Return what is quoted as printed, the longest first."""
    found = {text for text in _quoted(load_catalogue()) if text}
    return tuple(sorted(found, key=len, reverse=True))


def _quoted(catalogue: Catalogue) -> Iterator[str]:
    yield "Phụ lục"  # the plans' own name of their annexes
    for province in catalogue.provinces:
        yield province.vi
        if province.became:
            yield from province.became.with_
    for cell in catalogue.targets:
        yield from (cell.printed, cell.printed_name, cell.printed_unit, cell.agency_in_charge)
    for agency in catalogue.agencies:
        yield from agency.printed
        if agency.successor:
            yield agency.successor.source
    for plan in catalogue.plans:
        yield from (plan.deadlines.agencies.printed, plan.deadlines.coordinating.printed)
        yield from (plan.deadlines.agencies.where, plan.deadlines.coordinating.where)
    for found in catalogue.discrepancies:
        for place in found.places:
            yield from (place.printed, place.where)
    yield from CORRECTION_REASONS
    for path in (PROJECT / "data" / "actuals").glob("*.csv"):
        for row in csv.DictReader(path.read_text("utf-8").splitlines()):
            yield from (row.get(column, "") for column in OBSERVATION_SCHEMA if column not in ("province", "year"))


def _without_ids(text: str) -> str:
    """Leave out ids of the catalogue and addresses, which are the same in every language."""
    return re.sub(r"\]\(\S+\)|\b\w+_\w+\b|https?://\S+|[\w./-]+\.(csv|js|json|gov\.vn)\S*", " ", text)
