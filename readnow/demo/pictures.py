"""The pictures of the demo: views made of bands of colour (PNG, drawn here) and drawings (SVG files). Pure.

Called by `sites`. Invariant: every picture is a valid file of at most a few kilobytes.
"""

import struct
import zlib
from functools import cache

from readnow.demo.catalogue import template

_Colour = tuple[int, int, int]

_WIDTH = 320
_VIEWS: dict[str, tuple[tuple[_Colour, int], ...]] = {
    # Each band from top to bottom: colour, and number of rows.
    "estuary.png": (((202, 208, 212), 82), ((236, 229, 205), 4), ((150, 160, 158), 16), ((112, 101, 88), 78)),
    "first-light.png": (((38, 44, 66), 61), ((120, 92, 96), 25), ((222, 160, 108), 9), ((54, 62, 78), 85)),
    "shelf.png": (((226, 218, 202), 22), ((124, 66, 52), 64), ((74, 92, 84), 65), ((104, 78, 56), 29)),
}
_DRAWINGS = ("joint.svg", "quay.svg")

PICTURES: tuple[str, ...] = (*_VIEWS, *_DRAWINGS)


@cache
def picture(name: str) -> tuple[bytes, str]:
    """The file of that name and its media type. Raises KeyError for another name."""
    if name in _DRAWINGS:
        return template(name).encode(), "image/svg+xml"
    rows = [b"\x00" + bytes(colour) * _WIDTH for colour, count in _VIEWS[name] for _ in range(count)]
    return _png(rows), "image/png"


def _png(rows: list[bytes]) -> bytes:
    """A PNG of rows in true colour, each begun with its filter byte (RFC 2083)."""
    header = struct.pack(">IIBBBBB", _WIDTH, len(rows), 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
