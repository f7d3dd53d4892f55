"""What passes between us and the parser process: MessagePack of fixed types behind four bytes of length.

Used by `worker` and `child`. Either side refuses a frame over its cap before reading it, and whatever does
not fit the types; nothing is ever unpickled or evaluated. A frame is a few entries: no reading takes long.
"""

import msgspec

from readnow.model.fulltext import Extracted, ExtractFailed
from readnow.model.parsed import Candidate, NotAFeed, ParsedArticle, ParsedFeed, ParseFailed
from readnow.model.picture import Form, Picture, PictureFailed, Space
from readnow.model.rough import FinishedText, RoughText

MAX_REQUEST = 12 * 1024 * 1024
MAX_REPLY = 4 * 1024 * 1024
MAX_ANSWER = 256 * 1024 * 1024
"""All frames of one answer: a thousand entries of honest size stay far below."""
LENGTH = 4


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """A request: a document to be parsed, or to be searched for feeds. `url` is where it was found.

    `quick`: its articles may stay rough.
    """

    body: bytes
    url: str
    content_type: str = ""
    discover: bool = False
    quick: bool = False


class Finish(msgspec.Struct, frozen=True, tag="finish"):
    """A request to finish these articles."""

    texts: tuple[RoughText, ...]


class Extract(msgspec.Struct, frozen=True, tag="extract"):
    """A request to take the article out of a web page, found at `url`."""

    body: bytes
    url: str
    content_type: str = ""


class Decode(msgspec.Struct, frozen=True, tag="decode"):
    """A request to decode a picture and to make it fit into a space."""

    body: bytes
    space: Space
    form: Form = Form.DOTS


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The first frame: everything is imported, documents may come."""


class Entries(msgspec.Struct, frozen=True, tag="entries"):
    """Some entries of the feed whose `Done` follows."""

    articles: tuple[ParsedArticle, ...]


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The end of an answer. A feed comes without its entries: so many went before it."""

    outcome: ParsedFeed | None = None
    refusal: NotAFeed | None = None
    failure: ParseFailed | None = None
    candidates: tuple[Candidate, ...] = ()
    finished: tuple[FinishedText, ...] = ()
    extracted: Extracted | None = None
    not_extracted: ExtractFailed | None = None
    picture: Picture | None = None
    no_picture: PictureFailed | None = None
    entries: int = 0


Request = Ask | Finish | Extract | Decode
Reply = Ready | Entries | Done

_ENCODER = msgspec.msgpack.Encoder()
_REQUESTS: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_REPLIES: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


class FrameError(Exception):
    """What came is no frame of ours."""


def pack(message: Request | Reply) -> bytes:
    """The message as one frame, length included."""
    data = _ENCODER.encode(message)
    return len(data).to_bytes(LENGTH, "big") + data


def length_of(prefix: bytes, cap: int) -> int:
    """The length that a frame's first bytes announce. Raises FrameError beyond `cap`."""
    size = int.from_bytes(prefix, "big")
    if not 0 < size <= cap:
        raise FrameError(f"a frame of {size} bytes")
    return size


def unpack_request(data: bytes) -> Request:
    """A request without its length. Raises FrameError."""
    try:
        return _REQUESTS.decode(data)
    except msgspec.MsgspecError as err:
        raise FrameError(str(err)) from err


def unpack_reply(data: bytes) -> Reply:
    """A reply without its length. Raises FrameError."""
    try:
        return _REPLIES.decode(data)
    except (msgspec.MsgspecError, ValueError) as err:
        raise FrameError(str(err)) from err
