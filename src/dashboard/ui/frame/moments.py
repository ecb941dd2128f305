"""Moments of the store, which are UTC, as people in Việt Nam read them."""

import datetime as dt

from dashboard.notation import NO_VALUE, date
from dashboard.store.schema import VIETNAM


def moment(at: dt.datetime | None, language: str) -> str:
    """Return day and time of day in Việt Nam: ``31/7/2026 14:05``; a dash for None."""
    if at is None:
        return NO_VALUE
    local = at.replace(tzinfo=dt.UTC).astimezone(VIETNAM)
    return f"{date(local.date(), language=language)} {local:%H:%M}"
