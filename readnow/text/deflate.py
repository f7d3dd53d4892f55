"""Packing and unpacking of bytes (zlib and gzip formats, RFC 1950 and 1952), by ISA-L where it is installed.

The one file that knows which library does it. Called by `text.packed` for what is stored and by
`feeds.decoding` for what servers send. Invariant: what either library packs, the other unpacks.
"""

import zlib
from typing import Any, Protocol

engine: Any
try:
    from isal import isal_zlib as engine

    DeflateError: tuple[type[Exception], ...] = (zlib.error, engine.error)
    _LEVEL = 2
except ImportError:  # there is none for every processor
    engine, DeflateError, _LEVEL = zlib, (zlib.error,), 3
"""The levels halve a text; higher ones save little more, of either library. ISA-L takes a fifth of the time
to pack, and half of it to unpack."""

_GZIP = 16 + zlib.MAX_WBITS


class Inflater(Protocol):
    """Unpacks a stream piece by piece, as `zlib.decompressobj` does."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """At most so many bytes. Raises one of `DeflateError`."""
        ...


def compress(data: bytes) -> bytes:
    """Packed, with the header and the check of RFC 1950."""
    packed: bytes = engine.compress(data, _LEVEL)
    return packed


def decompress(data: bytes) -> bytes:
    """What was packed by `compress`. Raises one of `DeflateError`."""
    plain: bytes = engine.decompress(data)
    return plain


def gzip_inflater() -> Inflater:
    """For a gzip stream (RFC 1952)."""
    inflater: Inflater = engine.decompressobj(_GZIP)
    return inflater


def deflate_inflater(*, header: bool) -> Inflater:
    """For a deflate stream, with the header of RFC 1950 or bare (RFC 1951)."""
    inflater: Inflater = engine.decompressobj(zlib.MAX_WBITS if header else -zlib.MAX_WBITS)
    return inflater
