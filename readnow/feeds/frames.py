"""What passes between us and the parser process: MessagePack of fixed types behind four bytes of length.

Used by `worker` and `child`. Either side refuses a frame over its cap before reading it, and whatever does
not fit the types; nothing is ever unpickled or evaluated. One entry is one frame: no reading takes long.
"""

import msgspec

from readnow.model.parsed import Candidate, NotAFeed, ParsedArticle, ParsedFeed, ParseFailed

MAX_REQUEST = 12 * 1024 * 1024
MAX_REPLY = 4 * 1024 * 1024
MAX_ANSWER = 256 * 1024 * 1024
"""All frames of one answer: a thousand entries of honest size stay far below."""
LENGTH = 4


class Ask(msgspec.Struct, frozen=True):
    """A request: a document to be parsed, or to be searched for feeds. `url` is where it was found."""

    body: bytes
    url: str
    content_type: str = ""
    discover: bool = False


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The first frame: everything is imported, documents may come."""


class Entry(msgspec.Struct, frozen=True, tag="entry"):
    """One entry of the feed whose `Done` follows."""

    article: ParsedArticle


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The end of an answer. A feed comes without its entries: `entries` frames went before it."""

    outcome: ParsedFeed | None = None
    refusal: NotAFeed | None = None
    failure: ParseFailed | None = None
    candidates: tuple[Candidate, ...] = ()
    entries: int = 0


Reply = Ready | Entry | Done

_ENCODER = msgspec.msgpack.Encoder()
_ASKS = msgspec.msgpack.Decoder(Ask)
_REPLIES: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


class FrameError(Exception):
    """What came is no frame of ours."""


def pack(message: Ask | Reply) -> bytes:
    """The message as one frame, length included."""
    data = _ENCODER.encode(message)
    return len(data).to_bytes(LENGTH, "big") + data


def length_of(prefix: bytes, cap: int) -> int:
    """The length that a frame's first bytes announce. Raises FrameError beyond `cap`."""
    size = int.from_bytes(prefix, "big")
    if not 0 < size <= cap:
        raise FrameError(f"a frame of {size} bytes")
    return size


def unpack_ask(data: bytes) -> Ask:
    """A request without its length. Raises FrameError."""
    try:
        return _ASKS.decode(data)
    except msgspec.MsgspecError as err:
        raise FrameError(str(err)) from err


def unpack_reply(data: bytes) -> Reply:
    """A reply without its length. Raises FrameError."""
    try:
        return _REPLIES.decode(data)
    except (msgspec.MsgspecError, ValueError) as err:
        raise FrameError(str(err)) from err
