"""Before figures are published, pages show what is known: targets, how far they lie, and who must report by when."""

from pathlib import Path

import pytest

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.store.store import open_store
from tests import stores
from tests.pages.reading import words
from tests.pages.site import Site

KNOWN = "Phải báo cáo năm", "Từ số liệu mới nhất đến mục tiêu"
TARGETS = "Mục tiêu theo lĩnh vực và tỉnh"


def test_the_overview_counts_the_printed_targets(official: Site, catalogue: Catalogue):
    shown = words(official.open("tong-quan"))
    assert [title for title in (*KNOWN, TARGETS) if title not in shown] == []
    printed = [cell for cell in catalogue.targets if cell.province == "bac_giang" and cell.year == 2025 and cell.target]
    health = [cell for cell in printed if catalogue.indicator[cell.indicator].sector == "health"]
    assert f"{len(health)} ·" in shown


def test_targets_are_counted_as_the_plans_print_them(tmp_path: Path, catalogue: Catalogue):
    store = open_store(stores.location_in(tmp_path, "empty"))
    try:
        counts = queries.target_counts(Mart(catalogue, store), Filters())
    finally:
        store.close()
    plans = {plan.id for plan in catalogue.plans if plan.in_force}
    printed = [cell for cell in catalogue.targets if cell.plan in plans and cell.target]
    assert counts["targets"].sum() == len(printed)


def test_what_is_due_is_told_with_who_and_until_when(official: Site):
    shown = words(official.open("y-te", province="bac_ninh"))
    assert [title for title in KNOWN if title not in shown] == []
    assert "Sở Y tế" in shown
    assert "30/10/" in shown


def test_the_way_from_the_last_known_figure(official: Site):
    shown = words(official.open("tong-quan"))
    assert "65,8" in shown  # Tuyên Quang's trained labour of 2023
    assert "72" in shown


@pytest.mark.parametrize("path", ["tong-quan", "y-te"])
def test_pages_with_figures_do_not_say_it(demo: Site, path: str):
    shown = words(demo.open(path))
    assert [title for title in (*KNOWN, TARGETS) if title in shown] == []
