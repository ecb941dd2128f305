"""Every form of picture, drawn by the browser at three widths, looks as the picture that was looked at and kept.

After a change that is meant: ``make pictures`` writes them anew; look at what has changed before it is committed.
"""

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from dashboard.figures.drawing import MOST_PROVINCES, Drawing
from dashboard.figures.overview import share_map, share_strips, status_bars
from dashboard.figures.trends import province_lines, trends
from dashboard.figures.ways import ways
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.mart.rows import history_rows, shown_rows
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import PROJECT
from dashboard.ui.frame.static_files import address_of
from dashboard.ui.parts.picture import LIBRARY
from tests.browser.server import Server

KEPT = PROJECT / "tests" / "golden" / "pictures"
RENEW = "DASHBOARD_RENEW_PICTURES" in os.environ
WIDTHS = (360, 480, 900)
"""Of a picture on a phone, in half of a page and in all of it, in pixels."""
OTHER = 48
"""How far a point may be from the kept one, of 255: edges of letters are smoothed otherwise from machine to machine."""
MOST = 0.04
"""The share of the drawn points that may be farther off."""
HEALTH = Filters(years=(2025,), indicators=("beds_per_10000", "fertility_rate", "malaria_elimination"))
PAST = Filters(indicators=("beds_per_10000", "fertility_rate"))
YEAR = Filters(years=(2025,))

_DRAW = """async ({script, data, width}) => {
  const url = URL.createObjectURL(new Blob([script], {type: 'text/javascript'}));
  const {default: draw} = await import(url);
  const host = document.createElement('div');
  host.style.width = `${width}px`;
  document.body.replaceChildren(host);
  const parentElement = host.attachShadow({mode: 'open'});
  draw({data: new TextEncoder().encode(data), parentElement});
  const isDrawn = () => parentElement.querySelector('[data-drawn="true"]');
  while (!isDrawn()) await new Promise(done => setTimeout(done, 30));
}"""


def _ways(mart: Mart, catalogue: Catalogue) -> Drawing:
    return ways(shown_rows(queries.shown(mart, HEALTH)), catalogue, language="vi")


def _strips(mart: Mart, catalogue: Catalogue) -> Drawing:
    """Draw more provinces than have a line each: those of the store over again under other names."""
    rows = shown_rows(queries.shown(mart, Filters(years=(2025,), indicators=("beds_per_10000",))))
    times = MOST_PROVINCES // len(rows) + 1
    provinces = {
        f"{row['province']}_{time}": catalogue.province[row["province"]] for row in rows for time in range(times)
    }
    many = catalogue.model_copy(
        update={"provinces": tuple(one.model_copy(update={"id": id_}) for id_, one in provinces.items())}
    )
    many.__dict__.pop("province", None)
    repeated = [
        {**row, "province": f"{row['province']}_{time}", "actual": (row["actual"] or 0.0) + time / 4}
        for row in rows
        for time in range(times)
    ]
    return ways(repeated, many, language="vi")  # type: ignore[arg-type]


def _trends(mart: Mart, catalogue: Catalogue) -> Drawing:
    lines = province_lines([one.id for one in catalogue.provinces], catalogue, "vi")
    past = history_rows(queries.history(mart, PAST))
    return trends(past, catalogue, lines=lines, years=(2021, 2030), language="vi")


def _shares(mart: Mart) -> pl.DataFrame:
    return queries.shares(queries.status_counts(mart, YEAR), "sector", "province")


def _bars(mart: Mart, catalogue: Catalogue) -> Drawing:
    counts = queries.status_counts(mart, YEAR)
    by_province = counts.group_by("province", "status", maintain_order=True).agg(pl.col("rows").sum())
    return status_bars(by_province, catalogue, language="vi")


FORMS: dict[str, Callable[[Mart, Catalogue], Drawing]] = {
    "ways": _ways,
    "strips": _strips,
    "trends": _trends,
    "share_map": lambda mart, catalogue: share_map(_shares(mart), catalogue, language="vi", link=str),
    "share_strips": lambda mart, catalogue: share_strips(_shares(mart), catalogue, language="vi", link=str),
    "status_bars": _bars,
}


@pytest.fixture(scope="module")
def sheet(browser: Browser, server: Server) -> Iterator[Page]:
    """An empty page beside the dashboard's static files."""
    page = browser.new_page(viewport={"width": 1000, "height": 900}, bypass_csp=True)
    page.goto(f"{server.address}/app/static/words.js")
    page.add_style_tag(
        content="@font-face { font-family: 'Inter Tabular'; font-weight: 400 700; src: url(/app/static/inter-tabular.woff2); }"
        " body { margin: 0; background: #fff; font: 15px 'Inter Tabular'; }"
    )
    yield page
    page.close()


def _picture(sheet: Page, drawing: Drawing, width: int) -> Image.Image:
    script = (PROJECT / "src/dashboard/ui/parts/picture.js").read_text("utf-8").replace("LIBRARY", address_of(LIBRARY))
    data = drawing.json("what it shows", is_followed=False).decode()
    sheet.evaluate(_DRAW, {"script": script, "data": data, "width": width})
    taken = Image.open(BytesIO(sheet.locator("body > div").screenshot()))
    return taken.convert("P", palette=Image.Palette.ADAPTIVE, colors=64)


def _share_off(one: Image.Image, other: Image.Image) -> float:
    """Return the share of drawn points in which two pictures differ; all of them where their sizes do."""
    if one.size != other.size:
        return 1.0
    pair = [picture.convert("RGB") for picture in (one, other)]
    off = sum(ImageChops.difference(*pair).convert("L").histogram()[OTHER:])
    drawn = ImageChops.invert(ImageChops.darker(*pair)).convert("L").histogram()
    return off / sum(drawn[OTHER:])


def _kept(form: str, width: int) -> Path:
    return KEPT / f"{form}-{width}.png"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("form", FORMS)
def test_a_picture_looks_as_it_was_kept(sheet: Page, mart: Mart, catalogue: Catalogue, form: str, width: int):
    taken = _picture(sheet, FORMS[form](mart, catalogue), width)
    if RENEW:
        taken.save(_kept(form, width), optimize=True)
    assert _share_off(taken, Image.open(_kept(form, width))) <= MOST


def test_another_colour_is_found(sheet: Page, mart: Mart, catalogue: Catalogue):
    drawing = _bars(mart, catalogue)
    drawing.data[0]["marker"]["color"] = "#b91c1c"
    assert _share_off(_picture(sheet, drawing, WIDTHS[1]), Image.open(_kept("status_bars", WIDTHS[1]))) > MOST


def test_words_that_are_gone_are_found(sheet: Page, mart: Mart, catalogue: Catalogue):
    drawing = _ways(mart, catalogue)
    drawing.data.pop()
    assert _share_off(_picture(sheet, drawing, WIDTHS[2]), Image.open(_kept("ways", WIDTHS[2]))) > MOST
