"""What was written is what is read: flipped bits are named, the audit log cannot be changed unseen, old versions can go."""

import datetime as dt
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dashboard import workflow
from dashboard.__main__ import main
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import CurrentMart, Mart
from dashboard.settings import StoreLocation
from dashboard.store import audit_chain, maintenance
from dashboard.store.backup import back_up, back_up_dated, restore
from dashboard.store.file_hashes import DamagedFilesError
from dashboard.store.maintenance import maintain
from dashboard.store.store import attach, open_store
from dashboard.words.messages import DashboardError
from tests.conftest import submission
from tests.integration.api_installation import Installation, client_of
from tests.integration.offices import ADMINISTRATOR, REVIEWER, submit
from tests.stores import copied_store, environment, location_in

YEARS = range(2016, 2031)
ROWS = [("bac_ninh", "trained_labour", "total", year, 60.0 + year - 2016) for year in YEARS]
"""More than the catalogue keeps in itself: they are written as a file."""


@pytest.fixture
def filled(store, location):
    for number in range(3):
        store.append(submission([(*row[:4], row[4] + number) for row in ROWS], file_name=f"{number}.csv"))
    return store


def parquet(location, table):
    return sorted(Path(location.files).glob(f"main/{table}/*.parquet"))


def flip(path, bit):
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def verify(store, **more):
    with store.one_snapshot() as (_, cursor):
        return audit_chain.verify(cursor, **more)


# ---- files -------------------------------------------------------------------------------------------------------


def test_any_flipped_bit_of_a_file_is_noticed_and_named_by_the_mart(filled, location, catalogue):
    before = queries.assessed(Mart(catalogue, filled), Filters())
    some = random.Random(20260701)
    for path in parquet(location, "observations"):
        original = path.read_bytes()
        for _ in range(8):
            flip(path, some.randrange(len(original) * 8))
            with pytest.raises(DamagedFilesError, match=path.name):
                Mart(catalogue, filled)
            path.write_bytes(original)
    assert queries.assessed(Mart(catalogue, filled), Filters()).equals(before)


def test_pages_go_on_with_the_last_mart_while_a_file_is_damaged(filled, location, catalogue):
    marts = CurrentMart(catalogue, filled)
    before = marts.current
    (path, *_) = parquet(location, "observations")
    original = path.read_bytes()
    flip(path, 99)
    filled.append(submission([("bac_ninh", "trained_labour", "total", 2024, 1.0)], file_name="later.csv"))
    with pytest.raises(DamagedFilesError):
        marts.refresh()
    assert marts.current is before
    assert marts.unreachable_since is not None
    path.write_bytes(original)
    assert marts.refresh()
    assert marts.unreachable_since is None


def test_a_lost_file_is_named_with_every_other_that_is_damaged(filled, location, catalogue):
    first, second, _ = parquet(location, "observations")
    first.unlink()
    flip(second, 1000)
    with pytest.raises(DamagedFilesError) as told:
        Mart(catalogue, filled)
    assert first.name in str(told.value)
    assert second.name in str(told.value)


def test_a_file_whose_writer_ended_before_its_hash_gets_it_at_the_next_write(filled, location):
    connection = attach(location)
    connection.execute("DELETE FROM store.file_hashes")
    connection.close()
    filled.append(submission(ROWS[:12], file_name="next.csv"))
    places = {f"main/observations/{path.name}" for path in parquet(location, "observations")}
    assert places <= set(filled.table("file_hashes")["place"])


def test_an_original_that_changed_is_not_handed_out(store, catalogue):
    id_ = submit(store, {2025: 79}, catalogue=catalogue)
    name, _ = workflow.original_file(store, ADMINISTRATOR, id_)
    assert name
    store._connection.execute("UPDATE store.files SET content = 'khac'::BLOB")
    with pytest.raises(DashboardError, match="không còn đúng như khi được nộp"):
        workflow.original_file(store, ADMINISTRATOR, id_)
    with pytest.raises(DashboardError, match="không còn đúng như khi được nộp"):
        maintain(store.location, keep_days=2)


