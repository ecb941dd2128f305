"""Agencies by name, each leading to its page, and who holds their duties now."""

import html
from collections.abc import Collection, Iterable

from dashboard.notation import NO_VALUE, date
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.organisation import TODAY_FROM, UNKNOWN_HOLDER, Agency, Holder, Succession
from dashboard.ui.frame import address
from dashboard.ui.frame.navigation import AGENCY
from dashboard.ui.parts.html_tables import linked, muted
from dashboard.words.translations import translator


def agency_link(id_: str, catalogue: Catalogue, language: str, *, province: str | None = None) -> str:
    """Return the agency's name as HTML, leading to its page, in the one province where one is given.

    An id the catalogue does not know stands as it is.
    """
    if id_ not in catalogue.agency:
        return html.escape(id_)
    among = {"province": [province]} if province else {}
    return linked(catalogue.agency[id_].name(language), address.link(AGENCY.path, id=[id_], **among))


def agency_links(ids: Iterable[str], catalogue: Catalogue, language: str) -> str:
    """Return agencies under one spelling each, leading to their pages."""
    return "; ".join(agency_link(id_, catalogue, language) for id_ in ids) or NO_VALUE


def answering(
    holders: Iterable[str], printed: Iterable[str], unclear: Iterable[str], catalogue: Catalogue, language: str
) -> str:
    """Return who holds a duty, with the agencies the plan prints beside them where they are others, as HTML."""
    say = translator(language)
    doubts, others = set(unclear), [id_ for id_ in printed if id_ not in set(holders)]
    told = "; ".join(
        agency_link(id_, catalogue, language) + (f" {muted(f'({say(UNKNOWN_HOLDER)})')}" if id_ in doubts else "")
        for id_ in holders
    )
    return f"{told}{_as_printed(others, catalogue, language)}" if told else NO_VALUE


def office_link(id_: str, province: str, year: int, catalogue: Catalogue, language: str) -> str:
    """Return an agency that reports on a year, with the names under which a plan prints its duties beside it, as HTML."""
    told = agency_link(id_, catalogue, language, province=province)
    office = catalogue.offices.get((province, id_))
    if office is None or year < TODAY_FROM:
        return told
    doubt = f" {muted(f'({translator(language)(UNKNOWN_HOLDER)})')}" if office.is_unclear else ""
    return f"{told}{doubt}{_as_printed(office.printed, catalogue, language)}"


def office_name(id_: str, province: str, year: int, catalogue: Catalogue, language: str) -> str:
    """Return the same as a plain text."""
    told, say = catalogue.agency[id_].name(language), translator(language)
    office = catalogue.offices.get((province, id_))
    if office is None or year < TODAY_FROM:
        return told
    notes = [say(UNKNOWN_HOLDER)] if office.is_unclear else []
    if office.printed:
        names = "; ".join(catalogue.agency[printed].name(language) for printed in office.printed)
        notes.append(say("trong kế hoạch: {names}").format(names=names))
    return f"{told} ({'; '.join(notes)})" if notes else told


def held_by(holder: Holder, catalogue: Catalogue, language: str) -> str:
    """Return who holds one duty, as ``answering`` does of a row."""
    unclear = () if holder.is_known else (holder.printed,)
    return answering((holder.agency,), (holder.printed,), unclear, catalogue, language)


def _as_printed(ids: Collection[str], catalogue: Catalogue, language: str) -> str:
    if not ids:
        return ""
    names = "; ".join(catalogue.agency[id_].name(language) for id_ in ids)
    return f"<br>{muted(translator(language)('trong kế hoạch: {names}').format(names=names))}"


def then_and_now(holders: Iterable[Holder], catalogue: Catalogue, language: str) -> str:
    """Return each printed agency with who holds the duty now, a line each, as HTML with the documents that say so."""
    return "<br>".join(
        f"{agency_link(holder.printed, catalogue, language)} → {now(holder, catalogue, language)}" for holder in holders
    )


def now(holder: Holder, catalogue: Catalogue, language: str) -> str:
    """Return who holds a duty now, or that it is unknown, as HTML."""
    if not holder.is_known:
        return muted(translator(language)(UNKNOWN_HOLDER))
    return step_in_words(holder.steps[-1], catalogue, language)


def step_in_words(step: Succession, catalogue: Catalogue, language: str) -> str:
    """Return the agency a duty went to, since when, with the document as its title; that it stays where it went nowhere."""
    say = translator(language)
    name = say("giữ nguyên") if step.to == step.from_ else catalogue.agency[step.to].name(language)
    since = say("từ {date}").format(date=date(step.since, language=language))
    return f'<span title="{html.escape(step.basis, quote=True)}">{html.escape(name)} {muted(since)}</span>'


def held_now(agency: Agency, catalogue: Catalogue, language: str) -> str:
    """Return who holds the agency's duties now, duty by duty; what no row names is unknown, and said to be."""
    steps = catalogue.organisation.taken_over(agency.id)
    if [step.is_listed for step in steps] == [False]:
        return step_in_words(steps[0], catalogue, language)
    say = translator(language)
    told = [f"{html.escape(step.duty(language))} → {step_in_words(step, catalogue, language)}" for step in steps]
    return "; ".join([*told, muted(say("còn lại: cơ quan kế thừa chưa rõ") if told else say(UNKNOWN_HOLDER))])
