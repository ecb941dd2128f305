"""Who may do what: the access file, the rights it gives a person, and the local person where there is no such file.

The file lies outside git; ``docs/access.example.yaml`` shows one. It is read again when it changes; a new version with
mistakes is logged and the last good one stays in force.
"""

import logging
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from dashboard.reference.catalogue import Catalogue
from dashboard.reference.yaml_lines import composed, line_of, repeated_keys
from dashboard.words.messages import Problem, ProblemsError, mark

Role = Literal["viewer", "submitter", "reviewer", "leader", "administrator"]
ROLE_WORDS: dict[Role, str] = {
    "viewer": mark("người xem"),
    "submitter": mark("người nộp số liệu"),
    "reviewer": mark("người duyệt"),
    "leader": mark("lãnh đạo"),
    "administrator": mark("quản trị"),
}
All = Literal["all"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Person:
    """Who acts: the address by which acts are recorded, a name for the screen, and the groups a sign-in claims."""

    email: str
    name: str = ""
    groups: frozenset[str] = frozenset()


LOCAL = Person("local", mark("Người dùng trên máy này"))
"""The one person of an installation without an access file, who has every role."""


def same_person(email: str, other: str) -> bool:
    """Whether two addresses are one person's: case and spaces around do not count."""
    return email.strip().casefold() == other.strip().casefold()


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Grant(_Entry):
    """One role for one person (``email``) or for everybody a sign-in names as member of a group (``group``).

    A viewer sees everything; ``provinces`` and ``agencies`` say whose director it is, and so where the person lands.
    """

    email: Annotated[str, Field(pattern=r"^\s*[^@\s]+@[^@\s]+\s*$")] | None = None
    group: Annotated[str, Field(min_length=1)] | None = None
    role: Role
    provinces: All | tuple[str, ...] | None = None
    agencies: All | tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _scope_fits_role(self) -> Self:
        if (self.email is None) == (self.group is None):
            raise ValueError(mark("phải nêu email hoặc group, một trong hai"))
        if self.role != "viewer" and (self.role in ("submitter", "reviewer", "leader")) != bool(self.provinces):
            raise ValueError(
                mark(
                    "các vai trò submitter, reviewer và leader cần provinces (danh sách mã, hoặc all), viewer thì tuỳ, administrator thì không"
                )
            )
        if self.role != "viewer" and (self.role == "submitter") != bool(self.agencies):
            raise ValueError(
                mark("vai trò submitter cần agencies (danh sách mã, hoặc all), viewer thì tuỳ, vai trò khác thì không")
            )
        return self

    def is_for(self, person: Person) -> bool:
        """Whether the grant is the person's."""
        if self.email is not None:
            return same_person(self.email, person.email)
        return self.group in person.groups


class Access(_Entry):
    """What the access file says: one role a grant, and whether authors may approve their own submissions."""

    author_may_approve: bool = False
    grants: tuple[Grant, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Rights:
    """What one person may do; every function that writes asks it.

    ``is_local`` says that the rights come from working at the machine itself, not from an access file.
    """

    person: Person
    grants: tuple[Grant, ...]
    author_may_approve: bool = False
    is_local: bool = False

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles the person has, least first."""
        held = {grant.role for grant in self.grants}
        return tuple(role for role in ROLE_WORDS if role in held)

    @property
    def may_view(self) -> bool:
        """Whether the person may see the dashboard at all: everybody with some role."""
        return bool(self.grants)

    @property
    def is_administrator(self) -> bool:
        """Whether the person may read the audit log and load figures past the review."""
        return "administrator" in self.roles

    def may_submit(self, province: str | None, agency: str | None) -> bool:
        """Whether the person hands in for the agency in the province; None means all of them."""
        return any(
            grant.role == "submitter" and _covers(grant.provinces, province) and _covers(grant.agencies, agency)
            for grant in self.grants
        )

    def may_review(self, province: str | None) -> bool:
        """Whether the person decides about submissions of the province; None means all of them."""
        return any(grant.role == "reviewer" and _covers(grant.provinces, province) for grant in self.grants)

    def may_lead(self, province: str | None) -> bool:
        """Whether the person assigns actions in the province and confirms them; None means all provinces."""
        return any(grant.role == "leader" and _covers(grant.provinces, province) for grant in self.grants)

    def may_read(self, province: str | None, agency: str | None) -> bool:
        """Whether the person may see what was handed in and not published: those who hand it in, review it, or administer."""
        return self.is_administrator or self.may_review(province) or self.may_submit(province, agency)

    def scopes_to_submit(self, catalogue: Catalogue) -> list[tuple[str, str]]:
        """Return every (province, agency) the person hands in for, where it has a duty of a plan in force, today's agencies first.

        An agency the plans print stays one to hand in for after its duties went over, so that nobody is locked out by a
        reorganisation. First come the provinces of today, for those who hand in for all that became one; whoever hands in for today's agency does so for all it took over.
        """
        single = [office for office in catalogue.offices if self.may_submit(*office)]
        merged = [
            (id_, agency)
            for id_, (_, former) in catalogue.organisation.merged.items()
            for agency in dict.fromkeys(agency for province, agency in single if province in former)
            if self.may_submit(id_, agency) and {(province, agency) for province in former} <= set(single)
        ]
        return merged + single


def _covers(granted: All | tuple[str, ...] | None, asked: str | None) -> bool:
    return granted == "all" or (asked is not None and granted is not None and asked in granted)


def local_rights(person: Person = LOCAL, *, author_may_approve: bool = False) -> Rights:
    """Return every right, for an installation without an access file; ``person`` is who the acts are recorded as."""
    grants = (
        Grant(email="local@localhost", role="viewer"),
        Grant(email="local@localhost", role="submitter", provinces="all", agencies="all"),
        Grant(email="local@localhost", role="reviewer", provinces="all"),
        Grant(email="local@localhost", role="leader", provinces="all"),
        Grant(email="local@localhost", role="administrator"),
    )
    return Rights(person, grants, author_may_approve, is_local=True)


def rights_of(person: Person, access: "AccessFile | None", *, author_may_approve: bool = False) -> Rights:
    """Return what the person may do: what the access file grants, or every right where the installation has none.

    ``author_may_approve`` is for an installation without an access file; otherwise the file's own setting counts.
    """
    return local_rights(person, author_may_approve=author_may_approve) if access is None else access.rights(person)


def read_access(path: Path, catalogue: Catalogue) -> Access:
    """Read an access file and hold it against the catalogue.

    Raises:
        ProblemsError: Every mistake of the file with its line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        root, document = composed(text)
    except FileNotFoundError:
        raise ProblemsError([Problem(mark("Không có tệp phân quyền này (DASHBOARD_ACCESS)."), {}, path)]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemsError([Problem(mark("Không đọc được tệp: {error}"), {"error": error}, path)]) from error
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or error
        problem = Problem(mark("Sai cú pháp YAML: {what}"), {"what": what}, path, place.line + 1 if place else None)
        raise ProblemsError([problem]) from error
    if root is None or not isinstance(document, dict):
        raise ProblemsError([Problem(mark("Tệp phải có các mục: {parts}."), {"parts": "grants"}, path, 1)])
    problems = [
        Problem(mark("Khóa “{key}” viết hai lần."), {"key": key}, path, line) for line, key in repeated_keys(root)
    ]
    access = None
    try:
        access = Access.model_validate(document)
    except ValidationError as error:
        problems += _mistakes(error, root, path)
    problems += _unknown_ids(document, root, path, catalogue)
    if problems or access is None:
        raise ProblemsError(sorted(problems, key=lambda problem: problem.line or 0))
    return access.model_copy(
        update={"grants": tuple(_with_provinces_of_today(one, catalogue) for one in access.grants)}
    )


def _with_provinces_of_today(grant: Grant, catalogue: Catalogue) -> Grant:
    """Return the grant with the provinces of the plans that a province of today means, and with that where all of them stand."""
    if grant.provinces is None or grant.provinces == "all":
        return grant
    named = set(grant.provinces)
    for id_, (_, former) in catalogue.organisation.merged.items():
        if id_ in named or named.issuperset(former):
            named |= {id_, *former}
    return grant.model_copy(update={"provinces": (*grant.provinces, *sorted(named - set(grant.provinces)))})


def _mistakes(error: ValidationError, root: yaml.Node, path: Path) -> Iterator[Problem]:
    """Yield a problem for each wrong value; of the forms it could have, the one it came farthest in is told."""
    told: dict[tuple[int | str, ...], ErrorDetails] = {}
    for mistake in error.errors(include_url=False):
        if mistake["type"] == "too_short" and mistake["input"]:
            continue  # none is left because each is wrong, which is told
        place = mistake["loc"][:3]
        if place not in told or len(mistake["loc"]) > len(told[place]["loc"]):
            told[place] = mistake
    for place, mistake in told.items():
        values: dict[str, object] = {
            "where": ".".join(map(str, place)),
            "what": str(mistake["ctx"]["error"]) if mistake["type"] == "value_error" else mistake["msg"],
            "value": repr(mistake["input"])[:80],
        }
        if place[-1:] == ("role",):
            values["what"] = mark("không có vai trò này; có: viewer, submitter, reviewer, leader, administrator")
        yield Problem(mark("{where}: {what} (đang viết: {value})"), values, path, line_of(root, place))


def _unknown_ids(document: dict[str, Any], root: yaml.Node, path: Path, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each id the catalogue does not know, also in a file that has other mistakes."""
    grants = document.get("grants")
    known: dict[str, Mapping[str, object]] = {
        "provinces": {**catalogue.province, **catalogue.organisation.merged},
        "agencies": catalogue.agency,
    }
    for number, grant in enumerate(grants if isinstance(grants, list) else ()):
        for name, ids in grant.items() if isinstance(grant, dict) else ():
            if name not in known or not isinstance(ids, list):
                continue
            for place, id_ in enumerate(ids):
                if isinstance(id_, str) and id_ not in known[name]:
                    line = line_of(root, ("grants", number, name, place))
                    values: dict[str, object] = {"where": f"grants.{number}.{name}", "id": id_}
                    values["known"] = ", ".join(known[name])
                    yield Problem(mark("{where}: không có mã “{id}”; có: {known}."), values, path, line)


_NEVER = (0, 0, 0)
"""The stamp of no file."""


class AccessFile:
    """The access file of this installation, read again when it changes. Threads may share it."""

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        """Read the file.

        Raises:
            ProblemsError: The file is missing or has mistakes; without a good version nobody gets any right.
        """
        self.path = path
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = self._stamp_now()
        self._access = read_access(path, catalogue)

    def current(self) -> Access:
        """Return what the file says now, or what its last good version said."""
        with self._lock:
            stamp = self._stamp_now()
            if stamp != self._stamp:
                self._stamp = stamp
                try:
                    self._access = read_access(self.path, self._catalogue)
                except ProblemsError as error:
                    _log.error("The access file has mistakes; its last good version stays in force.\n%s", error)
                else:
                    _log.info("The access file was read again: %s", self.path)
            return self._access

    def hold_against(self, catalogue: Catalogue) -> None:
        """Read the file anew at the next question, against other reference data: what it names may be there now, or be gone."""
        with self._lock:
            self._catalogue, self._stamp = catalogue, _NEVER

    def rights(self, person: Person) -> Rights:
        """Return what the file grants the person now."""
        access = self.current()
        grants = tuple(grant for grant in access.grants if grant.is_for(person))
        return Rights(person, grants, access.author_may_approve)

    def _stamp_now(self) -> tuple[int, int, int] | None:
        """Return what changes when the file is written or replaced; None where it is gone."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
