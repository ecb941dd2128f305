"""Every text on screen has its English: the catalogue is held against the texts written in the code."""

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from dashboard import method
from dashboard.method import REASONS, REPORT_STATES, STATUS, STATUSES, TASK_KINDS, TASK_STATUS, TIMINGS
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import PROJECT
from dashboard.reference.register import Discrepancy
from dashboard.reference.targets import Direction
from dashboard.sentences.findings import RULES
from dashboard.ui.frame import navigation
from dashboard.ui.reading.provenance import DIRECTIONS, KINDS
from dashboard.words.translations import CATALOGUES, LANGUAGES, translator

TRANSLATORS = {"_", "say", "translate", "mark"}
MAKERS = {"say", "translator"}
"""Functions that return a translator: ``say()("…")``, ``translator(language)("…")``."""

TEXT_POSITION = {"DashboardError": 0, "Problem": 0, "problem": 2, "_wrong": 0, "_unknown": 0}
"""Where the text stands in what makes an error or a problem."""

AS_IT_STANDS = {"Tiếng Việt", "Ngôn ngữ / Language", "LỆNH", "BƯỚC"}
"""Texts that are the same in both languages, or chosen by language on the spot."""

NOT_WORDS_ON_SCREEN = {
    "src/dashboard/reference/targets.py _WORDS",  # forms of printed targets
    *(
        f"src/dashboard/reference/tasks.py {name}"
        for name in ("_YEAR", "_QUARTER", "_DATE", "_EVERY_YEAR", "_WORDS", "BETWEEN_BODIES")
    ),
    "src/dashboard/store/illustrative.py SOURCE",  # data of the demo store
    "src/dashboard/store/illustrative.py CORRECTION_REASONS",
    *(
        f"src/dashboard/store/illustrative_actions.py {name}"
        for name in ("LEADER", "_WHAT", "_EFFECT", "_EVIDENCE", "_BACK", "_LATER", "_ENDED")
    ),
    *(
        f"src/dashboard/store/illustrative_task_reports.py {name}"
        for name in ("_DONE", "_UNDER_WAY", "_HINDERS", "_NUMBER")
    ),
    *(f"src/dashboard/documents/content/framing.py {name}" for name in ("_NUMBER", "_OF_THE_PROVINCE")),
    "src/dashboard/web/serving.py document_of",  # the HTML document before Streamlit has drawn anything
    "src/dashboard/web/serving.py _NOT_FOUND",  # a document in both languages
    "src/dashboard/web/serving.py _TOO_LONG",
    "src/dashboard/web/serving.py _WORDS_ALONE",
    "src/dashboard/web/access_middleware.py _WORDS",
    "src/dashboard/web/access_middleware.py _ONLY_HERE",
    "src/dashboard/web/access_middleware.py _SIGN_IN_FIRST",
    "src/dashboard/web/access_middleware.py _NO_PROVIDER",
}
"""File and top-level name whose Vietnamese is not told through the translator."""


@dataclass(frozen=True)
class Text:
    """A Vietnamese text in the code and where it stands."""

    words: str
    path: str
    line: int


# ---- what the code says --------------------------------------------------------------------------------------------


