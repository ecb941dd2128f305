"""Finding indicators, tasks and agencies by words: diacritics, case and spelling variants (tỉ/tỷ, khoẻ/khỏe, sỹ/sĩ) make no difference."""

from dashboard.reference.catalogue import Catalogue
from dashboard.words.folding import normal


def indicator_words(catalogue: Catalogue) -> dict[str, str]:
    """Return what each indicator is found by, in catalogue order: its name, id, sector and printed names, folded."""
    printed: dict[str, list[str]] = {}
    for cell in catalogue.targets:
        printed.setdefault(cell.indicator, []).append(cell.printed_name)
    found = {}
    for indicator in catalogue.indicators:
        sector = catalogue.sector[indicator.sector]
        texts = (
            indicator.vi, indicator.en, indicator.id.replace("_", " "), sector.vi, sector.en,
            *dict.fromkeys(printed.get(indicator.id, ())),
        )  # fmt: skip
        found[indicator.id] = normal(" ; ".join(texts))
    return found


def task_words(catalogue: Catalogue) -> dict[str, str]:
    """Return what each task is found by, in document order: its title, id, product, plan and province, folded."""
    found = {}
    for task in catalogue.tasks:
        plan = catalogue.plan[task.plan]
        province = catalogue.province[plan.province]
        texts = (
            task.title_vi, task.title_en, task.task.replace("_", " "), task.product_printed, plan.number, province.vi, province.en,
        )  # fmt: skip
        found[task.task] = normal(" ; ".join(texts))
    return found


def agency_words(catalogue: Catalogue) -> dict[str, str]:
    """Return what each agency is found by: its name and every printed one, folded."""
    return {agency.id: normal(" ; ".join((agency.vi, agency.en, *agency.printed))) for agency in catalogue.agencies}


def indicators_matching(words: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the indicators that hold every word, in catalogue order; all for no words."""
    wanted = normal(words).split()
    if not wanted:
        return tuple(catalogue.indicator)
    return tuple(id_ for id_, text in indicator_words(catalogue).items() if all(word in text for word in wanted))


def tasks_matching(words: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the tasks that hold every word, in document order; all for no words.

    Words are whole syllables here: titles are sentences, in some part of which nearly any two letters stand.
    """
    wanted = set(normal(words).split())
    return tuple(id_ for id_, text in task_words(catalogue).items() if wanted <= set(text.split()))
