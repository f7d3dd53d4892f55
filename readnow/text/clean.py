"""Text and addresses from outside, made harmless.

Every string of a feed, page, list or server passes here before it is stored, and text decoded from HTML
passes here after its character references are resolved (checklist 1, 2, 5, 17). Invariant: nothing that
comes out holds a control character other than a newline, a bidi override, or a lone surrogate; cleaning
twice changes nothing. Linear in time; text with nothing to clean is only looked through.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from urllib.parse import SplitResult, urljoin, urlsplit

from readnow.text.cells import ASTRAL, EMOJI_SELECTOR, JOINER, ranges
from readnow.text.pattern import pattern
from readnow.text.widths import ZERO

_REMOVED = (
    "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff"
    "\\ufff9-\\ufffb\\ud800-\\udfff\\U000e0000-\\U000e007f"
)
_UNCLEAN = pattern(f"[\\t\\r\\u2028\\u2029{_REMOVED}]")
_UNCLEAN_IN_LINE = pattern(f"[\\t\\n\\r\\u00ad\\u2028\\u2029{_REMOVED}]")
_REMOVE = pattern(f"[{_REMOVED}]+")
_REMOVE_IN_LINE = pattern(f"[\\u00ad{_REMOVED}]+")
_NEW_LINE = pattern("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LINE_SPACE = pattern("[\t\n\x0b\x0c\r\x85\u2028\u2029]")

# Complete control sequences of at most 256 characters. One without an end must not swallow the text after it:
# of those only the control character itself goes. Other control characters end the search: it stays linear.
# Behind another byte above 7F it is UTF-8 that was read as Latin-1, as in "groÃ\x9f": no sequence either.
_SEQUENCE = pattern(
    "(?:\x1b\\[|(?<![\x80-\xff])\x9b)[0-?]{0,200}[ -/]{0,50}[@-~]"
    "|(?:\x1b[\\]PX^_]|(?<![\x80-\xff])[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]{0,256}(?:\x07|\x1b\\\\|\x9c)"
)
_SEPARATORS = "\x1c\x1d\x1e\x1f"
"""Control characters that count as white space in Python; they leave no space behind."""
_TAB = 4
_MARKS = 4
"""Combining marks kept on one base character."""
_HEAD_ROOM = 100
"""A line is looked at up to so many times its limit, so that a title of 20 MB costs nothing."""

_URL_LIMIT = 2048
_SCHEMES = frozenset({"http", "https", "mailto", "magnet", "gemini"})
_OPENABLE = ("http://", "https://", "mailto:")
_HOSTED = frozenset({"http", "https", "gemini"})
_PLAIN_URL = pattern(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*"
    r"(?:/[A-Za-z0-9_~!$&'()*+,;=:@%-][A-Za-z0-9_.~!$&'()*+,;=:@%-]*)*/?"
    r"(?:\?[A-Za-z0-9_.~!$&'()*+,;=:@%/?-]*)?(?:#[A-Za-z0-9_.~!$&'()*+,;=:@%/?-]*)?"
)
"""Most addresses: nothing to resolve, to encode or to refuse."""
_SCHEME = pattern(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):")
_URL_BREAKS = pattern("[\t\n\r]")
_URL_ENCODED = pattern(
    f'[\\t-\\r "<>`\\u00a0\\u00ad\\u1680\\u2000-\\u200f\\u2028-\\u2029\\u202f\\u205f\\u3000{_REMOVED}]'
)
_HOST = pattern(r"(?:[^\s%/?#@:\[\]\\<>\"^`{|}]+|\[[0-9A-Fa-f:.]+\])")


@cache
def _combining() -> str:
    """Combining marks as ranges; those newer than this Python's tables are known by taking no cell."""
    combining = ""
    for low, high in ranges(ZERO):
        codes = [c for c in range(low, high + 1) if unicodedata.category(chr(c)) in {"Mn", "Me", "Cn"}]
        for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0]):
            members = [chr(code) for _, code in run]
            combining += f"{members[0]}-{members[-1]}"
    return combining


def _perhaps_many() -> str:
    """Marks below U+10000 and all that is above: a quicker look."""
    marks = _combining()
    below = "".join(marks[i : i + 3] for i in range(0, len(marks), 3) if marks[i + 2] < "\U00010000")
    return f"[{below}{ASTRAL}]{{{_MARKS + 1}}}"


_PERHAPS_TOO_MANY = pattern(_perhaps_many)
_TOO_MANY = pattern(lambda: f"([{_combining()}]{{{_MARKS}}})[{_combining()}]+")


