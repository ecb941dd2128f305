"""How far a row is from its target, as it is read."""

from dashboard.mart.rows import ShownRow
from dashboard.notation import per_cent, signed
from dashboard.reference.catalogue import Catalogue
from dashboard.words.translations import translator


def gap(row: ShownRow, catalogue: Catalogue, language: str) -> str:
    """Return the gap in the indicator's unit, of levels in steps of the scale; a dash where there is none."""
    indicator = catalogue.indicator[row["indicator"]]
    if indicator.kind == "levels" and row["gap"] is not None:
        return translator(language)("{steps} bậc").format(steps=signed(row["gap"], decimals=0, language=language))
    return signed(row["gap"], decimals=max(indicator.decimals, 1), language=language)


def lag(row: ShownRow, catalogue: Catalogue, language: str) -> str:
    """Return how far behind what is needed by its year a row is, in per cent of the target; of what has none, the gap."""
    if row["relative_lag"] is None or catalogue.indicator[row["indicator"]].kind == "levels":
        return gap(row, catalogue, language)
    return per_cent(signed(row["relative_lag"] * 100, decimals=0, language=language), language)
