"""How a cell looks: what Textual's SGR sequences mean, and the shortest that leads from one look to another.

Called by `grid` and `pen`. Pure. Invariant: a look holds all that the sequence said, or there is none.
"""

from functools import lru_cache
from typing import NamedTuple

from readnow.text.pattern import pattern

REVERSE, UNDERLINE = "7", "4"
_FLAGS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53")
_ON_BLANKS = frozenset(_FLAGS) - {"1", "2", "3", "5", "6", "8"}
"""Which of them show where there is no letter."""
_COLOUR = pattern(r"(?:[349][0-7]|10[0-7]|[34]8;5;\d{1,3}|[34]8;2;\d{1,3};\d{1,3};\d{1,3}|[34]9)(?=;|\Z)")
_FLAG = pattern(r"\d{1,2}(?=;|\Z)")
_REMEMBERED = 512
"""More looks than stand on any screen: each link on it has some of its own, the next article has others."""


class Look(NamedTuple):
    """Of a cell. Colours are SGR parameters, empty for the terminal's own; `link` is what OSC 8 says."""

    flags: frozenset[str] = frozenset()
    ink: str = ""
    ground: str = ""
    link: str = ""
    blank: tuple[object, ...] = ("",)
    """What of it shows in a blank cell."""

    @property
    def erases(self) -> bool:
        """Whether an erased cell looks the same: on every terminal only where nothing is set."""
        return self.blank == PLAIN.blank


PLAIN = Look()


@lru_cache(maxsize=_REMEMBERED)
def look_of(parameters: str, link: str = "") -> Look | None:
    """The look after a reset, these parameters and within a link; None where they are unknown to us."""
    flags: set[str] = set()
    colours = {"ink": "", "ground": ""}
    at = 0
    while at < len(parameters):
        if found := _COLOUR.match(parameters, at):
            code = found[0]
            colours["ground" if code[0] in "41" else "ink"] = "" if code in ("39", "49") else code
        elif (found := _FLAG.match(parameters, at)) and found[0] in _FLAGS:
            flags.add(found[0])
        else:
            return None
        at = found.end() + 1
    return _look(frozenset(flags), colours["ink"], colours["ground"], link)


@lru_cache(maxsize=_REMEMBERED)
def _look(flags: frozenset[str], ink: str, ground: str, link: str) -> Look:
    shown = flags & _ON_BLANKS
    blank = (ground, shown, ink, link) if shown or link else (ground,)
    return Look(flags, ink, ground, link, blank)


@lru_cache(maxsize=_REMEMBERED)
def between(now: Look, then: Look) -> str:
    """The sequence that turns the pen from one look to another; empty where only links differ."""
    afresh = [*sorted(then.flags), *filter(None, (then.ink, then.ground))]
    ways = [f"\x1b[{';'.join(['0', *afresh])}m" if afresh else "\x1b[m"]
    if now.flags <= then.flags:
        added = sorted(then.flags - now.flags)
        if now.ink != then.ink:
            added.append(then.ink or "39")
        if now.ground != then.ground:
            added.append(then.ground or "49")
        ways.append(f"\x1b[{';'.join(added)}m" if added else "")
    return min(ways, key=len)
