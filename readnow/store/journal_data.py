"""An entry's steps as they are stored: few bytes for many articles, read quickly.

Called by `journal`. Invariant: what is read is what was written.
"""

import zlib
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from operator import sub
from typing import Any, cast, overload

import msgspec

from readnow.model.article import ArticleId
from readnow.model.journal import Marked, MarkKind, RowChanged, Step

_NUMBER = 1
"""Where a step of marks says how many articles it has."""
_ENCODER = msgspec.msgpack.Encoder()
_DECODER: msgspec.msgpack.Decoder[list[list[Any]]] = msgspec.msgpack.Decoder(list[list[Any]])


def pack_steps(steps: Iterable[Step]) -> bytes:
    """The steps as they are stored."""
    return _ENCODER.encode([_packed(step) for step in steps])


def add_steps(data: bytes, steps: Iterable[Step]) -> bytes:
    """What is stored, with these steps behind it."""
    return _ENCODER.encode([*_DECODER.decode(data), *(_packed(step) for step in steps)])


class Steps(Sequence[Step]):
    """The steps again, each made when it is looked at: of many, a piece of work needs few."""

    def __init__(self, data: bytes) -> None:
        self._stored = _DECODER.decode(data)

    @property
    def number(self) -> int:
        """How many articles are marked in all of them."""
        return sum(step[_NUMBER] for step in self._stored if step[0] == "mark")

    def __len__(self) -> int:
        return len(self._stored)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, index: int | slice) -> Step | tuple[Step, ...]:
        if isinstance(index, slice):
            return tuple(map(_unpacked, self._stored[index]))
        return _unpacked(self._stored[index])


def _packed(step: Step) -> list[object]:
    if isinstance(step, RowChanged):
        return ["row", step.table, step.key, step.before, step.after]
    mark = [step.kind.value, step.value, step.tag_id, step.aside]
    return ["mark", step.number, *mark, _pack_ids(step.ids)]


def _unpacked(stored: Sequence[Any]) -> Step:
    if stored[0] == "row":
        _, table, key, before, after = stored
        return RowChanged(table, tuple(key), before, after)
    _, number, kind, value, tag_id, aside, ids = stored
    return Marked(MarkKind(kind), value, _unpack_ids(ids), tag_id, aside, number if aside else 0)


def _pack_ids(ids: Sequence[ArticleId]) -> bytes:
    """What lies between neighbours: mostly small, so that little is left of it."""
    in_order = sorted(ids)
    differences = array("q", map(sub, in_order, chain((0,), in_order)))
    return zlib.compress(differences.tobytes(), 1)


def _unpack_ids(stored: bytes) -> tuple[ArticleId, ...]:
    differences = array("q")
    differences.frombytes(zlib.decompress(stored))
    return cast(tuple[ArticleId, ...], tuple(accumulate(differences)))  # one by one would take far longer
