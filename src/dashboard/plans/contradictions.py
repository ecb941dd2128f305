"""What a plan contradicts: its own total, its own earlier year, the plan it supersedes; and which of its indicators have no past."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dashboard.plans import places
from dashboard.plans.context import AS_PRINTED, Settling
from dashboard.plans.indicators import AS_IS
from dashboard.plans.questions import Question
from dashboard.reference.catalogue import Indicator, PrintedTarget
from dashboard.reference.targets import Target, parse_target
from dashboard.words.messages import DashboardError, Problem, mark

_HALVES = ("urban", "rural")


@dataclass(frozen=True)
class _Goal:
    line: Mapping[str, str]
    target: Target
    place: Problem
    indicator: Indicator


def ask_about_contradictions(settling: Settling, lines: Sequence[dict[str, str]], rows: Mapping[str, Problem]) -> None:
    """Ask about parts that do not bracket their total, and targets that ease from one year to the next.

    Args:
        settling: The reading.
        lines: Its lines of targets.
        rows: The place of each line's row, by its label and name.
    """
    goals: dict[tuple[str, str], dict[int, _Goal]] = defaultdict(dict)
    for line in lines:
        if goal := _goal(settling, line, rows):
            goals[line["indicator"], line["breakdown"]][int(line["year"])] = goal
    for (id_, part), by_year in goals.items():
        _ask_about_easing(settling, id_, part, [by_year[year] for year in sorted(by_year)])
        if part == "total":
            for year, goal in by_year.items():
                halves = [goals[id_, half][year] for half in _HALVES if year in goals.get((id_, half), {})]
                if len(halves) == len(_HALVES):
                    _ask_about_parts(settling, goal, halves, year)


def _goal(settling: Settling, line: dict[str, str], rows: Mapping[str, Problem]) -> _Goal | None:
    indicator = settling.answers.indicator(line["indicator"])
    if indicator is None:
        return None
    target = _target(settling, indicator, line["printed"])
    return _Goal(line, target, rows[line["row"] + line["printed_name"]], indicator) if target else None


def _target(settling: Settling, indicator: Indicator, printed: str) -> Target | None:
    unit = settling.answers.unit(indicator.unit)
    try:
        return parse_target(
            printed, direction=indicator.direction, levels=indicator.spellings, share=unit.share, integral=unit.integral
        )
    except DashboardError:
        return None


def _ask_about_parts(settling: Settling, total: _Goal, halves: Sequence[_Goal], year: int) -> None:
    low, high = min(one.target.anchor for one in halves), max(one.target.anchor for one in halves)
    if low <= total.target.anchor <= high:
        return
    printed = " · ".join(str(one.line["printed"]) for one in (total, *halves))
    ask = Problem(
        mark(
            "Năm {year}, giá trị chung không nằm giữa thành thị và nông thôn: cột có thể bị đổi chỗ. “as_printed” để giữ như in."
        ),
        {"year": year},
    )
    key = f"parts:{total.indicator.id}:{year}"
    if settling.asking.choose(Question(key, "parts", total.place, printed, ask, (AS_IS,), AS_IS)):
        found = [(one.place, str(one.line["printed"])) for one in (total, *halves)]
        settling.register(
            "parts_against_total", found, AS_PRINTED, ask, indicator=total.indicator.id, breakdown="total", year=year
        )


def _is_easier(indicator: Indicator, first: Target, second: Target) -> bool:
    """Return whether the second target asks for less than the first."""
    if indicator.direction == "keep":
        return False
    return second.anchor < first.anchor if indicator.direction == "increase" else second.anchor > first.anchor


def _ask_about_easing(settling: Settling, id_: str, part: str, goals: Sequence[_Goal]) -> None:
    for before, after in zip(goals, goals[1:], strict=False):
        if not _is_easier(after.indicator, before.target, after.target):
            continue
        years = (before.line["year"], after.line["year"])
        ask = Problem(
            mark(
                "Chỉ tiêu năm {later} đòi hỏi ít hơn năm {earlier}: in nhầm, chiều mong muốn sai, hay đúng như vậy? “as_printed” để giữ như in."
            ),
            {"earlier": years[0], "later": years[1]},
        )
        printed = f"{before.line['printed']} → {after.line['printed']}"
        question = Question(f"eases:{id_}:{part}:{years[1]}", "eases", after.place, printed, ask, (AS_IS,), AS_IS)
        if settling.asking.choose(question):
            settling.register(
                "hard_to_believe", [(after.place, printed)], AS_PRINTED, ask, indicator=id_, breakdown=part, year=int(years[1])
            )  # fmt: skip


def compare_with_superseded(
    settling: Settling, lines: Sequence[dict[str, str]], rows: Mapping[str, Problem], old: str
) -> None:
    """Tell every target that differs from the superseded plan's; ask about those that ask for less or are gone."""
    first = settling.head.from_year or 0
    before = {
        (cell.indicator, cell.breakdown, cell.year): cell
        for cell in settling.catalogue.targets
        if cell.plan == old and cell.target and cell.year >= first
    }
    now = {(line["indicator"], line["breakdown"], int(line["year"])): line for line in lines}
    for key, cell in before.items():
        line = now.get(key)
        if line is None:
            _ask_about_gone(settling, key, cell)
            continue
        indicator = settling.answers.indicator(key[0])
        target = _target(settling, indicator, line["printed"]) if indicator else None
        if indicator is None or target == cell.target:
            continue
        place = rows[line["row"] + line["printed_name"]]
        text = mark("Năm {year}: “{old}” trong kế hoạch {plan}, nay “{new}”.")
        values = {
            "year": key[2],
            "old": cell.printed,
            "plan": settling.catalogue.plan[old].number,
            "new": line["printed"],
        }
        assert cell.target is not None
        if target is None or _is_easier(indicator, cell.target, target):
            ask = Problem(
                mark(
                    "Năm {year}: “{old}” trong kế hoạch {plan}, nay “{new}”, đòi hỏi ít hơn. “as_printed” để giữ như in."
                ),
                values,
            )
            id_ = f"superseded:{key[0]}:{key[1]}:{key[2]}"
            if (
                settling.asking.choose(Question(id_, "superseded", place, line["printed"], ask, (AS_IS,), AS_IS))
                is None
            ):
                continue
        else:
            settling.findings.note("superseded", place, text, **values)
        settling.register(
            "superseded_change", [(place, line["printed"]), (Problem(mark("Kế hoạch {plan}, hàng {row}"), {"plan": values["plan"], "row": cell.row}), cell.printed)],
            AS_PRINTED, Problem(text, values), indicator=key[0], breakdown=key[1], year=key[2],
        )  # fmt: skip


