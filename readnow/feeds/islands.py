"""CDATA sections of an XML text: whoever changes markup must leave them alone. Called by
`fence`, `quirks` and `skip_times`.

Linear: an opening without an end is one island that lasts to the end of the text.
"""

from bisect import bisect_right
from collections.abc import Callable

_OPEN, _CLOSE = "<![CDATA[", "]]>"


class Islands:
    """Where the CDATA sections of one text lie."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._stops: list[int] = []
        self.open_ended = False
        at = 0
        while (start := text.find(_OPEN, at)) >= 0:
            end = text.find(_CLOSE, start)
            self.open_ended = end < 0
            at = len(text) if end < 0 else end + len(_CLOSE)
            self._starts.append(start)
            self._stops.append(at)
        self._text = text

    def __contains__(self, position: int) -> bool:
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._stops[index]

    def end_of(self, position: int) -> int:
        """Where the CDATA section ends that this position lies in."""
        return self._stops[bisect_right(self._starts, position) - 1]

    def change_between(self, change: Callable[[str], str]) -> str:
        """The text with `change` applied to every stretch that is not CDATA."""
        parts: list[str] = []
        at = 0
        for start, stop in zip(self._starts, self._stops, strict=True):
            parts += (change(self._text[at:start]), self._text[start:stop])
            at = stop
        parts.append(change(self._text[at:]))
        return "".join(parts)
