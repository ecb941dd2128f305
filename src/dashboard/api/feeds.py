"""The answers for those who follow: what changed as an Atom feed, deadlines and due dates as a calendar."""

import datetime as dt
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

from dashboard.api import answers
from dashboard.api.asking import Asking, asked_of
from dashboard.changes import atom, calendar, words
from dashboard.changes.atom import Feed
from dashboard.exports.building import filters_in_words
from dashboard.filters import DAYS, KEYS, Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import mark
from dashboard.words.translations import translator

TOKEN = "token"  # noqa: S105  the name of a parameter
"""The parameter that holds the token: feed readers and calendars send no headers of their own."""
ATOM_PARAMETERS = ("province", "sector", "indicator", "agency", "since", "lang", TOKEN)
CALENDAR_PARAMETERS = ("province", "sector", "indicator", "agency", "lang", TOKEN)


def token_of(query: str) -> str:
    """Return the token a query holds, empty where it holds none."""
    return next((text for name, text in parse_qsl(query) if name == TOKEN), "")


def changes_feed(installation: Any, request: Request) -> Response:
    """Answer with what changed, as an Atom feed; without ``since`` from the first day of last month on.

    That day moves once a month, so a reader who looks in once a week misses nothing, and everybody's feeds share one comparison.
    """
    catalogue: Catalogue = installation.catalogue
    asked = asked_of(ATOM_PARAMETERS, request.url.query, catalogue)
    mart: Mart = installation.marts.at(None)
    filters = asked.filters
    if filters.since is None:
        filters = filters.model_copy(update={"since": _last_month(mart.as_of)})
    site = answers.site(request)
    etag = answers.tag(mart.key, "changes.atom", site, _public(asked))
    if answers.is_known(request, etag):
        return answers.not_modified(etag)
    found = queries.changes(mart, catalogue, filters, at=installation.marts.at)
    say, about = translator(asked.language), _about(filters, catalogue, asked.language)
    query = urlencode(_public(asked))
    page = urlencode(filters.query() | ({"lang": ["en"]} if asked.language == "en" else {}), doseq=True)
    feed = Feed(
        name=say(mark("Có gì mới trong chính sách xã hội")),
        about=about,
        address=f"{str(request.url.replace(query='', fragment=''))}" + (f"?{query}" if query else ""),
        page=f"{site}{words.CHANGES}?{page}",
        site=site,
        since=found.since,
        language=asked.language,
        is_illustrative=mart.is_illustrative,
    )
    made = atom.atom(list(words.told(found, catalogue, asked.language)), feed)
    return answers.whole(made, f"{atom.MEDIA_TYPE}; charset=utf-8", {"etag": etag})


def deadlines_calendar(installation: Any, request: Request) -> Response:
    """Answer with the deadlines and due dates of what is not over, as a calendar."""
    catalogue: Catalogue = installation.catalogue
    asked = asked_of(CALENDAR_PARAMETERS, request.url.query, catalogue)
    mart: Mart = installation.marts.at(None)
    site = answers.site(request)
    etag = answers.tag(mart.key, "deadlines.ics", site, _public(asked))
    if answers.is_known(request, etag):
        return answers.not_modified(etag)
    days = mart.kept("deadlines", lambda: queries.deadlines(mart, catalogue))
    shown = calendar.upcoming(queries.meant(days, asked.filters), mart.as_of)
    say, about = translator(asked.language), _about(asked.filters, catalogue, asked.language)
    name = say(mark("Hạn báo cáo, nhiệm vụ, việc phải làm"))
    if mart.is_illustrative:
        name = f"{say(mark('Số liệu minh hoạ'))} – {name}"
    made = calendar.calendar(
        shown, catalogue, name=f"{name}: {about}" if about else name, language=asked.language, site=site
    )
    headers = {"etag": etag, "content-disposition": 'inline; filename="deadlines.ics"'}
    return answers.whole(made, calendar.MEDIA_TYPE, headers)


def _last_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def _public(asked: Asking) -> list[tuple[str, str]]:
    """Return the parameters without the token: nothing that is written down holds it."""
    return sorted((name, text) for name, text in asked.given if name != TOKEN)


def _about(filters: Filters, catalogue: Catalogue, language: str) -> str:
    places = filters.model_copy(update={KEYS[key]: None for key in DAYS})
    return "; ".join(shown for _, shown in filters_in_words(places, catalogue, language))