def _ask_about_gone(settling: Settling, key: tuple[str, str, int], cell: PrintedTarget) -> None:
    ask = Problem(
        mark(
            "Kế hoạch {plan} giao “{old}” cho năm {year} (“{name}”), kế hoạch này không có. “as_printed” nếu đúng là không còn."
        ),
        {
            "plan": settling.catalogue.plan[cell.plan].number,
            "old": cell.printed,
            "year": key[2],
            "name": cell.printed_name,
        },
    )
    id_ = f"superseded:{key[0]}:{key[1]}:{key[2]}"
    settling.asking.choose(Question(id_, "superseded", places.whole(), cell.printed, ask, (AS_IS,), AS_IS))


def note_missing_baselines(
    settling: Settling, lines: Sequence[dict[str, str]], observed: Collection[tuple[str, str, str]]
) -> None:
    """Tell the indicators that have no figure of an earlier year: their targets cannot be held against a way towards them."""
    seen = dict.fromkeys((line["indicator"], line["breakdown"]) for line in lines)
    for id_, part in seen:
        if (settling.province, id_, part) not in observed:
            text = mark("“{id}” chưa có số liệu của năm nào trước kế hoạch; nộp số liệu các năm 2020–2024 khi có.")
            settling.findings.note("no_baseline", places.whole(), text, id=id_ if part == "total" else f"{id_}/{part}")
