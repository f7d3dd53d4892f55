"""What makes two entries the same (E1, E2), and whether one has changed (E4). Called by `refine`.

Never change a recipe without a new IDENTITY_VERSION and a migration: every article would come back unread.
Keys depend on the set of entries in a document, never on their order.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b, sha256

from msgspec import Struct
from msgspec.structs import replace

from readnow.model.feed import Timestamp
from readnow.model.parsed import ParsedArticle
from readnow.text.pattern import pattern

IDENTITY_VERSION = 1
_MAX_ID = 2048
_FEW = 64
_KEY_TEXT = 1000
_LETTERS = pattern(r"[^\W_]+")
_ASCII_OTHERS = bytes(code for code in range(128) if not chr(code).isalnum())
_NOT_ASCII_LETTERS = {code: None for code in range(128) if not chr(code).isalnum()}


class Traits(Struct, frozen=True):
    """What identity is made of: the entry's own words, not what we made of them."""

    guid: str
    link: str
    title: str
    published: Timestamp | None
    text: str


def short_id(guid: str) -> str:
    """An id as stored: trimmed, or its SHA-256 if it is longer than 2,048 characters (checklist 15)."""
    guid = guid.strip()
    return guid if len(guid) <= _MAX_ID else sha256(guid.encode("utf-8", "replace")).hexdigest()


def base_key(traits: Traits) -> str:
    """E1: the id; else the link without its fragment; else a hash of title, date and text."""
    return traits.guid or traits.link.partition("#")[0] or _whole(traits)


def keyed(entries: Sequence[tuple[ParsedArticle, Traits]]) -> tuple[ParsedArticle, ...]:
    """The entries, in their order, with the keys of E1 and E2; identical copies are left out. They come with
    the key of E1, which most keep.

    Of entries that share a key the oldest keeps it, so that one that joins later takes nobody else's; the
    others try id|link, id|hash of the title, and at last id|hash of all.
    """
    unique: dict[tuple[str, bytes, Timestamp | None], int] = {}
    for index, (article, traits) in enumerate(entries):
        unique.setdefault((base_key(traits), article.content_hash, traits.published), index)
    keys: dict[int, str] = {}
    waiting = {index: base_key(entries[index][1]) for index in unique.values()}
    for extend in (_with_link, _with_title, _with_whole):
        waiting = _assign(waiting, entries, keys, extend)
    keys.update(_distinct(waiting, entries))
    return tuple([_under(keys[index], entries[index][0]) for index in sorted(keys)])


def _under(key: str, article: ParsedArticle) -> ParsedArticle:
    return article if article.key == key else replace(article, key=key)


Extend = Callable[[Traits], str]


def _assign(
    wanted: dict[int, str],
    entries: Sequence[tuple[ParsedArticle, Traits]],
    keys: dict[int, str],
    extend: Extend,
) -> dict[int, str]:
    """Give each wanted key to the oldest who wants it; the keys that the others are to want next."""
    groups: dict[str, list[int]] = {}
    for index, key in wanted.items():
        groups.setdefault(key, []).append(index)
    taken = set(keys.values())
    losers: dict[int, str] = {}
    for key, indexes in groups.items():
        ranked = sorted(indexes, key=lambda index: _age(*entries[index])) if len(indexes) > 1 else indexes
        if key not in taken:
            keys[ranked[0]] = key
            ranked = ranked[1:]
        losers.update(
            (index, base_key(entries[index][1]) + "|" + extend(entries[index][1])) for index in ranked
        )
    return losers


def _distinct(wanted: dict[int, str], entries: Sequence[tuple[ParsedArticle, Traits]]) -> dict[int, str]:
    """The last resort: entries that differ only where E1 does not look, as in text past 1,000 characters."""
    return {index: key + "|" + entries[index][0].content_hash.hex() for index, key in wanted.items()}


def _age(article: ParsedArticle, traits: Traits) -> tuple[bool, int, str, str, bytes]:
    return (
        traits.published is None,
        traits.published or 0,
        traits.link,
        traits.title,
        article.content_hash,
    )


def _with_link(traits: Traits) -> str:
    return traits.link or _with_title(traits)


def _with_title(traits: Traits) -> str:
    return sha256(traits.title.encode("utf-8", "replace")).hexdigest()


def _with_whole(traits: Traits) -> str:
    return _whole(traits)


def _whole(traits: Traits) -> str:
    date = "" if traits.published is None else str(traits.published)
    parts = "\0".join((traits.title, date, traits.text[:_KEY_TEXT]))
    return sha256(parts.encode("utf-8", "replace")).hexdigest()


def content_hash(title: str, link: str, html: str, enclosures: Iterable[str]) -> bytes:
    """E4: 16 bytes over title, link, text and the addresses of enclosures."""
    return _digest((title, link, html, *enclosures))


def letters_hash(title: str, link: str, text: str, enclosures: Iterable[str]) -> bytes:
    """E4: the same over their letters and digits only, so that a change of spaces or commas is none."""
    return _digest(_letters(part) for part in (title, link, text, *enclosures))


def _letters(text: str) -> str:
    """The text's letters and digits. Taking out one character after the other is quickest for a few."""
    if text.isascii():
        return text.translate(_NOT_ASCII_LETTERS)
    text = (
        text.encode("utf-8", "surrogatepass").translate(None, _ASCII_OTHERS).decode("utf-8", "surrogatepass")
    )
    others = [char for char in set(text) if not char.isalnum()]
    if len(others) > _FEW:
        return "".join(_LETTERS.findall(text))
    for char in others:
        text = text.replace(char, "")
    return text


def _digest(parts: Iterable[str]) -> bytes:
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).digest()
