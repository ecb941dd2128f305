"""What was found wrong in a file: one issue for equal mistakes, told in either language."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.intake.codes import RULES
from dashboard.intake.rule import Severity
from dashboard.notation import number
from dashboard.words.messages import Translate, mark, same

ROWS_OF_SHEET = 10_000_000
"""What the rows of a workbook's second sheet are numbered on from, those of its third from twice that, and so on."""


@dataclass(frozen=True)
class Choice:
    """One way out the submitter can accept with a click: what is stored, and how it is shown.

    Attributes:
        path: Where the choice stands in the decisions, outermost key first.
        value: What is stored there.
        label: A name in Vietnamese, or a number, or a sentence with ``{names}`` of values.
        values: What stands for the names in the label.
    """

    path: tuple[str, ...]
    value: str
    label: str | float
    values: Mapping[str, object] = field(default_factory=dict)

    def tell(self, translate: Translate = same, *, language: str = "vi") -> str:
        """Return the label in the reader's language; numbers are written as the language does."""
        label = _told(self.label, translate, language)
        told = {name: _told(value, translate, language) for name, value in self.values.items()}
        return label.format_map(told) if told else label


@dataclass(frozen=True)
class Issue:
    """Equal mistakes of a file.

    Attributes:
        code: The stable code, a key of ``RULES``.
        column: The column (a key of ``COLUMNS``) of the cells to blame; None when whole rows are meant.
        rows: The rows of the file, counted from 1 as a spreadsheet shows them; empty when the whole file is meant.
        found: The text that stands there.
        values: What stands for the names in the text.
        choices: What the submitter may accept to settle it.
        submission: The id of the submission it is about; empty for none.
        sheets: The names of the workbook's sheets the rows are counted through, where there are several.
    """

    code: str
    column: str | None = None
    rows: tuple[int, ...] = ()
    found: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    submission: str = ""
    sheets: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        """How serious it is."""
        return RULES[self.code].severity

    @property
    def text(self) -> str:
        """The sentence in Vietnamese, with names for the values."""
        return RULES[self.code].text

    @property
    def fix(self) -> str:
        """How to put it right, in Vietnamese."""
        return RULES[self.code].fix

    @property
    def where(self) -> str:
        """The rows, as a message names them."""
        return shortened(spans(self.rows, self.sheets))

    @property
    def key(self) -> str:
        """What an explanation is kept under: it stays the same while the mistake does, wherever its rows move to."""
        return f"{self.code}:{json.dumps([self.found, dict(self.values)], sort_keys=True, ensure_ascii=False)}"

    def tell(self, translate: Translate = same, *, language: str = "vi") -> str:
        """Return what is wrong in the reader's language; numbers are written as the language does."""
        told: dict[str, object] = {"found": shortened(self.found), "rows": self.where}
        for name, value in self.values.items():
            if name in ("comma", "point") and isinstance(value, float):
                told[name] = ungrouped(value, language=language)  # two readings differ by what a group mark means
            else:
                told[name] = _told(value, translate, language)
        if "low" in self.values:
            told["words"] = _range(self.values, translate, language)
        return translate(self.text).format_map(defaultdict(lambda: "…", told))

    def tell_fix(self, translate: Translate = same) -> str:
        """Return how to put it right in the reader's language."""
        return translate(self.fix)


def _told(value: object, translate: Translate, language: str) -> str:
    """Return a value as a message writes it; of several each."""
    if isinstance(value, list | tuple):
        return "; ".join(_told(one, translate, language) for one in value)
    if isinstance(value, float):
        return number(value, decimals=6, language=language)
    return translate(value) if isinstance(value, str) and value else str(value)


_BOTH, _LEAST, _MOST = mark("từ {low} đến {high}"), mark("từ {low} trở lên"), mark("không quá {high}")


def _range(ends: Mapping[str, object], translate: Translate, language: str) -> str:
    """Return a range of numbers, ``low`` or ``high`` None where it has no such end."""
    text = _MOST if ends["low"] is None else _LEAST if ends["high"] is None else _BOTH
    told = {name: _told(ends[name], translate, language) for name in ("low", "high")}
    return translate(text).format_map(told)


def told_of(key: str, translate: Translate = same, *, language: str = "vi") -> str:
    """Return the message of the issue an explanation is kept under; with gaps where the key is a code, or of an older form."""
    code, _, facts = key.partition(":")
    if code not in RULES:
        return key
    if facts.startswith("["):
        found, values = json.loads(facts)
        return Issue(code, found=found, values=values).tell(translate, language=language)
    return translate(RULES[code].text).format_map(defaultdict(lambda: "…"))


def split_choices(explanations: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the explanations of what was unusual, and the keys that tell what the submitter chose or changed by hand, by rows."""
    rules = {key: RULES.get(key.partition(":")[0]) for key in explanations}
    chosen = tuple(sorted((key for key, rule in rules.items() if rule and rule.is_choice), key=_first_row))
    return {key: words for key, words in explanations.items() if key not in chosen}, chosen


def _first_row(key: str) -> int:
    """Return the first row a choice's key speaks of, 0 for the whole file."""
    rows = re.search(r"\d+", json.loads(key.partition(":")[2])[1].get("rows", ""))
    return int(rows[0]) if rows else 0


def shortened(text: str, length: int = 160) -> str:
    """Return a cell's text as a message quotes it: one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def ungrouped(value: float, *, language: str = "vi") -> str:
    """Return the number without marks between thousands: ``1234,5``, in English ``1234.5``."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text if language == "en" else text.replace(".", ",")


def spans(rows: Iterable[int], sheets: Sequence[str] = ()) -> str:
    """Return row numbers as people write them: ``3–7, 12``; with the names of sheets ``“Quý 4”: 3–7``."""
    parts: list[list[int]] = []
    for row in sorted(set(rows)):
        if parts and parts[-1][1] == row - 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    told: dict[int, list[str]] = {}
    for first, last in parts:
        sheet, at = divmod(first, ROWS_OF_SHEET)
        told.setdefault(sheet, []).append(str(at) if first == last else f"{at}–{last % ROWS_OF_SHEET}")
    return "; ".join(
        (f"“{sheets[sheet]}”: " if sheet < len(sheets) else "") + ", ".join(of_sheet)
        for sheet, of_sheet in told.items()
    )
