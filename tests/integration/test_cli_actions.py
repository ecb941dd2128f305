"""Actions on the command line: the whole life of one, who is refused, and the list by filters."""

import csv
import datetime as dt
import io
import json

import pytest

from dashboard.__main__ import main
from dashboard.settings import store_location
from dashboard.store.schema import today
from dashboard.store.store import open_store
from tests.conftest import PROJECT
from tests.stores import location_in

ACCESS = """
grants:
  - {email: nop@example.vn, role: submitter, provinces: [bac_ninh], agencies: [statistics_office]}
  - {email: chu-tich@example.vn, role: leader, provinces: [bac_ninh]}
"""
LEADER, OWNER = ("--by", "chu-tich@example.vn"), ("--by", "nop@example.vn")
DUE = (today() + dt.timedelta(days=20)).isoformat()
CELL = ("--province", "bac_ninh", "--indicator", "trained_labour", "--agency", "statistics_office", "--due", DUE)


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    location = location_in(tmp_path, "store")
    (tmp_path / "access.yaml").write_text(ACCESS, "utf-8")
    for name, value in {
        "STORE": f"sqlite:{location.catalogue}", "FILES": location.files, "LANGUAGE": "vi",
        "REFERENCE": str(PROJECT), "ACCESS": str(tmp_path / "access.yaml"),
    }.items():  # fmt: skip
        monkeypatch.setenv(f"DASHBOARD_{name}", value)

    def run(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        return code, out, err

    return run


def listed(run, *arguments):
    code, out, err = run("actions", "--format", "json", *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_life_of_an_action(run, tmp_path):
    code, out, err = run("action", "assign", *CELL, "--what", "Mở lớp", "--effect", "+0,5 điểm", *OWNER)
    assert (code, out) == (1, "")
    assert "nop@example.vn không có quyền giao" in err
    code, out, err = run("action", "assign", *CELL, "--what", "Mở lớp", "--effect", "+0,5 điểm", *LEADER)
    assert (code, err) == (0, "")
    (row,) = listed(run)
    id_ = row["action"]
    assert out == f"Việc {id_}: chờ nhận.\n"
    assert (row["state"], row["due"], row["overdue"], row["owner"], row["expected_effect"]) == (
        "assigned", DUE, False, "statistics_office", "+0,5 điểm",
    )  # fmt: skip
    assert run("action", "accept", id_, *OWNER) == (0, f"Việc {id_}: đang làm.\n", "")
    code, _, err = run("action", "done", id_, *OWNER)
    assert (code, "--note" in err) == (2, True)  # written wrongly: it needs the evidence
    assert run("action", "done", id_, *OWNER, "--note", "Báo cáo 12")[1].endswith("chờ xác nhận.\n")
    assert run("action", "return", id_, *LEADER, "--note", "Thiếu")[1].endswith("bị trả lại.\n")
    code, _, err = run("action", "confirm", id_, *LEADER)
    assert (code, "bị trả lại (người thực hiện: chu-tich@example.vn)" in err) == (1, True)
    later = (today() + dt.timedelta(days=40)).isoformat()
    assert run("action", "reschedule", id_, *LEADER, "--due", later, "--note", "Thêm thời gian")[0] == 0
    assert run("action", "done", id_, *OWNER, "--note", "Báo cáo 15")[0] == 0
    assert run("action", "confirm", id_, *LEADER)[1].endswith("đã xác nhận.\n")
    (row,) = listed(run, "--state", "confirmed", "--province", "bac_ninh", "--agency", "statistics_office")
    assert (row["due"], row["last_note"]) == (later, "")
    assert listed(run, "--state", "done") == listed(run, "--overdue") == listed(run, "--province", "bac_giang") == []
    assert run("actions", "-o", tmp_path / "list.csv") == (0, "", "")
    (written,) = csv.DictReader(io.StringIO((tmp_path / "list.csv").read_text("utf-8")))
    assert written["action"] == id_
    store = open_store(store_location())
    traces = store.table("audit").select("action", "allowed").rows()
    store.close()
    mine = [(action.removesuffix("_action"), allowed) for action, allowed in traces if action.endswith("_action")]
    assert mine == [
        ("assign", False), ("assign", True), ("accept", True), ("finish", True), ("return", True), ("confirm", False),
        ("reschedule", True), ("finish", True), ("confirm", True),
    ]  # fmt: skip


def test_an_agency_commits_and_takes_it_back_and_everything_wrong_is_told(run):
    assert run("action", "commit", *CELL, "--what", "Tự làm", *OWNER)[0] == 0
    (row,) = listed(run)
    assert run("action", "cancel", row["action"], *OWNER, "--note", "Nhầm")[1].endswith("đã huỷ.\n")
    code, _, err = run("action", "assign", *CELL[:-1], "31/12/2027", "--what", "x", *LEADER)
    assert (code, "phải viết dạng" in err) == (1, True)
    code, _, err = run("actions", "--year", "2024", "--province", "hue")
    assert code == 1
    assert err.splitlines()[1:] == [
        "Không có province “hue”.",
        "Bộ lọc “year” không dùng được với bảng actions. Bỏ bộ lọc này.",
    ]
    code, _, err = run("action", "accept", "khong-co", *OWNER)
    assert (code, "Không có việc “khong-co”" in err) == (1, True)
