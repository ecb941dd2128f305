"""What was answered about a row of indicators: an indicator that exists, a new one, a part of the row above, or nothing."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from dashboard.plans.additions import Additions, Entry
from dashboard.plans.fields import fields_of, options_of
from dashboard.plans.proposals import LEVELS_BETWEEN
from dashboard.plans.questions import UNKNOWN, Asking
from dashboard.reference.catalogue import Breakdown, Catalogue, Indicator, Unit
from dashboard.words.folding import folded
from dashboard.words.messages import mark

LEAVE_OUT = "leave_out"
"""Answer for a row that is not taken."""

YES = ("yes", "true", "co", "1")


@dataclass
class IndicatorAnswers:
    """The indicators of one reading: those of the catalogue, and the new ones as far as they are settled.

    Attributes:
        catalogue: What is known.
        asking: Has the questions and answers.
        additions: Takes new units and parts.
        new: New indicators by id: their fields.
        key_of: The question that declared each new one.
    """

    catalogue: Catalogue
    asking: Asking
    additions: Additions
    new: dict[str, Entry] = field(default_factory=dict)
    key_of: dict[str, str] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Collect the ids that answers further down declare: a row may name one before it is declared."""
        for key, answer in self.asking.answers.items():
            if key.startswith("indicator:"):
                self.declared.add(options_of(answer)[1].get("id", ""))

    def place(
        self, key: str, answer: str, proposal: str, above: str | None, *, sets_targets: bool
    ) -> tuple[str, str] | None:
        """Return indicator and part of an answer; None where it does not do, and why is said with the question.

        Args:
            key: The question.
            answer: What was answered.
            proposal: What a new indicator's fields are where the answer leaves them out.
            above: The indicator of the row above that this one may be a part of; None without one.
            sets_targets: Whether the row sets targets: a heading gives its indicator no part.
        """
        fields = fields_of(answer, proposal)
        if fields is not None:
            part = fields.pop("breakdown", "total")
            id_ = self._declare(key, fields)
            return (id_, part) if id_ and self._part(key, part, {}) else None
        word, options = options_of(answer)
        id_, _, part = word.partition("/")
        id_, part = id_ or above or "", part or "total"
        if id_ not in self.catalogue.indicator and id_ not in self.new and id_ not in self.declared:
            self.asking.refuse(key, mark("Không có chỉ tiêu nào mang mã “{id}”."), id=id_)
            return None
        if not self._part(key, part, options):
            return None
        known = self.catalogue.indicator.get(id_)
        if (
            sets_targets
            and known
            and part not in known.breakdowns
            and (id_, part) not in self.additions.indicator_breakdowns
        ):
            self.additions.indicator_breakdowns.append((id_, part))
        return id_, part

    def _part(self, key: str, part: str, options: dict[str, str]) -> bool:
        if part in self.catalogue.breakdowns or part in self.additions.breakdowns:
            return True
        entry = {"vi": options.get("vi", ""), "en": options.get("en") or options.get("vi", "")}
        try:
            Breakdown.model_validate(entry)
        except ValidationError:
            text = mark("Phân tổ “{part}” chưa có; ghi thêm tên của nó: “/{part} | vi=… | en=…”.")
            self.asking.refuse(key, text, part=part)
            return False
        self.additions.breakdowns[part] = entry
        return True

    def _declare(self, key: str, fields: dict[str, str]) -> str | None:
        fields = _that_count(fields, {*self.catalogue.units, *self.additions.units})
        open_ = [name for name, value in fields.items() if UNKNOWN in value]
        if open_:
            self.asking.refuse(key, mark("Còn phải ghi: {fields}."), fields=", ".join(open_))
            return None
        id_ = fields.get("id", "")
        if id_ in self.catalogue.indicator or self.key_of.get(id_, key) != key:
            self.asking.refuse(key, mark("Mã “{id}” đã dùng."), id=id_)
            return None
        if not self._unit(key, fields):
            return None
        if fields.get("sector") not in self.catalogue.sector:
            self.asking.refuse(
                key,
                mark("Không có lĩnh vực “{id}”: {known}."),
                id=fields.get("sector", ""),
                known=", ".join(self.catalogue.sector),
            )
            return None
        try:
            entry = _entry(fields)
            Indicator.model_validate(entry)
        except ValidationError as error:
            what = "; ".join(
                f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_url=False)
            )
            self.asking.refuse(key, mark("Chưa đúng: {what}"), what=what)
            return None
        except ValueError as error:
            self.asking.refuse(key, mark("Chưa đúng: {what}"), what=error)
            return None
        self.new[id_], self.key_of[id_] = entry, key
        return id_

    def _unit(self, key: str, fields: dict[str, str]) -> bool:
        id_ = fields.get("unit", "")
        if id_ in self.catalogue.units or id_ in self.additions.units:
            return True
        vi, integral = fields.get("unit_vi"), fields.get("unit_integral")
        if not vi or not integral:
            text = mark(
                "Đơn vị “{unit}” chưa có; ghi thêm unit_vi=… và unit_integral=yes|no (đếm số nguyên hay không)."
            )
            self.asking.refuse(key, text, unit=id_)
            return False
        self.additions.units[id_] = {
            "vi": vi, "en": fields.get("unit_en") or vi, "share": False, "integral": folded(integral) in YES,
        }  # fmt: skip
        return True

    def spell_level(self, id_: str, level: str, printed: str) -> None:
        """Learn a text that the plan prints for a level."""
        if id_ not in self.new:
            self.additions.level_spellings.append((id_, level, printed))
            return
        for one in self.new[id_]["levels"]:
            if one["id"] == level:
                one["printed"].append(printed)

    def indicator(self, id_: str) -> Indicator | None:
        """Return the indicator, a new one as far as it is settled."""
        if id_ in self.catalogue.indicator:
            return self.catalogue.indicator[id_]
        return Indicator.model_validate(self.new[id_]) if id_ in self.new else None

    def unit(self, id_: str) -> Unit:
        """Return the unit, a new one too."""
        return self.catalogue.units.get(id_) or Unit.model_validate(self.additions.units[id_])


