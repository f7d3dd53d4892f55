"""The paths of folders as they are typed: read and checked. Pure.

Called by `folders`, the interface and the command line. Invariant: what is read from a path is what is kept.
"""

from readnow.model.errors import FolderError
from readnow.text.clean import clean_line

LONGEST = 200
"""Characters of a folder's name."""
Path = tuple[str, ...]
"""The names from the top down."""


def folder_names(typed: str) -> Path:
    """A folder's path as it is typed: names with slashes between them. Raises `FolderError`."""
    return tuple(checked_name(name) for name in typed.split("/") if clean_line(name))


def checked_name(typed: str) -> str:
    """The name of one folder. Raises `FolderError`."""
    name = clean_line(typed, LONGEST + 1)
    if not name or "/" in name:
        raise FolderError("A folder needs a name, without “/” in it.")
    if len(name) > LONGEST:
        raise FolderError(f"The name of a folder has at most {LONGEST} characters.")
    return name
