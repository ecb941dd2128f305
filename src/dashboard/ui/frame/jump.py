"""Going to any indicator, agency, task or page by typing: Ctrl-K, or the button at the top of the menu.

What can be gone to is fetched when it is first asked for, so that no page carries it.
"""

from pathlib import Path
from typing import Any

import orjson
import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.mart.searching import agency_words, indicator_words, task_words
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame import address
from dashboard.ui.frame.base_path import base_path
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import AGENCY, INDICATOR, TASKS, Menu
from dashboard.ui.frame.services import services
from dashboard.words.folding import SHORT_FORMS
from dashboard.words.messages import mark
from dashboard.words.translations import LANGUAGES, translator

PATH = "di-toi"
"""Where the index of what can be gone to is handed out."""
_WORDS = {
    "button": mark("Đi tới"),
    "title": mark("Đi tới chỉ tiêu, cơ quan, nhiệm vụ, trang"),
    "hint": mark("Gõ vài chữ, không cần dấu"),
    "pages": mark("Trang"),
    "nothing": mark("Không tìm thấy. Viết ít chữ hơn, hoặc dùng trang Tra cứu."),
    "found": mark("{count} kết quả"),
    "keys": mark("↑ ↓ chọn · Enter mở · Esc đóng"),
}
_jump = st.components.v2.component(
    "jump", js=Path(__file__).with_suffix(".js").read_text("utf-8"), isolate_styles=False
)


def draw(pages: Menu) -> None:
    """Draw the button, and go where the person chose."""
    listed = [page for of_section in pages.sections.values() for page in of_section]
    told = {
        "index": f"{base_path()}/{PATH}/{language()}.json?v={services().catalogue.fingerprint[:12]}",
        "base": base_path(),
        "carried": address.CARRIED,
        "words": {name: say()(text) for name, text in _WORDS.items()},
        "pages": [[page.title, page.url_path] for page in listed],
    }
    chosen = _jump(key="jump", data=told, on_to_change=lambda: None).to
    page = pages.page(str(chosen["path"])) if chosen else None
    if page is not None:
        carried = {key: texts for key, texts in address.values().items() if key in address.CARRIED}
        if page.url_path == TASKS.path:
            carried.pop("year", None)  # the year of figures is none of tasks
        st.switch_page(page, query_params={**carried, **{key: [str(text)] for key, text in chosen["query"].items()}})


def index(catalogue: Catalogue, spoken: str) -> dict[str, Any]:
    """Return what can be gone to beside pages, by kind, each with its name, what stands beside it, where it is and what it is found by."""
    say = translator(spoken)
    plans = {plan.id: f"{catalogue.province[plan.province].name(spoken)}, {plan.number}" for plan in catalogue.plans}
    indicators, tasks = indicator_words(catalogue), task_words(catalogue)
    kinds = [
        (INDICATOR, "id", [
            (one.name(spoken), catalogue.sector[one.sector].short_name(spoken), one.id, indicators[one.id])
            for one in catalogue.indicators
        ]),
        (AGENCY, "id", [
            (catalogue.agency[id_].name(spoken), "", id_, text) for id_, text in agency_words(catalogue).items()
        ]),
        (TASKS, "task", [(one.title(spoken), plans[one.plan], one.task, tasks[one.task]) for one in catalogue.tasks]),
    ]  # fmt: skip
    return {
        "shortForms": SHORT_FORMS,
        "kinds": [
            {"name": say(screen.title), "path": screen.path, "key": key, "entries": entries}
            for screen, key, entries in kinds
        ],
    }


def _hand_out(request: Request) -> Response:
    spoken = request.path_params["language"]
    if spoken not in LANGUAGES:
        return Response(status_code=404)
    headers = {"cache-control": "private, max-age=31536000, immutable", "x-content-type-options": "nosniff"}
    return Response(orjson.dumps(index(services().catalogue, spoken)), media_type="application/json", headers=headers)


def routes() -> list[Route]:
    """Return what the server answers with beside the pages."""
    return [Route(f"{base_path()}/{PATH}/{{language}}.json", _hand_out)]
