"""A made-up plan of a province that nobody has entered, by the commands and the file of decisions alone, to the mart."""

import csv
import io
import shutil

import pytest

from dashboard.__main__ import main
from dashboard.filters import Filters
from dashboard.mart.mart import Mart
from dashboard.mart.queries import gaps
from dashboard.plans.applying import recover, write
from dashboard.reference.files import FILES, PROJECT, load_catalogue
from dashboard.reference.folder import BEFORE
from tests import made_up_plan
from tests.made_up_plan import ANSWERS, UNSEEN
from tests.pages.site import Site


@pytest.fixture
def reference(tmp_path, monkeypatch):
    """A folder with our reference files, which the commands use."""
    folder = tmp_path / "reference"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROJECT / name, folder / name)
    monkeypatch.setenv("DASHBOARD_REFERENCE", str(folder))
    monkeypatch.setenv("DASHBOARD_LANGUAGE", "en")
    return folder


@pytest.fixture
def draft(tmp_path, catalogue, reference):
    """The made-up plan, read into a draft."""
    document = tmp_path / "KE_HOACH.docx"
    document.write_bytes(made_up_plan.document(catalogue))
    folder = tmp_path / "draft"
    head = ("--province", "Thái Nguyên", "--number", "999/KH-UBND", "--date", "2024-09-30")
    assert main(["plan", "read", str(document), *head, "-o", str(folder)]) == 0
    return folder


def decisions(folder):
    return list(csv.DictReader(io.StringIO((folder / "decisions.csv").read_text("utf-8-sig"), newline="")))


def answered(folder, answer):
    """Fill the column of answers as in a spreadsheet."""
    rows = decisions(folder)
    for row in rows:
        row["answer"] = row["answer"] or answer(row)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    (folder / "decisions.csv").write_text(out.getvalue(), "utf-8-sig")


def as_a_person(row):
    if row["question"] == "plan:title_en":
        return "Thái Nguyên's plan to carry out Resolution 42-NQ/TW on social policy"
    if row["printed"] in ANSWERS:
        return f"new | {ANSWERS[row['printed']]}"
    if row["printed"] in UNSEEN and "direction=?" in row["proposal"]:
        return f"direction={UNSEEN[row['printed']][3]}"
    return "ok"


def contents(folder):
    return {name: (folder / name).read_bytes() for name in FILES}


def test_a_new_plan_goes_from_the_word_file_to_the_mart(draft, reference, store, capsys):
    assert main(["plan", "check", str(draft)]) == 1
    assert "are still to be decided" in capsys.readouterr().err
    answered(draft, as_a_person)
    assert main(["plan", "check", str(draft)]) == 0, capsys.readouterr().err
    assert main(["plan", "apply", str(draft), "--yes"]) == 0
    assert "+thai_nguyen_999,thai_nguyen,I.1," in capsys.readouterr().out
    known = load_catalogue(reference)
    own = [cell for cell in known.targets if cell.plan == "thai_nguyen_999"]
    assert len({(cell.row, cell.printed_name) for cell in own}) == 60
    assert len(own) == 120
    ours = load_catalogue().indicator
    new = [one.id for one in known.indicators if one.id not in ours]
    assert len(new) == 10
    for id_ in new:
        printed = next(cell.printed_name for cell in own if cell.indicator == id_)
        assert known.indicator[id_].direction == UNSEEN[printed][3]
    assert known.plan["thai_nguyen_999"].deadlines.agencies.on(2025).isoformat() == "2025-11-25"
    assert known.plan["thai_nguyen_999"].deadlines.coordinating.on(2025).isoformat() == "2025-12-15"
    rows = gaps(Mart(known, store), known, Filters(provinces=("thai_nguyen",), years=(2030,)))
    assert {row["indicator"] for row in rows} == {cell.indicator for cell in own}


def test_what_is_known_is_not_asked_and_what_is_new_is(draft):
    asked = {row["printed"] for row in decisions(draft) if row["question"].startswith("indicator:")}
    assert asked >= set(UNSEEN)
    assert len(asked - set(UNSEEN)) <= 3


def test_aims_in_prose_are_listed_and_columns_of_actuals_are_not_taken(draft):
    report = (draft / "report.md").read_text("utf-8")
    assert "có 80% thôn có nhà văn hóa mở cửa hằng tuần" in report
    assert "Kết quả thực hiện năm 2023" in report
    assert "Xây dựng đời sống ấm no" not in report


def test_how_a_count_accumulates_is_never_taken_from_a_proposal(draft, capsys):
    answered(draft, lambda row: "ok")
    assert main(["plan", "check", str(draft)]) == 1
    open_ = {row["printed"]: row["problem"] for row in decisions(draft) if row["problem"]}
    assert "“?”" in open_["Số câu lạc bộ liên thế hệ tự giúp nhau"]
    assert "“?”" in open_["Xếp hạng chuyển đổi số của tỉnh"]


def test_apply_refuses_while_something_is_open_and_changes_nothing(draft, reference, capsys):
    before = contents(reference)
    assert main(["plan", "apply", str(draft), "--yes"]) == 1
    assert "still to be decided" in capsys.readouterr().err
    assert contents(reference) == before


def test_without_a_yes_nothing_is_written(draft, reference, monkeypatch):
    answered(draft, as_a_person)
    before = contents(reference)
    for said in ("no\n", ""):  # the second is a script that nobody sits at
        monkeypatch.setattr("sys.stdin", io.StringIO(said))
        assert main(["plan", "apply", str(draft)]) == 1
        assert contents(reference) == before


def test_applying_twice_says_that_the_plan_is_there(draft, reference, capsys):
    answered(draft, as_a_person)
    assert main(["plan", "apply", str(draft), "--yes"]) == 0
    assert main(["plan", "apply", str(draft), "--yes"]) == 1
    assert "in the reference data already" in capsys.readouterr().err


def test_comments_and_lines_that_stand_there_stay(draft, reference):
    answered(draft, as_a_person)
    before = contents(reference)
    assert main(["plan", "apply", str(draft), "--yes"]) == 0
    for name, text in contents(reference).items():
        lines = iter(text.decode().splitlines())
        gone = [line for line in before[name].decode().splitlines() if line not in lines and "printed" not in line]
        assert gone == [], name


def test_an_interrupted_writing_is_undone(reference):
    before = contents(reference)
    (reference / BEFORE / "data").mkdir(parents=True)
    for name in ("indicators.yaml", "data/targets.csv"):
        shutil.copyfile(reference / name, reference / BEFORE / name)
    (reference / "indicators.yaml").write_text("half")
    assert recover(reference)
    assert contents(reference) == before
    assert not (reference / BEFORE).exists()
    assert not recover(reference)


def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(reference):
    before = contents(reference)
    (reference / "data" / "targets.new").mkdir()  # stands where the new file is written first
    with pytest.raises(Exception, match="Không ghi được"):
        write(reference, {"indicators.yaml": "other", "data/targets.csv": "other"})
    (reference / "data" / "targets.new").rmdir()
    recover(reference)
    assert contents(reference) == before


def test_its_pages_open_and_ask_for_its_figures(draft, reference, location, store):
    answered(draft, as_a_person)
    assert main(["plan", "apply", str(draft), "--yes"]) == 0
    site = Site(location, reference)
    for path in ("", "tro-giup-xa-hoi", "bao-cao-tien-do", "phuong-phap", "so-sanh", "tra-cuu"):
        assert not site.open(path, province="thai_nguyen").exception, path
    asked = site.open("nop-so-lieu", province="thai_nguyen", year="2025")
    assert "Thái Nguyên" in " ".join(words.value for words in asked.markdown)
