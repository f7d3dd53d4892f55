"""Ages: short ones fit their column whatever the time is, and say what a reader expects."""

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text.cells import cell_width
from readnow.views.age import ahead, day, long_age, moment, short_age, short_day
from tests.support.panes import NOW

MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.mark.parametrize(
    ("seconds", "short", "long"),
    [
        (-10 * DAY, "now", "now"),
        (59, "now", "now"),
        (MINUTE, "1 m", "1 m"),
        (HOUR - 1, "59 m", "59 m"),
        (2 * HOUR, "2 h", "2 h"),
        (14 * HOUR, "14 h", "14 h"),
        (15 * HOUR, "Sun", "yesterday"),
        (2 * DAY, "Sat", "Sat"),
        (6 * DAY, "Tue", "Tue"),
        (7 * DAY, "7 d", "17 Nov"),
        (27 * DAY, "27 d", "28 Oct"),
        (28 * DAY, "Oct", "27 Oct"),
        (300 * DAY, "Jan", "28 Jan"),
        (360 * DAY, "2024", "29 Nov 2024"),
    ],
)
def test_an_age_is_said_as_people_say_it(seconds: int, short: str, long: str) -> None:
    assert (short_age(NOW - seconds, NOW), long_age(NOW - seconds, NOW)) == (short, long)


def test_an_hour_before_midnight_is_not_yet_yesterday() -> None:
    after_midnight = NOW - 14 * HOUR - 30 * MINUTE + 20 * MINUTE
    assert short_age(after_midnight - HOUR, after_midnight) == "1 h"


def test_days_are_those_of_the_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    at = NOW - 15 * HOUR  # 23:30 UTC of the day before
    monkeypatch.setitem(os.environ, "TZ", "UTC-3")
    time.tzset()
    assert long_age(at, NOW) == "15 h"


@pytest.mark.parametrize(
    ("seconds", "moments", "days", "aheads"),
    [
        (-HOUR, "13:30", "today", "now"),
        (-15 * HOUR, "23 Nov", "yesterday", "now"),
        (-400 * DAY, "20 Oct 2024", "20 Oct 2024", "now"),
        (HOUR, "15:30", "today", "15:30"),
        (12 * HOUR, "25 Nov", "25 Nov", "tomorrow"),
        (9 * DAY, "3 Dec", "3 Dec", "3 Dec"),
        (400 * DAY, "29 Dec 2026", "29 Dec 2026", "29 Dec 2026"),
        (1 << 60, "unknown date", "unknown date", "unknown date"),
    ],
)
def test_moments_past_and_to_come(seconds: int, moments: str, days: str, aheads: str) -> None:
    at = NOW + seconds
    assert (moment(at, NOW), day(at, NOW), ahead(at, NOW)) == (moments, days, aheads)


def test_a_day_in_a_column() -> None:
    assert [short_day(NOW - days * DAY, NOW) for days in (0, 1, 9, 400)] == [
        "today",
        "yesterday",
        "15 Nov",
        "Oct 2024",
    ]


@given(st.integers(-(10**18), 10**18), st.floats(0, 1e11))
def test_a_short_age_has_at_most_four_cells(at: int, now: float) -> None:
    assert 1 <= cell_width(short_age(at, now)) <= 4
    assert long_age(at, now)