def _that_count(fields: dict[str, str], units: Collection[str]) -> dict[str, str]:
    """Return the fields without those proposed for another unit or kind than the answer's."""
    left = {"number": {"levels"}, "levels": {"minimum", "maximum", "accumulates"}}.get(fields.get("kind", ""), set())
    if fields.get("unit") in units:
        left |= {"unit_vi", "unit_en", "unit_integral"}
    return {name: value for name, value in fields.items() if name not in left}


def _entry(fields: dict[str, str]) -> Entry:
    """Return the entry of ``indicators.yaml`` that the fields make; raises ValueError for a number that is none."""
    entry: dict[str, Any] = {
        "id": fields.get("id"), "vi": fields.get("vi"), "en": fields.get("en") or fields.get("vi"),
        "sector": fields.get("sector"), "unit": fields.get("unit"), "direction": fields.get("direction"), "kind": fields.get("kind"),
    }  # fmt: skip
    for name in ("tolerance", "minimum", "maximum"):
        if fields.get(name):
            entry[name] = float(fields[name].replace(",", "."))
    if fields.get("decimals"):
        entry["decimals"] = int(fields["decimals"])
    if fields.get("levels"):
        names = [name.strip() for name in fields["levels"].split(LEVELS_BETWEEN.strip()) if name.strip()]
        entry["levels"] = [
            {"id": f"level_{rank}", "vi": name, "en": name, "printed": [name]} for rank, name in enumerate(names)
        ]
    if fields.get("accumulates", "none") not in ("none", ""):
        entry["accumulates"] = fields["accumulates"]
    if fields.get("soft"):
        entry["soft"] = [fields["soft"]]
    return entry | {"breakdowns": ["total"], "kin": []}
