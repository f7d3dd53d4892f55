"""Titles as they are compared: what two publishers may write otherwise, of the same story, is left out.

Called by `text.stories`. Invariants: what tells one part of a series from the next stays: numbers, and words
that count; a reply is never taken for what it answers. Linear in time.
"""

import re
from functools import lru_cache

from msgspec import Struct

from readnow.text.pattern import pattern
from readnow.text.tokens import tokens

LABELS = frozenset(
    (
        *("actualizacion", "aktualisiert", "alert", "analysis", "breaking", "breaking news", "correction"),
        *("corrected", "eilmeldung", "exclusive", "explainer", "exklusiv", "just in", "maj", "mise a jour"),
        *("opinion", "updated", "update", "urgent", "video", "watch", "rpt", "live"),
    )
)
"""What stands before a title, in front of a colon or in brackets, and says nothing of the story."""
REPLIES = frozenset(("antw", "antwort", "aw", "by", "comment on", "kommentar zu", "re", "res", "rif", "sv"))
"""What stands before the title of a reply or a comment."""
ORDINALS = frozenset(
    (
        *(
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "i",
            "ii",
            "iii",
            "iv",
        ),
        *("v", "vi", "vii", "viii", "ix", "x", "first", "second", "third", "fourth", "last", "final", "part"),
        *(
            "eins",
            "zwei",
            "drei",
            "vier",
            "teil",
            "folge",
            "vol",
            "volume",
            "chapter",
            "episode",
            "day",
            "week",
        ),
        *("partie", "parte", "kapitel", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"),
        *("sunday", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december"),
    )
)
"""Words that tell parts of a series apart."""
STOP = frozenset(
    (
        *("a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "is", "are", "s", "with", "by"),
        *(
            "der",
            "die",
            "das",
            "den",
            "dem",
            "des",
            "ein",
            "eine",
            "und",
            "im",
            "in",
            "zu",
            "zur",
            "zum",
            "von",
        ),
        *("le", "la", "les", "l", "un", "une", "et", "de", "du", "d", "des", "el", "los", "las", "y", "del"),
    )
)
_LABEL = pattern(r"\s*(?:\[([^\]]{1,20})\]|([^:\[\]]{1,20}):)\s*")
_COMMENT = pattern(r"\s*(comment on|kommentar zu)\s+", re.IGNORECASE)
_SUFFIX = pattern(r"\s(?:\||–|—|-|::|·|»|«|•)\s")
_LONGEST_NAME = 5
"""Words of a site's name behind a title."""
_LEAST_LEFT = 3
_DIGIT = pattern(r"\d")
_REPLY = "re:"


class Headline(Struct, frozen=True):
    """A title's significant words, folded; `counting` are those that tell parts of a series apart, such as
    numbers; `reply`: it says that it answers another."""

    words: tuple[str, ...]
    counting: frozenset[str]
    reply: bool

    @property
    def key(self) -> str:
        """The same for titles that differ in order, small words, case, accents and signs only."""
        return " ".join((*((_REPLY,) if self.reply else ()), *sorted(self.words)))

    @property
    def weight(self) -> int:
        """How much it says: its words, where single characters are words a half each."""
        single = sum(len(word) == 1 and not word.isascii() for word in self.words)
        return len(self.words) - single + single // 2


@lru_cache(maxsize=256)
def read_headline(title: str) -> Headline:
    """A title as it is compared."""
    rest, reply = _without_labels(title)
    words = tokens(_without_site(rest))
    significant = tuple(word for word in words if word not in STOP) or tuple(words)
    counting = frozenset(word for word in significant if word in ORDINALS or _DIGIT.search(word))
    return Headline(significant, counting, reply)


def _without_labels(title: str) -> tuple[str, bool]:
    reply = False
    while True:
        if found := _COMMENT.match(title):
            title, reply = title[found.end() :], True
            continue
        found = _LABEL.match(title)
        name = " ".join(tokens(found[1] or found[2] or "")) if found else ""
        if found is None or found.end() == len(title) or (name not in LABELS and name not in REPLIES):
            return title, reply
        title, reply = title[found.end() :], reply or name in REPLIES


def _without_site(title: str) -> str:
    """Without the name of a site at its end; a part of a series is none."""
    last = None
    for found in _SUFFIX.finditer(title):
        last = found
    if last is None:
        return title
    name, rest = tokens(title[last.end() :]), tokens(title[: last.start()])
    counts = any(word in ORDINALS or _DIGIT.search(word) for word in name)
    if not name or counts or len(name) > _LONGEST_NAME or len(rest) < _LEAST_LEFT or len(name) >= len(rest):
        return title
    return title[: last.start()]
