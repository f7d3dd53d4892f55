"""Fingerprints: what most shingles have in a bit, whichever way it is counted."""

from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text.simhash import distance, hashed, simhash


def slowly(tokens: list[str], size: int) -> int:
    """The same, one shingle and one bit after the other."""
    parts = [blake2b(t.encode("utf-8", "surrogatepass"), digest_size=24).digest() for t in tokens]
    shingles = []
    for start in range(len(tokens) - size + 1):
        value = 0
        for place in range(size):
            value ^= int.from_bytes(parts[start + place][8 * place : 8 * place + 8], "little")
        shingles.append(value)
    if not shingles:
        return 0
    found = sum(1 << bit for bit in range(64) if 2 * sum(s >> bit & 1 for s in shingles) > len(shingles)) or 1
    return found - (1 << 64) if found >> 63 else found


@given(st.lists(st.sampled_from("abcdefghij") | st.text(max_size=3), max_size=40), st.integers(1, 3))
def test_it_is_the_majority_of_shingles(tokens: list[str], size: int) -> None:
    assert simhash(tokens, size) == slowly(tokens, size)


def test_alike_is_near_and_unlike_is_far() -> None:
    words = [f"w{n}" for n in range(300)]
    changed = [*words[:100], "other", *words[101:], "footer", "behind"]
    assert distance(simhash(words, 2), simhash(changed, 2)) <= 6
    assert distance(simhash(words, 2), simhash([f"v{n}" for n in range(300)], 2)) >= 16


def test_it_stays_the_same_for_ever() -> None:
    assert simhash(["low", "tide", "at", "noon"], 2) == 7066993429634527665
    assert hashed("low tide") == -8821525659002306137


@pytest.mark.parametrize("text", ["", "a", "\ud800"])
def test_a_hash_is_never_zero_and_fits_sqlite(text: str) -> None:
    assert hashed(text) != 0
    assert -(1 << 63) <= hashed(text) < 1 << 63


@given(st.integers(-(1 << 63), (1 << 63) - 1), st.integers(-(1 << 63), (1 << 63) - 1))
def test_distance(one: int, two: int) -> None:
    assert distance(one, two) == distance(two, one) <= 64
    assert (distance(one, two) == 0) == (one == two)
