"""Every deliberate fault still fits its file; `make mutants` runs them (docs/mutants.md)."""

import pytest

from dashboard.intake.codes import RULES
from dashboard.reference.files import PROJECT
from tests.mutants.faults import Fault, faults

ALL = faults()


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.what)
def test_a_fault_fits_its_file_and_names_tests_there_are(fault: Fault):
    text = (PROJECT / fault.file).read_text("utf-8")
    assert fault.applied(text) != text
    assert [test for test in fault.tests if not (PROJECT / test).exists()] == []


def test_no_fault_on_record_was_missed():
    record = (PROJECT / "docs" / "mutants.md").read_text("utf-8")
    recorded = [fault.what for fault in ALL if f"| {fault.what} |" in record]
    assert recorded
    assert "**not found**" not in record
    assert {fault.what for fault in ALL} >= set(RULES)
