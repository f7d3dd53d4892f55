"""An entry's steps as they are stored: few bytes for many articles, read quickly.

Called by `journal`. Invariant: what is read is what was written.
"""

import zlib
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, pairwise
from typing import Any

import msgspec

from readnow.model.article import ArticleId
from readnow.model.journal import Marked, MarkKind, RowChanged, Step

_ENCODER = msgspec.msgpack.Encoder()
_DECODER: msgspec.msgpack.Decoder[list[list[Any]]] = msgspec.msgpack.Decoder(list[list[Any]])


def pack_steps(steps: Iterable[Step]) -> bytes:
    """The steps as they are stored."""
    return _ENCODER.encode([_packed(step) for step in steps])


def add_steps(data: bytes, steps: Iterable[Step]) -> bytes:
    """What is stored, with these steps behind it."""
    return _ENCODER.encode([*_DECODER.decode(data), *(_packed(step) for step in steps)])


def unpack_steps(data: bytes) -> tuple[Step, ...]:
    """The steps again."""
    return tuple(map(_unpacked, _DECODER.decode(data)))


def _packed(step: Step) -> list[object]:
    if isinstance(step, RowChanged):
        return ["row", step.table, step.key, step.before, step.after]
    mark = [step.kind.value, step.value, step.tag_id, step.aside, step.aside_size]
    return ["mark", *mark, _pack_ids(step.ids)]


def _unpacked(stored: Sequence[Any]) -> Step:
    if stored[0] == "row":
        _, table, key, before, after = stored
        return RowChanged(table, tuple(key), before, after)
    _, kind, value, tag_id, aside, aside_size, ids = stored
    return Marked(MarkKind(kind), value, _unpack_ids(ids), tag_id, aside, aside_size)


def _pack_ids(ids: Sequence[ArticleId]) -> bytes:
    """What lies between neighbours: mostly small, so that little is left of it."""
    differences = array("q", (b - a for a, b in pairwise(chain((0,), sorted(ids)))))
    return zlib.compress(differences.tobytes(), 1)


def _unpack_ids(stored: bytes) -> tuple[ArticleId, ...]:
    differences = array("q")
    differences.frombytes(zlib.decompress(stored))
    return tuple(map(ArticleId, accumulate(differences)))
