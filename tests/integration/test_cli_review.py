"""The command line of the review: from template to publication, with rights, exit codes and messages fit for scripts."""

import csv
import io
import json

import pytest

from dashboard.__main__ import main
from dashboard.settings import store_location
from dashboard.store.store import open_store

ACCESS = """
author_may_approve: false
grants:
  - {email: nop@example.vn, role: submitter, provinces: [bac_ninh], agencies: [statistics_office, health_department]}
  - {email: duyet@example.vn, role: reviewer, provinces: [bac_ninh]}
  - {email: quantri@example.vn, role: administrator}
"""
SCOPE = ("--province", "bac_ninh", "--agency", "statistics_office", "--year", "2024")
BY_SUBMITTER, BY_REVIEWER = ("--by", "nop@example.vn"), ("--by", "duyet@example.vn")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The tests of this file tell one story in one store, from top to bottom."""
    return tmp_path_factory.mktemp("review")


@pytest.fixture
def run(monkeypatch, capsys, folder):
    """Give a function that runs a command and returns its code, output and messages."""
    (folder / "access.yaml").write_text(ACCESS, "utf-8")
    monkeypatch.setenv("DASHBOARD_STORE", f"sqlite:{folder}/catalog.sqlite")
    monkeypatch.setenv("DASHBOARD_ACCESS", str(folder / "access.yaml"))
    monkeypatch.setenv("DASHBOARD_LANGUAGE", "vi")
    for name in ("DASHBOARD_FILES", "DASHBOARD_REFERENCE", "DASHBOARD_AUTHOR_MAY_APPROVE"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = stopped.code
        return code, *capsys.readouterr()

    return run


def filled(folder, name, **values):
    """Fill the template's values in, the way a spreadsheet program saves them."""
    rows = list(csv.DictReader(io.StringIO((folder / "template.csv").read_text("utf-8-sig")), delimiter=";"))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=";")
    writer.writeheader()
    for row in rows:
        if value := values.get(row["Mã chỉ tiêu"] if row["Mã phân tổ"] == "total" else ""):
            row["Giá trị thực hiện"], row["Nguồn số liệu"] = value, "Điều tra lao động việc làm"
            writer.writerow(row)
    path = folder / name
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return path


def listed(run, *arguments):
    code, out, err = run("submissions", "--format", "json", *BY_REVIEWER, *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_template_is_written_in_both_formats(run, folder):
    for name in ("csv", "xlsx"):
        path = folder / f"template.{name}"
        assert run("template", *SCOPE, "--format", name, "-o", path) == (0, "", "")
    assert (folder / "template.xlsx").read_bytes().startswith(b"PK")
    assert b"trained_labour" in (folder / "template.csv").read_bytes()
    code, out, err = run("template", "--province", "hue", "--agency", "x", "--year", "2024", "-o", folder / "no.csv")
    assert (code, out) == (1, "")
    assert err.splitlines()[1:] == ["Không có province “hue”.", "Không có agency “x”."]
    assert not (folder / "no.csv").exists()


def test_a_file_with_errors_is_refused_with_every_issue(run, folder):
    path = filled(folder, "wrong.csv", trained_labour="178", unemployment_rate="hai phẩy hai")
    code, out, err = run("submit", path, *SCOPE, *BY_SUBMITTER)
    assert (code, out) == (1, "")
    told = err.splitlines()
    assert sum(line.startswith(f"{path}:") and " error " in line for line in told) == 2
    assert told[-1].startswith("Chưa nộp: còn 2 lỗi phải sửa")
    assert listed(run) == []


def test_a_good_file_is_handed_in_by_those_who_may(run, folder):
    path = filled(folder, "good.csv", trained_labour="78,1")
    code, out, err = run("submit", path, *SCOPE, *BY_REVIEWER)
    assert (code, out) == (1, "")
    assert "duyet@example.vn không có quyền nộp số liệu của cơ quan “Cục Thống kê” tại tỉnh “Bắc Ninh”" in err
    code, out, err = run("submit", path, *SCOPE, *BY_SUBMITTER, "--note", "lần đầu")
    assert (code, err) == (0, "")
    assert out.startswith("Đã nộp 1 số liệu để duyệt, lần nộp ")
    (row,) = listed(run)
    assert out.split()[-1] == f"{row['submission']}."
    assert (row["state"], row["province"], row["figures"], row["submitted_by"]) == (
        "submitted", "bac_ninh", 1, "nop@example.vn",
    )  # fmt: skip


def test_show_tells_everything_and_gives_the_original_back(run, folder):
    (row,) = listed(run)
    code, out, err = run("show", row["submission"], *BY_REVIEWER, "--original", folder / "original.csv")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["note"], told["state"], told["history"][0]["event"]) == ("lần đầu", "submitted", "submitted")
    assert [(figure["indicator"], figure["value"], figure["change"]) for figure in told["figures"]] == [
        ("trained_labour", 78.1, "new")
    ]
    assert (folder / "original.csv").read_bytes() == (folder / "good.csv").read_bytes()
    code, out, err = run("show", row["submission"])
    assert (code, out) == (1, "")
    assert "--by EMAIL" in err


