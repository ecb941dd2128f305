"""The answers with tables of figures, and those about indicators."""

import difflib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api import answers
from dashboard.api.asking import Asked, asked, language_of, one_language, read_query
from dashboard.exports import FORMATS, Ending, Export, Table, export_of, stream
from dashboard.exports.sdmx_structure import MEDIA_TYPE as STRUCTURE_TYPE
from dashboard.exports.sdmx_structure import structure_ml
from dashboard.exports.text import json
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.notation import definition_parts
from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.words.messages import mark
from dashboard.words.translations import translator


def rows_of(table: Table, ending: Ending) -> Callable[[Any, Request], Response]:
    """Return what answers with a table in a format: the bytes an export of the same filters has."""

    def answer(installation: Any, request: Request) -> Response:
        wanted = asked(table, request.url.query, installation.catalogue, ending)
        mart: Mart = installation.marts.at(wanted.filters.as_of)
        site = answers.site(request)
        etag = answers.tag(mart.key, table, ending, site, sorted(wanted.given))
        if wanted.version and wanted.version != answers.version_of(mart.key):
            return _changed(request, wanted)
        if answers.is_known(request, etag):
            return answers.not_modified(etag)
        export = export_of(
            table,
            mart,
            installation.catalogue,
            wanted.filters,
            arrangement=wanted.arrangement,
            language=wanted.language,
            site=site,
            limit=wanted.limit,
            offset=wanted.offset,
        )
        following = _next(request, export, wanted, answers.version_of(mart.key))
        headers = {
            "etag": etag,
            "content-disposition": f'attachment; filename="{export.file_name(ending)}"',
            "x-total-count": str(export.total),
            "x-snapshot": str(export.snapshot),
            "x-origin": export.origin,
        }
        if following:
            headers["link"] = f'<{following}>; rel="next"'
        if ending == "json":
            headers["content-disposition"] = headers["content-disposition"].replace("attachment", "inline", 1)
        parts = _parts(export, ending, wanted, following)
        return answers.streamed(parts, FORMATS[ending].media_type, headers)

    return answer


def _parts(export: Export, ending: Ending, wanted: Asked, following: str | None) -> Iterator[bytes]:
    if ending == "json":
        return json(export, links={"next": following} if following else {})
    return stream(export, ending, for_excel=wanted.for_excel)


def _next(request: Request, export: Export, wanted: Asked, version: str) -> str | None:
    """Return the address of the rows behind these, of the same version; None behind the last."""
    end = wanted.offset + export.rows.height
    if end >= export.total or not export.rows.height:
        return None
    kept = [(name, text) for name, text in wanted.given if name not in _OF_A_PAGE]
    query = urlencode([*kept, ("limit", str(wanted.limit)), ("offset", str(end)), ("version", version)])
    return str(request.url.replace(query=query, fragment=""))


_OF_A_PAGE = ("limit", "offset", "version")


def _changed(request: Request, wanted: Asked) -> Response:
    """Answer that the rows are not those any more whose next ones are asked for, and where to begin again."""
    say = translator(wanted.language)
    kept = [(name, text) for name, text in wanted.given if name not in ("offset", "version")]
    first = str(request.url.replace(query=urlencode(kept), fragment=""))
    message = say(
        mark("Số liệu đã đổi từ khi đọc phần đầu, nên các phần không còn khớp nhau. Bỏ những phần đã đọc và đọc lại từ đầu: {first}")
    )  # fmt: skip
    headers = {"link": f'<{first}>; rel="first"'}
    return answers.refusal(409, "changed", message.format(first=first), translate=say, headers=headers)


def structure_of(table: Table) -> Callable[[Any, Request], Response]:
    """Return what answers with the structure of the table's SDMX-CSV: dataflow, data structure definition, code lists."""

    def answer(installation: Any, request: Request) -> Response:
        read_query(request.url.query, [])
        etag = answers.tag(installation.catalogue.fingerprint, table, "sdmx")
        if answers.is_known(request, etag):
            return answers.not_modified(etag)
        return answers.whole(structure_ml(table, installation.catalogue), STRUCTURE_TYPE, {"etag": etag})

    return answer


def indicators(installation: Any, request: Request) -> Response:
    """Answer with every indicator of the catalogue, in its order."""
    language = one_language(read_query(request.url.query, ["lang"]))
    etag = answers.tag(installation.catalogue.fingerprint, "indicators", language)
    if answers.is_known(request, etag):
        return answers.not_modified(etag)
    told = [described(indicator, installation.catalogue, language) for indicator in installation.catalogue.indicators]
    return answers.as_json({"indicators": told}, headers={"etag": etag})


def one_indicator(installation: Any, request: Request) -> Response:
    """Answer with one indicator and everything the plans print about it."""
    language = one_language(read_query(request.url.query, ["lang"]))
    catalogue: Catalogue = installation.catalogue
    id_ = request.path_params["id"]
    if id_ not in catalogue.indicator:
        say = translator(language)
        near = next(iter(difflib.get_close_matches(id_[:60], list(catalogue.indicator), n=1, cutoff=0.5)), None)
        message = say(mark("Không có chỉ tiêu “{id}”{near}.")).format(id=id_[:60], near=f" → {near}?" if near else "")
        return answers.refusal(404, "not_found", message, translate=say)
    etag = answers.tag(catalogue.fingerprint, "indicator", id_, language)
    if answers.is_known(request, etag):
        return answers.not_modified(etag)
    printed = [
        {
            "plan": cell.plan,
            "in_force": catalogue.plan[cell.plan].in_force,
            "province": cell.province,
            "row": cell.row,
            "breakdown": cell.breakdown,
            "year": cell.year,
            "printed": cell.printed,
            "comparator": cell.target and cell.target.comparator,
            "target": cell.target and cell.target.anchor,
        }
        for cell in catalogue.targets
        if cell.indicator == id_
    ]
    told = described(catalogue.indicator[id_], catalogue, language) | {"targets": printed}
    return answers.as_json(told, headers={"etag": etag})


def described(indicator: Indicator, catalogue: Catalogue, language: str) -> dict[str, Any]:
    """Return an indicator as the API tells it; None is undefined."""
    return {
        "id": indicator.id,
        "name": indicator.name(language),
        "sector": indicator.sector,
        "sector_name": catalogue.sector[indicator.sector].name(language),
        "unit": catalogue.unit_of(indicator.id).name(language) or None,
        "direction": indicator.direction,
        "kind": indicator.kind,
        "decimals": indicator.decimals,
        "tolerance": indicator.tolerance,
        "minimum": indicator.minimum,
        "maximum": indicator.maximum,
        "breakdowns": list(indicator.breakdowns),
        "levels": [{"id": level.id, "name": level.name(language)} for level in indicator.levels],
        **{name: text or None for name, text in definition_parts(indicator, language).items()},
    }


def assessed_years(mart: Mart) -> list[int]:
    """Return the years with assessed rows: a read of the mart that fails where the mart cannot be read."""
    return queries.years(mart)


def nothing_here(known: list[str]) -> Callable[[Any, Request], Response]:
    """Return what answers to addresses the API does not have: the nearest one it has."""

    def answer(installation: Any, request: Request) -> Response:
        say = translator(language_of(request.url.query))
        path = request.url.path[:200]
        near = next(iter(difflib.get_close_matches(path, known, n=1, cutoff=0.6)), None)
        message = say(mark("API không có địa chỉ “{path}”{near}. Danh sách: openapi.json."))
        told = message.format(path=path, near=f" → {near}?" if near else "")
        return answers.refusal(404, "not_found", told, translate=say)

    return answer
