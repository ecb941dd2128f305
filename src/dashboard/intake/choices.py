"""What the submitter may choose from to settle an issue: suggestions, readings, ways to go on."""

from typing import Any

from dashboard.intake.issues import Choice
from dashboard.intake.matching import Names
from dashboard.intake.row_findings import place_name
from dashboard.intake.value_heading import HEADING_ACCEPTED
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import mark

NO_FIGURE = "n/a"
"""Stored for a text that says that there is no figure."""
_NONE_OCCURRED = mark("Không phát sinh: bằng 0")
_NO_FIGURE = mark("Không có số liệu")
_AS_WRITTEN = mark("Số đã đúng đơn vị tính của chỉ tiêu, chỉ ghi đơn vị khác")
_CONVERTED = "{old} {found} = {new} {own}"
_SKIP = mark("Bỏ qua dòng này")


class Choices:
    """Gives what each issue offers."""

    def __init__(self, catalogue: Catalogue, names: Names) -> None:
        """Take the catalogue and the names of its things."""
        self._catalogue = catalogue
        self._names = names

    def __call__(self, code: str, group: dict[str, Any]) -> tuple[Choice, ...]:
        """Return what the code and one of its findings offer to choose from."""
        text = group.get("found") or ""
        if code == "ambiguous_number":
            readings = (("comma", group["old"]), ("point", group["new"]))
            return tuple(Choice(("numbers", text), name, value) for name, value in readings if isinstance(value, float))
        if code in ("became_date", "footnote_mark", "scaled_cell"):
            numbers = group["readings"].split()
            return tuple(Choice(("numbers", text), number, float(number)) for number in numbers)
        if code == "dash":
            zero = (Choice(("numbers", text), "0", _NONE_OCCURRED),) if group["new_words"] else ()
            return (*zero, Choice(("missing", text), NO_FIGURE, _NO_FIGURE))
        if code == "other_unit":
            return _units(text, group)
        if code == "total_row":
            return (Choice(("skipped", text), "skip", _SKIP),)
        if code == "split_decimal":
            both = (("joined", group["old_words"]), ("apart", group["new_words"]))
            return tuple(Choice(("split",), name, label) for name, label in both)
        if code in ("heading_year", "heading_not_annual"):
            return (Choice(("headings", text), "accepted", HEADING_ACCEPTED),)
        return self._names_near(code, text, group)

    def _names_near(self, code: str, text: str, group: dict[str, Any]) -> tuple[Choice, ...]:
        indicator = self._catalogue.indicator.get(group.get("indicator") or "")
        if code == "unknown_level" and indicator:
            return tuple(Choice(("levels", indicator.id, text), level.id, level.vi) for level in indicator.levels)
        if not text:
            return ()
        if code == "unknown_province":
            near = self._names.near_provinces(text) or list(self._catalogue.province)
            return tuple(Choice(("accepted", "province", text), id_, self._catalogue.province[id_].vi) for id_ in near)
        if code == "unknown_breakdown" and indicator:
            parts = self._names.near_breakdowns(text, indicator)
            return tuple(
                Choice(("accepted", "breakdown", text), id_, self._catalogue.breakdowns[id_].vi) for id_ in parts
            )
        if code == "unknown_indicator":
            return tuple(
                Choice(
                    ("accepted", "indicator", text), "/".join(filter(None, place)), place_name(self._catalogue, *place)
                )
                for place in self._names.near_indicators(text, group.get("province"))
            )
        return ()


def _units(text: str, group: dict[str, Any]) -> tuple[Choice, ...]:
    """Offer the number in the indicator's unit where it can be told, and the number as it is."""
    own = group["words"]
    as_written = Choice(("units", text, own), "as_written", _AS_WRITTEN)
    if group["old"] is None:
        return (as_written,)
    told = {"old": group["old"], "found": text, "new": group["new"], "own": own}
    return Choice(("units", text, own), "converted", _CONVERTED, told), as_written