def is_western(text: str) -> bool:
    """Whether no more is in a text than western Europe writes, which most is: quicker to ask than to search
    for something else. Nothing of it is a combining mark."""
    if text.isascii():
        return True
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _fewer_marks(text: str) -> str:
    if is_western(text):
        return text
    return _TOO_MANY.sub(r"\1", text) if _PERHAPS_TOO_MANY.search(text) else text


def clean_line(text: str, limit: int = 1000) -> str:
    """The text as one line of at most `limit` characters: a title, a name, a label.

    Escape sequences, control, bidi and zero-width characters and soft hyphens are removed, white space of any
    kind becomes one space, at most four combining marks stay on a character (checklist 2).
    """
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    text = text.lstrip()[: limit * _HEAD_ROOM]
    line = " ".join(text.split())
    # What is to be removed is never printable, which is quicker to ask.
    printable = line.isprintable()
    if any(mark in text for mark in _SEPARATORS) or (not printable and _UNCLEAN_IN_LINE.search(line)):
        text = _REMOVE_IN_LINE.sub("", _LINE_SPACE.sub(" ", _SEQUENCE.sub("", text)))
        line = " ".join(text.split())
    elif printable and line.isascii():
        return line[:limit].rstrip(" ")
    line = _fewer_marks(line.lstrip(" " + JOINER + EMOJI_SELECTOR))
    return line[:limit].rstrip(" " + JOINER)


def clean_text(text: str) -> str:
    """The text with its lines kept: a body. Soft hyphens, joiners, direction marks stay; tabs become
    spaces."""
    if text.isascii() and "\t" not in text and not _UNCLEAN.search(text):
        return text
    if _UNCLEAN.search(text):
        text = _NEW_LINE.sub("\n", _SEQUENCE.sub("", text))
        text = _REMOVE.sub("", text).expandtabs(_TAB)
    return _fewer_marks(text)


def safe_url(url: str, base: str = "") -> str:
    """The address made absolute against `base` (RFC 3986) and fit to be shown, stored and opened, or "".

    Only http, https, mailto, magnet and gemini. Readable characters stay readable; control characters, spaces
    and bidi controls are percent-encoded; a user name and password are removed (checklist 5).
    """
    if len(url) <= _URL_LIMIT and _PLAIN_URL.fullmatch(url):
        return url
    # As browsers do: "java\nscript:" is javascript, and a backslash in a web address is a slash.
    url = _URL_BREAKS.sub("", url).strip(" \x00\x0b\x0c\x1c\x1d\x1e\x1f\xa0")
    if (not url and not base) or url.startswith("-") or len(url) > 2 * _URL_LIMIT:
        return ""
    scheme = scheme_of(url)
    if scheme and scheme not in _SCHEMES:
        return ""
    if not scheme or scheme in _HOSTED:
        url = url.replace("\\", "/")
    try:
        split = urlsplit(url if scheme else urljoin(base, url) if base else url)
        safe = _rebuilt(split)
    except ValueError:
        return ""
    return safe if len(safe) <= _URL_LIMIT else ""


def _rebuilt(split: SplitResult) -> str:
    """The parts put together again without user name and password; "" if it is not an address we know."""
    scheme = split.scheme.lower()
    if scheme not in _SCHEMES:
        return ""
    if scheme in _HOSTED:
        host, port = split.hostname or "", split.port
        if not _HOST.fullmatch(host if ":" not in host else f"[{host}]") or _URL_ENCODED.search(host):
            return ""
        place = f"[{host}]" if ":" in host else host
        split = split._replace(netloc=place if port is None else f"{place}:{port}")
    elif split.netloc or not (split.path or split.query):
        return ""
    return _URL_ENCODED.sub(_percent, split._replace(scheme=scheme).geturl())


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def scheme_of(url: str) -> str:
    """The scheme of an address in lower case, found as a browser finds it, or "" for a relative address."""
    match = _SCHEME.match(_URL_BREAKS.sub("", url).lstrip("\x00 " + "".join(map(chr, range(1, 32)))))
    return match[1].lower() if match else ""


def host_name(url: str) -> str:
    """The name of an address's host in lower case; empty for an address that has none or is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # brackets that are no address
        return ""


@lru_cache(maxsize=1024)
def host_of(url: str) -> str:
    """The server at a web address: name and port as one string, whether or not the port is written; empty for
    any other address. Servers are asked, and left alone, by it."""
    try:
        split = urlsplit(url)
        port = split.port or (443 if split.scheme == "https" else 80)
    except ValueError:
        return ""
    if split.scheme not in ("http", "https") or not split.hostname:
        return ""
    return f"{split.hostname}:{port}"


def is_openable(url: str) -> bool:
    """Whether an address may be handed to a browser or mail program: http, https, mailto (rule 17)."""
    return url.startswith(_OPENABLE) and not _URL_ENCODED.search(url)
