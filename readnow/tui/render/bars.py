"""Numbers as a row of small bars, attempts as a row of marks. Pure.

Called by the lines of facts. Invariant: every character is one cell wide; nothing at all and a little look
different, however much there is elsewhere.
"""

from collections.abc import Sequence
from itertools import groupby

from readnow.model.health import Attempt
from readnow.tui.render.palette import Marks

_BARS = "▁▂▃▄▅▆▇"
_ASCII_BARS = "_.-=*#"
"""The first of each stands for nothing."""
_ATTEMPTS = 30


def bars(values: Sequence[int], cells: int, marks: Marks) -> str:
    """One bar for each value, or for several neighbours together, so many that they fit into `cells`.

    The values fill whole bars from the end on: the last ones are those that matter.
    """
    if cells < 1 or not values:
        return ""
    together = -(-len(values) // cells)
    first = len(values) % together
    parts = [values[:first]] if first else []
    parts += [values[at : at + together] for at in range(first, len(values), together)]
    heights = [sum(part) / len(part) for part in parts]
    signs = _ASCII_BARS if marks.ascii_only else _BARS
    most = max(heights)
    return "".join(signs[_level(height, most, len(signs) - 1)] for height in heights)


def _level(height: float, most: float, levels: int) -> int:
    """0 for nothing, else 1 to `levels`."""
    return 0 if height <= 0 else max(1, round(height / most * levels))


def attempt_marks(attempts: Sequence[Attempt], marks: Marks) -> str:
    """One mark an attempt, the newest last."""
    return "".join(marks.unread if attempt.ok else marks.failed for attempt in attempts[-_ATTEMPTS:])


def attempt_words(attempts: Sequence[Attempt], marks: Marks) -> str:
    """What came of the attempts, equal neighbours counted: "200, 304 ×12, 410 ×3"."""
    times = "x" if marks.ascii_only else "×"
    outcomes = [attempt.outcome.replace("-", " ") for attempt in attempts[-_ATTEMPTS:]]
    runs = ((outcome, len(list(same))) for outcome, same in groupby(outcomes))
    return ", ".join(f"{outcome} {times}{count}" if count > 1 else outcome for outcome, count in runs)
