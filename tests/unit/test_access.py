"""Who may do what: the access file, the rights it gives, and what happens when it changes."""

import logging
import os
import re

import pytest

from dashboard.access import LOCAL, ROLE_WORDS, AccessFile, Grant, Person, local_rights, read_access, rights_of
from dashboard.reference.files import PROJECT
from dashboard.settings import access_path, author_may_approve
from dashboard.words.messages import ProblemsError
from dashboard.words.translations import translator

GOOD = """
grants:
  - {email: Nop@Example.vn, role: submitter, provinces: [bac_ninh], agencies: [statistics_office]}
  - {email: nop@example.vn, role: submitter, provinces: [bac_giang], agencies: all}
  - {group: duyet, role: reviewer, provinces: [bac_ninh]}
  - {group: duyet-tat-ca, role: reviewer, provinces: all}
  - {email: chu-tich@example.vn, role: leader, provinces: [bac_ninh]}
  - {email: quantri@example.vn, role: administrator}
  - {email: xem@example.vn, role: viewer}
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "access.yaml"


@pytest.fixture
def rights(path, catalogue):
    path.write_text(GOOD, "utf-8")
    access = AccessFile(path, catalogue)

    def rights(email="", *groups):
        return access.rights(Person(email, groups=frozenset(groups)))

    return rights


def problems(path, catalogue, text):
    path.write_text(text, "utf-8")
    with pytest.raises(ProblemsError) as error:
        read_access(path, catalogue)
    return [problem.tell().removeprefix(f"{path}:") for problem in error.value.problems]


# ---- what a person may do ----------------------------------------------------------------------


def test_submitters_hand_in_for_their_provinces_and_agencies_only(rights):
    mine = rights("nop@example.vn")
    assert mine.roles == ("submitter",)
    assert mine.may_submit("bac_ninh", "statistics_office")
    assert not mine.may_submit("bac_ninh", "health_department")
    assert not mine.may_submit("bac_ninh", None)  # the whole province is more than one agency
    assert mine.may_submit("bac_giang", "health_department")
    assert mine.may_submit("bac_giang", None)
    assert not mine.may_submit("tuyen_quang", "statistics_office")
    assert not mine.may_submit(None, None)
    assert not mine.may_review("bac_ninh")
    assert not mine.is_administrator


def test_an_address_counts_without_case_and_spaces_around(rights):
    assert rights(" NOP@example.VN ").may_submit("bac_ninh", "statistics_office")


def test_reviewers_come_by_group(rights):
    mine = rights("ai@example.vn", "duyet", "khac")
    assert mine.may_review("bac_ninh")
    assert not mine.may_review("bac_giang")
    assert not mine.may_review(None)
    assert rights("ai@example.vn", "duyet-tat-ca").may_review(None)
    assert not mine.may_submit("bac_ninh", "statistics_office")
    assert mine.may_read("bac_ninh", "health_department")
    assert not mine.may_read("bac_giang", "health_department")


def test_leaders_lead_their_provinces_and_neither_hand_in_nor_review(rights):
    mine = rights("Chu-Tich@example.vn")
    assert (mine.roles, mine.may_view) == (("leader",), True)
    assert mine.may_lead("bac_ninh")
    assert not mine.may_lead("bac_giang")
    assert not mine.may_lead(None)
    assert not mine.may_submit("bac_ninh", "statistics_office")
    assert not mine.may_review("bac_ninh")
    assert not rights("ai@example.vn", "duyet-tat-ca").may_lead("bac_ninh")


@pytest.mark.parametrize(
    ("grant", "told"),
    [
        ("{email: a@example.vn, role: leader}", "cần provinces"),
        ("{email: a@example.vn, role: leader, provinces: [bac_ninh], agencies: all}", "cần agencies"),
        ("{role: leader, provinces: all}", "phải nêu email hoặc group"),
        ("{email: a@example.vn, role: boss}", "có: viewer, submitter, reviewer, leader, administrator"),
    ],
)
def test_a_grant_that_does_not_fit_is_told_in_the_readers_language(path, catalogue, grant, told):
    text = f"grants:\n  - {grant}\n"
    (line,) = problems(path, catalogue, text)
    assert told in line
    with pytest.raises(ProblemsError) as error:
        read_access(path, catalogue)
    (english,) = error.value.tell(translator("en")).splitlines()[1:]
    assert not re.search("[ăâđêôơư]", english.split(" (written: ")[0], re.IGNORECASE)


def test_every_role_is_named_where_a_wrong_one_is_told(path, catalogue):
    (line,) = problems(path, catalogue, "grants:\n  - {email: a@example.vn, role: boss}\n")
    assert all(role in line for role in ROLE_WORDS)


def test_viewers_and_administrators_neither_hand_in_nor_decide(rights):
    for email, sees_everything in (("xem@example.vn", False), ("quantri@example.vn", True)):
        mine = rights(email)
        assert mine.may_view
        assert not mine.may_submit("bac_ninh", "statistics_office")
        assert not mine.may_review("bac_ninh")
        assert (mine.is_administrator, mine.may_read("bac_ninh", None)) == (sees_everything, sees_everything)


def test_nobody_without_a_grant_may_anything(rights):
    for stranger in (rights("la@example.vn"), rights(""), rights("", "xem@example.vn")):
        assert not stranger.may_view
        assert stranger.roles == ()
        assert not stranger.may_read("bac_ninh", "statistics_office")


def test_the_scopes_to_submit_are_those_a_plan_in_force_names(rights, catalogue):
    scopes = rights("nop@example.vn").scopes_to_submit(catalogue)
    assert ("bac_ninh", "statistics_office") in scopes
    assert {province for province, _ in scopes} == {"bac_ninh", "bac_giang"}
    assert [agency for province, agency in scopes if province == "bac_ninh"] == ["statistics_office"]
    assert rights("xem@example.vn").scopes_to_submit(catalogue) == []


def test_the_local_user_may_everything_but_approve_their_own():
    for mine in (local_rights(), rights_of(LOCAL, None)):
        assert mine.roles == ("viewer", "submitter", "reviewer", "leader", "administrator")
        assert mine.is_local
        assert mine.may_submit(None, None)
        assert mine.may_review(None)
        assert mine.may_lead(None)
        assert not mine.author_may_approve
    assert rights_of(LOCAL, None, author_may_approve=True).author_may_approve


# ---- the file ----------------------------------------------------------------------------------


def test_the_example_is_a_good_file(catalogue):
    access = read_access(PROJECT / "docs" / "access.example.yaml", catalogue)
    assert {grant.role for grant in access.grants} == {"viewer", "submitter", "reviewer", "leader", "administrator"}
    assert not access.author_may_approve


def test_every_mistake_is_told_with_its_line(path, catalogue):
    told = problems(
        path,
        catalogue,
        "author_may_approve: perhaps\n"
        "grants:\n"
        "  - {email: nop, role: king}\n"
        "  - {email: a@example.vn, role: submitter, provinces: [bac_ninh]}\n"
        "  - {email: a@example.vn, role: reviewer, provinces: [bac_ninh,\n"
        "      hue]}\n"
        "  - {email: a@example.vn, group: x, role: viewer}\n"
        "  - {role: viewer}\n"
        "  - {email: a@example.vn, role: administrator, provinces: all}\n"
        "  - {email: a@example.vn, role: submitter, provinces: none, agencies: [y_te]}\n"
        "  - {email: a@example.vn, role: viewer, note: x}\n"
        "granted: []\n"
        "grants: []\n",
    )
    assert any("“grants” viết hai lần" in line for line in told)
    told = problems(path, catalogue, path.read_text("utf-8").removesuffix("grants: []\n"))
    lines = [(line.split(": ")[0], line.split(": ")[1]) for line in told]
    assert sorted(lines) == [
        ("1", "author_may_approve"),
        ("10", "grants.6.agencies"),
        ("10", "grants.6.provinces"),
        ("11", "grants.7.note"),
        ("12", "granted"),
        ("3", "grants.0.email"),
        ("3", "grants.0.role"),
        ("4", "grants.1"),
        ("6", "grants.2.provinces"),
        ("7", "grants.3"),
        ("8", "grants.4"),
        ("9", "grants.5"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "grants"),
        ("grants: []\n", "grants"),
        ("- a\n", "grants"),
        ("grants: {\n", "Sai cú pháp YAML"),
        ("author_may_approve: true\n", "grants"),
    ],
)
def test_a_file_that_grants_nothing_is_a_mistake(path, catalogue, text, told):
    assert any(told in line for line in problems(path, catalogue, text))


def test_a_missing_file_and_one_in_another_encoding_are_told(path, catalogue):
    with pytest.raises(ProblemsError, match="Không có tệp phân quyền này"):
        AccessFile(path, catalogue)
    path.write_bytes("grants: # Bắc Ninh".encode("utf-16"))
    with pytest.raises(ProblemsError, match="Không đọc được tệp"):
        AccessFile(path, catalogue)


# ---- changes -----------------------------------------------------------------------------------


def test_a_changed_file_counts_at_once_and_a_broken_one_leaves_the_last_good_in_force(path, catalogue, caplog):
    caplog.set_level(logging.INFO)
    path.write_text(GOOD, "utf-8")
    access = AccessFile(path, catalogue)
    viewer = Person("xem@example.vn")
    assert access.rights(viewer).roles == ("viewer",)

    def write(text, moment):
        path.write_text(text, "utf-8")
        os.utime(path, (moment, moment))

    write(GOOD.replace("xem@example.vn, role: viewer", "xem@example.vn, role: administrator"), 1_000)
    assert access.rights(viewer).roles == ("administrator",)
    write("grants: [", 2_000)
    assert access.rights(viewer).roles == ("administrator",)
    assert access.rights(viewer).roles == ("administrator",)
    assert [record.levelname for record in caplog.records] == ["INFO", "ERROR"]  # told once
    assert "access.yaml:2:" in caplog.records[1].getMessage()
    path.unlink()
    assert access.rights(viewer).roles == ("administrator",)
    write("author_may_approve: true\n" + GOOD, 3_000)
    assert access.rights(viewer).roles == ("viewer",)
    assert access.rights(viewer).author_may_approve


def test_where_the_file_lies_and_the_local_setting_come_from_the_environment(tmp_path):
    assert access_path({}) is None
    assert access_path({"DASHBOARD_ACCESS": f"{tmp_path}/a.yaml"}) == tmp_path / "a.yaml"
    assert (author_may_approve({}), author_may_approve({"DASHBOARD_AUTHOR_MAY_APPROVE": "True"})) == (False, True)


def test_a_grant_never_changes():
    grant = Grant(email="a@example.vn", role="viewer")
    with pytest.raises(ValueError, match="frozen"):
        grant.role = "administrator"
