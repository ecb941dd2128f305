"""Which words on an English page may be Vietnamese (names, quotations from documents), and which may not."""

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache

from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import PROJECT, load_catalogue
from dashboard.store import illustrative_actions, illustrative_task_reports
from dashboard.store.illustrative import CORRECTION_REASONS

VIETNAMESE = re.compile(
    r"[\w-]*[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ][\w-]*", re.IGNORECASE
)
ENGLISH = re.compile(
    r"\b(the|of|and|for|with|from|not|by|is|are|was|data|figures?|targets?|actuals?|year|province|indicators?|status|gap|pace|"
    r"sources?|plans?|agency|agencies|missing|unknown|total|level|rate|share|per|people|whole|none|true|false|null|"
    r"open|close|clear|select|choose|options?|collapse|expand|sidebar|app|pages?|main|content|skip|link|heading|"
    r"view|more|less|show|hide|search|results?|remove|delete|loading|running|error|found|download|press|enter|apply)\b",
    re.IGNORECASE,
)
DOCUMENT_NUMBER = re.compile(r"\b\d+(/\d{4})?/[A-ZĐ\d]+(-[A-ZĐ]+)*")
OWN_NAMES = {"Ngôn", "ngữ", "Tiếng", "Việt"}
"""The words of the switch: each language by its own name."""


def vietnamese_left(text: str) -> list[str]:
    """Return the Vietnamese words of an English page, each with what stands around it, quotations taken out."""
    text = DOCUMENT_NUMBER.sub(" ", text)  # before figures as printed, such as 4, are taken out of them
    for quoted in _quotations():
        text = text.replace(quoted, " ")
    text = re.sub("“[^“”]*”", " ", text)
    found = [match for match in VIETNAMESE.finditer(text) if match[0] not in OWN_NAMES]
    return sorted({" ".join(text[max(match.start() - 30, 0) : match.end() + 30].split()) for match in found})


def english_left(texts: Iterable[str]) -> list[str]:
    """Return the texts of a Vietnamese page that hold English words; ids and addresses are the same everywhere."""
    return sorted({text for text in texts if ENGLISH.search(_without_ids(text))} - {"Ngôn ngữ / Language", "English"})


@cache
def _quotations() -> tuple[str, ...]:
    """Return what is quoted as printed, the longest first."""
    found = {DOCUMENT_NUMBER.sub(" ", text) for text in _quoted(load_catalogue()) if text.strip()}
    return tuple(sorted(found, key=len, reverse=True))


def _quoted(catalogue: Catalogue) -> Iterator[str]:
    yield from ("Phụ lục", "Mục")  # the plans' own names of their parts
    yield from ("Tân Trào", "Kim Bình")  # places that bodies and events are named after
    for province in catalogue.provinces:
        yield province.vi
        if province.became:
            yield from province.became.with_
    for cell in catalogue.targets:
        yield from (cell.printed, cell.printed_name, cell.printed_unit, cell.agency_in_charge)
    for agency in catalogue.agencies:
        yield from agency.printed
    yield from (step.basis for step in catalogue.successions)
    for plan in catalogue.plans:
        yield from (plan.deadlines.agencies.printed, plan.deadlines.coordinating.printed)
        yield from (plan.deadlines.agencies.where, plan.deadlines.coordinating.where)
    for found in catalogue.discrepancies:
        for place in found.places:
            yield from (place.printed, place.where)
    for task in catalogue.tasks:
        yield from (task.place, task.lead_printed, task.coordinating_printed, task.timing_printed)
    yield from CORRECTION_REASONS
    yield from illustrative_actions.INVENTED_WORDS
    yield from illustrative_task_reports.INVENTED_WORDS
    yield from _sources()


def _sources() -> Iterator[str]:
    for path in (PROJECT / "data" / "actuals").glob("*.csv"):
        for row in csv.DictReader(path.read_text("utf-8").splitlines()):
            yield from (row.get(column, "") for column in ("source", "source_table", "locator", "note"))


def _without_ids(text: str) -> str:
    return re.sub(r"\]\(\S+\)|\b\w+_\w+\b|https?://\S+|(?<!\S)/\S*|[\w./-]+\.(csv|js|json|gov\.vn)\S*", " ", text)
