"""What a person must decide about a plan that was read: each question with its place, its answers and what is proposed."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dashboard.words.folding import folded
from dashboard.words.messages import DashboardError, Problem, Translate, mark

ACCEPTED = ("=", "ok", "x", "dong y", "yes")
"""Answers that take what is proposed."""

UNKNOWN = "?"
"""Stands in a proposal where a person must say it: such a proposal cannot be accepted as it is."""

QUESTION_COLUMNS = (
    "question",
    "kind",
    "place",
    "printed",
    "context",
    "ask",
    "choices",
    "proposal",
    "answer",
    "problem",
)

KINDS = {
    "plan": mark("kế hoạch"),
    "year": mark("năm của cột"),
    "number": mark("số thứ tự"),
    "one_value": mark("một giá trị cho hai cột"),
    "indicator": mark("chỉ tiêu"),
    "unit": mark("đơn vị tính"),
    "target": mark("chữ in của chỉ tiêu"),
    "agency": mark("cơ quan"),
    "parts": mark("thành phần không kẹp được tổng"),
    "eases": mark("chỉ tiêu nới dần"),
    "superseded": mark("khác kế hoạch bị thay thế"),
    "theme": mark("chủ đề"),
    "title": mark("tên nhiệm vụ"),
    "timing": mark("thời gian thực hiện"),
}
"""What questions are about, in words."""


@dataclass(frozen=True)
class Question:
    """One thing to decide.

    Attributes:
        key: Names it in the file of decisions, the same each time the document is read.
        kind: What it is about; see ``KINDS``.
        place: Where it stands: table and row, or section.
        printed: The text in question as printed.
        context: What is printed beside it and helps to decide: of a row its unit and targets.
        ask: The question, and how it is settled.
        choices: What may be answered, besides a text of one's own where ``ask`` says so.
        proposal: What is proposed; empty for nothing.
        answer: What was answered; empty while it is open.
        problem: Why the answer does not do.
    """

    key: str
    kind: str
    place: Problem
    printed: str
    ask: Problem
    choices: tuple[str, ...] = ()
    proposal: str = ""
    answer: str = ""
    problem: Problem | None = None
    context: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether it has an answer that does."""
        return bool(self.answer) and self.problem is None


@dataclass
class Asking:
    """The questions of one reading, and the answers that a person gave so far.

    Attributes:
        answers: By key; blank ones count as none.
        questions: In the order in which they were asked.
    """

    answers: Mapping[str, str]
    questions: dict[str, Question] = field(default_factory=dict)

    def ask(self, question: Question) -> str | None:
        """Put the question, and return its answer, an accepted proposal as the proposal; None while it is open or the answer does not do."""
        given = self.answers.get(question.key, "").strip()
        self.questions[question.key] = replace(question, answer=given)
        if not given:
            return None
        if folded(given) not in ACCEPTED:
            return given
        if not question.proposal or UNKNOWN in question.proposal:
            self.refuse(question.key, mark("Đề xuất còn chỗ “?”, hãy ghi rõ câu trả lời."))
            return None
        return question.proposal

    def choose(self, question: Question) -> str | None:
        """Put a question whose answer must be one of its choices."""
        answer = self.ask(question)
        if answer is None or answer in question.choices:
            return answer
        self.refuse(
            question.key,
            mark("“{answer}” không nằm trong các lựa chọn: {choices}."),
            answer=answer,
            choices=", ".join(question.choices),
        )
        return None

    def refuse(self, key: str, text: str, /, **values: object) -> None:
        """Say why the answer of a question does not do."""
        if self.questions[key].problem is None:
            self.questions[key] = replace(self.questions[key], problem=Problem(text, values))


def written(questions: Iterable[Question], translate: Translate) -> bytes:
    """Return the file of decisions: CSV that spreadsheets open, a question a line, to be answered in its column ``answer``."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(QUESTION_COLUMNS)
    for one in questions:
        problem = one.problem.tell(translate) if one.problem else ""
        row = (
            one.key,
            translate(KINDS[one.kind]),
            one.place.tell(translate),
            one.printed,
            one.context,
            one.ask.tell(translate),
        )
        writer.writerow([*row, " · ".join(one.choices), _shown(one.proposal), _shown(one.answer), problem])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _shown(text: str) -> str:
    """Return a text that spreadsheets keep as it is: a lone ``=`` would be a formula."""
    return "ok" if text == "=" else text


def read_answers(content: bytes) -> dict[str, str]:
    """Return the answers of a file of decisions by question.

    Raises:
        DashboardError: The file lost its columns, or is no text.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DashboardError(mark("decisions.csv không còn ở dạng UTF-8; hãy lưu lại dạng “CSV UTF-8”.")) from error
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if not {"question", "answer"} <= set(reader.fieldnames or ()):
        raise DashboardError(mark("decisions.csv phải giữ dòng đầu với các cột question và answer."))
    return {
        row["question"]: row["answer"].strip() for row in reader if row["question"] and (row["answer"] or "").strip()
    }
