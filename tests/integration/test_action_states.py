"""Actions as a state machine: whatever people try in whatever order, store and mart agree with a simple model."""

import datetime as dt
from dataclasses import dataclass, field

import polars as pl
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from dashboard.reference.files import load_catalogue
from dashboard.store.schema import today
from dashboard.workflow import actions
from dashboard.workflow.actions import Action
from tests.integration.acting import Acting, let_people_act
from tests.integration.offices import KEY, OFFICE, leader, rights, submitter

LEADER, OTHER_LEADER = leader(), leader("pho@example.vn")
OWNER, FOREIGN = submitter(), submitter("khac@example.vn", agencies=("health_department",))
BOTH = rights(
    "ca-hai@example.vn",
    {"role": "leader", "provinces": ("bac_ninh",)},
    {"role": "submitter", "provinces": ("bac_ninh",), "agencies": "all"},
)
VIEWER = rights("xem@example.vn", {"role": "viewer"})
PEOPLE = st.sampled_from([LEADER, OTHER_LEADER, OWNER, FOREIGN, BOTH, VIEWER])
LEADS, OWNS = (LEADER, OTHER_LEADER, BOTH), (OWNER, BOTH)
DAYS = st.integers(-1, 3)
NOTES = st.sampled_from(["", "  ", "lý do"])
WHICH = st.integers(0, 5)
OPEN = ("assigned", "committed", "accepted", "done", "returned")


@dataclass
class Expected:
    """What the model knows of an action."""

    what: str
    state: str
    due: dt.date
    events: list = field(default_factory=list)
    done_by: object = None


class Actions(Acting):
    """Actions of one agency on one cell, entered and moved on by six people."""

    def __init__(self):
        super().__init__()
        self.cleared = self.store.table("actions").height

    def one(self, which):
        id_ = self.id(which)
        return id_, self.known[id_]

    @rule(by=PEOPLE, what=st.sampled_from(["A", "B", " "]), days=DAYS, commits=st.booleans())
    def enter(self, by, what, days, commits):
        due = today() + dt.timedelta(days=days)
        stands = any(it.what == what and it.state in OPEN for it in self.known.values())
        is_allowed = by in (OWNS if commits else LEADS) and bool(what.strip()) and days >= 0 and not stands
        text = f"{what} {self.cleared}" if what.strip() else what  # actions of other runs stay in the store
        act = actions.commit if commits else actions.assign
        given = Action(*KEY, OFFICE[1], text, "")
        id_ = self.attempt(is_allowed, lambda: act(self.store, by, self.catalogue, given, due=due))
        if id_:
            assert id_ not in self.known
            event = "committed" if commits else "assigned"
            self.known[id_] = Expected(what, event, due, [event])

    @precondition(lambda self: self.known)
    @rule(by=PEOPLE, which=WHICH, note=NOTES)
    def accept(self, by, which, note):
        id_, it = self.one(which)
        is_allowed = by in {"assigned": OWNS, "committed": LEADS}.get(it.state, ())
        self.attempt(is_allowed, lambda: actions.accept(self.store, by, self.catalogue, id_, note=note))
        self.moved(is_allowed, it, "accepted")

    @precondition(lambda self: self.known)
    @rule(by=PEOPLE, which=WHICH, note=NOTES)
    def report_done(self, by, which, note):
        id_, it = self.one(which)
        is_allowed = by in OWNS and it.state in ("committed", "accepted", "returned") and bool(note.strip())
        self.attempt(is_allowed, lambda: actions.report_done(self.store, by, self.catalogue, id_, note=note))
        self.moved(is_allowed, it, "done")
        if is_allowed:
            it.done_by = by

    @precondition(lambda self: self.known)
    @rule(by=PEOPLE, which=WHICH)
    def confirm(self, by, which):
        id_, it = self.one(which)
        is_allowed = by in LEADS and it.state == "done" and it.done_by is not by
        self.attempt(is_allowed, lambda: actions.confirm(self.store, by, self.catalogue, id_))
        self.moved(is_allowed, it, "confirmed")

    @precondition(lambda self: self.known)
    @rule(by=PEOPLE, which=WHICH, note=NOTES)
    def send_back(self, by, which, note):
        id_, it = self.one(which)
        is_allowed = by in LEADS and it.state == "done" and bool(note.strip())
        self.attempt(is_allowed, lambda: actions.send_back(self.store, by, self.catalogue, id_, note=note))
        self.moved(is_allowed, it, "returned")

    @precondition(lambda self: self.known)
    @rule(by=PEOPLE, which=WHICH, note=NOTES, days=DAYS)
    def reschedule(self, by, which, note, days):
        id_, it = self.one(which)
        due = today() + dt.timedelta(days=days)
        is_allowed = self.may_end(by, it) and bool(note.strip()) and days >= 0 and due != it.due
        self.attempt(is_allowed, lambda: actions.reschedule(self.store, by, self.catalogue, id_, due=due, note=note))
        if is_allowed:
            it.due = due
            it.events.append("rescheduled")

    @precondition(lambda self: self.known)
    @rule(by=PEOPLE, which=WHICH, note=NOTES)
    def cancel(self, by, which, note):
        id_, it = self.one(which)
        is_allowed = self.may_end(by, it) and bool(note.strip())
        self.attempt(is_allowed, lambda: actions.cancel(self.store, by, self.catalogue, id_, note=note))
        self.moved(is_allowed, it, "cancelled")

    @staticmethod
    def may_end(by, it):
        return it.state in OPEN and (by in LEADS or (by in OWNS and it.state == "committed"))

    @staticmethod
    def moved(is_allowed, it, state):
        if is_allowed:
            it.state = state
            it.events.append(state)

    @invariant()
    def the_store_agrees(self):
        found = self.store.table("action_events").sort("sequence").filter(pl.col("action").is_in(list(self.known)))
        events = {id_: [] for id_ in self.known}
        for id_, event in found.select("action", "event").iter_rows():
            events[id_].append(event)
        assert events == {id_: it.events for id_, it in self.known.items()}
        assert found.height == found.select("action", "sequence").n_unique()
        assert self.store.table("audit").height == self.acts

    def teardown(self):
        for id_, it in self.known.items():
            held = actions.standing(self.store, id_)
            assert (held.state, held.due) == (it.state, it.due)
            assert held.done_by == (it.done_by and it.done_by.person.email)
            for by in (LEADER, OWNER, BOTH, FOREIGN, VIEWER):
                told = actions.steps(by, self.catalogue, held.action, state=it.state, done_by=held.done_by)
                assert ("cancelled" in told) == self.may_end(by, it)
                assert ("confirmed" in told) == (by in LEADS and it.state == "done" and it.done_by is not by)


def test_whatever_people_try_the_store_agrees_with_the_model():
    let_people_act(Actions, load_catalogue())
