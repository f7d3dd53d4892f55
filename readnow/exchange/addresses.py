"""A plain list of addresses, one a line: the simplest list of subscriptions there is.

Called by `exchange.reading`. What follows an address on its line, and lines that begin with #, are remarks.
"""

import re

from readnow.exchange.found import MAX_BYTES, Found
from readnow.model.errors import ExchangeError
from readnow.model.subscription import SubscriptionList
from readnow.text.pattern import pattern

_LIKE_AN_ADDRESS = pattern(r"(?:https?|feed|file|ftp|gopher|gemini|exec|filter|query):|\|", re.IGNORECASE)
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_addresses(data: bytes, name: str) -> SubscriptionList:
    """The addresses of a text file called `name`, each once. Raises `ExchangeError` where it has none."""
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"{name} is larger than 5 MB. Divide it into smaller files.")
    if not data.strip():
        raise ExchangeError(f"{name} is empty.")
    lines = [line.strip() for line in decoded(data, name).splitlines()]
    entries = [line.split(maxsplit=1)[0].strip("\"'") for line in lines if line and not line.startswith("#")]
    if entries and not any(map(_LIKE_AN_ADDRESS.match, entries)):
        raise ExchangeError(f"{name} is neither OPML nor a list of addresses.")
    found = Found()
    for entry in entries:
        found.add(entry)
    return found.finish()


def decoded(data: bytes, name: str) -> str:
    """A text file's text, in UTF-8 or what editors of old wrote. Raises `ExchangeError`."""
    encodings = ("utf-16",) if data.startswith(_MARKS_OF_UTF16) else ("utf-8-sig", "windows-1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ExchangeError(f"{name} is not a text file.")
