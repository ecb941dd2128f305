"""What every step of settling a plan has in hand."""

import datetime as dt
from dataclasses import dataclass, field

from dashboard.plans.additions import Additions, Entry
from dashboard.plans.agencies import Agencies
from dashboard.plans.findings import Findings
from dashboard.plans.indicator_answers import IndicatorAnswers
from dashboard.plans.questions import Asking
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import Problem, mark, same
from dashboard.words.translations import translator


@dataclass(frozen=True)
class Head:
    """What is said of the plan when it is read.

    Attributes:
        province: Id or name of its province.
        number: Its printed number, ``246/KH-UBND``.
        date: Its date.
        supersedes: Id or number of the plan it supersedes; empty for none.
        from_year: The first year of its period, where the years before stay with the plan it supersedes; None where it takes over whole.
    """

    province: str
    number: str
    date: dt.date
    supersedes: str = ""
    from_year: int | None = None


@dataclass
class Settling:
    """One reading of a plan while it is held against the catalogue and the answers.

    Attributes:
        head: What was said of the plan.
        catalogue: What is known.
        asking: The questions and answers.
        plan: The plan's id.
        province: Its province's id.
    """

    head: Head
    catalogue: Catalogue
    asking: Asking
    plan: str
    province: str
    additions: Additions = field(default_factory=Additions)
    findings: Findings = field(default_factory=Findings)
    agencies: Agencies = field(init=False)
    answers: IndicatorAnswers = field(init=False)

    def __post_init__(self) -> None:
        """Make what takes part of the answers."""
        self.agencies = Agencies(self.catalogue, self.asking, self.additions, self.findings)
        self.answers = IndicatorAnswers(self.catalogue, self.asking, self.additions)

    def register(
        self, kind: str, places: list[tuple[Problem, str]], reading: Problem, why: Problem, **about: object
    ) -> None:
        """Add an entry to the register of discrepancies."""
        vi, en = same, translator("en")
        entry: Entry = {"kind": kind, "plans": [self.plan], "provinces": [self.province], **about}
        entry["places"] = [{"where": place.tell(vi), "printed": printed or "-"} for place, printed in places]
        entry |= {
            "reading_vi": reading.tell(vi),
            "reading_en": reading.tell(en),
            "why_vi": why.tell(vi),
            "why_en": why.tell(en),
        }
        self.additions.discrepancies.append(entry)


AS_PRINTED = Problem(mark("Giữ như in."))
"""The reading of what is contradictory and stays so."""
