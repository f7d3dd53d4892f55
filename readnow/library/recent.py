"""What was used last, up to so many bytes. Used by `pictures`.

Invariant: what is kept never exceeds the bound; what was asked for longest ago goes first.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by key; `size_of` says how many bytes one takes, `most` how many all may take."""

    def __init__(self, most: int, size_of: Callable[[V], int]) -> None:
        self._most = most
        self._size_of = size_of
        self._values: dict[K, V] = {}
        self._bytes = 0

    def get(self, key: K) -> V | None:
        """The value, which is then the last one to go; None where it is not kept."""
        value = self._values.pop(key, None)
        if value is not None:
            self._values[key] = value
        return value

    def put(self, key: K, value: V) -> None:
        """Keep a value, unless it is beyond the bound by itself; others may have to go."""
        before, size = self._values.pop(key, None), self._size_of(value)
        if before is not None:
            self._bytes -= self._size_of(before)
        if size > self._most:
            return
        self._values[key] = value
        self._bytes += size
        while self._bytes > self._most:
            oldest = next(iter(self._values))
            self._bytes -= self._size_of(self._values.pop(oldest))