@cache
def scripts() -> dict[str, ast.Module]:
    paths = [PROJECT / "app.py", *(PROJECT / "src" / "dashboard").rglob("*.py"), *(PROJECT / "pages").rglob("*.py")]
    return {
        path.relative_to(PROJECT).as_posix(): ast.parse(path.read_text("utf-8"), str(path)) for path in sorted(paths)
    }


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def name_of(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def is_translation(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Call):
        return name_of(call.func.func) in MAKERS
    if isinstance(call.func, ast.Attribute) and call.func.attr == "translate":
        return False  # str.translate
    return name_of(call.func) in TRANSLATORS and bool(call.args)


def choices(expression: ast.expr) -> list[ast.expr]:
    """Return the expressions one of which is the value: both sides of an ``if``."""
    if isinstance(expression, ast.IfExp):
        return choices(expression.body) + choices(expression.orelse)
    return [expression]


def is_text(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Constant) and isinstance(expression.value, str)


def is_put_together(expression: ast.expr) -> bool:
    """Whether the expression builds a text from pieces, so that no catalogue can know it."""
    if isinstance(expression, ast.Call) and name_of(expression.func) in ("format", "join"):
        return True
    return isinstance(expression, ast.JoinedStr | ast.BinOp)


@cache
def texts() -> dict[str, Text]:
    """Return every text given to a translator, at the first place it stands."""
    found: dict[str, Text] = {}
    for path, tree in scripts().items():
        for call in sorted(filter(is_translation, calls(tree)), key=lambda call: call.lineno):
            for text in filter(is_text, choices(call.args[0])):
                found.setdefault(text.value, Text(text.value, path, text.lineno))
    return found


def untranslated_strings() -> Iterator[tuple[str, Text]]:
    """Yield the strings outside docstrings that no translator is given, with the top-level name they stand in."""
    for path, tree in scripts().items():
        skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for call in filter(is_translation, calls(tree)):
            skipped |= {id(text) for text in choices(call.args[0])}
        for statement in tree.body:
            targets = getattr(statement, "targets", [getattr(statement, "target", None)])
            name = getattr(statement, "name", "") or ", ".join(name_of(target) for target in targets if target)
            for node in ast.walk(statement):
                if isinstance(node, ast.expr) and is_text(node) and id(node) not in skipped:
                    yield f"{path} {name}", Text(node.value, path, node.lineno)  # type: ignore[attr-defined]


# ---- what the catalogue says ---------------------------------------------------------------------------------------


def po_file(language: str) -> Path:
    return CATALOGUES / f"{language}.po"


@cache
def english() -> Catalog:
    with po_file("en").open("rb") as file:
        return read_po(file, abort_invalid=True)


def pairs() -> list[tuple[str, str]]:
    return [(message.id, message.string) for message in english() if message.id]


def entry(text: Text) -> str:
    """Return the text as a .po entry to be filled in."""
    escaped = text.words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'# {text.path}:{text.line}\nmsgid "{escaped}"\nmsgstr ""\n'


def placeholders(text: str) -> Counter[tuple[str, str | None, str | None]]:
    return Counter((name, form, turn) for _, name, form, turn in Formatter().parse(text) if name is not None)


def foreign_letters(text: str) -> list[str]:
    return [sign for sign in text if not sign.isascii() and unicodedata.category(sign)[0] in "LM"]


def outside_placeholders(text: str) -> str:
    return "".join(literal for literal, *_ in Formatter().parse(text))


# ---- both together -------------------------------------------------------------------------------------------------


def test_every_text_has_an_english_translation():
    known = {id_ for id_, string in pairs() if string}
    missing = [text for words, text in texts().items() if words not in known]
    assert not missing, f"{len(missing)} texts have no English; add to {po_file('en')}:\n\n" + "\n".join(
        map(entry, missing)
    )


def test_the_catalogue_has_no_entry_the_code_no_longer_uses():
    obsolete = [id_ for id_, _ in pairs() if id_ not in texts()] + [str(id_) for id_ in english().obsolete]
    assert not obsolete, "Nobody says these any more; take them out of en.po:\n" + "\n".join(obsolete)


def test_the_catalogue_is_valid():
    wrong = [(message.id, str(error)) for message, errors in english().check() for error in errors]
    fuzzy = [message.id for message in english() if message.id and message.fuzzy]
    assert (wrong, fuzzy) == ([], [])
    assert english().charset == "utf-8"
    assert str(english().locale) == "en"
    lines = po_file("en").read_text("utf-8").splitlines()
    assert sum(line.startswith("msgid ") for line in lines) == len(pairs()) + 1, "an entry stands twice"


def test_the_catalogue_is_in_composed_unicode():
    assert unicodedata.is_normalized("NFC", po_file("en").read_text("utf-8"))
    assert [text for text in texts() if not unicodedata.is_normalized("NFC", text)] == []


def test_both_languages_have_the_same_placeholders():
    assert [(vi, en) for vi, en in pairs() if placeholders(vi) != placeholders(en)] == []


def test_both_languages_have_the_same_markup_and_the_same_ends():
    def shape(text: str) -> tuple[object, ...]:
        marks = tuple(text.count(sign) for sign in ("**", "](", "`", "\n", "<", "·"))
        ends = tuple(text.endswith(sign) for sign in (".", ":", "?", "…"))
        return marks, ends, text.startswith(" "), text.endswith(" "), text.count("“") - text.count("”")

    assert [(vi, en) for vi, en in pairs() if shape(vi) != shape(en)] == []


def test_both_languages_begin_with_a_capital_or_neither():
    def begins(text: str) -> bool | None:
        return text[:1].isupper() if text[:1].isalpha() else None

    assert [(vi, en) for vi, en in pairs() if None not in (begins(vi), begins(en)) and begins(vi) != begins(en)] == []


def test_no_vietnamese_is_left_in_the_english(catalogue: Catalogue):
    names = [province.en for province in catalogue.provinces] + [plan.number for plan in catalogue.plans]

    def left(text: str) -> list[str]:
        for name in names:
            text = text.replace(name, "")
        return foreign_letters(outside_placeholders(text))

    assert [(en, left(en)) for _, en in pairs() if left(en)] == []


def test_the_english_writes_numbers_the_english_way():
    decimal_comma, spaced_percent = re.compile(r"\d,\d{1,2}(?!\d)"), re.compile(r"[\d}][ \u00a0]%")
    assert [en for _, en in pairs() if decimal_comma.search(en) or spaced_percent.search(en)] == []
    assert [en for _, en in pairs() if "  " in en or " ." in en or " ," in en] == []


# ---- how the code says it ------------------------------------------------------------------------------------------


def test_no_text_is_put_together_before_it_is_translated():
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in scripts().items()
        for call in filter(is_translation, calls(tree))
        if any(map(is_put_together, choices(call.args[0])))
    ]
    assert wrong == []


