"""Undoing a body's content encodings, never beyond a limit: a bomb of 2 GiB costs what the limit costs.

Used by `fetch`, chunk by chunk; how a body is cut into chunks changes nothing. Invariant: no step makes more
than a mebibyte, and `feed` raises before more than the limit has been taken or made.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from readnow.text.deflate import DeflateError, Inflater, deflate_inflater, gzip_inflater

ACCEPT_ENCODING = "gzip, deflate, br"

_STEP = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"
_MOST_ENCODINGS = 3


class BodyTooLargeError(Exception):
    """The decoded body passes the limit."""


class BodyDamagedError(Exception):
    """The body cannot be decoded; the text says how it was to be."""


class _Decoder(Protocol):
    def decode(self, data: bytes) -> Iterator[bytes]:
        """What the data brings, in steps."""
        ...

    def finish(self) -> bytes:
        """What is left at the end. Raises `BodyDamagedError` where the end is missing."""
        ...


class BodyDecoder:
    """Takes a body as it comes from the network and keeps it decoded, up to `limit` bytes."""

    def __init__(self, content_encoding: str, limit: int) -> None:
        self._limit = limit
        self._decoders = _decoders(content_encoding)
        self._parts: list[bytes] = []
        self._taken = 0
        self._size = 0

    def feed(self, data: bytes) -> None:
        """Take the next chunk. Raises `BodyTooLargeError`, `BodyDamagedError`."""
        self._taken += len(data)
        if self._taken > self._limit:  # packed things without end may come to nothing
            raise BodyTooLargeError
        self._pass(data, self._decoders)

    def finish(self) -> bytes:
        """The whole body. Raises as `feed` does."""
        for position, decoder in enumerate(self._decoders):
            self._pass(decoder.finish(), self._decoders[position + 1 :])
        return b"".join(self._parts)

    def _pass(self, data: bytes, decoders: Sequence[_Decoder]) -> None:
        if not decoders:
            self._size += len(data)
            if self._size > self._limit:
                raise BodyTooLargeError
            self._parts.append(data)
            return
        for part in decoders[0].decode(data):
            self._pass(part, decoders[1:])


def _decoders(content_encoding: str) -> list[_Decoder]:
    """Decoders for a Content-Encoding header, the last applied encoding first (RFC 9110, 8.4)."""
    names = [name.strip().lower() for name in content_encoding.split(",")]
    found: list[_Decoder] = []
    for name in reversed([name for name in names if name not in ("", "identity")]):
        if name in ("gzip", "x-gzip"):
            found.append(_Zlib(gzip=True))
        elif name == "deflate":
            found.append(_Zlib(gzip=False))
        elif name == "br":
            found.append(_Brotli())
        else:
            raise BodyDamagedError(f"sent in an encoding that was not asked for ({name[:20]})")
    if len(found) > _MOST_ENCODINGS:
        raise BodyDamagedError("packed too many times over")
    return found


class _Zlib:
    """gzip, and deflate with or without its header. A body that only claims to be packed passes as it is."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._head = b""
        self._engine: Inflater | None = None
        self._plain = False
        self._padding = False

    def decode(self, data: bytes) -> Iterator[bytes]:
        if self._engine is None and not self._plain:
            self._head += data
            if len(self._head) < 2:
                return
            data, self._head = self._head, b""
            self._begin(data)
        if self._plain:
            yield data
        else:
            yield from self._inflate(data)

    def finish(self) -> bytes:
        if self._engine is not None and not self._engine.eof:
            raise BodyDamagedError("cut off before its end")
        return b"" if self._engine is not None else self._head

    def _begin(self, data: bytes) -> None:
        if self._gzip:
            self._plain = not data.startswith(_GZIP_MAGIC)
            self._engine = None if self._plain else gzip_inflater()
        else:
            has_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._engine = deflate_inflater(header=has_header)

    def _inflate(self, data: bytes) -> Iterator[bytes]:
        assert self._engine is not None
        try:
            while data or not self._engine.eof:
                if self._engine.eof:
                    data = self._after_the_end(data)
                    continue
                made = self._engine.decompress(data, _STEP)
                if made:
                    yield made
                data = self._engine.unused_data or self._engine.unconsumed_tail
                if not data and len(made) < _STEP:
                    return  # a full step may have left something to come, even where all data was taken
        except DeflateError as err:
            raise BodyDamagedError("packed in a way that cannot be read") from err

    def _after_the_end(self, data: bytes) -> bytes:
        """What to go on with: a gzip file right behind another belongs to the body, padding is nobody's."""
        head = self._head + data
        self._padding = self._padding or not self._gzip or not _GZIP_MAGIC.startswith(head[:2])
        self._head = b"" if self._padding or len(head) > 1 else head
        if self._padding or self._head:
            return b""
        self._engine = gzip_inflater()
        return head


class _Brotli:
    def __init__(self) -> None:
        import brotli  # only where a server chose it

        self._engine = brotli.Decompressor()
        self._error: type[Exception] = brotli.error

    def decode(self, data: bytes) -> Iterator[bytes]:
        try:
            # A step may make up to twice its limit, and may leave something to come where all data was taken.
            made = self._engine.process(data, output_buffer_limit=_STEP // 2)
            while made:
                yield made
                made = self._engine.process(b"", output_buffer_limit=_STEP // 2)
        except self._error as err:
            raise BodyDamagedError("packed in a way that cannot be read") from err

    def finish(self) -> bytes:
        if not self._engine.is_finished():
            raise BodyDamagedError("cut off before its end")
        return b""
