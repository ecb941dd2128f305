"""The tables that leave the dashboard, read from the mart and the catalogue for given filters."""

from collections.abc import Callable

import polars as pl

from dashboard.exports.arrangement import AS_USUAL, Arrangement, laid_out
from dashboard.exports.columns import NOT_FILTERED, TITLES, Table
from dashboard.exports.description import Export
from dashboard.filters import KEYS, Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.method import REASONS, REPORT_STATES, STATUS, TASK_KINDS, TASK_STATUS, TIMINGS
from dashboard.notation import definition_parts, status_word
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import Problem, ProblemsError, mark
from dashboard.words.translations import translator
from dashboard.workflow.actions import ACTION_STATE_WORDS

FILTER_WORDS = {
    "province": mark("Tỉnh"),
    "sector": mark("Lĩnh vực"),
    "indicator": mark("Chỉ tiêu"),
    "breakdown": mark("Phân tổ"),
    "year": mark("Năm"),
    "status": mark("Trạng thái"),
    "agency": mark("Cơ quan chủ trì"),
    "theme": mark("Chủ đề"),
    "kind": mark("Loại"),
    "task_status": mark("Trạng thái nhiệm vụ"),
    "task": mark("Nhiệm vụ"),
    "as_of": mark("Số liệu đến hết ngày"),
    "since": mark("Thay đổi từ ngày"),
}


