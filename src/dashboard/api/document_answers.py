"""The answers with documents for meetings: the report, the one page, an agency's annex."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api import answers
from dashboard.api.asking import asked_of
from dashboard.documents import making
from dashboard.documents.content import FILTERS, Asked, document, problems_of, with_year
from dashboard.documents.content.asked import endings_of
from dashboard.documents.formats import MEDIA_TYPES, Ending
from dashboard.documents.model import Kind, Language
from dashboard.mart.mart import Mart

KINDS: tuple[Kind, ...] = ("report", "one-page", "annex")
PATHS: tuple[tuple[Kind, Ending], ...] = tuple((kind, ending) for kind in KINDS for ending in endings_of(kind))
"""Every document in every format it comes in."""


def document_of(kind: Kind, ending: Ending) -> Callable[[Any, Request], Response]:
    """Return what answers with a document in a format: the bytes the page and the command line give."""

    def answer(installation: Any, request: Request) -> Response:
        catalogue = installation.catalogue
        wanted = asked_of(
            (*FILTERS, "lang"), request.url.query, catalogue,
            also_wrong=lambda filters: problems_of(kind, filters, catalogue),
        )  # fmt: skip
        mart: Mart = installation.marts.at(wanted.filters.as_of)
        site = answers.site(request)
        etag = answers.tag(mart.key, "reports", kind, ending, site, sorted(wanted.given))
        if answers.is_known(request, etag):
            return answers.not_modified(etag)
        language: Language = "en" if wanted.language == "en" else "vi"
        asked = Asked(mart, catalogue, with_year(wanted.filters, mart), language, site)
        made = document(kind, asked)
        headers = {
            "etag": etag,
            "content-disposition": f'attachment; filename="{made.file_name}.{ending}"',
            "x-snapshot": str(mart.snapshot),
            "x-origin": "illustrative" if mart.is_illustrative else "official",
        }
        return answers.streamed(iter([making.made(made, ending)]), MEDIA_TYPES[ending], headers)

    return answer
