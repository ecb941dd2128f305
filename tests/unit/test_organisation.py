"""Who holds a duty now: each printed body's duties go where a document says, and nowhere else."""

import csv
import shutil

import pytest
import yaml

from dashboard.reference.files import read_catalogue
from dashboard.reference.organisation import Duty
from tests.conftest import PROJECT

LABOUR = "labour_department"


def held(catalogue, indicator, province, year=2026):
    """Return who holds the duty to report on the indicator, None where that is unknown, by printed agency."""
    cell = next(
        cell
        for cell in catalogue.targets
        if (cell.indicator, cell.province) == (indicator, province) and catalogue.plan[cell.plan].in_force
    )
    return {one.printed: one.agency if one.is_known else None for one in catalogue.holders(cell, year)}


def led(catalogue, task, year=2026):
    return {one.printed: one.agency if one.is_known else None for one in catalogue.holders(catalogue.task[task], year)}


@pytest.mark.parametrize(
    ("indicator", "province", "printed", "now"),
    [
        ("merit_living_standard", "bac_ninh", LABOUR, "home_affairs_department"),
        ("unemployment_rate", "bac_giang", LABOUR, "home_affairs_department"),
        ("vocational_intake", "bac_ninh", LABOUR, "education_department"),
        ("special_children_care", "tuyen_quang", LABOUR, "health_department"),
        ("social_assistance_coverage", "bac_giang", LABOUR, "health_department"),
        ("poverty_reduction", "bac_ninh", LABOUR, "agriculture_environment_department"),
        ("hdi", "bac_giang", LABOUR, None),
        ("mobile_coverage", "bac_ninh", "information_department", "science_department"),
        ("essential_channels_access", "tuyen_quang", "information_department", "culture_department"),
        ("livestock_waste_treated", "tuyen_quang", "agriculture_department", "agriculture_environment_department"),
        ("wastewater_treated", "tuyen_quang", "environment_department", "agriculture_environment_department"),
        ("unemployment_rate", "bac_ninh", "statistics_office", None),
        ("health_insurance_coverage", "bac_ninh", "social_insurance_agency", None),
    ],
)
def test_a_duty_goes_where_the_document_says(catalogue, indicator, province, printed, now):
    assert held(catalogue, indicator, province)[printed] == now


@pytest.mark.parametrize(
    ("task", "printed", "now"),
    [
        ("tuyen_quang_103_a2_v_22", "ethnic_affairs_board", "ethnic_religion_department"),
        ("bac_ninh_246_a3_ii_2", "planning_department", "finance_department"),
        ("bac_ninh_246_a2_v_17", LABOUR, "home_affairs_department"),  # gender equality
        ("bac_ninh_246_a2_vi_4_6", "information_department", "science_department"),
        ("bac_ninh_246_iv_3_1", "information_department", "culture_department"),
        ("bac_ninh_246_a2_i_1", "district_committees", None),  # to lead is not known to be the communes'
        ("bac_ninh_246_iv_2_2", LABOUR, None),  # who sums up all reports is not known
    ],
)
def test_a_task_goes_where_the_document_says(catalogue, task, printed, now):
    assert led(catalogue, task)[printed] == now


def test_communes_take_part_where_districts_did(catalogue):
    task = next(task for task in catalogue.tasks if "district_committees" in task.coordinating_agencies)
    duty = Duty.of_task(task, catalogue.plan[task.plan].province, role="coordinating")
    assert catalogue.organisation.holder("district_committees", duty, 2026).agency == "commune_committees"


def test_before_2025_the_printed_agency_answers(catalogue):
    assert held(catalogue, "poverty_reduction", "bac_ninh", 2024) == {LABOUR: LABOUR}
    assert held(catalogue, "poverty_reduction", "bac_ninh", 2025) == {LABOUR: "agriculture_environment_department"}


def test_the_labour_department_led_75_rows_that_went_to_four_departments(catalogue):
    rows = {
        (cell.plan, cell.row, cell.printed_name): cell
        for cell in catalogue.targets
        if catalogue.plan[cell.plan].in_force and LABOUR in cell.agencies
    }
    assert len(rows) == 75
    now = {one.agency for cell in rows.values() for one in catalogue.holders(cell, 2026) if one.printed == LABOUR}
    assert now - {LABOUR} == {
        "home_affairs_department", "education_department", "health_department", "agriculture_environment_department",
    }  # fmt: skip


def test_a_step_has_its_document_and_a_body_that_stays_says_so(catalogue):
    for step in catalogue.successions:
        assert step.basis
    assert [step.to for step in catalogue.organisation.taken_over("health_department")] == ["health_department"]


