"""Who may read the API where the installation has an access file: tokens, made and revoked on the command line."""

import stat
from functools import partial

import pytest

from dashboard.access import AccessFile, local_rights
from dashboard.api.tokens import PREFIX, TokenFile, create_token, revoke_token
from dashboard.mart.mart import CurrentMart
from dashboard.store.store import open_store
from dashboard.words.messages import DashboardError, ProblemsError
from dashboard.workflow import RefusedError, audit_log
from tests.integration.api_installation import ACCESS, Installation, client_of, run_token_command

GAPS = "/api/v1/gaps.csv?year=2025"


@pytest.fixture
def access_path(tmp_path, monkeypatch, location):
    path = tmp_path / "access.yaml"
    path.write_text(ACCESS, "utf-8")
    monkeypatch.setenv("DASHBOARD_ACCESS", str(path))
    monkeypatch.setenv("DASHBOARD_STORE", f"{location.kind}:{location.catalogue}")
    monkeypatch.setenv("DASHBOARD_FILES", location.files)
    return path


@pytest.fixture(scope="module")
def marts(catalogue, reused_store):
    """Some figures; what the store of the tokens' audit log holds is another matter."""
    return CurrentMart(catalogue, reused_store)


@pytest.fixture
def client(access_path, catalogue, marts):
    return client_of(Installation(catalogue, marts, AccessFile(access_path, catalogue)))


@pytest.fixture
def run(access_path, capsys):
    """Give a function that runs a token command and returns what it printed."""

    return partial(run_token_command, capsys)


def create(run, email="xem@example.vn"):
    return run("create", "--for", email, "--by", "quan-tri@example.vn")


def reading(token):
    return {"authorization": f"Bearer {token}"}


def test_without_an_access_file_no_token_is_needed(catalogue, marts):
    client = client_of(Installation(catalogue, marts))
    assert client.get(GAPS).status_code == 200


def test_with_an_access_file_a_token_opens_every_table(client, run):
    token = create(run)
    assert token.startswith(PREFIX)
    for path in (GAPS, "/api/v1/indicators", "/api/v1/openapi.json"):
        refused = client.get(path)
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "token_needed")
        assert refused.headers["www-authenticate"].startswith("Bearer")
        assert client.get(path, headers=reading(token)).status_code == 200
    assert client.get("/api/v1/health").status_code == 200


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", "Bearer csxh_wrong", "Basic eDp5", "Bearer ấ".encode()])
def test_anything_but_a_token_is_refused(client, run, given):
    create(run)
    assert client.get(GAPS, headers={"authorization": given}).status_code == 401


def test_a_known_version_is_not_told_to_strangers(client, run):
    etag = client.get(GAPS, headers=reading(create(run))).headers["etag"]
    assert client.get(GAPS, headers={"if-none-match": etag}).status_code == 401


def test_a_revoked_token_counts_no_longer_and_others_do(client, run):
    one, other = create(run), create(run)
    listed = [line.split("\t") for line in run("list", "--by", "quan-tri@example.vn").splitlines()]
    assert [(line[1], line[3], line[4]) for line in listed] == [("xem@example.vn", "quan-tri@example.vn", "-")] * 2
    assert client.get(GAPS, headers=reading(one)).status_code == 200
    run("revoke", listed[0][0], "--by", "quan-tri@example.vn")
    assert client.get(GAPS, headers=reading(one)).status_code == 401
    assert client.get(GAPS, headers=reading(other)).status_code == 200
    with pytest.raises(DashboardError, match="đã được thu hồi"):
        run("revoke", listed[0][0], "--by", "quan-tri@example.vn")
    with pytest.raises(DashboardError, match="Không có mã truy cập"):
        run("revoke", "00000000", "--by", "quan-tri@example.vn")


def test_whoever_loses_their_role_reads_no_longer(client, run, access_path):
    token = create(run)
    assert client.get(GAPS, headers=reading(token)).status_code == 200
    access_path.write_text("grants:\n  - {email: quan-tri@example.vn, role: administrator}\n", "utf-8")
    refused = client.get(GAPS, headers=reading(token))
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "no_role")


def test_the_file_has_no_token_and_is_its_owners_alone(run, access_path):
    token = create(run)
    path = TokenFile.beside(access_path).path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert token not in path.read_text()
    assert token.removeprefix(PREFIX) not in path.read_text()
    before = path.read_bytes()
    create(run)
    assert path.read_bytes().startswith(before), "lines are only added"


def test_only_administrators_make_tokens_and_people_revoke_their_own(run, location):
    with pytest.raises(RefusedError, match="Chỉ quản trị"):
        run("create", "--for", "xem@example.vn", "--by", "xem@example.vn")
    with pytest.raises(RefusedError, match="không cấp vai trò nào"):
        run("create", "--for", "la@example.vn", "--by", "quan-tri@example.vn")
    create(run)
    create(run, "quan-tri@example.vn")
    (own,) = run("list", "--by", "xem@example.vn").splitlines()
    administrators = run("list", "--by", "quan-tri@example.vn").splitlines()[1].split("\t")[0]
    with pytest.raises(RefusedError, match="Chỉ quản trị"):
        run("revoke", administrators, "--by", "xem@example.vn")
    run("revoke", own.split("\t")[0], "--by", "xem@example.vn")
    store = open_store(location)
    log = audit_log(store, local_rights())
    store.close()
    trace = log.filter(log["action"].is_in(["create_token", "revoke_token"])).select("action", "actor", "allowed")
    assert sorted(trace.rows()) == sorted(
        [
            ("create_token", "xem@example.vn", False),
            ("create_token", "quan-tri@example.vn", False),
            ("create_token", "quan-tri@example.vn", True),
            ("create_token", "quan-tri@example.vn", True),
            ("revoke_token", "xem@example.vn", False),
            ("revoke_token", "xem@example.vn", True),
        ]
    )


def test_a_transaction_that_is_tried_again_writes_the_file_once(access_path, catalogue, store, monkeypatch):
    file, access = TokenFile.beside(access_path), AccessFile(access_path, catalogue)
    once = store.transact
    monkeypatch.setattr(store, "transact", lambda act: (once(act), once(act))[1])
    text = create_token(store, local_rights(), file, access, "xem@example.vn")
    (token,) = file.tokens()
    assert file.email_of(text) == "xem@example.vn"
    revoke_token(store, local_rights(), file, token.id)
    assert file.email_of(text) is None


def test_a_file_that_cannot_be_read_lets_nobody_in(client, run, access_path):
    token = create(run)
    path = TokenFile.beside(access_path).path
    path.write_text(path.read_text() + "{half a line", "utf-8")
    assert client.get(GAPS, headers=reading(token)).status_code == 503
    with pytest.raises(ProblemsError) as refused:
        run("list", "--by", "quan-tri@example.vn")
    assert refused.value.problems[0].line == 2


def test_without_an_access_file_there_are_no_tokens_to_make(run, monkeypatch):
    monkeypatch.delenv("DASHBOARD_ACCESS")
    with pytest.raises(DashboardError, match="không cần mã truy cập"):
        create(run)
