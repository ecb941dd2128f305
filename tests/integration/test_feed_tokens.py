"""Tokens of feeds: in the address, for feeds alone, made by everybody for themselves, revocable, never written down."""

import logging
from functools import partial

import pytest

from dashboard.access import AccessFile, Person
from dashboard.api.tokens import PREFIX, TokenFile, create_token, listed_tokens, revoke_token
from dashboard.mart.mart import CurrentMart
from dashboard.workflow import RefusedError, audit_log
from tests.integration.api_installation import Installation, client_of, run_token_command
from tests.integration.offices import ADMINISTRATOR

ACCESS = """
grants:
  - {email: xem@example.vn, role: viewer}
  - {email: nop@example.vn, role: submitter, provinces: [bac_ninh], agencies: all}
  - {email: quan-tri@example.vn, role: administrator}
"""
FEEDS = ("/api/v1/changes.atom", "/api/v1/deadlines.ics")
TABLES = ("/api/v1/gaps.csv", "/api/v1/tasks.json", "/api/v1/indicators", "/api/v1/openapi.json")


@pytest.fixture
def access(tmp_path, catalogue):
    path = tmp_path / "access.yaml"
    path.write_text(ACCESS, "utf-8")
    return AccessFile(path, catalogue)


@pytest.fixture
def file(access):
    return TokenFile.beside(access.path)


@pytest.fixture(scope="module")
def marts(catalogue, reused_store):
    return CurrentMart(catalogue, reused_store)


@pytest.fixture
def client(access, catalogue, marts):
    return client_of(Installation(catalogue, marts, access))


@pytest.fixture
def make(store, access, file):
    """Give a function that makes a feed token as its owner."""

    def make(email="xem@example.vn"):
        return create_token(store, access.rights(Person(email)), file, access, email, "feed")

    return make


def test_a_feed_token_opens_the_feeds_by_their_address(client, make):
    token = make()
    assert token.startswith(f"{PREFIX}feed_")
    for path in FEEDS:
        refused = client.get(path)
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "token_needed")
        assert "Có gì mới" in refused.json()["error"]["message"]
        assert client.get(f"{path}?token={token}").status_code == 200
        assert client.get(f"{path}?province=bac_ninh&lang=en&token={token}").status_code == 200
        assert client.get(f"{path}?token={token}x").status_code == 401
        assert client.get(f"{path}?token=").status_code == 401


def test_it_opens_nothing_else_neither_in_the_address_nor_as_bearer(client, make):
    token = make()
    for path in TABLES:
        assert client.get(f"{path}?token={token}").status_code == 401
        assert client.get(path, headers={"authorization": f"Bearer {token}"}).status_code == 401
    for path in FEEDS:
        assert client.get(path, headers={"authorization": f"Bearer {token}"}).status_code == 401


def test_a_token_of_the_api_opens_the_feeds_in_its_header_and_never_in_an_address(client, store, access, file):
    token = create_token(store, ADMINISTRATOR, file, access, "xem@example.vn")
    for path in FEEDS:
        assert client.get(path, headers={"authorization": f"Bearer {token}"}).status_code == 200
        assert client.get(f"{path}?token={token}").status_code == 401


def test_a_revoked_token_opens_nothing_and_the_others_do(client, make, store, access, file):
    one, other = make(), make()
    (first, _) = file.tokens()
    revoke_token(store, access.rights(Person("xem@example.vn")), file, first.id)
    assert client.get(f"{FEEDS[0]}?token={one}").status_code == 401
    assert client.get(f"{FEEDS[0]}?token={other}").status_code == 200


def test_whoever_has_no_role_any_more_reads_no_feed(client, make, access):
    token = make()
    assert client.get(f"{FEEDS[0]}?token={token}").status_code == 200
    access.path.write_text("grants:\n  - {email: quan-tri@example.vn, role: administrator}\n", "utf-8")
    refused = client.get(f"{FEEDS[0]}?token={token}")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "no_role")