def test_the_text_of_every_error_is_marked():
    wrong = []
    for path, tree in scripts().items():
        for call in calls(tree):
            position = TEXT_POSITION.get(name_of(call.func))
            if position is None or len(call.args) <= position:
                continue
            if any(is_text(text) or is_put_together(text) for text in choices(call.args[position])):
                wrong.append(f"{path}:{call.lineno}")
    assert wrong == [], "wrap the text in mark(…)"


def test_no_vietnamese_text_goes_past_the_translator():
    found = [
        f"{text.path}:{text.line} {text.words!r}"
        for place, text in untranslated_strings()
        if len(text.words) > 1 and foreign_letters(text.words)
        if text.words not in AS_IT_STANDS and place not in NOT_WORDS_ON_SCREEN
    ]
    assert not found, "put these through say(…) or mark(…):\n" + "\n".join(found)


# ---- the words of fixed sets ---------------------------------------------------------------------------------------


def sql_of(file: str) -> str:
    return (PROJECT / "src" / "dashboard" / "mart" / "sql" / file).read_text("utf-8")


def literals_of(column: str) -> set[str]:
    """Return the words in quotes in the CASE that makes the column of the assessed table."""
    sql = sql_of("03_assessed.sql")
    case = re.search(
        rf"\n {{4,8}}(CASE\n(?:(?!\n {{4,8}}CASE\n).)*?)\n {{4,8}}END(?:::\w+)? AS {column}\b", sql, re.DOTALL
    )
    assert case is not None
    rules = case[1].replace("status_of(pace)", sql[sql.index("MACRO status_of") : sql.index("MACRO is_due")])
    return set(re.findall(r"'(\w+)'", rules)) - {"levels"}


def test_the_rules_give_exactly_the_known_statuses():
    assert literals_of("status") == set(STATUSES)
    assert set(re.findall(r"(?:THEN|ELSE) '(\w+)'", sql_of("05_tasks.sql"))) | set(REPORT_STATES) == set(TASK_STATUS)


