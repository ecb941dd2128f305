"""The folder of a plan that is being taken in: the document, what was said of it, the decisions, the report, and what it adds.

``decisions.csv`` is the one file that a person edits; everything else is made anew from the document at every check.
"""

import datetime as dt
import json
import shutil
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from dashboard.plans.applying import changes, difference, recover, tried, write
from dashboard.plans.context import Head
from dashboard.plans.documents import Document
from dashboard.plans.questions import read_answers, written
from dashboard.plans.reference_texts import alone
from dashboard.plans.report import report
from dashboard.plans.settling import Outcome, settle
from dashboard.plans.table_files import read_document
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.reference.folder import writing
from dashboard.reference.targets import collapse
from dashboard.store.curated import curated_submissions
from dashboard.words.messages import DashboardError, Problem, ProblemsError, Translate, mark

DECISIONS = "decisions.csv"
REPORT = "report.md"
SOURCE = "source"
HEAD = "plan.json"
ADDED = "reference"
"""Folder with what the plan adds, in the reference files' form."""


@dataclass(frozen=True)
class Draft:
    """What a check of the folder came to.

    Attributes:
        outcome: What was read, asked and noted.
        problems: What would be wrong with the reference data; empty while something is open.
        changed: The reference files that change, changed, by name; empty while something is open.
        after: The reference data with the plan in them; None while something is open, or where they could not be read.
    """

    outcome: Outcome
    problems: tuple[Problem, ...]
    changed: Mapping[str, str]
    after: Catalogue | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can be applied."""
        return not self.outcome.open and not self.problems


def read_into(
    folder: Path, content: bytes, head: Head, catalogue: Catalogue, reference: Path, translate: Translate,
    observed: Collection[tuple[str, str, str]] = (),
) -> Draft:  # fmt: skip
    """Read a plan's document into a new folder.

    Raises:
        DashboardError: The document cannot be read, or the folder is in use.
    """
    if folder.exists() and any(folder.iterdir()):
        raise DashboardError(
            mark("Thư mục {folder} đã có tệp; chọn thư mục mới, hoặc chạy plan check nếu đang làm dở."), folder=folder
        )
    document = read_document(content)
    draft = _checked(document, head, catalogue, reference, {}, observed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / SOURCE).write_bytes(content)
        told = asdict(head) | {"date": head.date.isoformat()}
        (folder / HEAD).write_text(json.dumps(told, ensure_ascii=False, indent=2), "utf-8")
    except OSError as error:
        raise DashboardError(mark("Không ghi được tệp: {error}"), error=error) from error
    _write(folder, draft, translate)
    return draft


def check(
    folder: Path,
    catalogue: Catalogue,
    reference: Path,
    translate: Translate,
    observed: Collection[tuple[str, str, str]] = (),
    more: Mapping[str, str] | None = None,
) -> Draft:
    """Hold the folder's document against its decisions and the reference data, and write decisions and report anew.

    Args:
        folder: The draft's.
        catalogue: The reference data the plan is to go into.
        reference: Their folder.
        translate: Into the reader's language.
        observed: Province, indicator and part of every figure there is.
        more: Answers by question that take the place of the file's; a blank one opens its question again.

    Raises:
        DashboardError: It is no such folder, or its files cannot be read.
    """
    try:
        content = (folder / SOURCE).read_bytes()
        head = head_of(folder)
        answers = read_answers((folder / DECISIONS).read_bytes()) | dict(more or {})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DashboardError(
            mark("{folder} không phải thư mục của một bản đọc kế hoạch: {error}"), folder=folder, error=error
        ) from error
    draft = _checked(read_document(content), head, catalogue, reference, answers, observed)
    _write(folder, draft, translate)
    return draft


def apply(folder: Path, reference: Path, translate: Translate, shown: str) -> Draft:
    """Write a settled draft into the reference files, all or none, while nobody else writes into them.

    Args:
        folder: The draft's.
        reference: The reference data's.
        translate: Into the reader's language.
        shown: The difference that the person saw and agreed to.

    Raises:
        DashboardError: Something is open or wrong, the difference is another by now, or the folder cannot be written to;
            nothing was written.
    """
    with writing(reference):
        recover(reference)
        catalogue = load_catalogue(reference)
        draft = check(folder, catalogue, reference, translate, observed_in(catalogue, reference))
        if draft.problems:
            raise ProblemsError(draft.problems)
        if not draft.is_ready or difference(reference, draft.changed) != shown:
            raise DashboardError(
                mark("Dữ liệu gốc hoặc bản nháp đã đổi từ lúc xem trước; chưa ghi gì. Hãy xem lại rồi ghi.")
            )
        write(reference, draft.changed)
    return draft


def head_of(folder: Path) -> Head:
    """Return what was said of the draft's plan; raises OSError, ValueError, KeyError or TypeError where the folder is no draft."""
    told = json.loads((folder / HEAD).read_text("utf-8"))
    return Head(**told | {"date": dt.date.fromisoformat(told["date"])})


def observed_in(catalogue: Catalogue, reference: Path) -> set[tuple[str, str, str]]:
    """Return province, indicator and part of the published figures that the reference folder holds."""
    frames = (one.observations for one in curated_submissions(catalogue, reference))
    rows = (row for frame in frames for row in frame.iter_rows(named=True))
    return {(row["province"], row["indicator"], row["breakdown"]) for row in rows}


def _checked(
    document: Document, head: Head, catalogue: Catalogue, reference: Path, answers: Mapping[str, str],
    observed: Collection[tuple[str, str, str]],
) -> Draft:  # fmt: skip
    outcome = settle(document, head, catalogue, {key: collapse(answer) for key, answer in answers.items()}, observed)
    if outcome.open:
        return Draft(outcome, (), {})
    changed = changes(reference, outcome.additions)
    after, problems = tried(reference, changed)
    return Draft(outcome, tuple(problems), changed, after)


def _write(folder: Path, draft: Draft, translate: Translate) -> None:
    try:
        # Answers are a person's work: a write that is cut short must not take those that stood there.
        new = (folder / DECISIONS).with_suffix(".new")
        new.write_bytes(written(draft.outcome.questions, translate))
        new.replace(folder / DECISIONS)
        (folder / REPORT).write_text(report(draft.outcome, draft.problems, translate), "utf-8")
        shutil.rmtree(folder / ADDED, ignore_errors=True)
        for name, text in alone(draft.outcome.additions).items():
            (folder / ADDED / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / ADDED / name).write_text(text, "utf-8")
    except OSError as error:
        raise DashboardError(mark("Không ghi được tệp: {error}"), error=error) from error
