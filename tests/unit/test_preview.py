"""How often a feed is written to, by dates as feeds have them."""

import pytest

from readnow.library.preview import posts_a_week

NOW = 1_764_000_000
DAY = 24 * 3600


def days_ago(*days: float) -> list[int]:
    return [int(NOW - day * DAY) for day in days]


@pytest.mark.parametrize(
    ("dates", "rate"),
    [
        ([], None),
        (days_ago(3), None),
        (days_ago(1, 1, 1, 1, 1, 1), None),
        ([0, -5, NOW + 5 * DAY], None),
        (days_ago(*range(15)), 7),
        (days_ago(*range(0, 71, 7)), 1),
        (days_ago(30, 60, 90, 120, 150, 180), 4 * 7 / 150),
        (days_ago(14, 28), 0.25),
        (days_ago(*(n / 24 for n in range(1, 21))), 19 * 7),
        ([*days_ago(*range(15)), *days_ago(9000)], 7),
        ([*days_ago(*range(15)), NOW + 900 * DAY, 0], 7),
        (days_ago(*range(15), *range(100, 4000)), 7),
        (days_ago(*(4000 + n for n in range(10))), 4 * 7 / 4004),
    ],
)
def test_posts_a_week(dates: list[int], rate: float | None) -> None:
    assert posts_a_week(dates, NOW) == (None if rate is None else pytest.approx(rate, rel=0.01))
    assert posts_a_week(dates[::-1], NOW) == posts_a_week(dates, NOW)
