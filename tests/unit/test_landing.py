"""Where people land: by their role, or where they chose."""

import pytest

from dashboard.access import Grant, Person, Rights, local_rights
from dashboard.ui.frame.landing import Landing, landing_of
from dashboard.workflow.choices import Choices, View

EMAIL = "ai@example.vn"


def rights(*grants):
    return Rights(Person(EMAIL), tuple(Grant(email=EMAIL, **grant) for grant in grants))


VIEWER = {"role": "viewer"}
DIRECTOR = VIEWER | {"provinces": ("bac_ninh",), "agencies": ("health_department",)}
SUBMITTER = {"role": "submitter", "provinces": ("bac_ninh",), "agencies": ("statistics_office",)}
REVIEWER = {"role": "reviewer", "provinces": "all"}
LEADER = {"role": "leader", "provinces": ("bac_ninh",)}
OF_AGENCY = Landing("co-quan", {"id": ["health_department"], "province": ["bac_ninh"]})
OVERVIEW = Landing("tong-quan", {})


@pytest.mark.parametrize(
    ("grants", "landing"),
    [
        ([VIEWER], OVERVIEW),
        ([DIRECTOR], OF_AGENCY),
        ([SUBMITTER], Landing("nop-so-lieu", {})),
        ([SUBMITTER, DIRECTOR], OF_AGENCY),
        ([REVIEWER], Landing("duyet", {})),
        ([REVIEWER, SUBMITTER], Landing("nop-so-lieu", {})),
        ([LEADER], Landing("tong-quan", {"province": ["bac_ninh"]})),
        ([LEADER, DIRECTOR], Landing("tong-quan", {"province": ["bac_ninh"]})),
        ([{"role": "leader", "provinces": "all"}], OVERVIEW),
        ([{"role": "administrator"}], OVERVIEW),
    ],
)
def test_by_role(catalogue, grants, landing):
    assert landing_of(rights(*grants), Choices(), catalogue) == landing


def test_whoever_works_at_the_machine_itself_begins_with_the_overview(catalogue):
    assert landing_of(local_rights(), Choices(), catalogue) == OVERVIEW


def test_what_was_chosen_goes_before_the_role(catalogue):
    view = View("a", "Họp", "y-te", {"year": ["2024"]})
    assert landing_of(rights(LEADER), Choices("bao-cao-tien-do"), catalogue) == Landing("bao-cao-tien-do", {})
    assert landing_of(rights(LEADER), Choices("tong-quan"), catalogue) == OVERVIEW
    assert landing_of(rights(LEADER, DIRECTOR), Choices("co-quan"), catalogue) == OF_AGENCY
    assert landing_of(rights(LEADER), Choices("view:a", (view,)), catalogue) == Landing("y-te", {"year": ["2024"]})
    gone = landing_of(rights(SUBMITTER), Choices("view:a", ()), catalogue)
    assert gone == Landing("nop-so-lieu", {})  # the view was removed: the role says it again
