"""Names for files, made of titles and addresses from outside (checklist 20). Pure.

Invariant: a name is one part of a path, on Linux, macOS and Windows alike: never empty, hidden, reserved or
taken for an option, of at most 120 bytes in UTF-8.
"""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from readnow.text.pattern import pattern

LONGEST = 120
_PLAIN = frozenset("._ -")
_RESERVED = pattern(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)
_ENDING = pattern(r"\.[A-Za-z0-9]{1,8}\Z")
_LOOKED_AT = 500


def file_name(text: str, ending: str = "", otherwise: str = "article") -> str:
    """A safe name that says the text, with an ending such as ".md"; `otherwise` where there is none."""
    normal = unicodedata.normalize("NFC", text[:_LOOKED_AT])
    kept = "".join([character if _is_plain(character) else " " for character in normal])
    name = " ".join(kept.split()).lstrip("._- ")
    name = _shortened(name, LONGEST - len(ending.encode())) or otherwise
    if _RESERVED.match(name + ending):
        name = f"{name.partition('.')[0]}_"
    return name + ending


def name_of_address(url: str, title: str = "", ending: str = "") -> str:
    """A safe name for what is at an address: its own, else the title's. `ending` where it has none."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        path = ""
    last = path.rstrip("/").rpartition("/")[2]
    found = _ENDING.search(last)
    own = last[: found.start()] if found else last
    says_something = any(map(_is_letter, own))
    return file_name(own if says_something else title, found[0].lower() if found else ending, "file")


def numbered(name: str, number: int) -> str:
    """Another name like this one, such as `name-2.md`."""
    found = _ENDING.search(name)
    ending = found[0] if found else ""
    suffix = f"-{number}{ending}"
    return _shortened(name.removesuffix(ending), LONGEST - len(suffix.encode())) + suffix


def _is_plain(character: str) -> bool:
    """Letters with their marks, digits, and the few signs that mean nothing to any system."""
    return character in _PLAIN or _is_letter(character)


def _is_letter(character: str) -> bool:
    if character.isascii():
        return character.isalnum()
    return unicodedata.category(character)[0] in "LMN"


def _shortened(name: str, longest: int) -> str:
    """At most so many bytes, whole characters; no dot or blank at the end, which Windows drops."""
    return name.encode()[: max(0, longest)].decode("utf-8", "ignore").rstrip(". ")
