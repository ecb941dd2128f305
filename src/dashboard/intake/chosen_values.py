"""What the submitter chose about values, told as notices: how a text is read, in which unit, as which level."""

from collections.abc import Iterator, Mapping

import polars as pl

from dashboard.intake.issues import Issue
from dashboard.reference.catalogue import Catalogue


def numbers_chosen(rows: pl.DataFrame, said: Mapping[str, str]) -> Iterator[Issue]:
    """Give a notice of each text that was read, and of each unit that was converted or kept, as the submitter chose.

    Args:
        rows: ``row``, ``written`` (the text in the file), ``of_file`` (whether the file itself gives the number), ``number``,
            ``told`` and ``own`` (the unit in the file and the indicator's), ``by``, ``factor``, ``is_other_unit`` (not settled).
        said: How texts are to be read (``Decisions``).
    """
    read = rows.filter(pl.col("number").is_not_null() & ~pl.col("is_other_unit"))
    chosen = read.filter(pl.col("written").is_in(list(said)) & ~pl.col("of_file"))
    for (text, number), part in chosen.group_by("written", "number", maintain_order=True):
        yield Issue("chosen_number", "value", tuple(part["row"]), str(text), {"new": number})
    in_others = read.filter((pl.col("by") != 1).fill_null(True))
    for (told, own, factor), part in in_others.group_by("told", "own", "factor", maintain_order=True):
        new = part["number"][0]
        if factor == 1:
            yield Issue("unit_kept", "value", tuple(part["row"]), str(told), {"words": own})
        else:
            values = {"words": own, "old": float(f"{new / factor:.12g}"), "new": new}
            yield Issue("converted_unit", "value", tuple(part["row"]), str(told), values)


def gaps_chosen(rows: pl.DataFrame, said: Mapping[str, str]) -> Iterator[Issue]:
    """Give a notice of each text that is no figure as the submitter chose; ``row`` and ``text`` of those without one."""
    chosen = rows.filter(pl.col("text").is_in(list(said)))
    for (text,), part in chosen.group_by("text", maintain_order=True):
        yield Issue("chosen_missing", "value", tuple(part["row"]), str(text))


def levels_chosen(rows: pl.DataFrame, said: Mapping[str, Mapping[str, str]], catalogue: Catalogue) -> Iterator[Issue]:
    """Give a notice of each text that is a level as the submitter chose; ``row``, ``indicator``, ``text``, ``level``."""
    for indicator, texts in said.items():
        names = {level.id: level.vi for level in catalogue.indicator[indicator].levels}
        for text, level in texts.items():
            part = rows.filter((pl.col("indicator") == indicator) & (pl.col("text") == text))
            if part.height and level in names:
                yield Issue("chosen_name", "value", tuple(part["row"]), text, {"words": names[level]})
