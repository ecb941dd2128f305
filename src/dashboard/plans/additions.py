"""What a plan adds to the reference files, in their own form."""

from dataclasses import dataclass, field
from typing import Any

Entry = dict[str, Any]


@dataclass
class Additions:
    """Entries to add, by file and list; what exists is added to, never changed, but for the plan that is superseded.

    Attributes:
        provinces: New provinces.
        plans: The new plan.
        superseded: The plan it supersedes; empty for none.
        units: New units by id.
        breakdowns: New breakdowns by id.
        indicators: New indicators.
        indicator_breakdowns: Breakdowns that an existing indicator had not yet.
        level_spellings: Indicator, level and the text that a plan prints for it.
        definitions: Of new indicators, by id.
        agencies: New agencies.
        agency_spellings: Existing agency and the text that the plan prints for it.
        general_phrases: Texts that name no body.
        themes: New themes.
        headings: Existing theme and a heading of this plan.
        discrepancies: New entries of the register, without ids.
        targets: Lines of ``targets.csv``.
        tasks: Lines of ``tasks.csv``.
    """

    provinces: list[Entry] = field(default_factory=list)
    plans: list[Entry] = field(default_factory=list)
    superseded: str = ""
    units: dict[str, Entry] = field(default_factory=dict)
    breakdowns: dict[str, Entry] = field(default_factory=dict)
    indicators: list[Entry] = field(default_factory=list)
    indicator_breakdowns: list[tuple[str, str]] = field(default_factory=list)
    level_spellings: list[tuple[str, str, str]] = field(default_factory=list)
    definitions: dict[str, Entry] = field(default_factory=dict)
    agencies: list[Entry] = field(default_factory=list)
    agency_spellings: list[tuple[str, str]] = field(default_factory=list)
    general_phrases: list[str] = field(default_factory=list)
    themes: list[Entry] = field(default_factory=list)
    headings: list[tuple[str, Entry]] = field(default_factory=list)
    discrepancies: list[Entry] = field(default_factory=list)
    targets: list[dict[str, str]] = field(default_factory=list)
    tasks: list[dict[str, str]] = field(default_factory=list)
