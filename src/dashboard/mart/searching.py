"""Finding indicators and tasks by words: diacritics, case and spelling variants (tỉ/tỷ, khoẻ/khỏe, sỹ/sĩ) make no difference."""

from dashboard.reference.catalogue import Catalogue
from dashboard.words.folding import normal


def indicators_matching(words: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the indicators whose name, id, sector or printed names hold every word, in catalogue order; all for no words."""
    wanted = normal(words).split()
    if not wanted:
        return tuple(catalogue.indicator)
    printed: dict[str, list[str]] = {}
    for cell in catalogue.targets:
        printed.setdefault(cell.indicator, []).append(cell.printed_name)
    found = []
    for indicator in catalogue.indicators:
        sector = catalogue.sector[indicator.sector]
        texts = (
            indicator.vi, indicator.en, indicator.id.replace("_", " "), sector.vi, sector.en,
            *dict.fromkeys(printed.get(indicator.id, ())),
        )  # fmt: skip
        text = normal(" ; ".join(texts))
        if all(word in text for word in wanted):
            found.append(indicator.id)
    return tuple(found)


def tasks_matching(words: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the tasks whose title, id, product, plan or province hold every word, in document order; all for no words.

    Words are whole syllables here: titles are sentences, in some part of which nearly any two letters stand.
    """
    found = []
    for task in catalogue.tasks:
        plan = catalogue.plan[task.plan]
        province = catalogue.province[plan.province]
        texts = (
            task.title_vi, task.title_en, task.task.replace("_", " "), task.product_printed, plan.number, province.vi, province.en,
        )  # fmt: skip
        if set(normal(words).split()) <= set(normal(" ; ".join(texts)).split()):
            found.append(task.task)
    return tuple(found)
