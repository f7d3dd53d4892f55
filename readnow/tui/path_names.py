"""Names of files and folders that a path which is typed may go on with. Asked by prompts for files, at Tab.

Invariant: nothing is opened; of a folder with very many names only the first ones are looked at.
"""

import os
from itertools import islice
from pathlib import Path

from readnow.library.query_completion import Completion

_LOOKED_AT, _MOST = 5_000, 50


def completed_path(text: str, inside: Path | None = None) -> Completion:
    """What may stand instead of the last name of a path, in a folder where it is not a whole one. `~/` is the
    home directory."""
    start = text.rfind("/") + 1
    begun = text[start:]
    try:
        with os.scandir((inside or Path()) / Path(text[:start]).expanduser()) as entries:
            found = sorted(
                entry.name + "/" * entry.is_dir()
                for entry in islice(entries, _LOOKED_AT)
                if entry.name.startswith(begun) and (begun or not entry.name.startswith("."))
            )
    except (OSError, RuntimeError, ValueError):
        found = []
    usable = tuple(name for name in found if name.isprintable())[:_MOST]
    return Completion(start, usable, after="")
