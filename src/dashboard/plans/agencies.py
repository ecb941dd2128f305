"""The agencies that a plan prints: known ones, other spellings of them, and new ones, each asked about once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from dashboard.intake.matching import Names
from dashboard.plans.additions import Additions
from dashboard.plans.fields import NEW, fields_of, id_of, told
from dashboard.plans.findings import Findings
from dashboard.plans.questions import UNKNOWN, Asking, Question
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.organisation import Agency
from dashboard.reference.targets import collapse
from dashboard.reference.tasks import BETWEEN_BODIES, named_bodies
from dashboard.words.folding import folded, normal
from dashboard.words.messages import Problem, mark

GENERAL = "general"
"""Answer for a text that names no body."""
SPLIT = "split"
"""Answer for a text that names several: ``split | Sở A | Sở B``."""

_LONGEST_NAME = 160


@dataclass
class Agencies:
    """The agencies of one reading.

    Attributes:
        catalogue: What is known.
        asking: Takes the questions.
        additions: Takes new agencies and spellings.
        findings: Takes what was matched by the normal form of its name.
    """

    catalogue: Catalogue
    asking: Asking
    additions: Additions
    findings: Findings
    known: dict[str, str | None] = field(init=False)
    _names: Names = field(init=False)

    def __post_init__(self) -> None:
        """Start with the spellings of the catalogue."""
        self.known = dict(self.catalogue.spellings)
        self._names = Names(self.catalogue)

    def ids(self) -> set[str]:
        """Return the ids of all agencies, new ones too."""
        return set(self.catalogue.agency) | {str(entry["id"]) for entry in self.additions.agencies}

    def in_charge(self, printed: str, place: Problem) -> tuple[str, str]:
        """Return the pieces of one column that are in charge, and those that coordinate: what names no body."""
        lead: list[str] = []
        rest: list[str] = []
        for piece in filter(None, map(collapse, printed.split(";"))):
            self._learn(piece, place)
            (rest if self.known.get(piece, "") is None else lead).append(piece)
        return "; ".join(lead), "; ".join(rest)

    def learn(self, printed: str, place: Problem) -> None:
        """Learn every piece between semicolons, as the targets name who is in charge."""
        for piece in filter(None, map(collapse, printed.split(";"))):
            self._learn(piece, place)

    def bodies(self, printed: str, place: Problem) -> tuple[str, ...] | None:
        """Return the ids of the bodies that a task's text names; None while one of them is asked about."""
        for _ in range(20):  # each turn learns a piece
            found, unknown = named_bodies(printed, self.known)
            if not unknown:
                return found
            learned = [self._learn(self._unknown_part(piece), place) for piece in unknown]
            if not all(learned):
                return None
        return None

    def _unknown_part(self, piece: str) -> str:
        """Return what is left of a piece behind the longest known names at its head."""
        for cut in reversed(list(BETWEEN_BODIES.finditer(piece))):
            if piece[: cut.start()] in self.known and piece[cut.end() :]:
                return self._unknown_part(piece[cut.end() :])
        return piece

    def _learn(self, piece: str, place: Problem) -> bool:
        if piece in self.known:
            return True
        if (known := self._names.agency(piece)) or (known := self._by_normal_form(piece)):
            self.known[piece] = known
            self._spell(known, piece)
            text = mark("Cơ quan “{printed}” khớp với “{id}” theo dạng chuẩn của tên; cách viết này được thêm vào.")
            self.findings.note("agency", place, text, printed=piece, id=known)
            return True
        return self._asked(piece, place)

    def _by_normal_form(self, piece: str) -> str | None:
        return next((id_ for text, id_ in self.known.items() if id_ and normal(text) == normal(piece)), None)

    def _asked(self, piece: str, place: Problem) -> bool:
        key = (
            f"agency:{id_of(piece)}.{hashlib.sha256(piece.encode()).hexdigest()[:6]}"  # the same whatever else is asked
        )
        near = self._names.near_agencies(piece)
        many = folded(piece).startswith(("cac ", "ubnd cac"))
        fields = {
            "id": id_of(piece, frozenset(self.ids())),
            "vi": piece if len(piece) <= _LONGEST_NAME else UNKNOWN,
            "collective": "yes" if many else "",
        }
        ask = Problem(
            mark(
                "Cơ quan chưa có trong data/agencies.yaml. Ghi mã của cơ quan đã có (đây là cách viết khác), “new | …” cho cơ quan mới, "
                "“general” nếu cụm từ không chỉ một cơ quan nào, “split | Tên thứ nhất | Tên thứ hai” nếu là nhiều cơ quan."
            )
        )
        question = Question(key, "agency", place, piece, ask, (*near, NEW, GENERAL, SPLIT), told(fields))
        answer = self.asking.ask(question)
        if answer is None:
            return False
        return self._settled(key, piece, answer, question.proposal, place)

    def _settled(self, key: str, piece: str, answer: str, proposal: str, place: Problem) -> bool:
        word, *parts = map(str.strip, answer.split("|"))
        if word == SPLIT:
            return self._split(key, piece, parts, place)
        if answer == GENERAL:
            self.additions.general_phrases.append(piece)
            self.known[piece] = None
            return True
        fields = fields_of(answer, proposal)
        if fields is None:
            if answer not in self.ids():
                self.asking.refuse(key, mark("Không có cơ quan nào mang mã “{id}”."), id=answer)
                return False
            self._spell(answer, piece)
            self.known[piece] = answer
            return True
        entry = {
            "id": fields.get("id"),
            "vi": fields.get("vi"),
            "en": fields.get("en") or fields.get("vi"),
            "province": None,
            **({"collective": True} if fields.get("collective") == "yes" else {}),
            "printed": [piece],
        }
        try:
            Agency.model_validate(entry)
        except ValidationError as error:
            self.asking.refuse(key, mark("Chưa đúng: {what}"), what=_told(error))
            return False
        if entry["id"] in self.ids():
            self.asking.refuse(key, mark("Mã “{id}” đã dùng."), id=entry["id"])
            return False
        self.additions.agencies.append(entry)
        self.known[piece] = str(entry["id"])
        return True

    def _split(self, key: str, piece: str, parts: Sequence[str], place: Problem) -> bool:
        """Learn the bodies that a text names, where they are all it has but what stands between them."""
        rest = piece
        for part in parts:
            head, found, tail = rest.partition(part)
            if not found or not part or (head.strip() and not BETWEEN_BODIES.fullmatch(head)):
                rest = part or piece
                break
            rest = tail
        if rest.strip():
            self.asking.refuse(
                key, mark("Các tên phải đứng trong cụm từ theo đúng thứ tự; còn lại “{rest}”."), rest=rest.strip()
            )
            return False
        return all([self._learn(part, place) for part in parts])

    def _spell(self, agency: str, piece: str) -> None:
        for entry in self.additions.agencies:
            if entry["id"] == agency:
                entry["printed"].append(piece)
                return
        self.additions.agency_spellings.append((agency, piece))


def _told(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_url=False))