def test_a_known_version_is_not_told_to_strangers(client, make):
    path = f"{FEEDS[0]}?token={make()}"
    etag = client.get(path).headers["etag"]
    assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    assert client.get(FEEDS[0], headers={"if-none-match": etag}).status_code == 401


def test_everybody_makes_their_own_and_administrators_those_of_others(make, store, access, file):
    own = access.rights(Person("xem@example.vn"))
    make()
    with pytest.raises(RefusedError, match="Chỉ quản trị"):
        create_token(store, own, file, access, "nop@example.vn", "feed")
    with pytest.raises(RefusedError, match="Chỉ quản trị"):
        create_token(store, own, file, access, "xem@example.vn", "api")
    stranger = access.rights(Person("la@example.vn"))
    with pytest.raises(RefusedError, match="không cấp vai trò nào"):
        create_token(store, stranger, file, access, "la@example.vn", "feed")
    create_token(store, ADMINISTRATOR, file, access, "nop@example.vn", "feed")
    assert [token.email for token in listed_tokens(own, file)] == ["xem@example.vn"]
    log = audit_log(store, ADMINISTRATOR).filter(audit_log(store, ADMINISTRATOR)["action"] == "create_token")
    assert sorted(log["allowed"]) == [False, False, False, True, True]
    assert all(detail.startswith("feed ") for detail in log.filter(log["allowed"])["detail"])


def test_no_token_stands_in_the_feed_the_file_the_audit_or_the_log(
    client, make, store, file, caplog, access, catalogue
):
    caplog.set_level(logging.DEBUG)
    token = make()
    answers = [client.get(f"{path}?province=bac_ninh&token={token}") for path in FEEDS]
    answers.append(client.get(f"{FEEDS[0]}?province=nope&token={token}"))

    class Broken:
        catalogue, access = property(lambda self: catalogue), property(lambda self: access)

        @property
        def marts(self):
            raise RuntimeError("something else")

    Broken.access = access
    answers.append(client_of(Broken()).get(f"{FEEDS[0]}?token={token}"))
    assert [answer.status_code for answer in answers] == [200, 200, 400, 500]
    secret = token.removeprefix(f"{PREFIX}feed_")
    kept = [answer.text for answer in answers] + [str(answer.headers) for answer in answers]
    kept += [file.path.read_text(), str(store.table("audit").to_dicts())]
    ours = [record.getMessage() + str(record.exc_text) for record in caplog.records if record.name.startswith("dash")]
    assert ours
    assert [text for text in kept + ours if secret in text] == []


def test_tokens_of_the_first_edition_are_of_the_api(client, file, store, access):
    token = create_token(store, ADMINISTRATOR, file, access, "xem@example.vn")
    file.path.write_text(file.path.read_text().replace(',"kind":"api"', ""), "utf-8")
    assert "kind" not in file.path.read_text()
    assert client.get(TABLES[0], headers={"authorization": f"Bearer {token}"}).status_code == 200
    assert client.get(f"{FEEDS[0]}?token={token}").status_code == 401


def test_the_command_line_makes_lists_and_revokes_them(access, location, monkeypatch, capsys, client):
    monkeypatch.setenv("DASHBOARD_ACCESS", str(access.path))
    monkeypatch.setenv("DASHBOARD_STORE", f"{location.kind}:{location.catalogue}")
    monkeypatch.setenv("DASHBOARD_FILES", location.files)

    run = partial(run_token_command, capsys)
    token = run("create", "--for", "nop@example.vn", "--kind", "feed", "--by", "nop@example.vn")
    assert client.get(f"{FEEDS[1]}?token={token}").status_code == 200
    (line,) = run("list", "--by", "nop@example.vn").splitlines()
    assert line.endswith("\t-\tfeed")
    run("revoke", line.split("\t")[0], "--by", "nop@example.vn")
    assert client.get(f"{FEEDS[1]}?token={token}").status_code == 401


def test_without_an_access_file_feeds_need_no_token_and_mind_none(catalogue, marts):
    client = client_of(Installation(catalogue, marts))
    for path in FEEDS:
        assert client.get(path).status_code == 200
        assert client.get(f"{path}?token=x").status_code == 200
