"""Text for terminals, and for fonts, that have only ASCII: each character by a twin of as many cells.

Called for what is about to be drawn where the locale or the configuration wants it. Pure. Invariant: the
result takes as many cells as the text, so that what is aligned stays aligned.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from readnow.text.cells import clusters
from readnow.text.pattern import pattern

TWINS: Mapping[str, str] = MappingProxyType(
    {
        **dict(zip("●○★◷✓▸▾›·…×≠≈", "*o+=x>v>-.x#~", strict=True)),
        **dict(zip("▁▂▃▄▅▆▇▀", "_.--=*##", strict=True)),
        **dict(zip("│─╌▎•◦‣⚠√¯", "|-=|*o-!V-", strict=True)),
        **dict(zip("“”‘’–—−", "\"\"''---", strict=True)),
    }
)
"""The twins of all that ReadNOW draws or writes itself."""
_LETTERS = dict(zip("ßæœøłđðþıħÆŒØŁĐÐÞ", "saooldd" + "tihAOOLDDT", strict=True))
_SIGNS = dict(zip("«»„‚‹→←↑↓©®°§¶€£¥‐‑‒―", '<>",<><^vcrosPELY----', strict=True))
_KNOWN = {**TWINS, **_LETTERS, **_SIGNS}
_OURS = pattern(f"[{re.escape(''.join(TWINS))}]")
_UNKNOWN = "?"


def with_twins(text: str) -> str:
    """The text with twins in the place of what ReadNOW draws itself; letters stay as they are."""
    return text if text.isascii() else _OURS.sub(lambda found: TWINS[found[0]], text)


def to_ascii(text: str) -> str:
    """The text in ASCII: letters without their marks, "?" for what has no twin."""
    if text.isascii():
        return text
    return "".join([_twin(cluster, cells) for cluster, cells in clusters(text)])


@lru_cache(maxsize=4096)
def _twin(cluster: str, cells: int) -> str:
    if cluster.isascii():
        return cluster
    if len(known := _KNOWN.get(cluster, "")) == cells:
        return known
    plain = unicodedata.normalize("NFKD", cluster).encode("ascii", "ignore").decode()
    return plain if len(plain) == cells and plain.isprintable() else _UNKNOWN * cells