ROW = """  - id: planted
    from: {from_}
    to: {to}
    duty_vi: "Thử"
    duty_en: "Test"
    {cover}
    since: {since}
    basis: {basis}
"""


@pytest.fixture
def plant(tmp_path):
    """Return a function that adds a row to a copy of the reference files, and returns (line of the row, problems with lines)."""
    for name in ("indicators.yaml", *(f"data/{path.name}" for path in (PROJECT / "data").glob("*.*"))):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / name, tmp_path / name)
    file = tmp_path / "data/successions.yaml"

    def add(from_, to, *, cover="", since="2025-03-01", basis='"Văn bản"'):
        text = file.read_text("utf-8")
        file.write_text(text + ROW.format(from_=from_, to=to, cover=cover, since=since, basis=basis), "utf-8")
        _, problems = read_catalogue(tmp_path)
        return len(text.splitlines()) + 1, [(str(one.file), one.line, one.tell()) for one in problems]

    return add


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"from_": "nobody", "to": "health_department"}, "cơ quan “nobody” chưa khai báo"),
        ({"from_": "statistics_office", "to": "nobody"}, "cơ quan “nobody” chưa khai báo"),
        ({"from_": LABOUR, "to": "health_department", "cover": "indicators: [no_such]"}, "“no_such” chưa khai báo"),
        ({"from_": LABOUR, "to": "health_department", "cover": "tasks: [no_such]"}, "“no_such” chưa khai báo"),
        ({"from_": "statistics_office", "to": "finance_department", "since": "2100-01-01"}, "chưa tới ngày đó"),
        ({"from_": LABOUR, "to": "health_department", "cover": "indicators: [poverty_reduction]"}, "cùng phủ"),
        ({"from_": LABOUR, "to": "health_department", "cover": "indicators: [clean_water]"}, "không phủ nhiệm vụ nào"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(plant, row, words):
    line, problems = plant(**row)
    assert [(path, at) for path, at, what in problems if words in what] == [("data/successions.yaml", line)]


def test_a_circle_is_told_on_a_row_of_it(plant, catalogue):
    line, problems = plant("agriculture_environment_department", "environment_department")
    around = [at for _, at, what in problems if "khép thành vòng" in what]
    others = [
        number
        for number, text in enumerate((PROJECT / "data/successions.yaml").read_text("utf-8").splitlines(), 1)
        if text.strip() in ("- id: agriculture_merged", "- id: environment_merged")
    ]
    assert around
    assert set(around) <= {line, *others}


@pytest.mark.parametrize(
    ("changes", "words"), [({"since": "2025-02-30"}, "2025-02-30"), ({"basis": '""'}, "at least 1 character")]
)
def test_a_row_without_date_or_document_does_not_get_in(plant, changes, words):
    line, problems = plant("statistics_office", "finance_department", **changes)
    assert any(words in what and at is not None and at >= line for _, at, what in problems)


def test_a_row_an_administrator_adds_makes_the_holder_known(plant, tmp_path):
    _, problems = plant("statistics_office", "finance_department", cover="provinces: [bac_ninh]")
    assert problems == []
    catalogue, _ = read_catalogue(tmp_path)
    assert held(catalogue, "unemployment_rate", "bac_ninh") == {"statistics_office": "finance_department"}
    assert held(catalogue, "unemployment_rate", "tuyen_quang") == {"statistics_office": None}


def test_every_indicator_and_task_named_in_a_row_is_the_bodys_by_the_printed_files():
    """Read from the files alone: what a row lists, the print gives to that body."""
    rows = yaml.safe_load((PROJECT / "data/successions.yaml").read_text("utf-8"))["successions"]
    agencies = yaml.safe_load((PROJECT / "data/agencies.yaml").read_text("utf-8"))["agencies"]
    printed = {agency["id"]: agency.get("printed", []) for agency in agencies}
    with (PROJECT / "data/targets.csv").open(encoding="utf-8", newline="") as file:
        targets = [row for row in csv.DictReader(file) if row["plan"] != "bac_giang_30"]
    with (PROJECT / "data/tasks.csv").open(encoding="utf-8", newline="") as file:
        leads = {row["task"]: row["lead_agencies"].split(";") for row in csv.DictReader(file)}
    for row in rows:
        for indicator in row.get("indicators", []):
            charged = [
                part.strip()
                for line in targets
                if line["indicator"] == indicator
                for part in line["agency_in_charge"].split(";")
            ]
            assert set(charged) & set(printed[row["from"]]), (row["id"], indicator)
        for task in row.get("tasks", []):
            assert row["from"] in leads[task], (row["id"], task)
