"""What a plan changes when it is applied, in numbers: what the province's pages show before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.reference.catalogue import Catalogue, Plan
from dashboard.words.folding import normal
from dashboard.words.messages import mark

INDICATORS, TARGETS, TASKS = (
    mark("Chỉ tiêu có mục tiêu (kể cả phân tổ)"),
    mark("Mục tiêu của từng năm"),
    mark("Nhiệm vụ"),
)
CATALOGUE, AGENCIES = mark("Chỉ tiêu trong danh mục chung"), mark("Cơ quan trong danh mục chung")


@dataclass(frozen=True)
class Effect:
    """How many of one kind of thing are new, changed, the same and gone."""

    what: str
    new: int
    changed: int
    same: int
    gone: int


def effects(before: Catalogue, after: Catalogue, plan: str) -> tuple[Effect, ...]:
    """Return what a plan changes: of its province's targets and tasks, and of the catalogue that all provinces share.

    Args:
        before: The reference data without the plan.
        after: The reference data with it.
        plan: Its id; targets and tasks are held against those of the plan it supersedes, a new period's from its first year on.
    """
    new = after.plan[plan]
    old = next((one.id for one in after.plans if one.superseded_by == plan), "")
    targets = _targets(before, old, new), _targets(after, plan, new)
    return (
        _effect(INDICATORS, *map(_by_indicator, targets)),
        _effect(TARGETS, *targets),
        _effect(TASKS, _tasks(before, old), _tasks(after, plan)),
        _effect(CATALOGUE, before.indicator, after.indicator),
        _effect(AGENCIES, before.agency, after.agency),
    )


def _effect(what: str, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Effect:
    both = before.keys() & after.keys()
    same = sum(before[key] == after[key] for key in both)
    return Effect(what, len(after.keys() - both), len(both) - same, same, len(before.keys() - both))


def _targets(catalogue: Catalogue, plan: str, new: Plan) -> dict[Any, Any]:
    return {
        (cell.indicator, cell.breakdown, cell.year): cell.printed
        for cell in catalogue.targets
        if cell.plan == plan and cell.target and cell.year >= (new.from_year or 0)
    }


def _by_indicator(targets: Mapping[Any, Any]) -> dict[Any, Any]:
    found: dict[Any, dict[Any, Any]] = {}
    for (indicator, breakdown, year), printed in targets.items():
        found.setdefault((indicator, breakdown), {})[year] = printed
    return dict(found)


def _tasks(catalogue: Catalogue, plan: str) -> dict[Any, Any]:
    """Return who leads each task and by when, by the normal form of its title: numbers differ from plan to plan."""
    return {
        normal(task.title_vi): (task.lead_agencies, task.timing, task.due)
        for task in catalogue.tasks
        if task.plan == plan
    }
