"""Content encodings: however a body is cut, the same comes out, and a bomb costs what the limit costs (4.2 rows 8 to 10)."""

import functools
import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from unittest.mock import patch

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.feeds import decoding
from readnow.feeds.decoding import BodyDamagedError, BodyDecoder, BodyTooLargeError

pack_gzip = functools.partial(gzip.compress, mtime=0)  # the same bytes at any time

MIB = 1 << 20
HUGE = 1 << 40
CUT = "cut off before its end"


def raw_deflate(body: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(body) + engine.flush()


def pack_brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, quality=3)
    return packed


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": pack_gzip,
    "deflate": zlib.compress,
    "raw": raw_deflate,
    "br": pack_brotli,
}
LABELS = {"raw": "deflate"}


def decode(chunks: Iterable[bytes], encoding: str, limit: int = HUGE) -> bytes | str:
    """The body, or why there is none."""
    try:
        decoder = BodyDecoder(encoding, limit)
        for chunk in chunks:
            decoder.feed(chunk)
        return decoder.finish()
    except BodyTooLargeError:
        return "too large"
    except BodyDamagedError as err:
        return f"damaged: {err}"


def cut(data: bytes, places: Sequence[int]) -> Iterator[bytes]:
    """The data in pieces, some of them empty."""
    ends = sorted(place % (len(data) + 1) for place in places)
    for start, end in zip([0, *ends], [*ends, len(data)], strict=True):
        yield data[start:end]


places = st.lists(st.integers(0, 1 << 16), max_size=12)
bodies = st.binary(max_size=300) | st.builds(
    lambda part, n: part * n, st.binary(max_size=20), st.integers(0, 9000)
)
steps = st.sampled_from([2, 3, 64, 1000, MIB])


@given(bodies, st.lists(st.sampled_from(sorted(PACKERS)), max_size=3), places, steps)
def test_a_body_comes_back_however_it_is_cut(
    body: bytes, names: list[str], places: list[int], step: int
) -> None:
    data = body
    for name in names:
        data = PACKERS[name](data)
    encoding = ", ".join(LABELS.get(name, name) for name in names)
    with patch.object(decoding, "_STEP", step):
        assert decode(cut(data, places), encoding) == body


@given(
    st.lists(st.binary(max_size=50), min_size=1, max_size=4),
    st.sampled_from([b"", b"\0" * 9, b"\x1f", b"tail"]),
    places,
)
def test_gzip_files_behind_one_another_and_padding(
    parts: list[bytes], padding: bytes, places: list[int]
) -> None:
    data = b"".join(pack_gzip(part) for part in parts) + padding
    assert decode(cut(data, places), "gzip") == b"".join(parts)


@given(st.data(), bodies, st.sampled_from(sorted(PACKERS)), places, steps)
def test_what_is_damaged_is_so_however_it_is_cut(
    draw: st.DataObject, body: bytes, name: str, places: list[int], step: int
) -> None:
    data = bytearray(PACKERS[name](body))
    for _ in range(draw.draw(st.integers(1, 3))):
        at = draw.draw(st.integers(0, len(data)))
        data[at : at + draw.draw(st.integers(0, 5))] = draw.draw(st.binary(max_size=5))
    encoding = LABELS.get(name, name)
    whole = decode([bytes(data)], encoding)
    with patch.object(decoding, "_STEP", step):
        assert decode(cut(bytes(data), places), encoding) == whole


@given(bodies, st.sampled_from(sorted(PACKERS)), places, st.integers(0, 2000))
def test_never_more_than_the_limit(body: bytes, name: str, places: list[int], limit: int) -> None:
    data = PACKERS[name](body)
    fits = max(len(body), len(data)) <= limit
    assert decode(cut(data, places), LABELS.get(name, name), limit) == (body if fits else "too large")


@pytest.mark.parametrize("name", PACKERS)
def test_sizes_about_a_step(name: str) -> None:
    """Where all data is taken but a step is full, there may be more to come."""
    for size in (MIB - 1, MIB, MIB + 1, MIB + 5, MIB + 300, MIB + 1031, 2 * MIB, 3 * MIB, 9 * MIB + 7):
        assert decode([PACKERS[name](bytes(size))], LABELS.get(name, name)) == bytes(size)


