"""The day on which checks are made."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Return the day to measure ages of checked dates by.

    It is the day in UTC, or the day named by the environment variable `TODAY` (YYYY-MM-DD), with which an
    old state of the site can be built again long after its help lines went out of date.

    Raises:
        ValueError: if `TODAY` is set and is not a date of that form.
    """
    named = os.environ.get("TODAY")
    return date.fromisoformat(named) if named else datetime.now(UTC).date()
