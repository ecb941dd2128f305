"""Printed by the browser a page fits A4, upright and across: nothing is cut, controls are gone, headings come again."""

import re
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from tests.browser.conftest import NewVisit
from tests.browser.visit import Visit

PAGES = (
    ("", {}),
    ("y-te", {}),
    ("chi-tieu", {"id": "certified_labour"}),
    ("so-sanh", {}),
    ("nhiem-vu", {"kind": "scheme"}),
)
UPRIGHT, ACROSS = (595, 842), (842, 595)
MARGIN = 20
"""Points at every side of the paper that stay white; the margins are 12 mm, which is 34 points."""
HEADINGS = "Thực hiện", "Mục tiêu in", "Khoảng cách", "Tiến độ", "Diễn biến"
CONTROLS = "Tất cả trạng thái", "Tất cả cơ quan", "Tỉnh (không chọn là tất cả)", "Tải đúng bảng này", "Ngôn ngữ"


def paper(visit: Visit, folder: Path, *, across: bool) -> pypdfium2.PdfDocument:
    """Print the page as the browser's own dialogue does."""
    path = folder / f"{'across' if across else 'upright'}.pdf"
    visit.page.pdf(path=path, format="A4", landscape=across, print_background=True)
    return pypdfium2.PdfDocument(path)


def words(page: pypdfium2.PdfPage) -> str:
    """Return the words of a printed page, one space between two."""
    return " ".join(page.get_textpage().get_text_bounded().split())


def unspaced(text: str) -> str:
    """Return the text without spaces: where the words of a picture end is a guess."""
    return "".join(text.split())


def ink(page: pypdfium2.PdfPage) -> np.ndarray:
    """Return which points of a printed page are not white."""
    return np.asarray(page.render(scale=1).to_pil().convert("L")) < 200


@pytest.mark.parametrize("across", [False, True], ids=["upright", "across"])
@pytest.mark.parametrize(("path", "query"), PAGES, ids=["overview", "sector", "indicator", "compare", "tasks"])
def test_every_page_fits_the_paper(new_visit: NewVisit, tmp_path: Path, path: str, query: dict[str, str], across: bool):
    visit = new_visit()
    visit.open(path, **query)
    printed = paper(visit, tmp_path, across=across)
    assert printed.get_page_size(0) == pytest.approx(ACROSS if across else UPRIGHT, abs=1.5)
    for page in printed:
        dark = ink(page)
        sides = {
            "left": dark[:, :MARGIN], "right": dark[:, -MARGIN:], "top": dark[:MARGIN], "foot": dark[-MARGIN + 10 :]
        }  # fmt: skip
        assert [side for side, part in sides.items() if part.any()] == []
        assert dark[:, -dark.shape[1] // 2 :].any(), "nothing on the right half"
    shown = " ".join(map(words, printed))
    assert [control for control in CONTROLS if control in shown] == []
    assert f"1/{len(printed)}" in words(printed[0])
    assert visit.page.locator(".plan-paper").count() == 0, "what was drawn for paper stays on the screen"


def test_pictures_are_drawn_anew_at_the_width_of_the_paper(visit: Visit, tmp_path: Path):
    visit.open("y-te")
    pictures = visit.page.locator(".plan-picture")
    before = pictures.first.bounding_box()
    for across in (False, True):
        dark = ink(paper(visit, tmp_path, across=across)[1])  # bars and words alone
        columns = np.flatnonzero(dark.any(axis=0))
        assert columns[0] / dark.shape[1] < 0.08
        assert columns[-1] / dark.shape[1] > 0.85
    assert pictures.first.bounding_box() == before


def test_no_indicator_is_cut_in_two(visit: Visit, tmp_path: Path):
    """Every indicator of the screen stands on paper, once."""
    visit.open("y-te")
    names = visit.page.evaluate(
        """() => [...document.querySelectorAll('.stBidiComponent *')].flatMap((part) =>
            part.shadowRoot ? [...part.shadowRoot.querySelectorAll("text")] : [])
            .map((words) => words.textContent.trim()).filter((words) => / [↑↓↔]$/.test(words))"""
    )
    assert len(set(names)) > 15
    for across in (False, True):
        shown = "|".join(unspaced(words(page)) for page in paper(visit, tmp_path, across=across))
        for name in set(names):
            on_screen = sum(other.endswith(name) for other in names)  # of a name over two lines the second
            assert shown.count(unspaced(name)) == on_screen, name


def test_headings_of_a_table_come_again_on_every_page(visit: Visit, tmp_path: Path):
    visit.open("y-te")
    pages = [words(page) for page in paper(visit, tmp_path, across=True)]
    titled = next(number for number, page in enumerate(pages) if "Bảng chỉ tiêu" in page)
    first = next(number for number, page in enumerate(pages) if HEADINGS[-2] in page)
    assert first - titled in (0, 1)  # the section's title may stand at the foot of the page before
    last = max(number for number, page in enumerate(pages) if "Sở Y tế" in page)
    assert last > first
    for page in pages[first : last + 1]:
        assert [heading for heading in HEADINGS if heading not in page] == []
        assert re.search("cơ quan chủ trì", page)


def test_filters_stand_in_words_and_the_address_in_full(visit: Visit, tmp_path: Path):
    visit.open("y-te", year="2024", province=["bac_ninh", "bac_giang"], status="missed")
    assert visit.page.locator(".plan-on-paper").first.is_hidden()
    shown = " ".join(words(page) for page in paper(visit, tmp_path, across=False))
    assert "Tỉnh: Bắc Ninh; Bắc Giang" in shown
    assert "Năm: 2024" in shown
    assert "Trạng thái: Không đạt" in shown
    assert visit.page.url.split("?")[0] in unspaced(shown)
    assert "status=missed" in unspaced(shown)
