"""What search sees of an article's HTML: its words, and whether there is a picture.

Called by the parser process for the index, and by the store for what is not in it. Invariant: the words of a
rough text (`text.packed.wrap`) are those that it will have when it is finished.
"""

import re

from readnow.text.packed import unpack, wrap
from readnow.text.pattern import pattern
from readnow.text.reading import tame_and_read
from readnow.text.words import plain_words

_PICTURE = pattern(r"<img[\s/>]", re.IGNORECASE)
_ROUGH = wrap("")


def has_picture(html: str) -> bool:
    """Whether there is a picture in it."""
    return _PICTURE.search(html) is not None


def said(stored: bytes | None) -> str:
    """The words of a stored text."""
    if not stored:
        return ""
    html = unpack(stored)
    return tame_and_read(html)[1] if stored.startswith(_ROUGH) else plain_words(html)
