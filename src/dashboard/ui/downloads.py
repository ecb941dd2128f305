"""The files of exactly the rows on the screen, made when they are asked for."""

from functools import partial

import streamlit as st

from dashboard import exports
from dashboard.catalogue import Catalogue
from dashboard.exports import Ending
from dashboard.filters import Filters
from dashboard.mart import Mart
from dashboard.messages import mark
from dashboard.ui.language import language, say
from dashboard.ui.page import download

_LABELS: dict[Ending, str] = {
    "csv": mark("Tải đúng bảng này (CSV)"),
    "xlsx": mark("Tải đúng bảng này (Excel)"),
    "json": mark("JSON"),
    "parquet": mark("Parquet"),
    "sdmx.csv": mark("SDMX-CSV 2.0"),
    "zip": mark("Gói dữ liệu (Data Package, ZIP)"),
}
_OPEN: tuple[Ending, ...] = ("csv", "xlsx")


def offer(mart: Mart, catalogue: Catalogue, filters: Filters, *, key: str) -> None:
    """Draw the buttons: what offices use stands open, what programs read behind a fold."""
    site = (st.context.url or "").split("?")[0].rsplit("/", 1)[0]
    make = partial(_file, mart, catalogue, filters, language(), site)
    with st.container(horizontal=True, vertical_alignment="center"):
        for ending in _OPEN:
            _button(make, mart, filters, ending, key)
        with st.popover(say()("Định dạng khác"), type="tertiary"):
            for ending in _LABELS:
                if ending not in _OPEN:
                    _button(make, mart, filters, ending, key)


def _button(make: "partial[bytes]", mart: Mart, filters: Filters, ending: Ending, key: str) -> None:
    download(
        say()(_LABELS[ending]),
        partial(make, ending),
        file_name=exports.file_name(mart, filters, ending),
        key=f"{key}_{ending}",
    )


def _file(mart: Mart, catalogue: Catalogue, filters: Filters, language: str, site: str, ending: Ending) -> bytes:
    export = exports.export_of("gaps", mart, catalogue, filters, language=language, site=site)
    return exports.content(export, ending, for_excel=True)
