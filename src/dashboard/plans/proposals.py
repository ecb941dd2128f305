"""What is proposed of an indicator that nobody has seen: unit, direction, bounds. A person confirms it; what cannot be told is ``?``."""

import re
from collections.abc import Collection, Mapping, Sequence

from dashboard.intake.units import factor, unit_of
from dashboard.plans.fields import id_of
from dashboard.plans.questions import UNKNOWN
from dashboard.reference.catalogue import Catalogue, Sector, Unit
from dashboard.reference.targets import NOT_SET, parse_target
from dashboard.words.folding import normal
from dashboard.words.messages import DashboardError

LEVELS_BETWEEN = " < "

_LESS_IS_BETTER = re.compile(
    r"\b(that nghiep|phi chinh thuc|ho ngheo|can ngheo|suy dinh duong|tu vong|mac|nhiem|tao hon|bo hoc|tai nan|o nhiem|that thoat|"
    r"lao dong nong nghiep|bao luc|nha tam|thieu hut|mat can bang)\b"
)
_MORE_IS_BETTER = re.compile(
    r"^(muc giam|muc tang|so ho thoat|ti le thoat)|\b(duoc|tham gia|dat chuan|tiep can|hoan thanh|bao phu)\b"
)
_LONGEST_NAME = 160
_LEAST_SHARED = 0.3
"""Which part of the words of two names of a sector must be the same."""


def reads_as_number(text: str) -> bool:
    """Return whether the printed target is a number in some form."""
    for direction in ("increase", "decrease"):
        try:
            return parse_target(text, direction=direction) is not None
        except DashboardError:
            continue
    return False


def proposed_indicator(
    name: str, unit: str, printed: Sequence[str], sector: str, catalogue: Catalogue, taken: Collection[str]
) -> dict[str, str]:
    """Return the fields of a new indicator as far as its print tells them.

    Args:
        name: Its printed name.
        unit: Its printed unit.
        printed: Its printed targets in the order of their years; those that set none are left out.
        sector: The id of its sector, or ``?``.
        catalogue: The catalogue it is to go into.
        taken: Ids that are in use.
    """
    words = [text for text in printed if text not in NOT_SET]
    is_number = not words or any(map(reads_as_number, words))
    fields = {"id": id_of(name, frozenset(taken)), "sector": sector}
    fields |= _unit(unit, catalogue.units, is_number=is_number)
    if is_number:
        fields |= {"direction": _direction(name, words), "kind": "number"} | _bounds(
            fields["unit"], words, catalogue.units
        )
    else:
        fields |= {
            "direction": "increase",
            "kind": "levels",
            "levels": LEVELS_BETWEEN.join([UNKNOWN, *dict.fromkeys(words)]),
        }
    return fields | {"vi": name if len(name) <= _LONGEST_NAME else UNKNOWN, "en": ""}


def _unit(printed: str, units: Mapping[str, Unit], *, is_number: bool) -> dict[str, str]:
    wanted = normal(printed)
    for id_, unit in units.items():
        if wanted and wanted in (normal(unit.vi), normal(unit.en)):
            return {"unit": id_}
    if not is_number and "level" in units:
        return {"unit": "level"}
    told = unit_of(printed)
    if told is None:
        return {"unit": next((id_ for id_, unit in units.items() if not unit.vi), UNKNOWN) if not printed else UNKNOWN}
    same = [
        id_ for id_, unit in units.items()
        if (own := unit_of(unit.vi)) and own.share == told.share and own.nouns == told.nouns and factor(printed, unit.vi) == 1.0
    ]  # fmt: skip
    if len(same) == 1 or (same and told.share and "/" not in printed):
        return {"unit": same[0]}
    return {"unit": id_of(printed, frozenset(units)), "unit_vi": printed, "unit_integral": UNKNOWN}


def _direction(name: str, printed: Sequence[str]) -> str:
    """Return the direction that name, comparators and course agree on; ``?`` where they contradict each other or say nothing."""
    words = normal(name)
    votes = set()
    if re.match(r"(muc )?(giam|tang)\b", words) and "giam ti le" not in words[:12]:
        votes.add("increase")
    elif _LESS_IS_BETTER.search(words) and not _MORE_IS_BETTER.search(words):
        votes.add("decrease")
    elif _MORE_IS_BETTER.search(words) and not _LESS_IS_BETTER.search(words):
        votes.add("increase")
    for text in printed:
        for direction, other in (("increase", "decrease"), ("decrease", "increase")):
            if reads_only(text, direction, other):
                votes.add(direction)
    first, last = _number(printed[0]) if printed else None, _number(printed[-1]) if printed else None
    if first is not None and last is not None and first != last:
        votes.add("increase" if last > first else "decrease")
    return votes.pop() if len(votes) == 1 else UNKNOWN


def reads_only(text: str, direction: str, other: str) -> bool:
    """Return whether the text is a target in one direction alone: ``> 95`` to raise, ``< 2`` to lower."""
    return _reads(text, direction) and not _reads(text, other)


def _reads(text: str, direction: str) -> bool:
    try:
        parse_target(text, direction=direction)  # type: ignore[arg-type]  # one of the two that have a side
    except DashboardError:
        return False
    return True


def _number(text: str) -> float | None:
    for direction in ("increase", "decrease"):
        try:
            found = parse_target(text, direction=direction)
        except DashboardError:
            continue
        return found.anchor if found else None
    return None


def _bounds(unit: str, printed: Sequence[str], units: Mapping[str, Unit]) -> dict[str, str]:
    """Return bounds and decimals; how a count accumulates is never told by its print."""
    known = units.get(unit)
    decimals = max((len(text.rpartition(",")[2]) for one in printed for text in re.findall(r"\d+,\d+", one)), default=0)
    fields = {"minimum": "0"}
    if known and known.share:
        return fields | {"maximum": "100", "decimals": str(max(decimals, 1)), "accumulates": "none"}
    rate = known is not None and ("/" in known.vi or not known.integral)
    return fields | {"decimals": str(decimals), "accumulates": "none" if rate else UNKNOWN}


def sector_of(number: str, name: str, sectors: Sequence[Sector]) -> str:
    """Return the sector whose number or name the heading has, both agreeing as far as they stand there; ``?`` otherwise."""
    words = set(normal(name).split())
    shared = {one.id: len(words & (own := set(normal(one.vi).split()))) / max(len(words | own), 1) for one in sectors}
    best = max(shared, key=lambda id_: shared[id_], default="")
    if best and shared[best] >= _LEAST_SHARED:
        return best
    by_number = next((one for one in sectors if str(one.number) == number), None)
    return by_number.id if by_number and (not words or shared[by_number.id] > 0) else UNKNOWN
