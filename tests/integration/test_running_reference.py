"""Reference files that change under running readers: seen whole, written by one at a time, taken up by servers."""

import json
import shutil
import subprocess
import sys
import time
import urllib.request

import pytest

from dashboard.reference.files import load_catalogue
from dashboard.reference.folder import BEFORE, stamp_of
from dashboard.reference.running import RunningReference
from dashboard.words.messages import ProblemsError
from tests import stores
from tests.browser.server import Server
from tests.conftest import PROJECT
from tests.plan_documents import Sheet, as_csv
from tests.plan_reading import DONE, HEADS, HEALTH

ANSWERS = {
    "plan:title_vi": "Kế hoạch thử",
    "plan:title_en": "A plan to try",
    "plan:deadline_agencies": "25/11",
    "plan:deadline_coordinating": "15/12",
    "plan:coordinating_agency": "health_department",
}
"""What a person writes; every other proposal is taken."""


@pytest.fixture
def reference(tmp_path):
    return stores.copied_reference(tmp_path)


def command(reference, *arguments):
    """Return how to start a command of the application in a process of its own."""
    environment = {
        "DASHBOARD_REFERENCE": str(reference), "DASHBOARD_LANGUAGE": "vi", "PYTHONPATH": str(PROJECT / "src"), "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    return {
        "args": [sys.executable, "-m", "dashboard", *arguments], "env": environment, "cwd": PROJECT, "text": True,
        "stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE,
    }  # fmt: skip


def run(reference, *arguments):
    done = subprocess.run(**command(reference, *arguments) | {"stdin": subprocess.DEVNULL}, check=False)
    return done.returncode, done.stdout + done.stderr


def settled_draft(reference, folder, province, number):
    """Read a small plan of a province into a draft, with every question answered."""
    document = folder / f"{number}.csv"
    document.write_bytes(as_csv(Sheet((HEADS, HEALTH, DONE))))
    draft = folder / f"draft-{number}"
    head = ("--province", province, "--number", f"{number}/KH-UBND", "--date", "2024-09-30")
    code, told = run(reference, "plan", "read", str(document), *head, "-o", str(draft))
    assert code == 0, told
    lines = (draft / "decisions.csv").read_text("utf-8-sig").splitlines()[1:]
    keys = [line.split(",")[0] for line in lines]
    answers = "".join(f"{key},{ANSWERS.get(key, 'ok')}\n" for key in keys)
    (draft / "decisions.csv").write_text(f"question,answer\n{answers}", "utf-8")
    code, told = run(reference, "plan", "check", str(draft))
    assert code == 0, told
    return draft


def test_a_folder_that_is_being_written_into_is_read_as_it_was(reference):
    was = load_catalogue(reference)
    (reference / BEFORE / "data").mkdir(parents=True)
    for name in ("indicators.yaml", "data/targets.csv"):  # set aside, and the first of them replaced
        shutil.copyfile(reference / name, reference / BEFORE / name)
    (reference / "indicators.yaml").write_text("half")
    assert load_catalogue(reference) == was


def test_any_change_of_a_file_is_another_stamp(reference):
    seen = {stamp_of(reference)}
    with (reference / "data" / "targets.csv").open("a") as file:
        file.write("\n")
    seen.add(stamp_of(reference))
    (reference / "data" / "actuals" / "more.csv").write_text("province\n")
    seen.add(stamp_of(reference))
    (reference / "data" / "actuals" / "more.csv").unlink()
    seen.add(stamp_of(reference))
    (reference / BEFORE).mkdir()
    seen.add(stamp_of(reference))
    assert len(seen) == 4  # the file that came and went leaves none


