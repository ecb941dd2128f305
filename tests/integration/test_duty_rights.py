"""Who may hand in what after duties went over: today's agency all it holds, the printed one what it always did."""

import datetime as dt

import pytest

from dashboard import workflow
from dashboard.mart.mart import Mart
from dashboard.mart.queries import expected, progress_of
from dashboard.store.actions import Action
from dashboard.ui.handing_in.progress import call_list
from dashboard.workflow import Handover, RefusedError, actions
from tests.conftest import observations
from tests.integration.offices import leader, submitter
from tests.task_reports import reports

MERIT = ("bac_ninh", "merit_living_standard", "total")
POVERTY = ("bac_ninh", "poverty_reduction", "total")
LABOUR, HOME = "labour_department", "home_affairs_department"


@pytest.fixture
def hand_in(store, catalogue):
    def hand_in(agency, *keys, year=2026, granted=None):
        rows = observations([(*key, year, 50.0) for key in keys])
        given = Handover(
            observations=rows,
            province="bac_ninh",
            agency=agency,
            year=year,
            file_name="a.csv",
            content=repr(keys).encode(),
        )
        return workflow.submit(store, submitter(agencies=(granted or agency,)), catalogue, given)

    return hand_in


@pytest.mark.parametrize("year", [2023, 2026])
def test_todays_agency_hands_in_what_it_took_over_for_every_year(hand_in, year):
    assert hand_in(HOME, MERIT, year=year)


def test_a_grant_for_the_printed_agency_goes_on_covering_what_it_did(hand_in):
    assert hand_in(LABOUR, MERIT, POVERTY)


def test_what_went_to_another_department_is_refused(hand_in):
    with pytest.raises(RefusedError, match="poverty_reduction"):
        hand_in(HOME, MERIT, POVERTY)


def test_a_grant_for_one_agency_is_none_for_the_other(hand_in):
    for agency, granted in ((HOME, LABOUR), (LABOUR, HOME)):
        with pytest.raises(RefusedError, match="không có quyền nộp"):
            hand_in(agency, MERIT, granted=granted)


def test_task_reports_follow_the_same_rule(store, catalogue):
    def report(agency, task):
        rows = reports((task, 2026, "under_way", None, None, None, "Đang làm", None))
        given = Handover(
            task_reports=rows,
            province="bac_ninh",
            agency=agency,
            year=2026,
            file_name="a.csv",
            content=f"{agency}{task}".encode(),
        )
        return workflow.submit(store, submitter(agencies=(agency,)), catalogue, given)

    assert report("finance_department", "bac_ninh_246_a2_iv_8")
    assert report("planning_department", "bac_ninh_246_a3_ii_2")
    with pytest.raises(RefusedError, match="không giao cho cơ quan"):
        report("finance_department", "bac_ninh_246_a2_iii_1")


def test_the_offices_offered_are_todays_first_and_old_ones_stay(catalogue):
    everybody = submitter(agencies="all", provinces=("bac_ninh",)).scopes_to_submit(catalogue)
    agencies = [agency for _, agency in everybody]
    assert agencies.index(HOME) < agencies.index(LABOUR) or catalogue.offices["bac_ninh", LABOUR].is_of_today
    assert agencies.index("agriculture_environment_department") < agencies.index("agriculture_department")
    assert submitter(agencies=(LABOUR,)).scopes_to_submit(catalogue) == [("bac_ninh", LABOUR)]


def test_progress_and_call_list_address_todays_agency_with_the_printed_beside(store, catalogue):
    mart = Mart(catalogue, store)
    now, before = (progress_of(mart, catalogue, year, provinces=("bac_ninh",)) for year in (2026, 2024))
    assert HOME in now["agency"].to_list()
    assert "agriculture_department" not in now["agency"].to_list()
    assert LABOUR in before["agency"].to_list()
    asked = expected(mart, provinces=("bac_ninh",), agencies=(), year=2026)
    assert int(now["expected"].sum()) == sum(map(len, asked["holders"]))
    lines = call_list(now, catalogue, 2026, "vi").splitlines()
    assert any("Sở Nông nghiệp và Môi trường (" in line and "trong kế hoạch:" in line for line in lines)
    assert any("Cục Thống kê (cơ quan kế thừa chưa rõ)" in line for line in lines)


def test_todays_agency_commits_to_an_action_on_its_cell(store, catalogue):
    due = dt.date(2099, 1, 1)
    mine = submitter(agencies=(HOME,))
    made = actions.commit(store, mine, catalogue, Action(*MERIT, HOME, "Mở lớp", ""), due=due)
    assert made
    with pytest.raises(RefusedError, match="không chủ trì"):
        actions.commit(store, mine, catalogue, Action(*POVERTY, HOME, "Mở lớp", ""), due=due)
    assert actions.assign(
        store, leader(), catalogue, Action(*POVERTY, "agriculture_environment_department", "Hỗ trợ", ""), due=due
    )


def test_todays_agency_answers_an_action_given_to_the_printed_one(store, catalogue):
    due = dt.date(2099, 1, 1)
    given = Action(*MERIT, LABOUR, "Rà soát", "")
    id_ = actions.assign(store, leader(), catalogue, given, due=due)
    assert actions.steps(submitter(agencies=(HOME,)), catalogue, given, state="assigned", done_by=None) == ["accepted"]
    actions.accept(store, submitter(agencies=(HOME,)), catalogue, id_)
    other = submitter(agencies=("agriculture_environment_department",))  # took over other duties of the same agency
    assert actions.steps(other, catalogue, given, state="accepted", done_by=None) == []
    with pytest.raises(RefusedError, match="không có quyền nhận và báo cáo"):
        actions.report_done(store, other, catalogue, id_, note="Xong")
    actions.report_done(store, submitter(agencies=(LABOUR,)), catalogue, id_, note="Xong")
    assert actions.standing(store, id_).state == "done"


def test_where_no_document_says_who_took_over_whoever_tries_is_told_so(store, catalogue):
    unclear = next(
        (cell, holder)
        for cell in catalogue.targets
        if cell.province == "bac_ninh"
        for holder in catalogue.holders(cell, 2026)
        if not holder.is_known
    )
    cell, holder = unclear
    given = Action(cell.province, cell.indicator, cell.breakdown, holder.printed, "Rà soát", "")
    id_ = actions.assign(store, leader(), catalogue, given, due=dt.date(2099, 1, 1))
    with pytest.raises(RefusedError, match="chưa rõ cơ quan nào kế thừa"):
        actions.accept(store, submitter(agencies=(HOME,)), catalogue, id_)
