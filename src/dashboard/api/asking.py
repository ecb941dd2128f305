"""What a request asks for: filters, language, page of rows; and every mistake in it at once."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from dashboard.exports import Arrangement, Ending, Table
from dashboard.exports.arrangement import NAMES, views_of
from dashboard.exports.columns import NOT_FILTERED
from dashboard.filters import DAYS, KEYS, Filters, shortened
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import today
from dashboard.words.messages import Problem, mark
from dashboard.words.translations import LANGUAGES

BASE = "/api/v1"
"""Where the API lies in the application."""
MOST_ROWS = 1_000_000
"""How many rows one answer has at most; ``next`` leads to the others."""
LONGEST_QUERY = 8192
"""How many characters may follow the question mark of an address, here and of a page."""
_MOST_OFFSET = 10**9
_LONGEST_QUERY = 8_000
_SINGLE = ("as_of", "since", "token", "view", "lang", "limit", "offset", "version", "excel")
"""The parameters that stand once."""


@dataclass(frozen=True)
class Mistake:
    """One thing wrong with a request: the parameter, what is wrong, and the valid name or value nearest to it."""

    parameter: str
    problem: Problem
    nearest: str | None = None


class MistakesError(Exception):
    """A request that cannot be answered, with everything that is wrong with it."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        """Take the mistakes in the order they are told."""
        self.mistakes = tuple(mistakes)
        super().__init__(self.mistakes)


@dataclass(frozen=True)
class Asked:
    """What a request asks for.

    ``version`` is that of the rows whose next ones are meant, empty where the first are; ``given`` are the parameters as they
    came, for links to other pages of rows.
    """

    filters: Filters
    arrangement: Arrangement
    language: str
    limit: int
    offset: int
    version: str
    for_excel: bool
    given: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asking:
    """What a request for a feed asks for; ``given`` as in ``Asked``."""

    filters: Filters
    language: str
    given: tuple[tuple[str, str], ...]


def parameters_of(table: Table, ending: Ending) -> tuple[str, ...]:
    """Return the names of the parameters the table takes in a format."""
    filters = tuple(key for key in KEYS if key not in NOT_FILTERED[table])
    # SDMX has a structure of its own.
    layout = (
        ("sort",)
        if ending == "sdmx.csv"
        else tuple(name for name in NAMES if name != "view" or len(views_of(table)) > 1)
    )
    return (*filters, *layout, "lang", "limit", "offset", "version", *(("excel",) if ending == "csv" else ()))


def read_query(query: str, known: Iterable[str]) -> dict[str, list[str]]:
    """Return the parameters of a query.

    Raises:
        MistakesError: A parameter is unknown, or the query is longer than a request for rows can sensibly be.
    """
    if len(query) > _LONGEST_QUERY:
        raise MistakesError(
            [Mistake("", Problem(mark("Địa chỉ quá dài: tối đa {most} ký tự."), {"most": _LONGEST_QUERY}))]
        )
    given: dict[str, list[str]] = {}
    for name, text in parse_qsl(query, keep_blank_values=True):
        given.setdefault(name, []).append(text)
    known = list(known)
    if unknown := [name for name in given if name not in known]:
        raise MistakesError(_unknown_parameter(name, known) for name in unknown)
    return given


def asked(table: Table, query: str, catalogue: Catalogue, ending: Ending) -> Asked:
    """Return what the query asks of the table.

    Raises:
        MistakesError: Everything that is wrong with it.
    """
    known = parameters_of(table, ending)
    mistakes: list[Mistake] = []
    given = {}
    for name, texts in _all(query).items():
        if name in known:
            given[name] = texts
        elif name in KEYS:
            text = mark("Bộ lọc “{key}” không dùng được với bảng {table}. Bỏ bộ lọc này.")
            mistakes.append(Mistake(name, Problem(text, {"key": name, "table": table})))
        else:
            mistakes.append(_unknown_parameter(name, known))
    mistakes += _badly_given(given)
    filters = _filters(given, catalogue, mistakes)
    arrangement, problems = Arrangement.parse(table, {name: given.get(name, []) for name in NAMES})
    mistakes += [Mistake(_layout_of(problem, given), problem, _nearest(problem)) for problem in problems]
    language = _one_of(given, "lang", tuple(LANGUAGES), mistakes)
    for_excel = _one_of(given, "excel", ("false", "true"), mistakes) == "true"
    limit = _number(given, "limit", MOST_ROWS, 1, MOST_ROWS, mistakes)
    offset = _number(given, "offset", 0, 0, _MOST_OFFSET, mistakes)
    version = given.get("version", [""])[-1]
    if mistakes:
        raise MistakesError(mistakes)
    pairs = tuple((name, text) for name, texts in given.items() for text in texts)
    return Asked(filters, arrangement, language, limit, offset, version, for_excel, pairs)


def asked_of(
    known: Iterable[str],
    query: str,
    catalogue: Catalogue,
    *,
    also_wrong: Callable[[Filters], Iterable[tuple[str, Problem]]] = lambda _: (),
) -> Asking:
    """Return what a query asks for by filters and language alone; ``also_wrong`` gives what else is wrong with its filters, by name.

    Raises:
        MistakesError: Everything that is wrong with it.
    """
    known = list(known)
    given = {name: texts for name, texts in _all(query).items() if name in known}
    mistakes = [_unknown_parameter(name, known) for name in _all(query) if name not in known]
    mistakes += _badly_given(given)
    filters = _filters(given, catalogue, mistakes)
    mistakes += [Mistake(name, problem) for name, problem in also_wrong(filters)]
    language = _one_of(given, "lang", tuple(LANGUAGES), mistakes)
    if mistakes:
        raise MistakesError(mistakes)
    return Asking(filters, language, tuple((name, text) for name, texts in given.items() for text in texts))


def _filters(given: Mapping[str, list[str]], catalogue: Catalogue, mistakes: list[Mistake]) -> Filters:
    """Return the filters of the parameters; what is wrong with them is added to the mistakes."""
    for key in KEYS:
        _, problems = Filters.parse({key: given.get(key, [])}, catalogue)
        mistakes += [Mistake(key, problem, _nearest(problem)) for problem in problems]
    filters, _ = Filters.parse({key: given[key] for key in KEYS if key in given}, catalogue)
    for key in DAYS:
        day = getattr(filters, key)
        (text,) = given.get(key, [""])[-1:]
        if day is not None and day.isoformat() != text.strip():  # other forms of ISO 8601, such as 20260315
            words = mark("Ngày “{text}” phải viết dạng 2026-03-15.")
            mistakes.append(Mistake(key, Problem(words, {"text": shortened(text)})))
        if day is not None and day > today():
            words = mark("Ngày “{text}” chưa tới; số liệu chỉ có đến hôm nay.")
            mistakes.append(Mistake(key, Problem(words, {"text": day.isoformat()})))
    return filters


def language_of(query: str) -> str:
    """Return the language a query asks for; Vietnamese where it asks for none or for one there is not."""
    texts = [text for name, text in parse_qsl(query[:_LONGEST_QUERY]) if name == "lang"]
    return texts[-1] if texts and texts[-1] in LANGUAGES else "vi"


def one_language(given: Mapping[str, list[str]]) -> str:
    """Return the language of parameters that have nothing else to say.

    Raises:
        MistakesError: There is no such language.
    """
    mistakes = _badly_given(given)
    language = _one_of(given, "lang", tuple(LANGUAGES), mistakes)
    if mistakes:
        raise MistakesError(mistakes)
    return language


def _all(query: str) -> dict[str, list[str]]:
    return read_query(query, dict(parse_qsl(query, keep_blank_values=True)))


def _badly_given(given: Mapping[str, list[str]]) -> list[Mistake]:
    """Return a mistake for each parameter without a value, and for each that may stand once and stands twice."""
    empty = mark("Tham số {name} để trống. Nêu giá trị, hoặc bỏ tham số này.")
    twice = mark("Tham số {name} chỉ được nêu một lần.")
    mistakes = [
        Mistake(name, Problem(empty, {"name": name}))
        for name, texts in given.items()
        if not all(part.strip() for text in texts for part in text.split(","))
    ]
    mistakes += [Mistake(name, Problem(twice, {"name": name})) for name in _SINGLE if len(given.get(name, [])) > 1]
    return mistakes


def _one_of(given: Mapping[str, list[str]], name: str, known: tuple[str, ...], mistakes: list[Mistake]) -> str:
    """Return the last value given, the first known one where none is."""
    text = (given.get(name) or [known[0]])[-1]
    if text in known:
        return text
    problem = Problem(
        mark("{name} phải là một trong: {known}; đang là “{text}”."),
        {"name": name, "known": ", ".join(known), "text": shortened(text)},
    )
    mistakes.append(Mistake(name, problem, _near(text, known)))
    return known[0]


def _number(
    given: Mapping[str, list[str]], name: str, default: int, least: int, most: int, mistakes: list[Mistake]
) -> int:
    text = (given.get(name) or [str(default)])[-1]
    if re.fullmatch(r"[0-9]{1,10}", text) and least <= int(text) <= most:
        return int(text)
    problem = Problem(
        mark("{name} phải là số nguyên từ {least} đến {most}; đang là “{text}”."),
        {"name": name, "least": least, "most": most, "text": shortened(text)},
    )
    mistakes.append(Mistake(name, problem))
    return default


def _unknown_parameter(name: str, known: Iterable[str]) -> Mistake:
    near = _near(name, known)
    text = mark("Không có tham số “{text}”{near}.")
    values: dict[str, object] = {"text": shortened(name), "near": f" → {near}?" if near else ""}
    return Mistake(name, Problem(text, values), near)


def _near(text: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(text[:60].lower(), list(known), n=1, cutoff=0.5)), None)


def _layout_of(problem: Problem, given: Mapping[str, list[str]]) -> str:
    """Return the parameter a problem of the layout is about: the one that holds its text."""
    text = str(problem.values["text"]).rstrip("…")
    return next((name for name in NAMES if any(text in value for value in given.get(name, []))), "")


def _nearest(problem: Problem) -> str | None:
    near = str(problem.values.get("near", ""))
    return near.removeprefix(" → ").removesuffix("?") or None
