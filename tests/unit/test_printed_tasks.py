"""The printed columns of ``data/tasks.csv`` against a second transcription, made by reading the plans without it.

The full stop that ends Bắc Giang's sentences is no part of an agency's name.
"""

import csv

import pytest

from dashboard.reference.targets import collapse
from tests.conftest import GOLDEN

SECOND_PASS = GOLDEN / "printed_tasks.csv"
PRINTED = (
    "plan", "place", "section", "number", "lead_printed", "coordinating_printed", "timing_printed", "submitted_to_printed",
    "submission_time_printed", "product_printed",
)  # fmt: skip


@pytest.fixture(scope="module")
def second_pass():
    with SECOND_PASS.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert tuple(reader.fieldnames) == PRINTED
        return list(reader)


def test_both_transcriptions_have_every_row_of_the_annexes(catalogue, second_pass):
    assert len(second_pass) == 258
    assert sum(task.kind != "duty" for task in catalogue.tasks) == 258


def test_both_transcriptions_print_the_same_row_by_row(catalogue, second_pass):
    first = [task for task in catalogue.tasks if task.kind != "duty"]
    different = [
        (task.task, column, getattr(task, column), row[column])
        for task, row in zip(first, second_pass, strict=True)
        for column in PRINTED
        if collapse(getattr(task, column)) != collapse(row[column])
    ]
    assert different == []
