"""Each person's own choices: the page they land on, and the views they saved. Nobody else sees or changes them."""

import json
import uuid
from dataclasses import asdict, dataclass

from dashboard.access import Rights
from dashboard.store import choices as rows
from dashboard.store.ledger import Ledger
from dashboard.store.store import Store
from dashboard.words.messages import mark
from dashboard.workflow.rules import refuse

LONGEST_NAME = 60
"""How many characters the name of a view has at most."""
MOST_VIEWS = 30
"""How many views a person has at most: more are no list to choose from."""
_LANDING, _VIEW = "landing", "view:"


@dataclass(frozen=True)
class View:
    """A page as it was set: ``path`` is the page's, ``query`` the rest of its address, filters and order, as texts by name."""

    id: str
    name: str
    path: str
    query: dict[str, list[str]]


@dataclass(frozen=True)
class Choices:
    """What a person chose; ``landing`` is None where they leave it to their role, views stand in the order they were saved in."""

    landing: str | None = None
    views: tuple[View, ...] = ()


def own_choices(store: Store, rights: Rights) -> Choices:
    """Return what the person chose so far.

    Raises:
        DashboardError: The store cannot be read.
    """
    person = _person(rights)
    return store.read(lambda ledger: _choices(ledger, person), kept_as=("choices", person))


def choose_landing(store: Store, rights: Rights, landing: str | None) -> None:
    """Keep where the person lands; None leaves it to their role again.

    Raises:
        DashboardError: It cannot be written.
    """
    store.transact(lambda ledger: rows.add_choice(ledger, _person(rights), _LANDING, landing))


def save_view(store: Store, rights: Rights, name: str, path: str, query: dict[str, list[str]]) -> str:
    """Keep a page as it is set under a name; return the view's id.

    Raises:
        RefusedError: The name is empty, too long or taken, or there are too many views.
    """
    id_ = uuid.uuid4().hex[:12]

    def act(ledger: Ledger) -> str:
        ledger.take_turn()
        held = _choices(ledger, _person(rights)).views
        if len(held) >= MOST_VIEWS:
            refuse(mark("Đã có {count} cách xem đã lưu, là nhiều nhất. Xoá bớt rồi lưu lại."), count=len(held))
        _write(ledger, rights, View(id_, _free_name(name, held), path, query))
        return id_

    return store.transact(act)


def rename_view(store: Store, rights: Rights, id_: str, name: str) -> None:
    """Give a view of the person another name.

    Raises:
        RefusedError: There is no such view, or the name is empty, too long or taken.
    """

    def act(ledger: Ledger) -> None:
        ledger.take_turn()
        held = _choices(ledger, _person(rights)).views
        view = _found(held, id_)
        others = tuple(other for other in held if other.id != id_)
        _write(ledger, rights, View(id_, _free_name(name, others), view.path, view.query))

    store.transact(act)


def remove_view(store: Store, rights: Rights, id_: str) -> None:
    """Take a view off the person's list.

    Raises:
        RefusedError: There is no such view.
    """

    def act(ledger: Ledger) -> None:
        ledger.take_turn()
        _found(_choices(ledger, _person(rights)).views, id_)
        rows.add_choice(ledger, _person(rights), f"{_VIEW}{id_}", None)

    store.transact(act)


def _choices(ledger: Ledger, person: str) -> Choices:
    held = rows.choices(ledger, person)
    views = (View(**json.loads(value)) for key, value in held.items() if key.startswith(_VIEW))
    return Choices(held.get(_LANDING), tuple(views))


def _write(ledger: Ledger, rights: Rights, view: View) -> None:
    told = json.dumps(asdict(view), ensure_ascii=False, sort_keys=True)
    rows.add_choice(ledger, _person(rights), f"{_VIEW}{view.id}", told)


def _free_name(name: str, held: tuple[View, ...]) -> str:
    given = " ".join(name.split())
    if not given or len(given) > LONGEST_NAME:
        refuse(mark("Tên cách xem phải có từ 1 đến {most} ký tự."), most=LONGEST_NAME)
    if any(view.name.casefold() == given.casefold() for view in held):
        refuse(mark("Đã có cách xem tên “{name}”. Hãy đặt tên khác, hoặc xoá cách xem ấy trước."), name=given)
    return given


def _found(held: tuple[View, ...], id_: str) -> View:
    view = next((view for view in held if view.id == id_), None)
    if view is None:
        refuse(mark("Không còn cách xem này; có thể đã xoá ở cửa sổ khác. Tải lại trang để xem danh sách mới nhất."))
    return view


def _person(rights: Rights) -> str:
    return rights.person.email.strip().casefold()
