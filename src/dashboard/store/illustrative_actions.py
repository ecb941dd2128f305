"""Invented actions that show, in the illustrative store, what leadership and agencies agree on about red indicators.

Of the series that go badly about a third have none: holes are what the red list is for. The others are drawn from lives that
leave an action in every state, some of them overdue. Dates are fixed, after the approval of the last invented figures.
"""

import datetime as dt
import hashlib
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dashboard.store.actions import Action, ActionEvent, ActionHistory, Happening

LEADER = "Lãnh đạo UBND tỉnh (minh hoạ)"
WITHOUT = 0.35
"""Share of the series that go badly on which nobody has an action."""

_WHAT = (
    "Rà soát nguyên nhân chậm ở từng xã, phường và trình phương án khắc phục.",
    "Bố trí bổ sung kinh phí và giao chỉ tiêu cụ thể cho từng xã, phường.",
    "Kiểm tra, hướng dẫn tại chỗ các xã có kết quả thấp nhất.",
    "Ký kế hoạch phối hợp với các sở liên quan và báo cáo hằng tháng.",
    "Rà soát lại cách thống kê và đối chiếu số liệu với cơ sở.",
)
_EFFECT = ("Trở lại đúng lộ trình trong năm sau.", "Rút ngắn một nửa khoảng cách tới mục tiêu.", "")
_EVIDENCE = (
    "Báo cáo kết quả minh hoạ số 12.",
    "Quyết định minh hoạ kèm danh sách các xã.",
    "Biên bản kiểm tra minh hoạ.",
)
_BACK = ("Chưa có số liệu của các xã miền núi.", "Báo cáo chưa nêu kết quả cụ thể.")
_LATER = ("Chờ bổ sung kinh phí.", "Chờ hướng dẫn của bộ.")
_ENDED = ("Đã gộp vào việc khác cùng nội dung.", "Không còn phù hợp sau khi rà soát.")
WRITTEN = (*_WHAT, *_EFFECT, *_EVIDENCE, *_BACK, *_LATER, *_ENDED)
"""Everything people are made to write about actions; it stands as they wrote it in every language."""


@dataclass(frozen=True)
class _Life:
    """A way an action may go.

    Attributes:
        weight: How often.
        begins: The days of 2026, counted from 1 January, between which it is entered.
        allowed: How many days it is given.
        steps: What happens then, and how many days after what happened before.
        way: Who enters it.
        later: How many days more it is given when its date is changed.
    """

    weight: float
    begins: tuple[int, int]
    allowed: tuple[int, int]
    steps: tuple[tuple[ActionEvent, tuple[int, int]], ...] = ()
    way: ActionEvent = "assigned"
    later: int = field(default=60)


_TAKEN: tuple[ActionEvent, tuple[int, int]] = ("accepted", (2, 12))
_LIVES = (
    _Life(3, (230, 300), (60, 150)),  # not yet accepted
    _Life(2, (150, 200), (30, 60)),  # not accepted, and overdue
    _Life(2, (250, 300), (90, 180), way="committed"),
    _Life(5, (180, 280), (120, 240), (_TAKEN,)),
    _Life(3, (60, 140), (60, 120), (_TAKEN,)),  # under way, and overdue
    _Life(2, (60, 140), (60, 90), (_TAKEN, ("rescheduled", (40, 55))), later=250),
    _Life(4, (100, 160), (90, 150), (_TAKEN, ("done", (60, 130)))),
    _Life(1, (100, 160), (90, 150), (("done", (60, 120)),), way="committed"),
    _Life(3, (90, 150), (100, 160), (_TAKEN, ("done", (50, 90)), ("returned", (5, 20)))),
    _Life(4, (40, 100), (60, 120), (_TAKEN, ("done", (40, 90)), ("confirmed", (5, 20)))),
    _Life(2, (40, 100), (60, 120), (_TAKEN, ("done", (30, 50)), ("returned", (5, 10)), ("done", (20, 40)), ("confirmed", (5, 9)))),
    _Life(1, (60, 120), (60, 120), (("cancelled", (10, 40)),)),
)  # fmt: skip


def illustrative_actions(
    cells: Iterable[tuple[tuple[str, str, str], str]], names: Callable[[str], str], *, seed: int
) -> list[ActionHistory]:
    """Return invented actions on some of the cells, each with its events.

    Args:
        cells: What names each series that goes badly (province, indicator, breakdown), and the agency in charge.
        names: How an agency signs.
        seed: The same seed and cells give the same actions; those of a cell depend on the seed and the cell alone.
    """
    told = []
    for place, agency in cells:
        draw = random.Random(f"{seed}|{'|'.join(place)}|action")
        if draw.random() < WITHOUT:
            continue
        (life,) = draw.choices(_LIVES, [life.weight for life in _LIVES])
        id_ = hashlib.sha256(f"{seed}|{'|'.join(place)}".encode()).hexdigest()[:32]
        action = Action(*place, agency, draw.choice(_WHAT), draw.choice(_EFFECT))
        told.append(ActionHistory(id_, action, tuple(_happenings(life, names(agency), draw))))
    return told


def _happenings(life: _Life, owner: str, draw: random.Random) -> list[Happening]:
    day = dt.date(2026, 1, 1) + dt.timedelta(days=draw.randint(*life.begins))
    due = day + dt.timedelta(days=draw.randint(*life.allowed))
    found = [_happening(life.way, day, LEADER if life.way == "assigned" else owner, "", due, draw)]
    words: dict[ActionEvent, tuple[str, ...]] = {
        "done": _EVIDENCE, "returned": _BACK, "rescheduled": _LATER, "cancelled": _ENDED,
    }  # fmt: skip
    for event, after in life.steps:
        day += dt.timedelta(days=draw.randint(*after))
        if event == "rescheduled":
            due += dt.timedelta(days=life.later)
        by = owner if event in ("accepted", "done") else LEADER
        found.append(_happening(event, day, by, draw.choice(words.get(event, ("",))), due, draw))
    return found


def _happening(event: ActionEvent, day: dt.date, actor: str, note: str, due: dt.date, draw: random.Random) -> Happening:
    at = dt.datetime.combine(day, dt.time(1 + draw.randint(0, 7), draw.randint(0, 59)))  # office hours in Việt Nam
    return Happening(event, at, actor, note, due)
