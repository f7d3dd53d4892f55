"""The outlines of an OPML file, as the XML parser meets them: attribute names in lower case, nothing cleaned.

The one place where lxml reads somebody's file (`exchange.opml` calls it). Invariant: no entity, DTD or
address in the file is followed, and what was read is let go: memory is bounded by the file's own size.
"""

import codecs
import re
from html.entities import html5
from io import BytesIO
from typing import Any, Protocol

from lxml import etree
from msgspec import Struct

from readnow.text.pattern import pattern

_DECLARED = pattern(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_AMPERSAND = pattern(rb"&(?!#\d{1,8};|#[xX][0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)(\w{1,40};)?")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")


class Visitor(Protocol):
    """Who hears of outlines. `enter` and `leave` nest; `title` is the list's own."""

    def enter(self, attributes: dict[str, str]) -> None:
        """An outline begins."""

    def leave(self) -> None:
        """The outline entered last ends."""

    def title(self, text: str) -> None:
        """The list's title was found."""


class Walked(Struct):
    """What was met: the name of the root ("" for none), how many outlines, the damaged line (0 for none)."""

    root: str = ""
    outlines: int = 0
    damaged: int = 0


def walk(data: bytes, visitor: Visitor) -> Walked:
    """Tell `visitor` of each outline. Damage is passed over where that can be; content never raises."""
    walked = Walked()
    data = data.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    events: Any = etree.iterparse(
        BytesIO(_mended(data)),
        events=("start", "end"),
        encoding=_encoding(data),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in events:
            _meet(event, element, visitor, walked)
    except etree.XMLSyntaxError as err:
        walked.damaged = err.lineno or 1
    for entry in events.error_log:
        if entry.level >= etree.ErrorLevels.FATAL:
            walked.damaged = entry.line or 1
            break
    return walked


def _meet(event: str, element: Any, visitor: Visitor, walked: Walked) -> None:
    name = _local(element.tag)
    if event == "start":
        walked.root = walked.root or name
        if name == "outline":
            walked.outlines += 1
            found: dict[str, str] = {}
            for key, value in element.attrib.items():
                found.setdefault(_local(key), value)
            visitor.enter(found)
        return
    parent, before = element.getparent(), element.getprevious()
    if name == "outline":
        visitor.leave()
    elif name == "title" and parent is not None and _local(parent.tag) == "head":
        visitor.title(element.text or "")
    if before is not None:
        # The element itself is still in the parser's hands; the one before it is not.
        parent.remove(before)


def _mended(data: bytes) -> bytes:
    """The bytes with what is often wrong in lists put right, where the parser would cut an address.

    A bare & (`?a=1&b=2`) is escaped, a character named as in HTML (`&eacute;`) is given by its number, and
    control characters are removed.
    """
    if b"\0" in data[:4] or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    data = data.translate(None, _CONTROLS)
    # Names that the file declares itself stay the parser's business.
    return data if b"<!ENTITY" in data else _AMPERSAND.sub(_escaped, data)


def _escaped(match: re.Match[bytes]) -> bytes:
    name = (match[1] or b"").decode("ascii", "replace")
    characters = html5.get(name)
    if characters:
        return b"".join(b"&#%d;" % ord(character) for character in characters)
    return b"&amp;" + match[0][1:]


def _encoding(data: bytes) -> str | None:
    """The encoding to read by where the declared one is unknown or wrong; None to go by the file."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:4]:
        return None
    match = _DECLARED.match(data)
    declared = match[1].decode("ascii") if match else "utf-8"
    try:
        data.decode(codecs.lookup(declared).name)
    except (LookupError, UnicodeDecodeError):
        pass
    else:
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2].lower()
