"""State machines of people who act on a store: each try is allowed or refused, and leaves its row in the audit log."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from dashboard.store.store import open_store
from dashboard.workflow import RefusedError
from tests.stores import location_in


class Acting(RuleBasedStateMachine):
    """What people try, one after the other, on one store and catalogue for all runs."""

    store = catalogue = None

    def __init__(self):
        super().__init__()
        self.known = {}  # what they made, by id, in the order made
        self.acts = self.store.table("audit").height

    def id(self, which):
        return list(self.known)[which % len(self.known)]

    def attempt(self, is_allowed, act):
        """Do it, and hold whether it was refused against the model; both leave one row in the audit log."""
        self.acts += 1
        if is_allowed:
            return act()
        with pytest.raises(RefusedError):
            act()
        return None


def let_people_act(machine, catalogue):
    """Run the machine on a store of its own; some acts must have been allowed, and some refused."""
    with tempfile.TemporaryDirectory() as folder:
        machine.catalogue = catalogue
        machine.store = open_store(location_in(Path(folder), "acting"))
        try:
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=5,
                    stateful_step_count=12,
                    deadline=None,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
            allowed = machine.store.table("audit")["allowed"]
            assert (allowed.sum() > 3, (~allowed).sum() > 3) == (True, True)
        finally:
            machine.store.close()
