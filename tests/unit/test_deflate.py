"""Packing by either library: what one packs, the other unpacks."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text import deflate
from readnow.text.packed import pack, unpack, wrap


@given(st.binary(max_size=5000))
def test_what_is_packed_here_zlib_unpacks_and_the_other_way_round(data: bytes) -> None:
    assert zlib.decompress(deflate.compress(data)) == data
    assert deflate.decompress(zlib.compress(data)) == data


@given(st.text(max_size=500))
def test_a_text_comes_back_however_it_was_stored(text: str) -> None:
    assert unpack(pack(text)) == unpack(wrap(text)) == text


@given(st.binary(max_size=60))
def test_what_cannot_be_read_is_empty_and_no_accident(data: bytes) -> None:
    try:
        expected = zlib.decompress(data).decode()
    except (zlib.error, UnicodeDecodeError):
        expected = ""
    if not data.startswith(b"\0"):
        assert unpack(data) == expected


@given(st.binary(max_size=3000), st.integers(1, 700))
def test_a_stream_comes_out_in_steps_no_larger_than_asked_for(data: bytes, step: int) -> None:
    inflater, rest, made = deflate.gzip_inflater(), gzip.compress(data), b""
    while not inflater.eof:
        part = inflater.decompress(rest, step)
        assert len(part) <= step
        made, rest = made + part, inflater.unconsumed_tail
    assert made == data


@pytest.mark.parametrize("header", [True, False])
def test_deflate_with_and_without_its_header(header: bool) -> None:
    packer = zlib.compressobj(wbits=15 if header else -15)
    data = packer.compress(b"feed " * 99) + packer.flush()
    assert deflate.deflate_inflater(header=header).decompress(data, 1000) == b"feed " * 99
