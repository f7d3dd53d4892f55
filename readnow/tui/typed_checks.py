"""What can be said of a text while it is typed, before anything is done with it: commands, addresses, paths.

Each raises `TypedError` with what is wrong. Invariant: nothing is opened, run or asked; what is not whole yet
is no mistake.
"""

import shutil
from pathlib import Path

from readnow.model.errors import ReadNowError
from readnow.programs.filtering import command_words
from readnow.text.clean import scheme_of


class TypedError(ReadNowError):
    """A text that cannot be meant so."""


def check_command(text: str) -> None:
    """A command line whose quotation marks are closed, of a program that there is."""
    words = command_words(text)
    if words is None:
        raise TypedError("A quotation mark is not closed yet.")
    if words and (len(words) > 1 or text.endswith(" ")) and shutil.which(words[0]) is None:
        raise TypedError(f"There is no program “{words[0]}”.")


def check_address(text: str) -> None:
    """One address that feeds can come from."""
    typed = text.strip()
    if len(typed.split()) > 1:
        raise TypedError("One address at a time: there is a space in it.")
    if "://" in typed and (scheme := scheme_of(typed)) not in ("http", "https", "feed"):
        raise TypedError(f"Feeds come from http:// and https:// addresses, not from {scheme}://.")


def check_file(text: str, inside: Path | None = None) -> None:
    """A path, in a folder where it is not a whole one, whose own folders are there."""
    folder = text.strip().rpartition("/")[0]
    try:
        there = not folder or ((inside or Path()) / Path(folder).expanduser()).is_dir()
    except (OSError, RuntimeError, ValueError):
        there = False
    if not there:
        raise TypedError(f"There is no folder {folder}.")
