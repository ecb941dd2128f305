"""The plans' annexes, made into documents in the layouts they print, read back: every cell, name, unit and agency as it was."""

import pytest

from dashboard.plans.applying import changes, tried, write
from dashboard.plans.settling import settle
from dashboard.plans.starting import start
from dashboard.plans.table_files import read_document
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.reference.targets import NOT_SET
from tests.plan_answers import head_of, settled
from tests.plan_documents import (
    as_csv,
    as_docx,
    as_xlsx,
    indicator_sheet,
    renamed,
    reordered,
    split,
    task_sheet,
    with_agencies_merged,
)

PLANS = ("bac_ninh_246", "bac_giang_50", "tuyen_quang_103")
CELL = (
    "plan", "province", "row", "printed_name", "breakdown", "printed_unit", "year", "printed", "indicator", "agency_in_charge",
    "coordinating",
)  # fmt: skip
MEANT = ("agencies", "target")
OURS = {"line", "title_en", "sectors", "indicators"}
"""What of a task no print says."""


def without(catalogue, *plans):
    """Return the catalogue as if nobody had ever entered the plans."""
    fields = {name: getattr(catalogue, name) for name in Catalogue.model_fields}
    for name in ("targets", "tasks"):
        fields[name] = tuple(one for one in fields[name] if one.plan not in plans)
    fields["plans"] = tuple(one for one in fields["plans"] if one.id not in plans)
    return Catalogue.model_construct(**fields)


def unread(catalogue, plan):
    """Return the full catalogue in which the plan is not yet entered, nor the one that it superseded."""
    return without(catalogue, plan, *(one.id for one in catalogue.plans if one.superseded_by == plan))


def annexes(catalogue, plan):
    sheets = [(catalogue.plan[plan].appendix_vi.upper(), [indicator_sheet(catalogue, plan)])]
    places = dict.fromkeys(task.place for task in catalogue.tasks if task.plan == plan and task.kind != "duty")
    if plan == "bac_giang_50":  # its tasks are paragraphs
        return sheets
    return sheets + [(place.upper(), [task_sheet(catalogue, plan, place)]) for place in places]


def lines_of(catalogue, plan):
    return [{name: str(getattr(cell, name)) for name in CELL} for cell in catalogue.targets if cell.plan == plan]


def read_back(catalogue, plan, content):
    """Read the document into the full catalogue, settled by somebody who knows it, and return its lines."""
    outcome, _ = settled(read_document(content), head_of(catalogue, plan), unread(catalogue, plan), catalogue, plan)
    return outcome.additions.targets


@pytest.fixture(scope="module")
def words(catalogue):
    """The annexes of each plan as a Word document."""
    return {plan: as_docx(annexes(catalogue, plan)) for plan in PLANS}


@pytest.fixture(scope="module")
def installation(catalogue, words, tmp_path_factory):
    """An installation that had no plan, with the three read into it one after the other."""
    folder = tmp_path_factory.mktemp("reference") / "new"
    start(folder)
    for plan in PLANS:
        outcome, _ = settled(
            read_document(words[plan]), head_of(catalogue, plan), load_catalogue(folder), catalogue, plan
        )
        changed = changes(folder, outcome.additions)
        assert [problem.tell() for problem in tried(folder, changed)[1]] == []
        write(folder, changed)
    return load_catalogue(folder)


@pytest.mark.parametrize("plan", PLANS)
def test_an_empty_installation_gets_every_cell_back(catalogue, installation, plan):
    def cells(known):
        return [tuple(getattr(cell, name) for name in (*CELL, *MEANT)) for cell in known.targets if cell.plan == plan]

    assert cells(installation) == cells(catalogue)


def test_all_537_cells_of_the_plans_in_force_are_there(installation):
    assert len([cell for cell in installation.targets if cell.printed not in NOT_SET]) == 537


