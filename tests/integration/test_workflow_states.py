"""The review as a state machine: whatever people try in whatever order, the store agrees with a simple model."""

import itertools
from dataclasses import dataclass, field

import polars as pl
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from dashboard import workflow
from dashboard.mart.mart import Mart
from dashboard.reference.files import load_catalogue
from tests.conftest import observations
from tests.integration.acting import Acting, let_people_act
from tests.integration.offices import ADMINISTRATOR, OFFICE, handover, reviewer, rights, submitter

AUTHOR, OTHER = submitter("nop1@example.vn", agencies="all"), submitter("nop2@example.vn", agencies="all")
DECIDER = reviewer()
BOTH = rights(
    "ca-hai@example.vn",
    {"role": "submitter", "provinces": ("bac_ninh",), "agencies": "all"},
    {"role": "reviewer", "provinces": ("bac_ninh",)},
)
VIEWER = rights("xem@example.vn", {"role": "viewer"})
PEOPLE = st.sampled_from([AUTHOR, OTHER, DECIDER, BOTH, VIEWER])
HANDS_IN, REVIEWS = (AUTHOR, OTHER, BOTH), (DECIDER, BOTH)
FIGURES = st.dictionaries(st.sampled_from([2023, 2024]), st.sampled_from([77.0, 78.0, None]), min_size=1, max_size=2)
WHICH = st.integers(0, 5)


@dataclass
class Expected:
    """What the model knows of a submission."""

    figures: dict
    author: object
    note: str
    replaces: str | None
    state: str = "submitted"
    events: list = field(default_factory=lambda: ["submitted"])

    @property
    def is_held(self):
        return self.state in ("submitted", "approved")

    @property
    def year(self):
        return max(self.figures)


class Review(Acting):
    """One province's figures of one indicator, handed in and decided about by five people."""

    series = iter(())

    def __init__(self):
        super().__init__()
        self.key = next(self.series)
        self.published = {}

    def held_like(self, figures):
        """The submission under which the same figures are recognised."""
        order = list(self.known.items())
        same = [(place, id_) for place, (id_, it) in enumerate(order) if it.is_held and it.figures == figures]
        if not same:
            return None
        place, id_ = same[-1]
        later = any(it.is_held and it.figures.keys() & figures.keys() for _, it in order[place + 1 :])
        return None if later else id_

    @rule(by=PEOPLE, figures=FIGURES, note=st.sampled_from(["", "đính chính"]), answers=st.none() | WHICH)
    def submit(self, by, figures, note, answers):
        replaces = self.id(answers) if answers is not None and self.known else None
        given = handover(
            figures,
            observations=observations([(*self.key, year, value) for year, value in figures.items()]),
            agency=None,
            note=note,
            replaces=replaces,
        )
        like = self.held_like(figures)
        is_answerable = replaces is None or (
            self.known[replaces].state == "returned"
            and self.known[replaces].year == max(figures)
            and not any(it.replaces == replaces and it.state != "withdrawn" for it in self.known.values())
        )
        is_free = not any(it.state == "submitted" and it.figures.keys() & figures.keys() for it in self.known.values())
        is_allowed = by in HANDS_IN and (like is not None or (is_answerable and is_free))
        id_ = self.attempt(is_allowed, lambda: workflow.submit(self.store, by, self.catalogue, given))
        if id_ and like:
            assert id_ == like
        elif id_:
            assert id_ not in self.known
            self.known[id_] = Expected(figures, by, note, replaces)

    @precondition(lambda self: self.known)
    @rule(by=PEOPLE, which=WHICH, note=st.sampled_from(["", "lý do"]))
    def approve(self, by, which, note):
        it = self.known[id_ := self.id(which)]
        changes = any(self.published.get(year) not in (None, value) for year, value in it.figures.items())
        is_allowed = (
            by in REVIEWS and it.state == "submitted" and it.author is not by and bool(not changes or note or it.note)
        )
        self.attempt(is_allowed, lambda: workflow.approve(self.store, by, id_, note=note))
        if is_allowed:
            self.decided(it, "approved")
            self.published |= it.figures

    @precondition(lambda self: self.known)
    @rule(by=PEOPLE, which=WHICH, note=st.sampled_from(["", "sai nguồn"]))
    def return_(self, by, which, note):
        it = self.known[id_ := self.id(which)]
        is_allowed = by in REVIEWS and it.state == "submitted" and bool(note)
        self.attempt(is_allowed, lambda: workflow.return_(self.store, by, id_, note=note))
        if is_allowed:
            self.decided(it, "returned")

    @precondition(lambda self: self.known)
    @rule(by=PEOPLE, which=WHICH)
    def withdraw(self, by, which):
        it = self.known[id_ := self.id(which)]
        is_allowed = by in HANDS_IN and it.state == "submitted"
        self.attempt(is_allowed, lambda: workflow.withdraw(self.store, by, id_))
        if is_allowed:
            self.decided(it, "withdrawn")

    @precondition(lambda self: self.known)
    @rule(by=PEOPLE, which=WHICH)
    def comment(self, by, which):
        it = self.known[id_ := self.id(which)]
        is_allowed = by is not VIEWER and it.state in ("submitted", "returned")
        self.attempt(is_allowed, lambda: workflow.comment(self.store, by, id_, (*self.key, it.year), "xem lại"))

    def decided(self, it, state):
        it.state = state
        it.events.append(state)

    @invariant()
    def the_store_agrees(self):
        found = self.store.table("reviews").sort("sequence").filter(pl.col("submission").is_in(list(self.known)))
        events = {id_: [] for id_ in self.known}
        for id_, event in found.select("submission", "event").iter_rows():
            events[id_].append(event)
        assert events == {id_: it.events for id_, it in self.known.items()}
        assert self.store.table("audit").height == self.acts

    def teardown(self):
        mart = Mart(self.catalogue, self.store)
        mine = dict(zip(("province", "indicator", "breakdown"), self.key, strict=True))
        published = mart.query("SELECT * FROM published").filter(**mine)
        assert dict(published.select("year", "value").iter_rows()) == {
            year: value for year, value in self.published.items() if value is not None
        }
        missing = mart.query("SELECT * FROM not_available").filter(**mine)
        assert set(missing["year"]) == {year for year, value in self.published.items() if value is None}
        seen = workflow.submissions(self.store, ADMINISTRATOR).filter(pl.col("submission").is_in(list(self.known)))
        assert dict(seen.select("submission", "state").iter_rows()) == {id_: it.state for id_, it in self.known.items()}


def test_whatever_people_try_the_store_agrees_with_the_model():
    catalogue = load_catalogue()
    own = {
        (cell.province, cell.indicator, cell.breakdown)
        for cell in catalogue.targets
        if cell.province == OFFICE[0] and catalogue.plan[cell.plan].in_force
        if catalogue.indicator[cell.indicator].kind == "number"
    }
    Review.series = itertools.cycle(sorted(own))
    let_people_act(Review, catalogue)
