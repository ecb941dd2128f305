"""A province of today: one file for the provinces that became it, a submission for each, all or none."""

import csv
import io
import json

import pytest

from dashboard import workflow
from dashboard.__main__ import main
from dashboard.access import Person, read_access
from dashboard.intake.templates import expected_rows
from dashboard.mart.mart import Mart
from dashboard.workflow import Handover, RefusedError
from tests.conftest import observations
from tests.integration.offices import ADMINISTRATOR, reviewer, rights, submitter
from tests.task_reports import reports

NEW, HEALTH = "bac_ninh_new", "health_department"
FORMER = ("bac_ninh", "bac_giang")
BEDS = ("beds_per_10000", "total")
BOTH = submitter(provinces=(NEW, *FORMER), agencies=(HEALTH,))


@pytest.fixture
def hand_in(store, catalogue):
    def hand_in(provinces, *, by=BOTH, answers=None, value=30.0, province=NEW, **changes):
        rows = observations([(id_, *BEDS, 2026, value) for id_ in provinces])
        given = {
            "observations": rows,
            "province": province,
            "agency": HEALTH,
            "year": 2026,
            "file_name": "a.csv",
            "content": b"1",
        }
        return workflow.submit_by_province(store, by, catalogue, Handover(**given | changes), answers)

    return hand_in


def test_one_file_becomes_a_submission_for_each_province_reviewed_by_its_own(store, hand_in):
    ids = hand_in(FORMER)
    standings = [workflow.standing(store, ADMINISTRATOR, id_) for id_ in ids]
    assert [one.province for one in standings] == list(FORMER)
    assert {one.file_hash for one in standings} == {standings[0].file_hash}
    for id_, one in zip(ids, standings, strict=True):
        assert workflow.observations(store, ADMINISTRATOR, id_)["province"].to_list() == [one.province]
    workflow.approve(store, reviewer(provinces=("bac_giang",)), ids[1])
    with pytest.raises(RefusedError):
        workflow.approve(store, reviewer(provinces=("bac_giang",)), ids[0])
    log = workflow.audit_log(store, ADMINISTRATOR).filter(action="submit")
    assert set(log["subject"]) == set(ids)


def test_a_file_with_one_province_alone_is_one_submission(store, hand_in):
    (id_,) = hand_in(("bac_giang",))
    assert workflow.standing(store, ADMINISTRATOR, id_).province == "bac_giang"


def test_where_one_part_is_refused_none_is_handed_in(store, hand_in):
    hand_in(("bac_giang",), value=29.0)  # waits now, and is locked
    with pytest.raises(RefusedError, match="đang chờ duyệt"):
        hand_in(FORMER)
    assert workflow.submissions(store, ADMINISTRATOR)["province"].to_list() == ["bac_giang"]


def test_what_is_of_another_province_is_refused_not_dropped(hand_in):
    with pytest.raises(RefusedError, match="không giao cho cơ quan"):
        hand_in((*FORMER, "tuyen_quang"))
    with pytest.raises(RefusedError):
        hand_in(())


def test_who_has_one_of_the_provinces_hands_in_for_that_alone(hand_in):
    with pytest.raises(RefusedError, match="không có quyền nộp"):
        hand_in(FORMER, by=submitter(provinces=("bac_ninh",), agencies=(HEALTH,)))


def test_each_part_answers_what_was_returned_to_its_province(store, hand_in):
    ids = hand_in(FORMER)
    for province, id_ in zip(FORMER, ids, strict=True):
        workflow.return_(store, reviewer(provinces=(province,)), id_, note="Xem lại")
    again = hand_in(FORMER, value=31.0, answers=dict(zip(FORMER, ids, strict=True)))
    assert [workflow.standing(store, ADMINISTRATOR, id_).replaces for id_ in again] == list(ids)


def test_reports_on_tasks_are_split_by_their_plans(store, catalogue):
    led = {
        catalogue.plan[task.plan].province: task.task
        for task in catalogue.tasks
        if HEALTH in task.lead_agencies and catalogue.plan[task.plan].province in FORMER
    }
    assert set(led) == set(FORMER)
    rows = reports(*((led[id_], 2026, "under_way", None, None, None, "Đang làm", None) for id_ in FORMER))
    given = Handover(province=NEW, agency=HEALTH, year=2026, file_name="a.csv", content=b"1", task_reports=rows)
    ids = workflow.submit_by_province(store, BOTH, catalogue, given)
    assert [workflow.standing(store, ADMINISTRATOR, id_).province for id_ in ids] == list(FORMER)


def test_one_list_and_one_template_hold_both_provinces(store, catalogue):
    mart = Mart(catalogue, store)
    both = expected_rows(mart, catalogue, province=NEW, agency=HEALTH, year=2026)
    each = [expected_rows(mart, catalogue, province=id_, agency=HEALTH, year=2026) for id_ in FORMER]
    assert set(both["province"]) == set(FORMER)
    assert both.height == sum(rows.height for rows in each)


def test_the_access_file_may_name_the_province_of_today(tmp_path, catalogue):
    file = tmp_path / "access.yaml"
    file.write_text(
        "grants:\n"
        f"  - {{email: a@x.vn, role: submitter, provinces: [{NEW}], agencies: [{HEALTH}]}}\n"
        f"  - {{email: b@x.vn, role: submitter, provinces: [bac_ninh, bac_giang], agencies: [{HEALTH}]}}\n"
        f"  - {{email: c@x.vn, role: submitter, provinces: [bac_ninh], agencies: [{HEALTH}]}}\n",
        "utf-8",
    )
    access = read_access(file, catalogue)

    def offered(email):
        mine = rights(email)
        held = tuple(grant for grant in access.grants if grant.is_for(Person(email)))
        return type(mine)(Person(email), held).scopes_to_submit(catalogue)

    both = [(NEW, HEALTH), ("bac_ninh", HEALTH), ("bac_giang", HEALTH)]
    assert offered("a@x.vn") == offered("b@x.vn") == both
    assert offered("c@x.vn") == [("bac_ninh", HEALTH)]


def test_the_command_line_hands_in_for_the_province_of_today(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DASHBOARD_STORE", f"sqlite:{tmp_path}/catalog.sqlite")
    monkeypatch.setenv("DASHBOARD_LANGUAGE", "vi")
    office = ("--province", "bac_ninh_new", "--agency", "health_department", "--year", "2024")
    template = tmp_path / "template.csv"
    assert main(["template", *office, "--format", "csv", "-o", str(template)]) == 0
    rows = list(csv.DictReader(io.StringIO(template.read_text("utf-8-sig")), delimiter=";"))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0], delimiter=";")
    writer.writeheader()
    for row in rows:
        if (row["Mã chỉ tiêu"], row["Mã phân tổ"]) == ("life_expectancy", "total"):
            writer.writerow(row | {"Giá trị thực hiện": "75,1", "Nguồn số liệu": "Tổng cục Thống kê"})
    filled = tmp_path / "filled.csv"
    filled.write_text(out.getvalue(), "utf-8")
    explained = [f"--explain={code}=đã kiểm tra" for code in ("missing_rows", "unusual_change", "revision", "few_rows")]
    code = main(["submit", str(filled), *office, "--by", "nop@example.vn", *explained])
    assert code == 0, capsys.readouterr().err
    capsys.readouterr()
    assert main(["submissions", "--province", "bac_ninh_new", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {one["province"] for one in listed if one["state"] == "submitted"} == {"bac_ninh", "bac_giang"}