def test_a_folder_with_mistakes_is_refused_until_it_is_put_right(reference, caplog):
    running = RunningReference(reference)
    running.read()
    running.taken_up()
    assert not running.has_changed()
    good = (reference / "data" / "plans.yaml").read_bytes()
    (reference / "data" / "plans.yaml").write_text("plans: [")
    assert running.has_changed()
    with pytest.raises(ProblemsError) as error:
        running.read()
    running.refused(error.value)
    assert not running.has_changed()  # it is told once
    assert running.refused_since is not None
    assert "plans.yaml" in caplog.text
    (reference / "data" / "plans.yaml").write_bytes(good)
    assert running.has_changed()
    running.read()
    running.taken_up()
    assert running.refused_since is None


def test_whoever_applies_second_is_told_that_the_folder_changed_since_the_preview(reference, tmp_path):
    first = settled_draft(reference, tmp_path, "Thái Nguyên", "9")
    second = settled_draft(reference, tmp_path, "Lạng Sơn", "8")
    waiting = subprocess.Popen(**command(reference, "plan", "apply", str(second)))
    shown = ""
    while not shown.endswith("(co/khong) "):  # its preview is drawn, and it waits for a yes
        shown += waiting.stdout.read(1)
    assert "+lang_son_8,lang_son" in shown
    code, told = run(reference, "plan", "apply", str(first), "--yes")
    assert code == 0, told
    _, errors = waiting.communicate("co\n")
    assert (waiting.returncode, "đã đổi từ lúc xem trước" in errors) == (1, True)
    known = load_catalogue(reference)
    assert ("thai_nguyen_9" in known.plan, "lang_son_8" in known.plan) == (True, False)
    code, told = run(reference, "plan", "apply", str(second), "--yes")  # having seen it again
    assert code == 0, told
    assert {"thai_nguyen_9", "lang_son_8"} <= load_catalogue(reference).plan.keys()


def test_two_who_apply_at_once_leave_a_whole_folder(reference, tmp_path):
    drafts = {
        "thai_nguyen_9": settled_draft(reference, tmp_path, "Thái Nguyên", "9"),
        "lang_son_8": settled_draft(reference, tmp_path, "Lạng Sơn", "8"),
    }
    both = {
        plan: subprocess.Popen(**command(reference, "plan", "apply", str(draft), "--yes"))
        for plan, draft in drafts.items()
    }
    told = {plan: one.communicate()[1] for plan, one in both.items()}
    written = {plan for plan, one in both.items() if one.returncode == 0}
    assert written
    assert {plan for plan in drafts if "đã đổi từ lúc xem trước" in told[plan]} == drafts.keys() - written
    assert load_catalogue(reference).plan.keys() & drafts.keys() == written
    assert not list(reference.glob(".plan-*-*")) + list(reference.glob(BEFORE))


def test_a_running_server_takes_a_plan_up_and_refuses_a_broken_folder(reference, tmp_path, tmp_path_factory):
    draft = settled_draft(reference, tmp_path, "Thái Nguyên", "9")
    store = stores.copied_store(stores.demo_store(tmp_path_factory.getbasetemp()), tmp_path)
    with Server(stores.environment(store, reference), tmp_path / "server.log") as server:

        def health():
            with urllib.request.urlopen(f"{server.address}/api/v1/health") as answer:
                return json.load(answer)

        def until(is_so):
            for _ in range(300):
                if is_so(state := health()):
                    return state
                time.sleep(0.2)
            return pytest.fail(server.log())

        was = health()
        assert was["reference"] == load_catalogue(reference).fingerprint
        code, told = run(reference, "plan", "apply", str(draft), "--yes")
        assert code == 0, told
        taken = until(lambda state: state["reference"] != was["reference"])
        assert taken["reference"] == load_catalogue(reference).fingerprint
        with urllib.request.urlopen(f"{server.address}/api/v1/targets.csv?province=thai_nguyen") as answer:
            assert b"thai_nguyen_9" in answer.read()
        (reference / "data" / "plans.yaml").write_text("plans: [")
        broken = until(lambda state: state["reference_refused_since"])
        assert (broken["reference"], broken["status"]) == (taken["reference"], "ready")
        assert "The reference files have mistakes" in server.log()