def export_of(
    table: Table,
    mart: Mart,
    catalogue: Catalogue,
    filters: Filters,
    *,
    arrangement: Arrangement = AS_USUAL,
    language: str = "vi",
    site: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> Export:
    """Return the table's rows that the filters mean, laid out as asked for.

    Args:
        table: Which table.
        mart: The mart of the filters' day.
        catalogue: Names, and the printed targets.
        filters: What is meant.
        arrangement: Columns, order, years down or across.
        language: Of the names and words.
        site: The address of the installation.
        limit: How many rows at most; None is all.
        offset: How many rows to pass over.

    Raises:
        ProblemsError: A filter says nothing about the table.
    """
    if problems := not_filtered(table, filters):
        raise ProblemsError(problems)
    figures = _READ[table](mart, catalogue, filters)
    rows = laid_out(figures, arrangement, catalogue)
    is_illustrative = mart.is_illustrative and table != "targets"  # plans are real in every store
    return Export(
        table=table,
        rows=rows.slice(offset, limit),
        figures=figures if arrangement.view == "wide" else rows.slice(offset, limit),
        arrangement=arrangement,
        names=_names(catalogue, language),
        catalogue=catalogue,
        definitions=_definitions(_indicators(figures), catalogue, language),
        filters=filters,
        filters_in_words=filters_in_words(filters, catalogue, language),
        language=language,
        snapshot=mart.snapshot,
        as_of=mart.as_of,
        plans=tuple(
            f"{plan.number} ({catalogue.province[plan.province].name(language)})"
            for plan in catalogue.plans
            if plan.in_force
        ),
        citation=_citation(table, mart, language, is_illustrative=is_illustrative),
        site=site,
        is_illustrative=is_illustrative,
        offset=offset,
        total=rows.height,
    )


def _indicators(figures: pl.DataFrame) -> set[str]:
    """Return the indicators the rows are about: a row of figures names one, a task any number."""
    named = figures["indicator"] if "indicator" in figures.columns else figures["indicators"].explode().drop_nulls()
    return set(named)


def _definitions(ids: set[str], catalogue: Catalogue, language: str) -> tuple[dict[str, str], ...]:
    return tuple(
        {"indicator": item.id, "indicator_name": item.name(language), **definition_parts(item, language)}
        for item in catalogue.indicators
        if item.id in ids
    )


def not_filtered(table: Table, filters: Filters) -> list[Problem]:
    """Return a problem for each filter that says nothing about the table."""
    text = mark("Bộ lọc “{key}” không dùng được với bảng {table}. Bỏ bộ lọc này.")
    return [Problem(text, {"key": key, "table": table}) for key in NOT_FILTERED[table] if getattr(filters, KEYS[key])]


def filters_in_words(filters: Filters, catalogue: Catalogue, language: str) -> tuple[tuple[str, str], ...]:
    """Return what each filter that is set is called and what it keeps, in catalogue names."""
    say = translator(language)
    names: dict[str, Callable[[str], str]] = {
        "province": lambda id_: catalogue.province[id_].name(language),
        "sector": lambda id_: catalogue.sector[id_].name(language),
        "indicator": lambda id_: catalogue.indicator[id_].name(language),
        "breakdown": lambda id_: catalogue.breakdowns[id_].name(language),
        "status": lambda id_: say(STATUS[id_].word),
        "agency": lambda id_: catalogue.agency[id_].name(language),
        "theme": lambda id_: catalogue.theme[id_].name(language),
        "kind": lambda id_: say(TASK_KINDS[id_]),
        "task_status": lambda id_: say(TASK_STATUS[id_].word),
        "task": lambda id_: catalogue.task[id_].title(language),
    }
    return tuple(
        (say(FILTER_WORDS[key]), "; ".join(names.get(key, str)(value) for value in values))
        for key, values in filters.query().items()
    )


def _citation(table: Table, mart: Mart, language: str, *, is_illustrative: bool) -> str:
    say = translator(language)
    text = (
        say(mark("{title}, bản số liệu {snapshot}, số liệu minh hoạ: không dùng, không trích dẫn như số liệu chính thức."))
        if is_illustrative
        else say(
            mark("{title}, bản số liệu {snapshot}, số liệu đến hết ngày {date}. Khi sử dụng phải ghi nguồn (Luật Thống kê số 89/2015/QH13).")
        )
    )  # fmt: skip
    return text.format(title=say(TITLES[table]), snapshot=mart.snapshot, date=mart.as_of.isoformat())


def _names(catalogue: Catalogue, language: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Return how each column of names follows from a column of ids."""
    say = translator(language)
    indicators = catalogue.indicators
    return {
        "province_name": ("province", {item.id: item.name(language) for item in catalogue.provinces}),
        "sector": ("indicator", {item.id: item.sector for item in indicators}),
        "sector_name": ("indicator", {item.id: catalogue.sector[item.sector].name(language) for item in indicators}),
        "indicator_name": ("indicator", {item.id: item.name(language) for item in indicators}),
        "breakdown_name": ("breakdown", {id_: part.name(language) for id_, part in catalogue.breakdowns.items()}),
        "unit": ("indicator", {item.id: unit for item in indicators if (unit := catalogue.unit_of(item.id).name(language))}),
        "actual_level_name": ("level_key", {
            f"{item.id} {level.id}": level.name(language) for item in indicators for level in item.levels
        }),
        "status_name": ("status_key", {
            f"{id_} {mark_}": status_word(id_, language, preliminary=bool(mark_)) for id_ in STATUS for mark_ in ("", "p")
        }),
        "comparison": ("comparison_key", {
            f"{item.id} {part}": catalogue.comparison(item.id, part, catalogue.province)[0]
            for item in indicators for part in item.breakdowns
        }),
        "reason_name": ("reason", {id_: say(words) for id_, words in REASONS.items()}),
        "owner_name": ("owner", {agency.id: agency.name(language) for agency in catalogue.agencies}),
        "state_name": ("state", {id_: say(words) for id_, words in ACTION_STATE_WORDS.items()}),
        "plan_number": ("plan", {plan.id: plan.number for plan in catalogue.plans}),
        "title": ("task", {task.task: task.title(language) for task in catalogue.tasks}),
        "kind_name": ("kind", {id_: say(word) for id_, word in TASK_KINDS.items()}),
        "theme_name": ("theme", {theme.id: theme.name(language) for theme in catalogue.themes}),
        "task_status_name": ("task_status", {id_: say(status.word) for id_, status in TASK_STATUS.items()}),
        "timing_name": ("timing", {id_: say(word) for id_, word in TIMINGS.items()}),
        "report_state_name": ("report_state", {id_: say(TASK_STATUS[id_].word) for id_ in REPORT_STATES}),
    }  # fmt: skip


_LEVEL_KEY = (pl.col("indicator") + " " + pl.col("actual_level")).alias("level_key")
"""A level's id belongs to its indicator: two scales may use one id."""


_STATUS_KEY = (pl.col("status") + " " + pl.when(pl.col("preliminary")).then(pl.lit("p")).otherwise(pl.lit(""))).alias(
    "status_key"
)
_COMPARISON_KEY = (pl.col("indicator") + " " + pl.col("breakdown")).alias("comparison_key")


def _gaps(mart: Mart, catalogue: Catalogue, filters: Filters) -> pl.DataFrame:
    return queries.assessed(mart, filters).with_columns(_LEVEL_KEY, _STATUS_KEY, _COMPARISON_KEY)


def _actuals(mart: Mart, catalogue: Catalogue, filters: Filters) -> pl.DataFrame:
    return queries.actuals(mart, filters).with_columns(_LEVEL_KEY)


def _actions(mart: Mart, catalogue: Catalogue, filters: Filters) -> pl.DataFrame:
    return queries.actions(mart, filters)


_TARGET_ROWS: dict[str, pl.DataType] = {
    "province": pl.String(), "indicator": pl.String(), "breakdown": pl.String(), "year": pl.Int16(), "printed_target": pl.String(),
    "comparator": pl.String(), "target": pl.Float64(), "lower": pl.Float64(), "upper": pl.Float64(), "plan": pl.String(),
    "in_force": pl.Boolean(), "row": pl.String(), "printed_name": pl.String(), "printed_unit": pl.String(),
    "agency_in_charge": pl.String(), "agencies": pl.List(pl.String()), "coordinating": pl.String(),
}  # fmt: skip


def _targets(mart: Mart, catalogue: Catalogue, filters: Filters) -> pl.DataFrame:
    """Return the printed target cells in the order of ``data/targets.csv``, superseded plans included."""

    def is_meant(wanted: tuple[str, ...] | tuple[int, ...], *found: str | int) -> bool:
        return not wanted or any(value in wanted for value in found)

    rows = [
        {
            **cell.model_dump(include=set(_TARGET_ROWS)),
            "printed_target": cell.printed,
            "agencies": list(cell.agencies),
            "in_force": catalogue.plan[cell.plan].in_force,
            "comparator": cell.target and cell.target.comparator,
            "target": cell.target and cell.target.anchor,
            "lower": cell.target and cell.target.lower,
            "upper": cell.target and cell.target.upper,
        }
        for cell in catalogue.targets
        if is_meant(filters.provinces, cell.province)
        and is_meant(filters.sectors, catalogue.indicator[cell.indicator].sector)
        and is_meant(filters.indicators, cell.indicator)
        and is_meant(filters.breakdowns, cell.breakdown)
        and is_meant(filters.years, cell.year)
        and is_meant(filters.agencies, *cell.agencies, *(one.agency for one in catalogue.holders(cell, cell.year)))
    ]
    return pl.DataFrame(rows, schema=_TARGET_ROWS)


_READ: dict[Table, Callable[[Mart, Catalogue, Filters], pl.DataFrame]] = {
    "gaps": _gaps,
    "actuals": _actuals,
    "targets": _targets,
    "tasks": lambda mart, catalogue, filters: queries.tasks(mart, filters),
    "actions": _actions,
}
