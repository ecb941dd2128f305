"""Every page by its address, at a desk and on a phone: it stands whole in its frame, and axe finds nothing serious."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from dashboard.reference.catalogue import Catalogue
from tests.browser.conftest import PHONE, WIDE
from tests.browser.server import Server
from tests.browser.visit import Visit
from tests.pages.addresses import EVERY_PAGE, LIKE_OTHERS, Address, name

OVERFLOW = """() => {
  const wide = [...document.querySelectorAll('body, [data-testid="stMain"], [data-testid="stMainBlockContainer"], [data-testid="stMainBlockContainer"] *')]
    .filter(element => !element.closest('.plan-scroll *, [data-testid="stDataFrame"] *, svg *, [aria-hidden="true"]') && element.getClientRects().length)
    .filter(element => { const box = element.getBoundingClientRect(); return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1); })
    .map(element => element.outerHTML.slice(0, 160));
  return {document: document.documentElement.scrollWidth - innerWidth, main: document.querySelector('[data-testid="stMain"]').scrollWidth - document.querySelector('[data-testid="stMain"]').clientWidth, wide};
}"""
CUT_WORDS = """plots => plots.flatMap(plot => {
  const frame = plot.getBoundingClientRect();
  return [...plot.querySelectorAll('svg text')].filter(text => text.textContent.trim()).filter(text => {
    const box = text.getBoundingClientRect();
    return box.width && (box.left < frame.left - 2 || box.right > frame.left + plot.scrollWidth + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2);
  }).map(text => text.textContent);
})"""
_CLASHING_WORDS = """plots => plots.flatMap(plot => {
  const texts = [...plot.querySelectorAll('svg text')].filter(text => text.textContent.trim());
  const boxes = texts.map(text => text.getBoundingClientRect());
  const found = [];
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const across = Math.min(boxes[i].right, boxes[j].right) - Math.max(boxes[i].left, boxes[j].left);
    const down = Math.min(boxes[i].bottom, boxes[j].bottom) - Math.max(boxes[i].top, boxes[j].top);
    if (across > 3 && down > 5) found.push(`${texts[i].textContent} / ${texts[j].textContent}`);
  }
  return found;
})"""


class Looks:
    """What holds of every page at one size; each page is drawn once for all of it, and all in one visitor's browser."""

    size: tuple[int, int]

    @pytest.fixture(scope="class")
    @classmethod
    def context(cls, browser: Browser) -> Iterator[BrowserContext]:
        width, height = cls.size
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        yield context
        context.close()

    @pytest.fixture(scope="class")
    @classmethod
    def drawn(cls, address: Address, server: Server, context: BrowserContext) -> Iterator[Visit]:
        """The page, drawn; neither browser nor server may have complained when all has been looked at."""
        path, query = address
        before = len(server.log())
        visit = Visit(context.new_page(), server.address)
        visit.open(path, **query)
        yield visit
        visit.page.close()
        assert visit.complaints == []
        assert server.errors(before) == []

    def test_it_stands_in_its_frame_at_its_address(self, drawn: Visit, address: Address, catalogue: Catalogue):
        path, query = address
        drawn.stands_in_its_frame(catalogue)
        assert drawn.path == path
        for key, value in query.items():
            assert drawn.query[key] == [value]

    def test_axe_finds_nothing_serious(self, drawn: Visit):
        found = drawn.axe()
        assert found == []

    def test_nothing_is_wider_than_the_window(self, drawn: Visit):
        found = drawn.page.evaluate(OVERFLOW)
        assert found == {"document": 0, "main": 0, "wide": []}

    def test_no_words_of_a_picture_are_cut_off_or_clash(self, drawn: Visit):
        cut = drawn.page.locator(".js-plotly-plot").evaluate_all(CUT_WORDS)
        assert cut == []
        clashing = drawn.page.locator(".js-plotly-plot").evaluate_all(_CLASHING_WORDS)
        assert clashing == []

    def test_headings_go_down_a_level_at_a_time(self, drawn: Visit):
        headings = drawn.page.locator("h1, h2, h3, h4, h5")
        levels = [int(tag[1]) for tag in headings.evaluate_all("all => all.map(h => h.tagName)")]
        assert levels[0] == 1
        assert not [pair for pair in zip(levels, levels[1:], strict=False) if pair[1] > pair[0] + 1]


@pytest.mark.parametrize("address", EVERY_PAGE, ids=name, scope="class")
class TestAtADesk(Looks):
    size = WIDE


@pytest.mark.parametrize(
    "address", [address for address in EVERY_PAGE if address[0] not in LIKE_OTHERS], ids=name, scope="class"
)
class TestOnAPhone(Looks):
    size = PHONE


@pytest.mark.parametrize("path", ["", "y-te", "chi-tieu", "so-sanh", "phuong-phap"])
def test_printed_a_page_is_whole_and_without_the_menu(visit: Visit, path: str):
    visit.open(path)
    height = visit.page.evaluate(
        """() => document.querySelector('[data-testid="stMainBlockContainer"]').scrollHeight"""
    )
    visit.page.emulate_media(media="print")
    visit.page.set_viewport_size({"width": 760, "height": 1080})  # A4 upright at 96 dots an inch
    visit.drawn()
    expect(visit.page.get_by_test_id("stSidebar")).not_to_be_in_viewport()
    hidden = visit.page.evaluate(
        """() => {
          // Whatever clips or scrolls its content loses on paper what does not fit.
          const clipping = [...document.querySelectorAll('[data-testid="stMainBlockContainer"], .plan-scroll')].flatMap(element => {
            const found = [];
            for (let e = element; e; e = e.parentElement) {
              const style = getComputedStyle(e);
              if ((style.overflowY !== 'visible' && e.scrollHeight > e.clientHeight + 2 && e.clientHeight)
                || (style.overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 2 && e.clientWidth))
                found.push(`${e.dataset.testid || e.className}: ${e.scrollWidth}x${e.scrollHeight} in ${e.clientWidth}x${e.clientHeight}`);
            }
            return found;
          });
          return [...new Set(clipping)].filter(text => !text.startsWith('undefined'));
        }"""
    )
    assert hidden == []
    pages = len(re.findall(rb"/Type\s*/Page\b", visit.page.pdf(format="A4", print_background=False)))
    assert pages >= height // 2600, "a page of 900 pixels' width needs about a sheet for each 1 300 pixels"


def test_a_picture_tells_in_words_what_it_shows(visit: Visit):
    for path in ("", "y-te", "chi-tieu", "so-sanh"):
        visit.open(path)
        charts = visit.page.get_by_role("figure")
        assert charts.count() == visit.page.locator(".js-plotly-plot").count() > 0
        for chart in charts.all():
            assert len(chart.get_attribute("aria-label") or "") > 20


def test_everything_can_be_reached_and_chosen_by_keyboard(visit: Visit):
    visit.open("y-te")
    reached: list[str] = []
    asked = ("Tổng quan", "Y tế", "Năm", "Bắc Ninh", "Trạng thái", "Tải đúng bảng này")
    for _ in range(400):  # every link of the tables comes before what stands below them
        if all(any(expected in text for text in reached) for expected in asked):
            break
        visit.page.keyboard.press("Tab")
        reached.append(
            visit.page.evaluate(
                "() => (document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || document.activeElement.tagName).trim().slice(0, 60)"
            )
        )
    text = "\n".join(reached)
    for expected in asked:
        assert expected in text, reached
