"""Texts and addresses of elements, exactly as feedparser would hand them over. Called by `fast_fields`.

Everything here copies feedparser's habits: how it mends wrong encodings, guesses HTML, joins addresses and
writes XHTML. Raises UnsureError where a habit is not copied.
"""

from collections.abc import Iterable
from contextlib import suppress
from html.entities import entitydefs
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from msgspec import Struct

from readnow.feeds.doubts import Doubt, UnsureError
from readnow.feeds.fast_elements import words
from readnow.feeds.fast_names import XHTML, attributes
from readnow.feeds.fence import MAX_NAME_TEXT
from readnow.feeds.nodes import HTML_TYPES, Node
from readnow.text.pattern import pattern

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TYPES = {
    **{"text": "text/plain", "plain": "text/plain", "text/plain": "text/plain"},
    **{"html": "text/html", "text/html": "text/html"},
    **{"xhtml": "application/xhtml+xml", "application/xhtml+xml": "application/xhtml+xml"},
}
_C1 = pattern(rb"\xc2[\x80-\x9f]")
"""In UTF-8, where looking for them costs a tenth of what it does in text."""
_WINDOWS = {code: bytes((code,)).decode("cp1252", "ignore") or chr(code) for code in range(128, 160)}
_EXTRA_SLASHES = pattern(r"^([A-Za-z][A-Za-z0-9+-.]*://)/+")
_WEB = pattern(r"https?://[^\s/]")
_END_TAG_OR_REFERENCE = pattern(r"</(\w+)>|&#?\w+;")
_TAG_NAMES = pattern(r"</?(\w+)")
_REFERENCES = pattern(r"&(\w+);")
_HTML_NAMES = words("""
    a abbr acronym address area article aside audio b big blockquote br button canvas caption center cite
    code col colgroup command datagrid datalist dd del details dfn dialog dir div dl dt em event-source
    fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr i img input ins kbd keygen
    label legend li m map menu meter multicol nav nextid noscript ol optgroup option output p pre progress
    q s samp section select small sound source spacer span strike strong sub sup table tbody td textarea
    tfoot th thead time tr tt u ul var video
""")
"""Elements that make feedparser take a text for HTML; one of another name makes it plain text."""
_XHTML_TAG = f"{{{XHTML}}}"
_NO_XHTML = frozenset(("body", "svg", "math"))


class Scope(Struct, frozen=True):
    """What an element inherits: the address or path others are relative to, and the language; "" if none."""

    base: str = ""
    language: str = ""

    def within(self, given: dict[str, str]) -> "Scope":
        """The scope inside an element with these attributes."""
        base = given.get("xml:base", given.get("base"))
        language = given.get("xml:lang", given.get("lang"))
        if not base and language is None:
            return self
        return Scope(
            _base(self.base, base) if base else self.base, self.language if language is None else language
        )


def _base(outer: str, given: str) -> str:
    """The base inside an element: an address of the web; where nothing is known outside, a path too."""
    base = join(outer, given)
    is_path = not outer and base[:1] == "/" and base[:2] != "//"
    if not (is_path or _WEB.match(base)) or join(base, base) != base:
        raise UnsureError(Doubt.BASE, given[:200])
    return base


def join(base: str, address: str) -> str:
    """The address made absolute, as feedparser does it; unchanged where no base is known."""
    if ":///" in address:
        address = _EXTRA_SLASHES.sub(r"\1", address)
    if not base:
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def mapped_type(kind: str) -> str:
    """The type in feedparser's spelling; types that it does not know stay as they are."""
    return _TYPES.get(kind, kind)


def leaf(element: "Element") -> str:
    """The trimmed text of an element that holds nothing else."""
    if len(element):
        raise UnsureError(Doubt.MARKUP, str(element.tag)[:200])
    return (element.text or "").strip()


def text_of(element: "Element") -> str:
    """The same of a name, a category, a date: short, and with wrong encodings mended."""
    text = leaf(element)
    if len(text) > MAX_NAME_TEXT:
        raise UnsureError(Doubt.LONG, str(element.tag)[:200])
    return mended(text)


def mended(text: str) -> str:
    """UTF-8 that was read as Latin-1 put right; C1 controls as what Windows means by them."""
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    data = text.encode("utf-8", "replace")
    return text.translate(_WINDOWS) if b"\xc2" in data and _C1.search(data) else text


def rich(element: "Element", kind: str, outer: Scope, *, atom: bool) -> tuple[str, Node]:
    """A text that may be HTML, and what is said about it: type, language, base. `kind` if it names no type.

    Outside Atom, plain text that looks like HTML is HTML.
    """
    given = attributes(element)
    kind = _TYPES.get(given.get("type", kind), "")
    if not kind or "mode" in given:
        raise UnsureError(Doubt.TYPE, str(given)[:200])
    scope = outer.within(given)
    text = _xhtml(element, atom) if kind == HTML_TYPES[1] else leaf(element)
    if kind == "text/plain" and not atom and _looks_like_html(text):
        kind = HTML_TYPES[0]
    return mended(text), {"type": kind, "language": scope.language.replace("_", "-"), "base": scope.base}


def _looks_like_html(text: str) -> bool:
    if not _END_TAG_OR_REFERENCE.search(text):
        return False
    if any(name.lower() not in _HTML_NAMES for name in _TAG_NAMES.findall(text)):
        return False
    return all(name in entitydefs for name in _REFERENCES.findall(text))


def _xhtml(element: "Element", atom: bool) -> str:
    """The inside of an element as markup. In Atom a `div` round all of it is left out."""
    whole = element
    if atom and len(element) == 1 and not (element.text or "").strip():
        child = element[0]
        if child.tag == _XHTML_TAG + "div" and not (child.tail or "").strip():
            _start_tag(child)  # its attributes go, but are looked at like all others
            whole = child
    parts: list[str] = []
    _write(whole, parts)
    return "".join(parts).strip()


def _write(element: "Element", parts: list[str]) -> None:
    """Text and elements inside an element. lxml has limited the depth."""
    if element.text:
        parts.append(_escaped(element.text))
    for child in element:
        name, start = _start_tag(child)
        parts.append(start)
        _write(child, parts)
        parts.append(f"</{name}>")
        if child.tail:
            parts.append(_escaped(child.tail))


def _start_tag(element: "Element") -> tuple[str, str]:
    tag = str(element.tag)
    name = tag.removeprefix(_XHTML_TAG).lower()
    if name == tag.lower() or name in _NO_XHTML or not name.isascii():
        raise UnsureError(Doubt.XHTML, tag[:200])
    return name, f"<{name}{''.join(_attributes_as_text(element))}>"


def _attributes_as_text(element: "Element") -> Iterable[str]:
    for name, value in attributes(element).items():
        if name[0] == "{" or ":" in name.removeprefix("xml:"):
            raise UnsureError(Doubt.XHTML, name[:200])
        value = _escaped(value).replace('"', "&quot;")
        yield f' {name}="{value}"'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
