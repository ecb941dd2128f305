"""The reference files with a plan's additions in them, as texts: nothing is written here."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from dashboard.plans.additions import Additions, Entry
from dashboard.plans.yaml_edits import place_of, text_of, with_items, with_key_set, with_keys
from dashboard.reference.files import FILES, TARGET_COLUMNS
from dashboard.reference.folder import file_in
from dashboard.reference.tasks import TASK_COLUMNS

INDICATORS, PROVINCES, PLANS = "indicators.yaml", "data/provinces.yaml", "data/plans.yaml"
SUCCESSIONS, COMBINING = "data/successions.yaml", "data/combining.yaml"
AGENCIES, DISCREPANCIES, THEMES = "data/agencies.yaml", "data/discrepancies.yaml", "data/themes.yaml"
DEFINITIONS, TARGETS, TASKS = "data/definitions.yaml", "data/targets.csv", "data/tasks.csv"


def texts_in(folder: Path) -> dict[str, str]:
    """Return the reference files of the folder, line ends as they are."""
    return {name: file_in(folder, name).read_bytes().decode("utf-8") for name in FILES}


def texts_with(texts: Mapping[str, str], additions: Additions) -> dict[str, str]:
    """Return those files that the additions change, changed."""
    edits: dict[str, Callable[[str, Additions], str]] = {
        INDICATORS: _indicators,
        PROVINCES: lambda text, new: with_items(text, ("provinces",), new.provinces),
        PLANS: _plans,
        AGENCIES: _agencies,
        DISCREPANCIES: _discrepancies,
        THEMES: _themes,
        DEFINITIONS: lambda text, new: with_keys(text, ("definitions",), new.definitions),
        TARGETS: lambda text, new: _with_lines(text, TARGET_COLUMNS, new.targets),
        TASKS: lambda text, new: _with_lines(text, TASK_COLUMNS, new.tasks),
    }
    changed = {name: edit(texts[name], additions) for name, edit in edits.items()}
    return {name: text for name, text in changed.items() if text != texts[name]}


def alone(additions: Additions) -> dict[str, str]:
    """Return the additions by themselves, in the files' form, to be read by a person."""
    parts: dict[str, Entry] = {
        INDICATORS: {"units": additions.units, "breakdowns": additions.breakdowns, "indicators": additions.indicators},
        PROVINCES: {"provinces": additions.provinces},
        PLANS: {"plans": additions.plans},
        AGENCIES: {"agencies": additions.agencies, "general_phrases": additions.general_phrases},
        DISCREPANCIES: {"discrepancies": additions.discrepancies},
        THEMES: {"themes": additions.themes},
        DEFINITIONS: {"definitions": additions.definitions},
    }
    found = {}
    for name, lists in parts.items():
        if filled := {key: entries for key, entries in lists.items() if entries}:
            found[name] = f"{text_of(filled)}\n"
    for name, columns, lines in ((TARGETS, TARGET_COLUMNS, additions.targets), (TASKS, TASK_COLUMNS, additions.tasks)):
        if lines:
            found[name] = _with_lines(f"{','.join(columns)}\n", columns, lines)
    return found


def _indicators(text: str, new: Additions) -> str:
    text = with_keys(text, ("units",), new.units, on_one_line=True)
    text = with_keys(text, ("breakdowns",), new.breakdowns, on_one_line=True)
    for indicator, part in new.indicator_breakdowns:
        text = with_items(text, ("indicators", place_of(text, ("indicators",), indicator), "breakdowns"), [part])
    for indicator, level, printed in new.level_spellings:
        levels = ("indicators", place_of(text, ("indicators",), indicator), "levels")
        text = _with_spelling(text, (*levels, place_of(text, levels, level)), printed)
    return with_items(text, ("indicators",), new.indicators, apart=True)


def _with_spelling(text: str, path: tuple[int | str, ...], printed: str) -> str:
    try:
        return with_items(text, (*path, "printed"), [printed])
    except StopIteration:
        return with_key_set(text, path, "printed", [printed])


def _plans(text: str, new: Additions) -> str:
    if new.superseded:
        path = ("plans", place_of(text, ("plans",), new.superseded))
        text = with_key_set(text, path, "superseded_by", new.plans[0]["id"])
    return with_items(text, ("plans",), new.plans)


def _agencies(text: str, new: Additions) -> str:
    for agency, printed in new.agency_spellings:
        text = _with_spelling(text, ("agencies", place_of(text, ("agencies",), agency)), printed)
    text = with_items(text, ("agencies",), new.agencies)
    return with_items(text, ("general_phrases",), new.general_phrases)


def _themes(text: str, new: Additions) -> str:
    for theme, heading in new.headings:
        text = with_items(text, ("themes", place_of(text, ("themes",), theme), "headings"), [heading])
    return with_items(text, ("themes",), new.themes)


def _discrepancies(text: str, new: Additions) -> str:
    last = max((int(number) for number in re.findall(r"^ *- id: d(\d+)", text, re.MULTILINE)), default=0)
    numbered = [{"id": f"d{last + at:03d}", **entry} for at, entry in enumerate(new.discrepancies, 1)]
    return with_items(text, ("discrepancies",), numbered)


def _with_lines(text: str, columns: Sequence[str], lines: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\r\n" if "\r\n" in text else "\n")
    writer.writerows(lines)
    return text + ("" if not lines or text.endswith("\n") else "\n") + out.getvalue()
