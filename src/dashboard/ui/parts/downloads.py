"""The files of exactly the rows on the screen, made when they are asked for; large ones with progress, and kept a while."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import exports
from dashboard.exports import AS_USUAL, FORMATS, Arrangement, Ending, Export, Table
from dashboard.exports.prepared import PREPARED, PreparedFile
from dashboard.exports.sheet_xml import LAST_ROW
from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.notation import number
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame.base_path import base_path
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import download, failure
from dashboard.ui.parts import taking_along
from dashboard.words.messages import DashboardError, mark
from dashboard.words.translations import translator

PATH = "tai-ve"
"""Where prepared files are handed out."""
LARGE = 50_000
"""From so many rows on a file is prepared first."""
_LABELS: dict[Ending, str] = {
    "csv": mark("Tải đúng bảng này (CSV)"),
    "xlsx": mark("Tải đúng bảng này (Excel)"),
    "json": mark("JSON"),
    "parquet": mark("Parquet"),
    "sdmx.csv": mark("SDMX-CSV 2.0"),
    "zip": mark("Gói dữ liệu (Data Package, ZIP)"),
}
_PREPARE: dict[Ending, str] = _LABELS | {"csv": mark("Chuẩn bị tệp CSV"), "xlsx": mark("Chuẩn bị tệp Excel")}
_OPEN: tuple[Ending, ...] = ("csv", "xlsx")


def offer(
    mart: Mart,
    catalogue: Catalogue,
    filters: Filters,
    *,
    key: str,
    table: Table = "gaps",
    arrangement: Arrangement = AS_USUAL,
    rows: int = 0,
) -> None:
    """Draw the buttons: what offices use stands open, what programs read behind a fold.

    Args:
        mart: The mart of the filters' day.
        catalogue: Names, and the printed targets.
        filters: Which rows.
        key: Of the widgets.
        table: Which table.
        arrangement: How they are laid out.
        rows: How many they are, where they may be many.
    """
    site = (st.context.url or "").split("?")[0].rsplit("/", 1)[0]
    make = partial(
        exports.export_of, table, mart, catalogue, filters, arrangement=arrangement, language=language(), site=site
    )

    def along() -> None:
        taking_along.offer(make, mart, catalogue, filters, table, arrangement, site=site, key=key)

    if rows > LARGE:
        _prepare(make, along, (mart.key, filters, arrangement, language()), rows, key)
        return

    def button(ending: Ending) -> None:
        name = exports.file_name(
            table, filters, arrangement, ending,
            snapshot=mart.snapshot, is_illustrative=mart.is_illustrative, language=language(),
        )  # fmt: skip
        download(
            say()(_LABELS.get(ending, ending)), partial(_content, make, ending), file_name=name, key=f"{key}_{ending}"
        )

    _each(button, along)


def _each(draw: Callable[[Ending], None], along: Callable[[], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for ending in _OPEN:
            draw(ending)
        with st.popover(say()("Định dạng khác"), type="tertiary"):
            for ending in FORMATS:  # also one without a label: it is shown by its ending
                if ending not in _OPEN:
                    draw(ending)
        along()


def _content(make: Callable[[], Export], ending: Ending) -> bytes:
    return exports.content(make(), ending, for_excel=True)


@st.fragment
def _prepare(make: Callable[[], Export], along: Callable[[], None], what: object, rows: int, key: str) -> None:
    """Draw the buttons that make a large file, how far it is, and the way to it when it is ready."""
    wanted: list[Ending] = []

    def button(ending: Ending) -> None:
        if st.button(say()(_PREPARE.get(ending, ending)), key=f"{key}_{ending}", icon=":material/hourglass_top:"):
            wanted.append(ending)

    _each(button, along)
    told = number(rows, decimals=0, language=language())
    st.caption(say()("Bảng có {rows} dòng; tệp lớn được làm xong rồi mới tải.").format(rows=told))
    if rows >= LAST_ROW:
        st.caption(
            say()(
                "Một trang tính Excel chứa {most} dòng: tệp Excel thiếu các dòng sau đó, CSV và Parquet có đủ."
            ).format(most=number(LAST_ROW - 1, decimals=0, language=language()))
        )
    if wanted:
        st.session_state.pop(f"prepared_{key}", None)
        if (made := _made(make, wanted[0], told)) is not None:
            st.session_state[f"prepared_{key}"] = (what, made)
    draw_way(f"prepared_{key}", what)


def draw_way(key: str, what: object) -> None:
    """Draw the way to a prepared file the session holds under the key, if it is of ``what`` and still there."""
    held = st.session_state.get(key)
    if held is not None and held[0] == what and PREPARED.find(held[1].token):
        file: PreparedFile = held[1]
        size = number(file.size / 1e6, decimals=1, language=language())
        st.link_button(
            say()("Tải {name} ({size} MB)").format(name=file.name, size=size),
            f"{base_path()}/{PATH}/{file.token}",
            icon=":material/download:",
            type="primary",
        )


def _made(make: Callable[[], Export], ending: Ending, rows: str) -> PreparedFile | None:
    bar = st.progress(0.0, say()("Đang đọc số liệu…"))
    try:
        export = make()
        total = max(export.rows.height, 1)

        def tell(done: int) -> None:
            text = say()("Đã ghi {done} trong {rows} dòng")
            bar.progress(
                min(done / total, 1.0), text.format(done=number(done, decimals=0, language=language()), rows=rows)
            )

        return PREPARED.make(export, ending, tell)
    except DashboardError as error:
        failure(error)
        return None
    finally:
        bar.empty()


async def _hand_out(request: Request) -> Response:
    """Answer with a prepared file, a part at a time."""
    file = PREPARED.find(request.path_params["token"])
    if file is None:
        vietnamese = mark(
            "Tệp làm sẵn được giữ nửa giờ và không còn nữa. Mở lại trang tra cứu và chuẩn bị tệp lần nữa."
        )
        return PlainTextResponse(f"{vietnamese}\n{translator('en')(vietnamese)}\n", 404)
    headers = {"cache-control": "private, no-store", "x-content-type-options": "nosniff"}
    return FileResponse(file.path, filename=file.name, media_type=file.media_type, headers=headers)


def routes() -> list[Route]:
    """Return what the server answers with beside the pages."""
    return [Route(f"{base_path()}/{PATH}/{{token}}", _hand_out)]
