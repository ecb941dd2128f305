"""The folder of a plan that is being taken in: the document, what was said of it, the decisions, the report, and what it adds.

``decisions.csv`` is the one file that a person edits; everything else is made anew from the document at every check.
"""

import datetime as dt
import json
import shutil
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from dashboard.plans.applying import changes, problems_with
from dashboard.plans.context import Head
from dashboard.plans.documents import Document
from dashboard.plans.questions import read_answers, written
from dashboard.plans.reference_texts import alone
from dashboard.plans.report import report
from dashboard.plans.settling import Outcome, settle
from dashboard.plans.table_files import read_document
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.targets import collapse
from dashboard.words.messages import DashboardError, Problem, Translate, mark

DECISIONS = "decisions.csv"
REPORT = "report.md"
SOURCE = "source"
HEAD = "plan.json"
ADDED = "reference"
"""Folder with what the plan adds, in the reference files' form."""


@dataclass(frozen=True)
class Draft:
    """What a check of the folder came to: the outcome, and what would be wrong with the reference data once nothing is open."""

    outcome: Outcome
    problems: tuple[Problem, ...]
    changed: Mapping[str, str]

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
) -> Draft:
    """Hold the folder's document against its decisions and the reference data, and write decisions and report anew.

    Raises:
        DashboardError: It is no such folder, or its files cannot be read.
    """
    try:
        content = (folder / SOURCE).read_bytes()
        told = json.loads((folder / HEAD).read_text("utf-8"))
        head = Head(**told | {"date": dt.date.fromisoformat(told["date"])})
        answers = read_answers((folder / DECISIONS).read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DashboardError(
            mark("{folder} không phải thư mục của một bản đọc kế hoạch: {error}"), folder=folder, error=error
        ) from error
    draft = _checked(read_document(content), head, catalogue, reference, answers, observed)
    _write(folder, draft, translate)
    return draft


def _checked(
    document: Document, head: Head, catalogue: Catalogue, reference: Path, answers: Mapping[str, str],
    observed: Collection[tuple[str, str, str]],
) -> Draft:  # fmt: skip
    outcome = settle(document, head, catalogue, {key: collapse(answer) for key, answer in answers.items()}, observed)
    if outcome.open:
        return Draft(outcome, (), {})
    changed = changes(reference, outcome.additions)
    return Draft(outcome, tuple(problems_with(reference, changed)), changed)


def _write(folder: Path, draft: Draft, translate: Translate) -> None:
    try:
        (folder / DECISIONS).write_bytes(written(draft.outcome.questions, translate))
        (folder / REPORT).write_text(report(draft.outcome, draft.problems, translate), "utf-8")
        shutil.rmtree(folder / ADDED, ignore_errors=True)
        for name, text in alone(draft.outcome.additions).items():
            (folder / ADDED / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / ADDED / name).write_text(text, "utf-8")
    except OSError as error:
        raise DashboardError(mark("Không ghi được tệp: {error}"), error=error) from error
