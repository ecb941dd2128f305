"""What stands around the body of a document: its head, the stamp at its foot, where it can be seen, how its file is called."""

from collections.abc import Iterable
from urllib.parse import urlencode

from dashboard.documents.content.asked import Asked
from dashboard.documents.model import Block, Document, Kind, Letterhead
from dashboard.notation import date
from dashboard.reference.organisation import Agency, Province

BLANK = "………………"
"""What only the office knows and fills in."""
_SPACE = "\u00a0" * 6
_NUMBER = f"Số:{_SPACE}/BC-…"
"""The number and sign of a report; English papers have none."""
_OF_THE_PROVINCE = ("Sở ", "Ban ", "Thanh tra ", "Văn phòng ")
"""How the names of bodies below the province's committee begin; others have another body above them, or none."""
_FILES: dict[Kind, str] = {"report": "bao-cao", "one-page": "mot-trang", "annex": "phu-luc"}
_PLANS_NAMED = 3
"""Up to so many plans are named at the foot of a page; more are counted."""


def framed(
    asked: Asked,
    kind: Kind,
    blocks: Iterable[Block],
    *,
    title: str,
    subject: str,
    letterhead: Letterhead,
    standing: str = "",
    about: Iterable[str] = (),
) -> Document:
    """Return the document around the blocks.

    Args:
        asked: What it is about.
        kind: Which of the documents.
        blocks: Its body.
        title: What kind of paper it is.
        subject: What it is about.
        letterhead: Its head.
        standing: What is said of it in the box across the head, besides that its figures are illustrative.
        about: What tells its file from those of other documents with the same filters.
    """
    illustrative = asked.say("Số liệu minh hoạ") if asked.mart.is_illustrative else ""
    return Document(
        kind=kind,
        language=asked.language,
        letterhead=letterhead,
        title=title,
        subject=subject,
        blocks=tuple(blocks),
        stamp=stamp(asked),
        permalink=permalink(asked, kind),
        day=asked.mart.as_of,
        file_name=_file_name(asked, kind, about),
        marked=" · ".join(filter(None, (standing, illustrative))),
        keywords=tuple(filter(None, (str(asked.year), asked.names("province"), asked.names("sector")))),
    )


def stamp(asked: Asked) -> str:
    """Return what the figures were known at, in one line."""
    say = asked.say
    plans = [asked.catalogue.plan_in_force(province.id).number for province in asked.provinces]
    told = say("kế hoạch đang hiệu lực: {plans}").format(plans=", ".join(plans))
    if len(plans) > _PLANS_NAMED:
        told = say("{count} kế hoạch đang hiệu lực").format(count=len(plans))
    return say("Bản số liệu {snapshot}, {origin}, đến hết ngày {date}; {plans}").format(
        snapshot=asked.mart.snapshot,
        origin=say("số liệu minh hoạ") if asked.mart.is_illustrative else say("số liệu chính thức"),
        date=date(asked.mart.as_of, language=asked.language),
        plans=told,
    )


def permalink(asked: Asked, kind: Kind) -> str:
    """Return where the same figures are on the screen; it names the day, so that they stay the same."""
    texts: dict[str, list[str]] = {} if kind == "report" else {"view": [kind]}
    texts |= asked.filters.model_copy(update={"as_of": asked.mart.as_of}).query()
    texts |= {"lang": ["en"]} if asked.language == "en" else {}
    return f"{asked.site.rstrip('/')}/bao-cao?{urlencode(texts, doseq=True)}"


def letterhead_of_report(asked: Asked) -> Letterhead:
    """Return the head of a paper of the coordinating agency; where the provinces have several, it is left to fill in."""
    plans = [asked.catalogue.plan_in_force(province.id) for province in asked.provinces]
    agencies = {name_now(asked.catalogue.agency[plan.coordinating_agency], asked) for plan in plans}
    last = [plan.deadlines.coordinating for plan in plans]
    readers = dict.fromkeys((due.to_en if asked.language == "en" else due.to_vi) or "" for due in last)
    told = [asked.say("{reader} (để báo cáo)").format(reader=_capital(reader)) for reader in readers if reader]
    return Letterhead(
        above=_above(asked),
        issuer=_only(agencies).upper(),
        number="" if asked.language == "en" else _NUMBER,
        place_and_date=_place_and_date(asked),
        signatory=asked.say("[QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ]"),
        recipients=(*told, asked.say("Lưu: VT, …")),
    )


def letterhead_of_agency(asked: Asked, agency: Agency) -> Letterhead:
    """Return the head of an annex to an agency's own letter; only a body of the province has its committee above it."""
    is_of_province = agency.vi.startswith(_OF_THE_PROVINCE)
    return Letterhead(
        above=_above(asked) if is_of_province else "",
        issuer=name_now(agency, asked).upper(),
        number="",
        place_and_date=_place_and_date(asked),
        signatory=asked.say("[QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ]"),
    )


def name_now(agency: Agency, asked: Asked) -> str:
    """Return who writes in the agency's place on the day: itself, or the body it was merged into, which the file lists first."""
    rows = asked.catalogue.organisation.taken_over(agency.id)
    heirs = [row.to for row in rows if row.since <= asked.mart.as_of]
    heir = agency.id if agency.id in heirs or not heirs else heirs[0]
    return asked.catalogue.agency[heir].name(asked.language)


def place_name(asked: Asked) -> str:
    """Return how the province of the document is called on its day; to fill in where there are several."""
    return _only({_province_now(province, asked) for province in asked.provinces})


def _province_now(province: Province, asked: Asked) -> str:
    """Return the province's name on the day, without the words that tell a merged one from its part."""
    if province.became is None or province.became.since > asked.mart.as_of:
        return province.name(asked.language)
    return province.became.name(asked.language).partition(" (")[0]


def _above(asked: Asked) -> str:
    return asked.say("UBND tỉnh {province}").format(province=place_name(asked)).upper()


def _place_and_date(asked: Asked) -> str:
    text = asked.say("{place}, ngày{space}tháng{space}năm {year}")
    return text.format(place=place_name(asked), space=_SPACE, year=asked.mart.as_of.year)


def _only(names: set[str]) -> str:
    """Return the one name; what is left to fill in where there are several."""
    return next(iter(names)) if len(names) == 1 else BLANK


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _file_name(asked: Asked, kind: Kind, about: Iterable[str]) -> str:
    parts = ["minh-hoa" if asked.mart.is_illustrative else "chinh-thuc", _FILES[kind]]
    parts += [value for values in asked.filters.query().values() for value in values[:3]]
    parts += [*about, f"ban-{asked.mart.snapshot}"] + ([asked.language] if asked.language != "vi" else [])
    return "-".join(part.replace("_", "-") for part in parts)[:150]
