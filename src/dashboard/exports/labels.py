"""Names and words in the place of ids, by polars alone: the rows of the search page and of the workbook's first sheet."""

from collections.abc import Iterable, Mapping

import polars as pl

from dashboard.method import REASONS, STATUS, TASK_KINDS, TASK_STATUS, TIMINGS
from dashboard.notation import status_word
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import mark
from dashboard.words.translations import translator
from dashboard.workflow.actions import ACTION_MARKS, ACTION_STATE_WORDS

_COMPARATORS = {
    ">=": "≥", ">": ">", "<=": "≤", "<": "<", "range": mark("trong khoảng"), "about": mark("khoảng"), "keep": mark("giữ mức"),
    "level": mark("theo mức độ"),
}  # fmt: skip
_COMPARISONS = {"sound": mark("so sánh được"), "caveat": mark("kèm lưu ý"), "none": mark("không xếp hạng")}
_ENTERED = {"assigned": mark("lãnh đạo giao"), "committed": mark("cơ quan cam kết")}


def words_for(columns: Iterable[str], catalogue: Catalogue, language: str) -> dict[str, pl.Expr]:
    """Return, for each of the columns that holds ids, the expression of its words; a part's name follows its indicator's.

    ``sector`` and ``unit`` follow from the indicator. Lists of ids become their names, one after the other.
    """
    say = translator(language)
    have = set(columns)
    provinces = {item.id: item.name(language) for item in catalogue.provinces}
    agencies = {item.id: item.name(language) for item in catalogue.agencies}
    sectors = {item.id: item.name(language) for item in catalogue.sectors}
    indicators = {item.id: item.name(language) for item in catalogue.indicators}
    states: dict[str, str] = {
        id_: f"{sign} {say(ACTION_STATE_WORDS[id_])}" for id_, (_, sign) in ACTION_MARKS.items()
    }  # sign and word, as of statuses
    ids: dict[str, Mapping[str, str]] = {
        "province": provinces,
        "sector": sectors,
        "owner": agencies,
        "reason": {id_: say(word) for id_, word in REASONS.items()},
        "comparator": {id_: say(word) for id_, word in _COMPARATORS.items()},
        "plan": {plan.id: plan.number for plan in catalogue.plans},
        "task": {task.task: task.title(language) for task in catalogue.tasks},
        "kind": {id_: say(word) for id_, word in TASK_KINDS.items()},
        "theme": {theme.id: theme.name(language) for theme in catalogue.themes},
        "task_status": {id_: f"{status.sign} {say(status.word)}" for id_, status in TASK_STATUS.items()},
        "timing": {id_: say(word) for id_, word in TIMINGS.items()},
        "report_state": {id_: say(status.word) for id_, status in TASK_STATUS.items()},
        "entered": {id_: say(word) for id_, word in _ENTERED.items()},
        "state": states,
    }
    made = {name: _named(name, names) for name, names in ids.items() if name in have}
    of_lists: dict[str, Mapping[str, str]] = dict.fromkeys(
        ("agencies", "holders", "lead_agencies", "lead_holders", "coordinating_agencies"), agencies
    )
    of_lists |= {"sectors": sectors, "indicators": indicators}
    for name, names in of_lists.items():
        if name in have:
            named = pl.element().replace_strict(names, default=None, return_dtype=pl.String)
            made[name] = pl.col(name).list.eval(named).list.join("; ", ignore_nulls=True)
    if "years" in have:
        made["years"] = pl.col("years").cast(pl.List(pl.String)).list.join("; ")
    if "indicator" in have:
        made |= _of_indicator(catalogue, language, indicators, sectors)
    if "status" in have:
        key = pl.concat_str("status", pl.when(pl.col("preliminary")).then(pl.lit(" p")).otherwise(pl.lit("")))
        made["status"] = key.replace_strict(_status_words(language), default=None, return_dtype=pl.String)
    if "comparison_key" in have:
        comparisons = {
            f"{item.id} {part}": say(_COMPARISONS[catalogue.comparison(item.id, part, catalogue.province)[0]])
            for item in catalogue.indicators
            for part in item.breakdowns
        }
        made["comparison"] = _named("comparison_key", comparisons)
    return made


def levels_of(column: str, catalogue: Catalogue, language: str) -> pl.Expr:
    """Return the name of the level whose rank stands in the column; null in rows of numbers."""
    names = {
        f"{item.id}/{rank}": level.name(language)
        for item in catalogue.indicators
        if item.kind == "levels"
        for rank, level in enumerate(item.levels)
    }
    key = pl.concat_str("indicator", pl.lit("/"), pl.col(column).cast(pl.Int32))
    return key.replace_strict(names, default=None, return_dtype=pl.String)


def _of_indicator(
    catalogue: Catalogue, language: str, indicators: Mapping[str, str], sectors: Mapping[str, str]
) -> dict[str, pl.Expr]:
    parts = {id_: part.name(language) for id_, part in catalogue.breakdowns.items()}
    name, part = _named("indicator", indicators), _named("breakdown", parts)
    units = {item.id: catalogue.units[item.unit].name(language) for item in catalogue.indicators}
    of_sector = {item.id: sectors[item.sector] for item in catalogue.indicators}
    return {
        # A part is named with what it is a part of: two rows of one indicator are told apart without another column.
        "indicator": pl.when(pl.col("breakdown") == "total")
        .then(name)
        .otherwise(name + " (" + part.str.to_lowercase() + ")"),
        "breakdown": part,
        "unit": _named("indicator", units),
        "sector": _named("indicator", of_sector),
    }


def _status_words(language: str) -> dict[str, str]:
    """Return sign and word of every status, and under ``… p`` those that rest on a preliminary figure."""
    return {
        f"{id_}{' p' * preliminary}": f"{status.sign} {status_word(id_, language, preliminary=preliminary)}"
        for id_, status in STATUS.items()
        for preliminary in (False, True)
    }


def _named(column: str, names: Mapping[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(names, default=None, return_dtype=pl.String)
