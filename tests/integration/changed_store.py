"""A small store in which something of every kind changed since 15 March 2026, for the tests of feeds and digest."""

import datetime as dt
from pathlib import Path

from dashboard.__main__ import main
from dashboard.settings import StoreLocation
from dashboard.store.actions import Action, action_standing, add_action, add_action_event
from dashboard.store.store import Store, Submission, open_store
from tests.conftest import observations
from tests.stores import environment, location_in
from tests.task_reports import reports

SINCE, UNTIL = dt.date(2026, 3, 15), dt.date(2026, 3, 31)
PERIOD = ("--since", str(SINCE), "--as-of", str(UNTIL))
NINH = ("bac_ninh", "trained_labour", "total")  # 80 in 2025, 90 in 2030
QUANG = ("tuyen_quang", "trained_labour", "total")  # 72, 80
FARM = ("tuyen_quang", "farm_labour_share", "total")  # 42, < 35,5: the lower the better
TASK = "bac_ninh_246_a3_vi_5"
WHAT = "Mở <20> lớp & sàn việc làm"


def at(day: int, *, hour: int = 3) -> dt.datetime:
    """Return a moment in March 2026, in UTC."""
    return dt.datetime(2026, 3, day, hour)


def filled_store(folder: Path) -> StoreLocation:
    """Make a store with all of it in the folder."""
    location = location_in(folder, "store")
    store = open_store(location)
    fill(store)
    store.close()
    return location


def fill(store: Store) -> str:
    """Publish figures, correct some, report on a task, and have an action moved on; return the action's id."""

    def publish(rows: list[tuple], when: dt.datetime, **changes: object) -> None:
        given = {"kind": "file", "file_name": "a.csv", "submitted_by": "a@b.vn", "approved_by": "c@d.vn", **changes}
        store.append(Submission(observations(rows), submitted_at=when, approved_at=when, **given))

    publish([(*NINH, 2023, 77), (*NINH, 2024, 78.1), (*NINH, 2025, 79), (*QUANG, 2023, 68), (*QUANG, 2024, 69)], at(1))
    publish([(*NINH, 2024, 70)], at(16), note="Nhầm cột")
    publish([(*NINH, 2024, 78.1)], at(17), note="Đúng như lần đầu")
    publish([(*NINH, 2025, 80.4)], at(18), note="Cộng thiếu một huyện\x0b của tỉnh.")
    publish([(*QUANG, 2024, None), (*FARM, 2023, 41), (*FARM, 2024, 43)], at(19), note="Mẫu quá nhỏ")
    report = (TASK, 2025, "done", dt.date(2025, 12, 1), "7/QĐ-UBND", dt.date(2025, 11, 30), "Ban hành <đề án>", None)
    store.append(
        Submission(
            observations([]), "file", "nv.csv", "a@b.vn", approved_by="c@d.vn", submitted_at=at(21), approved_at=at(21),
            task_reports=reports(report),
        )
    )  # fmt: skip
    action = Action(*QUANG, "labour_department", WHAT, "")
    id_ = store.transact(
        lambda ledger: add_action(ledger, action, "assigned", due=dt.date(2026, 3, 25), actor="l@b.vn", at=at(22))
    )
    store.transact(
        lambda ledger: add_action_event(
            ledger, action_standing(ledger, id_), "accepted", actor="n@b.vn", note="Sẽ làm", at=at(23)
        )
    )
    return id_


def run_digest(location, monkeypatch, capsys, *arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run the command ``digest`` on the store with settings; return its code, output and messages.

    The shipped statistics stay out of the store: they would be new since March, too.
    """
    monkeypatch.setattr("dashboard.commands.shared.load_curated", lambda *_: None)
    for name in ("HOST", "PORT", "TLS", "USER", "PASSWORD", "FROM"):
        monkeypatch.delenv(f"DASHBOARD_SMTP_{name}", raising=False)
    for name, value in {**environment(location), **settings}.items():
        monkeypatch.setenv(name, value)
    return main(["digest", *arguments]), *capsys.readouterr()