def test_a_backup_of_a_damaged_store_is_refused(filled, location, tmp_path):
    filled.close()
    flip(parquet(location, "observations")[0], 500)
    with pytest.raises(DamagedFilesError):
        back_up(location, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


# ---- the audit log -----------------------------------------------------------------------------------------------


@pytest.fixture
def acted(store, catalogue):
    for year in (2023, 2024, 2025):
        workflow.approve(store, REVIEWER, submit(store, {year: 70.0 + year - 2020}, catalogue=catalogue))
    return store


def test_an_untouched_log_holds_and_knows_a_hash_kept_before(acted, catalogue):
    proof = verify(acted)
    assert proof.holds
    assert (proof.entries, proof.unchained) == (6, 0)
    submit(acted, {2026: 80}, catalogue=catalogue)
    later = verify(acted, known=proof.head)
    assert later.holds
    assert later.knows
    assert later.head != proof.head


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE store.audit SET actor = 'ai đó' WHERE sequence = 3",
        "UPDATE store.audit SET detail = detail || ' ' WHERE sequence = 3",
        "UPDATE store.audit SET allowed = NOT allowed WHERE sequence = 3",
        "UPDATE store.audit SET happened_at = happened_at - INTERVAL 1 MICROSECOND WHERE sequence = 3",
        "DELETE FROM store.audit WHERE sequence = 3",
        "INSERT INTO store.audit SELECT * FROM store.audit WHERE sequence = 3",
        "UPDATE store.audit SET hash = repeat('0', 64) WHERE sequence = 3",
    ],
)
def test_whatever_is_changed_is_found_where_it_was(acted, change):
    acted._connection.execute(change)
    proof = verify(acted)
    assert not proof.holds
    assert {place for place, _ in proof.broken} & {3, 4}


def test_an_entry_that_is_gone_is_named(acted):
    acted._connection.execute("DELETE FROM store.audit WHERE sequence = 3")
    assert (3, None) in verify(acted).broken


def test_entries_cut_off_at_the_end_are_missed_by_who_kept_the_hash(acted):
    head = verify(acted).head
    acted._connection.execute("DELETE FROM store.audit WHERE sequence > 4")
    assert verify(acted).holds  # by itself a chain does not know where it ended
    assert not verify(acted, known=head).holds


def test_entries_older_than_the_chain_are_held_by_its_first_link(store, catalogue):
    store._connection.execute(
        "INSERT INTO store.audit VALUES (TIMESTAMP '2026-01-02 03:04:05', 'Sở', 'submit', 'a', true, 'a.csv', NULL, NULL)"
    )
    submit(store, {2025: 79}, catalogue=catalogue)
    proof = verify(store)
    assert proof.holds
    assert (proof.entries, proof.unchained) == (2, 1)
    store._connection.execute("UPDATE store.audit SET actor = 'Khác' WHERE sequence IS NULL")
    assert [place for place, _ in verify(store).broken] == [1]


def test_two_processes_that_act_at_once_make_one_chain(location, empty_store, tmp_path, catalogue):
    copied_store(empty_store, tmp_path, "store")
    first, second = open_store(location), open_store(location)
    for number in range(3):
        for one in (first, second):
            one.transact(lambda ledger: ledger.add_audit("ai", "thử", str(number), allowed=True))  # noqa: B023
    assert verify(first).holds
    assert first.table("audit")["sequence"].sort().to_list() == [1, 2, 3, 4, 5, 6]
    first.close()
    second.close()


def test_of_two_entries_that_would_follow_the_same_one_the_second_is_written_anew(
    location, empty_store, tmp_path, catalogue
):
    copied_store(empty_store, tmp_path, "store")
    first, second = open_store(location), open_store(location)
    first.transact(lambda ledger: ledger.add_audit("không", "thử", "", allowed=True))
    tries = []

    def act(ledger):
        ledger.add_audit("một", "thử", "", allowed=True)
        if not tries:  # another process is quicker
            second.transact(lambda other: other.add_audit("hai", "thử", "", allowed=True))
        tries.append(1)

    first.transact(act)
    assert len(tries) == 2
    assert verify(first).holds
    assert first.table("audit").sort("sequence")["actor"].to_list() == ["không", "hai", "một"]
    first.close()
    second.close()


def test_the_command_says_where_and_writes_the_archive(acted, location, monkeypatch, capsys, tmp_path):
    for key, value in environment(location).items():
        monkeypatch.setenv(key, value)
    assert main(["audit", "verify"]) == 0
    head = verify(acted).head
    assert head in capsys.readouterr().out
    assert main(["audit", "export", str(tmp_path / "log.csv")]) == 0
    assert (tmp_path / "log.csv").read_text("utf-8").splitlines()[-1].endswith(f",6,{head}")
    acted._connection.execute("UPDATE store.audit SET actor = 'ai đó' WHERE sequence = 3")
    assert main(["audit", "verify", "--known", head]) == 1
    assert "Dòng 3 không khớp với chuỗi" in capsys.readouterr().err
    assert main(["audit", "verify", "--known", "0" * 64]) == 1
    assert "không có trong chuỗi" in capsys.readouterr().err


