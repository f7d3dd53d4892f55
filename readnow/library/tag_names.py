"""The names of tags: found, checked, and several of them as they are typed. Pure.

Called by `tags`, by the query language and by the interface. Invariant: names are compared without case and
accents, and kept as they were typed.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from readnow.model.errors import TagError
from readnow.model.tag import LONGEST, Tag
from readnow.text.clean import clean_line
from readnow.text.words import fold


def find(name: str, tags: Iterable[Tag]) -> Tag | None:
    """The tag of that name, in any case."""
    wanted = fold(name).strip()
    return next((tag for tag in tags if fold(tag.name) == wanted), None)


def nothing_named(name: str, tags: Iterable[Tag]) -> str:
    """A sentence about a name that no tag has."""
    names = {fold(tag.name): tag.name for tag in tags}
    near = get_close_matches(fold(name), list(names), 1, 0.5)
    return f"There is no tag “{name}”." + (f" Did you mean “{names[near[0]]}”?" if near else "")


def checked_name(name: str) -> str:
    """A name as it is kept: one line without commas, which stand between tags. Raises `TagError`."""
    tidy = clean_line(name, LONGEST + 1).strip().removeprefix("#").strip()
    if not fold(tidy).strip() or "," in tidy:
        raise TagError(f"“{clean_line(name, LONGEST)}” can be no tag: it needs letters, and no comma.")
    if len(tidy) > LONGEST:
        raise TagError(f"The name of a tag has at most {LONGEST} characters.")
    return tidy


def typed_names(text: str, known: Iterable[Tag]) -> tuple[str, ...]:
    """The names in a text, each once, those of tags that there are as they are called. Raises `TagError`.

    Commas stand between them; where there is none, spaces do, unless all of it is a tag that there is.
    """
    by_fold = {fold(tag.name): tag.name for tag in known}
    whole = fold(text).strip()
    parts = text.split(",") if "," in text else [text] if whole in by_fold else text.split()
    names = (checked_name(part) for part in parts if part.strip())
    return once(by_fold.get(fold(name), name) for name in names)


def once(names: Iterable[str]) -> tuple[str, ...]:
    """The names without those that say one of them again."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name), name)
    return tuple(found.values())


def written_names(names: Sequence[str]) -> str:
    """Names as they are typed, ready for one more."""
    return "".join(f"{name}, " for name in names)
