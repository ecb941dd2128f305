"""People and figures for the tests of the review, shared with the processes those tests start."""

from functools import cache

from dashboard import workflow
from dashboard.access import Grant, Person, Rights
from dashboard.reference.files import load_catalogue
from dashboard.workflow import Handover
from tests.conftest import observations

KEY = ("bac_ninh", "trained_labour", "total")
OFFICE = ("bac_ninh", "statistics_office")


def rights(email, *grants, author_may_approve=False):
    held = tuple(Grant(email=email, **grant) for grant in grants)
    return Rights(Person(email), held, author_may_approve)


def submitter(email="nop@example.vn", provinces=("bac_ninh",), agencies=("statistics_office",)):
    return rights(email, {"role": "submitter", "provinces": provinces, "agencies": agencies})


def reviewer(email="duyet@example.vn", provinces=("bac_ninh",)):
    return rights(email, {"role": "reviewer", "provinces": provinces})


def leader(email="lanh-dao@example.vn", provinces=("bac_ninh",)):
    return rights(email, {"role": "leader", "provinces": provinces})


ADMINISTRATOR = rights("quantri@example.vn", {"role": "administrator"})
SUBMITTER, REVIEWER = submitter(), reviewer()


def handover(values, **changes):
    """Return the office's figures of one indicator, a value a year; None is not available."""
    given = {
        "observations": observations([(*KEY, year, value) for year, value in values.items()]),
        "province": OFFICE[0],
        "agency": OFFICE[1],
        "year": max(values, default=2024),
        "file_name": "số liệu.csv",
        "content": repr(values).encode(),
        **changes,
    }
    return Handover(**given)


def submit(store, values, *, by=SUBMITTER, catalogue=None, **changes):
    return workflow.submit(store, by, catalogue or _catalogue(), handover(values, **changes))


_catalogue = cache(load_catalogue)