# ---- the yearly round --------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgres"])
def places(request, tmp_path):
    if request.param == "sqlite":
        return location_in(tmp_path, "round")
    return StoreLocation("postgres", request.getfixturevalue("new_postgres_database")(), f"{tmp_path}/files/")


def test_after_the_round_every_figure_of_every_day_is_the_same_from_fewer_files(places, catalogue, monkeypatch):
    store = open_store(places)
    days = [dt.date(2026, 3, day) for day in (1, 10, 20)]
    for number, day in enumerate(days):
        rows = [(*row[:4], row[4] + number) for row in ROWS]
        at = dt.datetime.combine(day, dt.time(5))
        store.append(submission(rows, file_name=f"{number}.csv", submitted_at=at, approved_at=at))

    def all_of_it():
        return [queries.assessed(Mart(catalogue, store, as_of=day), Filters()) for day in (*days, dt.date.today())]

    before, files = all_of_it(), len(parquet(places, "observations"))
    assert files == 3
    done = maintain(places, keep_days=90)
    assert (done.merged, done.expired, done.removed) == (3, 0, 0)  # all of it happened just now
    monkeypatch.setattr(maintenance, "utc_now", lambda: maintenance_moment(100))
    done = maintain(places, keep_days=90)
    assert done.merged == 0
    assert done.expired >= 3
    assert done.removed == 3
    assert done.checked >= 1
    assert len(parquet(places, "observations")) == 1
    assert all(one.equals(other) for one, other in zip(before, all_of_it(), strict=True))
    store.append(submission([(*ROWS[0][:4], 1.0)], file_name="after.csv"))
    flip(parquet(places, "observations")[0], 800)
    with pytest.raises(DamagedFilesError):
        Mart(catalogue, store)
    store.close()


def maintenance_moment(days):
    return dt.datetime.now(dt.UTC).replace(tzinfo=None) + dt.timedelta(days=days)


def test_a_damaged_store_is_not_tidied(filled, location):
    files = parquet(location, "observations")
    flip(files[1], 700)
    with pytest.raises(DamagedFilesError, match=files[1].name):
        maintain(location, keep_days=2)
    assert parquet(location, "observations") == files


def test_dated_backups_rotate_and_each_can_be_restored(filled, location, tmp_path, monkeypatch):
    filled.close()
    folder = tmp_path / "backups"
    (folder / "của người khác").mkdir(parents=True)
    made = []
    for hour in range(4):
        monkeypatch.setattr("dashboard.store.backup.utc_now", lambda hour=hour: dt.datetime(2026, 7, 1, hour))
        _, path, removed = back_up_dated(location, folder, keep=2)
        made.append(path)
        assert removed == made[-3:-2]
    assert sorted(folder.iterdir()) == [*made[2:], folder / "của người khác"]
    restore(made[-1], location_in(tmp_path, "restored"))
    again = open_store(location_in(tmp_path, "restored"))
    assert again.table("submissions").height == 3
    assert again.table("file_hashes").height >= 3
    again.close()


def test_the_command_rotates_and_maintains(filled, location, monkeypatch, capsys, tmp_path):
    filled.close()
    for key, value in environment(location).items():
        monkeypatch.setenv(key, value)
    assert main(["backup", "--keep", "1", str(tmp_path / "b")]) == 0
    assert "đã đọc lại và khớp" in capsys.readouterr().out
    assert main(["maintain"]) == 0
    assert "đúng như khi ghi" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["backup", "--keep", "0", str(tmp_path / "b")])


def test_a_catalogue_restored_to_an_older_state_is_noticed(store, location, catalogue):
    submit(store, {2025: 79}, catalogue=catalogue)
    older = Path(location.catalogue).with_suffix(".older")
    with closing(sqlite3.connect(location.catalogue)) as source, closing(sqlite3.connect(older)) as target:
        source.backup(target)
    (id_,) = store.table("submissions")["submission"]
    workflow.approve(store, REVIEWER, id_)
    marts = CurrentMart(catalogue, store)
    marts.refresh()
    assert marts.went_back_at is None
    with closing(sqlite3.connect(older)) as source, closing(sqlite3.connect(location.catalogue)) as target:
        source.backup(target)
    assert marts.refresh()
    assert marts.went_back_at is not None
    assert queries.actuals(marts.current, Filters(provinces=("bac_ninh",))).is_empty()
    told = client_of(Installation(catalogue, marts)).get("/api/v1/health").json()
    assert told["store_went_back_at"] is not None
    workflow.approve(store, REVIEWER, id_)
    first = marts.went_back_at
    marts.refresh()
    assert marts.went_back_at == first  # it stays told
