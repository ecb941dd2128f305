"""The progress of reports: who has handed in what, against what the plans ask for."""

import re

from dashboard.mart import queries
from tests.pages.reading import tables
from tests.pages.site import Site

_COUNTS = re.compile(r"(?:(\d+)/(\d+)(?:\n(\d+) chờ duyệt)?|–)")


def test_progress_counts_what_is_expected_and_received(demo: Site):
    rows = queries.expected(demo.mart(), provinces=(), agencies=(), year=2025)
    led = queries.expected_tasks(demo.mart(), provinces=(), agencies=(), year=2025).filter("is_asked")
    (table,) = (table for table in tables(demo.open("bao-cao-tien-do", year="2025")) if "Báo cáo năm" in table.caption)
    expected = dict.fromkeys(("Số liệu", "Nhiệm vụ"), 0)
    for row in table.rows:
        missed = 0
        for what, known in (("Số liệu", "Số liệu đã nhận"), ("Nhiệm vụ", "Nhiệm vụ đã báo cáo")):
            received, all_, waiting = map(int, _COUNTS.fullmatch(row[known]).groups(default="0"))
            missing = int(row[f"{what} còn thiếu"])
            assert received + waiting + missing == all_
            expected[what] += all_
            missed += missing
        assert ("Trễ hạn" in row["Tình trạng"]) == (missed > 0)  # all deadlines of 2025 have passed
    assert expected["Số liệu"] == sum(len(row) for row in rows["holders"])
    assert expected["Nhiệm vụ"] == sum(len(row) for row in led["lead_holders"])
