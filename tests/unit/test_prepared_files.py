"""Large files made ahead of their download: whole or not there at all, told as they grow, gone after a while."""

import errno
import os
import time

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.exports import content, export_of, prepared
from dashboard.filters import Filters
from dashboard.ui.parts import downloads
from dashboard.words.messages import DashboardError


@pytest.fixture(scope="module")
def export(mart_of, catalogue):
    mart = mart_of([("bac_ninh", "unemployment_rate", "total", year, 2.0) for year in (2023, 2024)])
    return export_of("gaps", mart, catalogue, Filters())


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_prepared_file_is_the_file_and_tells_how_far_it_is(export, ending):
    told = []
    files = prepared.PreparedFiles()
    made = files.make(export, ending, told.append)
    assert made.path.read_bytes() == content(export, ending, for_excel=True)
    assert (made.name, made.size) == (export.file_name(ending), made.path.stat().st_size)
    assert told == sorted(told)
    assert told[-1] == export.rows.height


def test_the_server_hands_it_out_whole_and_says_when_it_is_gone(export, monkeypatch):
    files = prepared.PreparedFiles()
    monkeypatch.setattr(downloads, "PREPARED", files)
    made = files.make(export, "csv", lambda rows: None)
    with TestClient(Starlette(routes=downloads.routes())) as client:
        answer = client.get(f"/tai-ve/{made.token}")
        assert (answer.status_code, answer.content) == (200, content(export, "csv", for_excel=True))
        assert made.name in answer.headers["content-disposition"]
        assert answer.headers["content-length"] == str(made.size)
        later = time.monotonic() + 3600
        monkeypatch.setattr(prepared.time, "monotonic", lambda: later)
        gone = client.get(f"/tai-ve/{made.token}")
        assert gone.status_code == 404
        assert "chuẩn bị tệp lần nữa" in gone.text
        assert not made.path.exists()
        assert client.get("/tai-ve/khong-co").status_code == 404


def test_only_so_many_are_kept(export):
    files = prepared.PreparedFiles()
    few = export.first(1)
    made = [files.make(few, "csv", lambda rows: None) for _ in range(25)]
    assert [file.path.exists() for file in made] == [files.find(file.token) is not None for file in made]
    assert sum(file.path.exists() for file in made) <= 20
    assert files.find(made[-1].token) == made[-1]


def test_a_full_disk_is_told_and_leaves_nothing(export):
    files = prepared.PreparedFiles()

    def fill_up(rows):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DashboardError, match="Không đủ chỗ"):
        files.make(export, "csv", fill_up)
    assert list(files._folder.iterdir()) == []


def test_a_disk_too_full_for_the_first_folder_is_told_as_well(export, monkeypatch):
    def fill_up(prefix):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(prepared.tempfile, "TemporaryDirectory", fill_up)
    with pytest.raises(DashboardError, match="Không đủ chỗ"):
        prepared.PreparedFiles().make(export, "csv", lambda rows: None)


def test_what_a_killed_process_left_is_removed_by_the_next(export, tmp_path, monkeypatch):
    monkeypatch.setattr(prepared.tempfile, "tempdir", str(tmp_path))
    serving, killed = prepared.PreparedFiles(), tmp_path / "dashboard-exports-killed"
    kept = serving.make(export, "csv", lambda rows: None)
    killed.mkdir()
    (killed / "half").write_text("province,indicator")
    for folder in (kept.path.parent, killed):
        os.utime(folder, (0, 0))
    prepared.PreparedFiles().make(export, "csv", lambda rows: None)
    assert not killed.exists()
    assert kept.path.exists()