def test_every_reason_has_words():
    assert literals_of("reason") - set(STATUSES) == set(REASONS)


def test_every_status_has_a_rule_in_words():
    by_reason = {"qualitative", "single_point", "no_progress_due", "open_reading"}
    yearly = {f"{status}_yearly" for status in ("on_track", "behind", "off_track", "moving_away")}
    special = {"off_track_keep", "moving_away_met"}
    assert set(RULES) == (set(STATUSES) - {"no_pace"}) | by_reason | yearly | special


def test_every_kind_of_discrepancy_and_every_direction_has_words():
    assert set(KINDS) == set(get_args(Discrepancy.model_fields["kind"].annotation))
    assert set(DIRECTIONS) == set(get_args(Direction))


@pytest.mark.parametrize(
    "words",
    [
        {id_: status.word for id_, status in STATUS.items()},
        {id_: status.word for id_, status in TASK_STATUS.items()},
        TASK_KINDS,
        TIMINGS,
        REASONS,
        RULES,
        KINDS,
        DIRECTIONS,
    ],
    ids=lambda words: next(iter(words)),
)
def test_words_of_fixed_sets_differ_in_english(words):
    say = translator("en")
    assert [text for text in words.values() if say(text) == text] == []
    assert len({say(text) for text in words.values()}) == len(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_names_every_status_as_the_screens_do(language):
    method = (PROJECT / "docs" / f"method.{language}.md").read_text("utf-8")
    say = translator(language)
    shown = [f"{status.sign} {say(status.word)}" for status in (*STATUS.values(), *TASK_STATUS.values())]
    assert [words for words in shown if f"| {words} " not in method] == []


def stated(number, language):
    text = f"{number:.2f}"
    return text if language == "en" else text.replace(".", ",")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_states_the_numbers_the_mart_computes_with(language):
    text = (PROJECT / "docs" / f"method.{language}.md").read_text("utf-8")
    numbers = re.compile(r"[0-9]+[.,][0-9]+")

    def rule(status, position=-1):
        mark = f"| {STATUS[status].sign} {translator(language)(STATUS[status].word)} |"
        return numbers.findall([line for line in text.splitlines() if line.startswith(mark)][position])

    on_track, behind = stated(method.ON_TRACK, language), stated(method.BEHIND, language)
    assert rule("on_track") == [on_track]
    assert rule("behind") == [behind, on_track]
    assert rule("off_track") == [behind]
    about = next(line.split("|")[2] for line in text.splitlines() if line.startswith("| “Khoảng"))
    assert re.findall(r"[0-9]+", about) == [f"{100 * method.ABOUT_MARGIN:.0f}"]
    soon = TASK_STATUS["due_soon"]
    mark = f"| {soon.sign} {translator(language)(soon.word)} |"
    (line,) = [line for line in text.splitlines() if line.startswith(mark)]
    assert re.findall(r"[0-9]+", line) == [str(method.DUE_SOON)]
    assert str(method.BASELINE_YEAR) in text
    assert f"{method.EARLIEST_BASELINE}–{method.BASELINE_YEAR - 1}" in text
    words = {5: ("năm số liệu", "five"), 3: ("ít nhất ba", "three at least")}
    for counted in (method.PROJECTED_FROM, method.LEAST_FOR_PROJECTION):
        assert words[counted][language == "en"] in text


def test_pages_have_their_english_titles():
    screens = [navigation.OVERVIEW, navigation.INDICATOR, navigation.COMPARE, navigation.METHOD]
    titles = [translator("en")(title) for title in (*(screen.title for screen in screens), "Các lĩnh vực")]
    assert titles == ["Overview", "Indicator", "Compare", "Method and sources", "Sectors"]


def test_vietnamese_is_what_stands_in_the_code():
    for language in ("vi", "fr", ""):
        assert translator(language)("Đúng tiến độ") == "Đúng tiến độ"
    assert translator("en")("Đúng tiến độ") == "On track"
    assert translator("en")("một câu không ai viết") == "một câu không ai viết"
