"""Whether a document is a page at all: told by its bytes, then by its label. Called by `extract`."""

from enum import Enum, auto

from readnow.feeds.sniff import Kind, kind_of
from readnow.model.fulltext import ExtractFailed, Obstacle
from readnow.text.tags import LOOKS_LIKE_HTML

_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"PK\x03\x04", "a packed file"),
    (b"\x1f\x8b", "a packed file"),
)
_FILM = b"ftyp"
_LABELS = {"image/": "a picture", "audio/": "a recording", "video/": "a film"}
_REFUSED = {
    Kind.XML_FEED: "a feed",
    Kind.JSON: "data (JSON)",
    Kind.OPML: "a list of feeds (OPML)",
    Kind.XML: "an XML document",
}
_BEGINNING = 1024
_HEAD = 64 << 10


class Form(Enum):
    """What can hold an article."""

    PAGE = auto()
    TEXT = auto()


def form_of(body: bytes, text: str, content_type: str) -> Form | ExtractFailed:
    """What the document is: a page, plain text, or nothing to take an article from. `text` is it decoded."""
    label = content_type.partition(";")[0].strip().lower()
    name = next((name for start, name in _SIGNATURES if body.startswith(start)), "")
    if not name and body[4:8] == _FILM:
        name = "a film"
    kind = kind_of(text)
    if not name and kind is Kind.EMPTY:
        return ExtractFailed(Obstacle.NOT_A_PAGE, "the answer was empty")
    if kind is not Kind.XML or "html" not in label:
        name = name or _REFUSED.get(kind, "")
    if not name and kind is Kind.OTHER:
        name = next((name for start, name in _LABELS.items() if label.startswith(start)), "")
        if not name and b"\0" in body[:_BEGINNING] and text.count("\ufffd", 0, _BEGINNING):
            name = "neither text nor anything else known"
    if name:
        return ExtractFailed(Obstacle.NOT_A_PAGE, f"the address leads to {name}, not to a web page")
    is_text = kind is Kind.OTHER and "html" not in label and not LOOKS_LIKE_HTML.search(text[:_HEAD])
    return Form.TEXT if is_text else Form.PAGE
