"""A text as it is stored: compressed, or, where there was no time for that yet, as it is behind a mark.

Called by the store, and by the parser process, which compresses away from everything else. Invariant:
`unpack(pack(x)) == x` and `unpack(wrap(x)) == x`; what is unpacked is never larger than what was checked.
"""

from readnow.text.deflate import DeflateError, compress, decompress

_ENCODING = ("utf-8", "surrogatepass")
_PLAIN = b"\0"
"""What no compressed text begins with."""


def pack(text: str) -> bytes:
    """Text as it is kept."""
    return compress(text.encode(*_ENCODING))


def wrap(text: str) -> bytes:
    """Text as it is stored until it is packed: an eighth of the time."""
    return _PLAIN + text.encode(*_ENCODING)


def unpack(stored: bytes) -> str:
    """The text again; empty where it cannot be read."""
    try:
        data = stored[1:] if stored[:1] == _PLAIN else decompress(stored)
        return data.decode(*_ENCODING)
    except DeflateError:
        return ""
    except UnicodeDecodeError:
        return ""