@pytest.mark.parametrize("plan", PLANS)
def test_an_empty_installation_gets_every_task_back(catalogue, installation, plan):
    def tasks(known):
        place = {task.place for task in catalogue.tasks if task.plan == plan and task.kind != "duty"} - {"Mục III"}
        return [
            task.model_dump(exclude=OURS) for task in known.tasks if task.plan == plan and task.place in place
        ]  # fmt: skip

    assert tasks(installation) == tasks(catalogue)


@pytest.mark.parametrize("plan", PLANS)
def test_the_full_catalogue_gets_every_cell_back(catalogue, words, plan):
    assert read_back(catalogue, plan, words[plan]) == lines_of(catalogue, plan)


@pytest.mark.parametrize("plan", PLANS)
def test_what_is_matched_without_asking_is_what_was_read_by_hand(catalogue, words, plan):
    outcome = settle(read_document(words[plan]), head_of(catalogue, plan), unread(catalogue, plan), {})
    wanted = {
        (cell.row, cell.printed_name, str(cell.year)): (cell.indicator, cell.breakdown, cell.printed)
        for cell in catalogue.targets
        if cell.plan == plan
    }
    matched = {
        (line["row"], line["printed_name"], line["year"]): (line["indicator"], line["breakdown"], line["printed"])
        for line in outcome.additions.targets
    }
    assert matched.items() <= wanted.items()
    assert len(matched) > 0.85 * len(wanted)


# ---- the same in other layouts ---------------------------------------------------------------------------------------

NAMES = {
    "TT": "STT", "Số TT": "STT", "Nội dung chỉ tiêu": "Tên chỉ tiêu", "Chỉ tiêu": "Các chỉ tiêu", "Đơn vị tính": "ĐVT", "Đơn vị": "Đơn vị tính",
    "Đến năm 2025": "Năm 2025", "Đến năm 2030": "2030", "Mục tiêu đến năm 2025": "Chỉ tiêu 2025", "Mục tiêu đến năm 2030": "KẾ HOẠCH NĂM 2030",
    "Mục tiêu": "Chỉ tiêu kế hoạch", "Cơ quan, đơn vị theo dõi, đánh giá": "Phân công", "Chủ trì": "Cơ quan chủ trì",
    "Phối hợp": "Cơ quan phối hợp", "Đơn vị phụ trách theo dõi, đánh giá thực hiện": "Cơ quan chịu trách nhiệm",
}  # fmt: skip


def other_layouts(sheet):
    width = len(sheet.rows[0])
    backwards = list(range(width))[::-1]
    agencies_first = [0, *range(5, width), 1, 2, 3, 4]
    yield "reordered", [reordered(sheet, agencies_first)]
    yield "backwards", [reordered(sheet, backwards)]
    yield "renamed", [renamed(sheet, NAMES)]
    yield "merged", [with_agencies_merged(sheet, 5)]
    yield "pages", split(sheet, 23, repeat=False)
    yield "pages with headings", split(sheet, 17, repeat=True)
    yield "all of it", split(renamed(reordered(sheet, agencies_first), NAMES), 31, repeat=True)


LAYOUTS = ("reordered", "backwards", "renamed", "merged", "pages", "pages with headings", "all of it")


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_another_layout_gives_the_same_lines(catalogue, plan, layout):
    sheets = dict(other_layouts(indicator_sheet(catalogue, plan)))[layout]
    assert read_back(catalogue, plan, as_docx([("PHỤ LỤC", sheets)])) == lines_of(catalogue, plan)


@pytest.mark.parametrize("plan", PLANS)
def test_a_workbook_gives_the_same_lines(catalogue, plan):
    assert read_back(catalogue, plan, as_xlsx(annexes(catalogue, plan))) == lines_of(catalogue, plan)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("plan", PLANS)
def test_a_csv_file_gives_the_same_lines(catalogue, plan, delimiter):
    assert read_back(catalogue, plan, as_csv(indicator_sheet(catalogue, plan), delimiter)) == lines_of(catalogue, plan)
