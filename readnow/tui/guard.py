"""The last gate before the terminal: no control or bidi character leaves inside text.

`tui.run` calls `install` and `self_test` before the app starts. Everything was cleaned long before
(`text.clean`); this is for the mistake that nobody has found yet. Invariant: all that Textual draws goes
through `Strip.render`, and what comes out of it holds no control sequence but those made from styles.
"""

import logging
from io import StringIO

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from readnow.model.errors import ReadNowError
from readnow.text.clean import is_openable
from readnow.text.pattern import pattern

_log = logging.getLogger(__name__)

FORBIDDEN = pattern(
    "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u2028-\\u202e\\u2060\\u2066-\\u2069\\ufeff\\ufff9-\\ufffb"
    "\\ud800-\\udfff\\U000e0000-\\U000e007f]"
)
"""What no text on the screen may hold: what `text.clean` removes from a line, for the same reasons."""

_original = Strip.render
_PAYLOAD = "a\x1b]52;c;eA==\x07b\x9bc\u202ed\x00e\u200bf\udc80g\nh"
_HARMLESS = "a]52;c;eA==bcdefgh"


class GuardError(ReadNowError):
    """The gate is not in the way of what is drawn: the program must not start."""


class Removed:
    """How many strips had something removed since the program began. Any is a mistake of ours."""

    count = 0
    expected = False
    """During the test at the start: nothing to report."""


def install() -> None:
    """Put the gate into Textual. Installing it twice does nothing more."""
    if Strip.render is not _guarded:
        Strip.render = _guarded  # type: ignore[method-assign]


def _guarded(self: Strip, console: Console) -> str:
    """What `Strip.render` gives for the strip, after taking out of it what must not be there."""
    for text, style, _ in self:
        if (not text.isprintable() and FORBIDDEN.search(text)) or (style is not None and style.link):
            return _cleaned(self, console)
    return _original(self, console)


def _cleaned(strip: Strip, console: Console) -> str:
    segments = []
    changed = False
    for text, style, control in strip:
        shown = FORBIDDEN.sub("", text)
        if style is not None and style.link and not is_openable(style.link):
            style = style.update_link(None)
            changed = True
        changed = changed or shown != text
        segments.append(Segment(shown, style, control))
    if not changed:
        return _original(strip, console)
    Removed.count += 1
    if not Removed.expected:
        _log.error("A control character or an unchecked link was about to be drawn; it was left out.")
    return _original(Strip(segments), console)


def self_test() -> None:
    """Draw a harmful text on nothing, in the two ways that Textual has. GuardError if any of it comes out."""
    # Here and not above: these are Textual's own parts, and a version without them must be told in words.
    try:
        from textual._compositor import ChopsUpdate, LayoutUpdate
    except ImportError as err:
        raise GuardError(_sentence()) from err
    count = Removed.count
    style = Style(bold=True, link="javascript:alert(1)")
    console = Console(file=StringIO(), force_terminal=True, color_system="truecolor")
    Removed.expected = True
    try:
        strip = Strip([Segment(_PAYLOAD, style)])
        whole = LayoutUpdate([[strip]], Region(0, 0, 20, 1)).render_segments(console)
        strip = Strip([Segment(_PAYLOAD, style)])
        part = ChopsUpdate([{0: strip}], [(0, 0, 80)], [[80]]).render_segments(console)
    except (AttributeError, TypeError, ValueError, IndexError, KeyError) as err:
        raise GuardError(_sentence()) from err
    finally:
        Removed.count, Removed.expected = count, False
    for drawn in (whole, part):
        if _HARMLESS not in drawn or "javascript" in drawn or "\x1b]" in drawn:
            raise GuardError(_sentence())


def _sentence() -> str:
    return (
        "ReadNOW does not start: the installed version of Textual draws text in a way that ReadNOW cannot "
        "check. Install Textual 8, or a newer ReadNOW."
    )
