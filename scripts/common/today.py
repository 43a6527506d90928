"""The day on which checks are made."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta, timezone

# Where each day begins first: a keeper anywhere on earth who writes their own date never writes tomorrow's.
_FIRST_ZONE = timezone(timedelta(hours=14))


def today() -> date:
    """Return the day to measure ages of checked dates by.

    It is the latest day that has begun anywhere on earth, or the day that the environment variable `TODAY` names
    (YYYY-MM-DD), with which an old state of the site can be built again long after its help lines went out of date.

    Raises:
        ValueError: if `TODAY` is set and is not a date of that form.
    """
    named = os.environ.get("TODAY")
    return date.fromisoformat(named) if named else datetime.now(_FIRST_ZONE).date()