def stopped(decoder: BodyDecoder, chunks: Iterable[bytes]) -> bool:
    """Whether the limit stopped the decoder, rather than the end of the data."""
    try:
        for chunk in chunks:
            decoder.feed(chunk)
    except BodyTooLargeError:
        return True
    return False


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("size", [1, 100, 1 << 16, 1 << 30])
def test_a_bomb_is_stopped_with_flat_memory(name: str, size: int) -> None:
    bomb = PACKERS[name](bytes(48 * MIB))
    decoder = BodyDecoder(LABELS.get(name, name), 2 * MIB)
    tracemalloc.start()
    try:
        assert stopped(decoder, (bomb[start : start + size] for start in range(0, len(bomb), size)))
        assert tracemalloc.get_traced_memory()[1] < 8 * MIB
    finally:
        tracemalloc.stop()
    assert all(len(part) <= MIB for part in decoder._parts)
    assert sum(map(len, decoder._parts)) <= 2 * MIB


def test_a_bomb_in_a_bomb() -> None:
    bomb = pack_gzip(pack_gzip(zlib.compress(bytes(48 * MIB))))
    assert decode([bomb], "deflate, gzip, gzip", 2 * MIB) == "too large"
    assert len(bomb) < 2000


@pytest.mark.parametrize("name", ["gzip", "deflate", "raw"])
def test_padding_without_end_is_not_kept(name: str) -> None:
    decoder = BodyDecoder(LABELS.get(name, name), HUGE)
    decoder.feed(PACKERS[name](b"body"))
    padding = bytes(1 << 16)
    tracemalloc.start()
    try:
        for _ in range(200):
            decoder.feed(padding)
        assert tracemalloc.get_traced_memory()[1] < MIB
    finally:
        tracemalloc.stop()
    assert decoder.finish() == b"body"


def test_what_is_taken_counts_too() -> None:
    """Packed nothing, again and again, makes nothing and has no end."""
    nothing = pack_gzip(b"")
    assert decode([nothing * 100], "gzip", 100 * len(nothing)) == b""
    assert decode([nothing] * 101, "gzip", 100 * len(nothing)) == "too large"
    assert decode([pack_gzip(b"body"), *[bytes(100)] * 11], "gzip", 1000) == "too large"


@pytest.mark.parametrize("encoding", ["", "identity", " Identity ,, ", "gzip", "x-gzip", "GZIP, identity"])
@pytest.mark.parametrize("body", [b"", b"<", b"<rss/>", b"\x1f", b"\x1f<"])
def test_plain_bodies(encoding: str, body: bytes) -> None:
    """Also those that only claim to be packed."""
    assert decode([body], encoding) == body
    assert decode([body[:1], body[1:]], encoding) == body


@pytest.mark.parametrize("name", PACKERS)
def test_every_end_that_is_missing_is_missed(name: str) -> None:
    data = PACKERS[name](b"<rss>body</rss>" * 30)
    for size in range(2, len(data)):
        assert decode([data[:size]], LABELS.get(name, name)) == f"damaged: {CUT}", size


def test_an_end_that_is_missing_inside() -> None:
    assert decode([pack_gzip(zlib.compress(b"body" * 99)[:-5])], "deflate, gzip") == f"damaged: {CUT}"
    assert decode([pack_gzip(b"body") + pack_gzip(b"body")[:-1]], "gzip") == f"damaged: {CUT}"


def test_what_stands_behind_a_brotli_body_damages_it() -> None:
    data = pack_brotli(b"body")
    assert decode([data, b"tail"], "br") == decode([data + b"tail"], "br")
    assert decode([data, b"", b""], "br") == b"body"


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("zstd", "sent in an encoding that was not asked for (zstd)"),
        ("gzip, Zstd", "sent in an encoding that was not asked for (zstd)"),
        ("compress", "sent in an encoding that was not asked for (compress)"),
        ("aws-chunked", "sent in an encoding that was not asked for (aws-chunked)"),
        ("x" * 99, f"sent in an encoding that was not asked for ({'x' * 20})"),
        ("gzip, gzip, gzip, gzip", "packed too many times over"),
        ("br," * 1000, "packed too many times over"),
    ],
)
def test_encodings_that_are_not_undone(encoding: str, words: str) -> None:
    assert decode([b"body"], encoding) == f"damaged: {words}"


def test_what_we_ask_for_we_can_undo() -> None:
    for name in decoding.ACCEPT_ENCODING.split(", "):
        assert decode([PACKERS[name](b"body")], name) == b"body"