def test_the_annex_of_a_submission_is_written_for_those_who_may_see_it(run, folder):
    (first,) = listed(run)
    asked = ("--submission", first["submission"], "--format", "xlsx", "-o", folder / "annex.xlsx")
    assert run("report", "annex", *asked, *BY_REVIEWER) == (0, "", "")
    assert (folder / "annex.xlsx").read_bytes().startswith(b"PK")
    assert "chỉ dùng cho annex" in run("report", "one-page", *asked, *BY_REVIEWER)[2]
    code, _, err = run("report", "annex", *asked, "--by", "la@example.vn")
    assert (code, "la@example.vn" in err) == (1, True)


def test_return_resubmit_approve(run, folder):
    (first,) = listed(run)
    code, _, err = run("return", first["submission"], *BY_REVIEWER)
    assert (code, "--note" in err) == (2, True)  # written wrongly: a return needs words
    assert run("return", first["submission"], *BY_REVIEWER, "--note", "Sai số") == (
        0, f"Lần nộp {first['submission']}: đã trả lại.\n", "",
    )  # fmt: skip
    again = filled(folder, "again.csv", trained_labour="78,4")
    code, out, _ = run("submit", again, *SCOPE, *BY_SUBMITTER, "--replaces", first["submission"])
    assert code == 0
    id_ = listed(run, "--state", "submitted")[0]["submission"]
    code, out, err = run("approve", id_, *BY_SUBMITTER)
    assert (code, out) == (1, "")
    assert "không có quyền duyệt" in err
    assert run("approve", id_, *BY_REVIEWER)[0] == 0
    code, _, err = run("withdraw", id_, *BY_SUBMITTER)
    assert (code, "không còn chờ duyệt: đã duyệt" in err) == (1, True)
    asked = ("--province", "bac_ninh", "--indicator", "trained_labour", "--year", "2024", "--format", "json")
    assert json.loads(run("gaps", *asked)[1])[0]["actual"] == 78.4


def test_past_the_review_only_administrators_load(run, folder):
    path = folder / "load.csv"
    path.write_text("province,indicator,breakdown,year,value\nbac_ninh,trained_labour,total,2023,77\n", "utf-8")
    load = ("load", path, "--origin", "official")
    code, _, err = run(*load, *BY_REVIEWER)
    assert (code, "Chỉ người quản trị" in err) == (1, True)
    assert run(*load, "--by", "quantri@example.vn")[0] == 0


def test_every_act_and_every_refusal_left_a_trace(run):
    store = open_store(store_location())
    audit = store.table("audit").filter(actor="data/actuals").height
    rows = store.table("audit").select("actor", "action", "allowed").rows()[audit:]
    store.close()
    who = {"nop@example.vn": "nop", "duyet@example.vn": "duyet", "quantri@example.vn": "quantri"}
    assert [(who[actor], action, allowed) for actor, action, allowed in rows] == [
        ("duyet", "submit", False),
        ("nop", "submit", True),
        ("duyet", "return", True),
        ("nop", "submit", True),
        ("nop", "approve", False),
        ("duyet", "approve", True),
        ("nop", "withdraw", False),
        ("duyet", "load", False),
        ("quantri", "load", True),
    ]


def test_backup_and_restore(run, folder, monkeypatch):
    code, out, err = run("backup", folder / "backup")
    assert (code, err) == (0, "")
    assert out.startswith("Đã sao lưu ")
    assert run("backup", folder / "backup")[0] == 1
    before = listed(run)
    code, _, err = run("restore", folder / "backup")
    assert (code, "khôi phục không ghi đè" in err) == (1, True)
    monkeypatch.setenv("DASHBOARD_STORE", f"sqlite:{folder}/restored.sqlite")
    assert run("restore", folder / "backup")[0] == 0
    assert listed(run) == before


