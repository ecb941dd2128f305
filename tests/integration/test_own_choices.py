"""Each person's own choices: where they land, and their views, in the store and in its backup."""

import pytest

from dashboard.access import Grant, Person, Rights
from dashboard.store.backup import back_up, restore
from dashboard.store.store import open_store
from dashboard.words.messages import DashboardError
from dashboard.workflow import RefusedError
from dashboard.workflow.choices import (
    LONGEST_NAME,
    MOST_VIEWS,
    Choices,
    View,
    choose_landing,
    own_choices,
    remove_view,
    rename_view,
    save_view,
)
from tests.stores import location_in

QUERY = {"province": ["bac_ninh"], "order": ["worst"]}


def somebody(email):
    return Rights(Person(email), (Grant(email=email, role="viewer"),))


ONE, OTHER = somebody("mot@example.vn"), somebody("hai@example.vn")


def test_views_keep_their_order_name_and_address_and_are_their_owners_alone(store):
    assert own_choices(store, ONE) == Choices()
    first = save_view(store, ONE, "  Họp   quý III ", "y-te", QUERY)
    second = save_view(store, ONE, "Của tôi", "", {})
    rename_view(store, ONE, first, "Họp quý IV")
    assert own_choices(store, ONE).views == (View(first, "Họp quý IV", "y-te", QUERY), View(second, "Của tôi", "", {}))
    assert own_choices(store, somebody(" Mot@Example.VN ")).views == own_choices(store, ONE).views
    assert own_choices(store, OTHER) == Choices()
    with pytest.raises(RefusedError, match="Không còn cách xem này"):
        remove_view(store, OTHER, first)
    remove_view(store, ONE, first)
    assert [view.name for view in own_choices(store, ONE).views] == ["Của tôi"]
    with pytest.raises(RefusedError, match="Không còn cách xem này"):
        rename_view(store, ONE, first, "Khác")


def test_names_that_say_nothing_or_are_taken_are_refused_and_nothing_is_kept(store):
    id_ = save_view(store, ONE, "Y tế", "y-te", {})
    for name in ("", "   ", "x" * (LONGEST_NAME + 1), "y tế"):
        with pytest.raises(RefusedError):
            save_view(store, ONE, name, "y-te", {})
    rename_view(store, ONE, id_, "Y TẾ")  # its own name is free to it
    save_view(store, OTHER, "Y tế", "y-te", {})
    assert [view.name for view in own_choices(store, ONE).views] == ["Y TẾ"]


def test_there_are_no_more_views_than_can_be_chosen_from(store):
    for number in range(MOST_VIEWS):
        save_view(store, ONE, f"Cách xem {number}", "", {})
    with pytest.raises(RefusedError, match=str(MOST_VIEWS)):
        save_view(store, ONE, "Một nữa", "", {})


def test_the_landing_is_chosen_and_left_to_the_role_again(store):
    choose_landing(store, ONE, "co-quan")
    assert (own_choices(store, ONE).landing, own_choices(store, OTHER).landing) == ("co-quan", None)
    choose_landing(store, ONE, None)
    assert own_choices(store, ONE).landing is None


def test_a_backup_holds_them(tmp_path):
    location = location_in(tmp_path, "store")
    store = open_store(location)
    save_view(store, ONE, "Họp", "y-te", QUERY)
    choose_landing(store, ONE, "y-te")
    held = own_choices(store, ONE)
    store.close()
    back_up(location, tmp_path / "backup")
    restored = location_in(tmp_path, "restored")
    restore(tmp_path / "backup", restored)
    store = open_store(restored)
    assert own_choices(store, ONE) == held
    store.close()


def test_a_store_that_is_closed_says_so(location):
    store = open_store(location)
    store.close()
    with pytest.raises(DashboardError):
        own_choices(store, ONE)
