"""64-bit fingerprints of texts: those of texts that share most of what they say differ in few bits.

Called by `text.stories`, in the parser process. A shingle is a few tokens in a row, and its hash that of the
first, of the second and so on, each by another function, together; a bit of the fingerprint is what most
shingles have there. All shingles are dealt with at once, as one large number with a lane of 64 bits for each:
a twentieth of the time. Invariants: the same text has the same fingerprint in every process and for ever;
linear in time.
"""

from array import array
from collections.abc import Sequence
from hashlib import blake2b

BITS = 64
_MASK = (1 << BITS) - 1
_FUNCTIONS = 3
_MOST_WORDS = 50_000


def simhash(tokens: Sequence[str], size: int) -> int:
    """The fingerprint of tokens by shingles of `size` of them, 1 to 3; 0 where there are fewer. Signed, as
    SQLite keeps it."""
    shingles = len(tokens) - size + 1
    if shingles < 1:
        return 0
    hashes = array("Q", b"".join(map(_hashes.__getitem__, tokens)))
    mixed = 0
    for place in range(size):
        first = _FUNCTIONS * place + place
        lanes = hashes[first : first + _FUNCTIONS * shingles : _FUNCTIONS]
        mixed ^= int.from_bytes(lanes.tobytes(), "little")
    return _signed(_most(mixed, shingles) or 1)


def distance(one: int, two: int) -> int:
    """In how many bits two fingerprints differ, from 0 to 64; of unrelated texts some 32."""
    return ((one ^ two) & _MASK).bit_count()


def hashed(text: str) -> int:
    """64 bits of a text as SQLite's signed integer, never 0; the same in every process and for ever."""
    return _signed(int.from_bytes(_digest(text, BITS // 8), "big")) or 1


def _most(lanes: int, number: int) -> int:
    """A lane's bits, as most of the lanes have them. `counts` has the counts of all bits, by binary
    digits; the halves of the lanes are added, until one lane is left."""
    counts, left = [lanes], number
    while left > 1:
        left = (left + 1) // 2
        width = left * BITS
        low = (1 << width) - 1
        carry, added = 0, []
        for digit in counts:
            one, two = digit & low, digit >> width
            differ = one ^ two
            added.append(differ ^ carry)
            carry = (one & two) | (carry & differ)
        counts = [*added, carry]
    more, equal = 0, _MASK
    for place in reversed(range(len(counts))):
        digit = counts[place] & _MASK
        if number // 2 >> place & 1:
            equal &= digit
        else:
            more |= equal & digit
            equal &= ~digit
    return more


class _Hashes(dict[str, bytes]):
    """The hashes of each word, one behind the other."""

    def __missing__(self, word: str) -> bytes:
        if len(self) > _MOST_WORDS:
            self.clear()
        made = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=_FUNCTIONS * BITS // 8).digest()
        self[word] = made
        return made


_hashes = _Hashes()


def _digest(text: str, size: int) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()


def _signed(value: int) -> int:
    return value - (1 << BITS) if value >> (BITS - 1) else value
