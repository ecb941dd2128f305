"""What somebody who knows the reference data answers when a plan is read: the same indicators, parts, agencies and themes."""

from dashboard.plans.context import Head
from dashboard.plans.settling import settle
from dashboard.reference.targets import parse_target


def head_of(catalogue, plan, **more):
    known = catalogue.plan[plan]
    return Head(known.province, known.number, known.date, **more)


def settled(document, head, catalogue, knows, plan, limit=8):
    """Answer every question from what ``knows`` says of the plan, and return the last outcome and the answers."""
    answers = {}
    for _ in range(limit):
        outcome = settle(document, head, catalogue, answers)
        refused = [one for one in outcome.questions if one.problem]
        assert not refused, [(one.key, one.answer, one.problem.tell()) for one in refused]
        if not outcome.open:
            return outcome, answers
        declared = {one.split("id=")[1].split(" |")[0] for one in answers.values() if one.startswith("new | id=")}
        for question in outcome.open:
            answer = answer_to(question, catalogue, knows, plan, declared)
            answers[question.key] = answer
            if answer.startswith("new | id="):
                declared.add(answer.split("id=")[1].split(" |")[0])
    raise AssertionError([(one.key, one.printed) for one in outcome.open])


def answer_to(question, catalogue, knows, plan, declared):
    kind = question.kind
    if kind == "indicator":
        return _indicator(question, catalogue, knows, plan, declared)
    if kind == "target":
        return _level(question, catalogue, knows, plan)
    if kind == "agency":
        return _agency(question, catalogue, knows, declared)
    if kind == "theme":
        return _theme(question, catalogue, knows, plan, declared)
    if kind == "plan":
        return _of_plan(question, knows, knows.plan[plan])
    return question.proposal


def _cell(question, knows, plan):
    label = question.place.values["label"]
    own = [cell for cell in knows.targets if (cell.plan, cell.row) == (plan, label)]
    named = [cell for cell in own if cell.printed_name == question.printed]
    if named:
        return named[0], named[0].breakdown
    if own:  # a heading whose parts carry its number
        return own[0], None
    sector, _, place = label.partition(".")
    below = [cell for cell in knows.targets if (cell.plan, cell.row) == (plan, f"{sector}.{int(place) + 1}")]
    return below[0], None


def _indicator(question, catalogue, knows, plan, declared):
    cell, part = _cell(question, knows, plan)
    if cell.indicator in catalogue.indicator or cell.indicator in declared:
        return cell.indicator if part in (None, "total") else f"{cell.indicator}/{part}"
    known = knows.indicator[cell.indicator]
    fields = {
        "id": known.id, "breakdown": part or "total", "sector": known.sector, "unit": known.unit, "direction": known.direction,
        "kind": known.kind, "tolerance": known.tolerance, "minimum": known.minimum, "maximum": known.maximum,
        "decimals": known.decimals, "accumulates": known.accumulates or "none", "levels": " < ".join(level.vi for level in known.levels),
        "vi": known.vi, "en": known.en,
    }  # fmt: skip
    return " | ".join(["new", *(f"{name}={'' if value is None else value}" for name, value in fields.items())])


def _level(question, catalogue, knows, plan):
    cell, _ = _cell(question, knows, plan) if question.place.values.get("label") else (None, None)
    own = [one for one in knows.targets if (one.plan, one.row, one.printed) == (plan, cell.row, question.printed)]
    indicator = knows.indicator[own[0].indicator]
    found = parse_target(question.printed, direction=indicator.direction, levels=indicator.spellings)
    return question.choices[int(found.anchor)]


def _agency(question, catalogue, knows, declared):
    if question.printed not in knows.spellings:
        return " | ".join(["split", *_names_in(question.printed, knows.spellings)])
    id_ = knows.spellings[question.printed]
    if id_ is None:
        return "general"
    if id_ in catalogue.agency or id_ in declared:
        return id_
    known = knows.agency[id_]
    return f"new | id={id_} | vi={known.vi} | en={known.en}" + (" | collective=yes" if known.collective else "")


def _names_in(text, spellings):
    """Return the longest known names that stand in the text, in order."""
    names = []
    while text:
        name = max((name for name in spellings if text.startswith(name)), key=len)
        names.append(name)
        text = text[len(name) :].lstrip(" ;:,").removeprefix("và ")
    return names


def _theme(question, catalogue, knows, plan, declared):
    theme = next(
        one for one in knows.themes for heading in one.headings
        if heading.plan == plan and heading.printed == question.printed
    )  # fmt: skip
    if theme.id in catalogue.theme or theme.id in declared:
        return theme.id
    return f"new | id={theme.id} | vi={theme.vi} | en={theme.en}"


def _of_plan(question, knows, known):
    name = question.key.removeprefix("plan:")
    if name == "province":
        return knows.province[known.province].vi
    if name in ("title_vi", "title_en"):
        return getattr(known, name)
    if name == "coordinating_agency":
        return known.coordinating_agency
    deadline = getattr(known.deadlines, name.removeprefix("deadline_"))
    return f"{deadline.day}/{deadline.month} | where={deadline.where} | printed={deadline.printed}"
