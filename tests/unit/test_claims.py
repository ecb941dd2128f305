"""Whom the claims of a sign-in make of a visitor, and which claims make nobody."""

import pytest

from dashboard.ui.frame.claims import EXPIRED, NO_EMAIL, NOBODY, UNVERIFIED, end, visitor_of

NOW = 1_800_000_000.0
CLAIMS = {
    "is_logged_in": True,
    "iss": "https://sso.example.vn",
    "sub": "1",
    "nonce": "a",
    "iat": NOW - 60,
    "email": "duyet@example.vn",
    "email_verified": True,
    "name": "Người duyệt",
    "groups": ["phong-tong-hop", "quan-tri"],
}


def test_the_claims_of_a_good_sign_in_make_a_person():
    person = visitor_of(CLAIMS, now=NOW).person
    assert (person.email, person.name) == ("duyet@example.vn", "Người duyệt")
    assert person.groups == {"phong-tong-hop", "quan-tri"}


@pytest.mark.parametrize("claims", [{}, {"is_logged_in": False}, {**CLAIMS, "is_logged_in": "true"}])
def test_without_a_sign_in_there_is_nobody_and_nothing_to_tell(claims: dict[str, object]):
    visitor = visitor_of(claims, now=NOW)
    assert visitor.person is NOBODY
    assert visitor.refusal == ""


@pytest.mark.parametrize("email", [None, "", "  "])
def test_without_an_address_there_is_nobody(email: str | None):
    visitor = visitor_of({**CLAIMS, "email": email}, now=NOW)
    assert (visitor.person, visitor.refusal) == (NOBODY, NO_EMAIL)


@pytest.mark.parametrize("said", [False, "false", "False", 0, "0", "", "no", [], {}])
@pytest.mark.parametrize("claim", ["email_verified", "xms_edov"])
def test_an_address_said_to_be_unverified_is_nobodys(claim: str, said: object):
    visitor = visitor_of({**CLAIMS, claim: said}, now=NOW)
    assert (visitor.person, visitor.refusal, visitor.email) == (NOBODY, UNVERIFIED, "duyet@example.vn")


@pytest.mark.parametrize("said", [True, "true", "True", 1, "1", None])
def test_a_provider_may_say_yes_in_several_ways_or_nothing(said: object):
    assert visitor_of({**CLAIMS, "email_verified": said}, now=NOW).person.email == "duyet@example.vn"


@pytest.mark.parametrize(("hours", "counts"), [(0, True), (11.99, True), (12, False), (13, False)])
def test_a_sign_in_counts_for_twelve_hours(hours: float, counts: bool):
    visitor = visitor_of({**CLAIMS, "iat": NOW - hours * 3600}, now=NOW)
    assert (visitor.person is not NOBODY) == counts
    assert (visitor.refusal == EXPIRED) != counts


@pytest.mark.parametrize("made", [None, "yesterday", "1799999999", [], float("nan")])
def test_a_sign_in_that_does_not_say_when_it_was_made_has_expired(made: object):
    assert visitor_of({**CLAIMS, "iat": made}, now=NOW).refusal == EXPIRED


def test_the_hours_are_a_setting(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DASHBOARD_SIGN_IN_HOURS", "1")
    assert visitor_of({**CLAIMS, "iat": NOW - 3601}, now=NOW).refusal == EXPIRED
    assert visitor_of({**CLAIMS, "iat": NOW - 3599}, now=NOW).refusal == ""


@pytest.mark.parametrize(
    ("groups", "read"), [(None, set()), ("quan-tri", {"quan-tri"}), ([], set()), (["a", 7], {"a", "7"})]
)
def test_groups_may_be_a_list_or_one_name(groups: object, read: set[str]):
    assert visitor_of({**CLAIMS, "groups": groups}, now=NOW).person.groups == read


def test_the_claim_of_the_groups_is_a_setting(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DASHBOARD_GROUPS_CLAIM", "roles")
    assert visitor_of({**CLAIMS, "roles": ["quan-tri"]}, now=NOW).person.groups == {"quan-tri"}


def test_what_was_signed_out_of_counts_no_longer_and_the_next_sign_in_does():
    mine = {**CLAIMS, "nonce": "this test's"}
    assert visitor_of(mine, now=NOW).person is not NOBODY
    end(mine)
    assert visitor_of(mine, now=NOW).person is NOBODY
    assert visitor_of({**mine, "nonce": "the next"}, now=NOW).person is not NOBODY