def test_without_an_access_file_whoever_is_named_has_the_local_users_rights(run, folder, monkeypatch):
    monkeypatch.setenv("DASHBOARD_STORE", f"sqlite:{folder}/local.sqlite")
    monkeypatch.delenv("DASHBOARD_ACCESS")
    path = filled(folder, "local.csv", trained_labour="78,1")
    assert run("submit", path, *SCOPE, "--by", "Nguoi@example.vn")[0] == 0
    (id_,) = [row["submission"] for row in json.loads(run("submissions", "--format", "json")[1]) if row["province"]]
    code, _, err = run("approve", id_, "--by", "nguoi@example.vn")
    assert (code, "tự duyệt" in err) == (1, True)
    monkeypatch.setenv("DASHBOARD_AUTHOR_MAY_APPROVE", "có")
    assert "phải là true hoặc false" in run("approve", id_, "--by", "nguoi@example.vn")[2]
    monkeypatch.setenv("DASHBOARD_AUTHOR_MAY_APPROVE", "true")
    assert run("approve", id_, "--by", "nguoi@example.vn")[0] == 0


def test_an_access_file_with_mistakes_stops_every_command_that_asks_for_rights(run, folder, monkeypatch):
    (folder / "broken.yaml").write_text("grants:\n  - {email: x, role: king}\n", "utf-8")
    monkeypatch.setenv("DASHBOARD_ACCESS", str(folder / "broken.yaml"))
    code, out, err = run("submissions", "--by", "x")
    assert (code, out) == (1, "")
    assert err.splitlines()[0] == "Có 2 lỗi trong dữ liệu."
    assert all(line.startswith(f"{folder}/broken.yaml:2: ") for line in err.splitlines()[1:])


@pytest.mark.parametrize("text", ["jump", "=vì", "jump= "])
def test_an_explanation_written_wrongly_is_told(run, folder, text):
    code, _, err = run("submit", folder / "good.csv", *SCOPE, *BY_SUBMITTER, "--explain", text)
    assert (code, f"đang là “{text}”" in err) == (1, True)


def test_task_reports_go_the_same_way(run, folder):
    scope = ("--province", "bac_ninh", "--agency", "health_department", "--tasks")
    code, _, err = run("template", *scope, "-o", folder / "tasks.csv", "--format", "csv")
    assert code == 1
    assert "--year" in err
    assert run("template", *scope, "--year", "2025", "-o", folder / "tasks.csv", "--format", "csv") == (0, "", "")
    rows = list(csv.DictReader(io.StringIO((folder / "tasks.csv").read_text("utf-8-sig")), delimiter=";"))
    rows[0] |= {"Tình trạng": "Đã xong"}
    path = folder / "reports.csv"

    def write():
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0], delimiter=";")
            writer.writeheader()
            writer.writerows(rows)

    write()
    code, _, err = run("submit", path, *scope, "--year", "2025", *BY_SUBMITTER)
    assert code == 1
    assert " error date_done_missing: " in err
    rows[0] |= {"Tình trạng": "Đang thực hiện", "Kết quả": "Đã lập kế hoạch"}
    write()
    explained = ("--explain", "overdue_unexplained=Chờ kinh phí")
    code, out, _ = run("submit", path, *scope, "--year", "2025", *BY_SUBMITTER, *explained)
    assert (code, out.split(",")[0]) == (0, "Đã nộp 1 báo cáo nhiệm vụ để duyệt")
    id_ = out.split()[-1].rstrip(".")
    assert run("approve", id_, *BY_REVIEWER)[0] == 0
    told = json.loads(run("show", id_, *BY_REVIEWER)[1])
    assert [(row["task"], row["state"]) for row in told["task_reports"]] == [(rows[0]["Mã nhiệm vụ"], "under_way")]
    assert told["figures"] == []
    code, out, _ = run("tasks", "--task", rows[0]["Mã nhiệm vụ"], "--format", "json")
    (task,) = json.loads(out)["rows"]
    assert (task["report_state"], task["what_was_done"]) == ("under_way", "Đã lập kế hoạch")
