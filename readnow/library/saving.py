"""Saving an article as a file of the user's: a name is proposed, nothing is ever written over.

Called by the screen. A relative name is one in the folder for files.
"""

from pathlib import Path

from msgspec import Struct

from readnow.exchange.new_files import folder_for_files, free_name, save_new
from readnow.library.forms import Form
from readnow.library.presentation import UNTITLED
from readnow.library.writing import written
from readnow.model.article import Article
from readnow.model.errors import ExchangeError
from readnow.text.file_names import file_name


class Look(Struct, frozen=True):
    """How an article looks in a file: cells of a line of text, and how dates are written."""

    width: int
    date_format: str


def proposed_name(folder: Path, article: Article, form: Form) -> str:
    """A name for the article's file that nothing in the folder has yet."""
    return free_name(folder, file_name(article.head.title or UNTITLED, form.ending))


def place_of(folder: Path, typed: str) -> Path:
    """The path that a user means by what was typed. Raises `ExchangeError` where that is none."""
    if not typed.isprintable():
        raise ExchangeError("That name has characters which no name of a file can have.")
    try:
        path = folder / Path(typed.strip()).expanduser()
    except (RuntimeError, ValueError) as err:
        raise ExchangeError(f"{typed} names a home directory that does not exist here.") from err
    try:
        if not typed.strip() or typed.strip().endswith("/") or path.is_dir():
            raise ExchangeError(f"{path} is a folder: name a file in it.")
        if not path.parent.is_dir() and path.parent != folder:
            raise ExchangeError(f"There is no folder {path.parent}.")
        path.exists()
    except OSError as err:  # a name that is too long, a folder that may not be looked into
        raise ExchangeError(f"That name cannot be used: {(err.strerror or str(err)).lower()}.") from err
    return path


def save(path: Path, article: Article, form: Form, look: Look) -> Path:
    """Write the article into a new file; where it is. Raises `ExchangeError` if something is there."""
    folder_for_files(path.parent)
    content = written(article, form, width=look.width, date_format=look.date_format)
    return save_new(path, content.encode())
