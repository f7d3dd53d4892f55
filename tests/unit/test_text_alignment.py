"""The common parts of two sequences."""

import time

import pytest

from readnow.text.alignment import Budget, Match, align

PLENTY = 10**7


def test_nothing_and_everything_in_common() -> None:
    assert align("", "abc", Budget(PLENTY)) == []
    assert align("abc", "xyz", Budget(PLENTY)) == []
    assert align("abc", "abc", Budget(PLENTY)) == [Match(0, 0, 3)]


def test_what_occurs_once_leads() -> None:
    assert align("axbxc", "axxbc", Budget(PLENTY)) == [Match(0, 0, 2), Match(2, 3, 1), Match(4, 4, 1)]


def test_without_landmarks_the_fewest_edits() -> None:
    assert sum(match.length for match in align("xyxyxx", "yxyxyy", Budget(PLENTY))) == 4


def test_without_a_budget_only_the_ends_are_compared() -> None:
    assert align("abcde", "abxde", Budget(0)) == [Match(0, 0, 2), Match(3, 3, 2)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a" * 100_000, "ab" * 50_000),
        ("ab" * 50_000, "ba" * 50_000),
        ([*range(100_000)], [*range(100_000, 0, -1)]),
        ([n % 300 for n in range(100_000)], [n * 7 % 299 for n in range(100_000)]),
    ],
)
def test_time_is_bounded(old: str | list[int], new: str | list[int]) -> None:
    began = time.process_time()
    align(old, new, Budget(1_000_000))
    assert time.process_time() - began < 5
