"""newsboat's list of feeds (`urls`), read and written: an address a line, with its tags.

Called by `library.newsboat` and for `readnow export`. `"~Title"` names a feed, `"!"` leaves it out of the
list of all, every other tag is a folder (`a/b` one within another); a `query:` is a smart feed. Invariant:
nothing is run: commands and what stands in backticks are left out with a sentence.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from readnow.exchange.addresses import decoded
from readnow.exchange.found import MAX_BYTES, MAX_DEPTH, Found
from readnow.exchange.newsboat.words import quoted, split
from readnow.model.errors import ExchangeError
from readnow.model.subscription import Subscription
from readnow.text.clean import clean_line

MAX_QUERIES = 1_000
_NAME = 200


class QueryFeed(Struct, frozen=True):
    """A query feed as it is written; `expression` in newsboat's language."""

    name: str
    expression: str
    folder: tuple[str, ...] = ()


class Urls(Struct, frozen=True):
    """A list as read; a sentence for each thing left out and why."""

    feeds: tuple[Subscription, ...]
    queries: tuple[QueryFeed, ...]
    left_out: tuple[str, ...]


def read_urls(data: bytes, name: str) -> Urls:
    """The feeds of a file called `name`, in their order. Raises `ExchangeError` where it is no text."""
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"{name} is larger than 5 MB. Divide it into smaller files.")
    found = Found()
    queries: list[QueryFeed] = []
    for line in decoded(data, name).splitlines() if data.strip() else ():
        words = split(line)
        if not words:
            continue
        tags = _Tags.of(words[1:])
        if words[0].startswith("query:"):
            query = _query(words[0], tags)
            if query is None:
                found.leave_out(f"“{clean_line(words[0], 80)}”: a query feed without a query.")
            elif len(queries) < MAX_QUERIES:
                queries.append(query)
        else:
            _add(found, words[0], tags)
    whole = found.finish()
    return Urls(whole.subscriptions, tuple(queries), whole.left_out)


def is_urls(data: bytes) -> bool:
    """Whether a list of addresses has what only newsboat's has: query feeds, `"~Titles"`, or `"!"`."""
    words = [split(line) for line in data[:MAX_BYTES].decode("utf-8", "replace").splitlines()[:10_000]]
    return any(line and (line[0].startswith("query:") or _is_tagged(line[1:])) for line in words)


def write_urls(subscriptions: Iterable[Subscription], queries: Sequence[QueryFeed]) -> str:
    """The same as a file: query feeds at the end."""
    lines = [_written(one) for one in subscriptions]
    lines += [
        " ".join([quoted(f"query:{one.name.replace(':', ' ')}:{one.expression}"), *_folders((one.folder,))])
        for one in queries
    ]
    return "".join(f"{line}\n" for line in lines)


class _Tags(Struct, frozen=True):
    title: str
    hidden: bool
    folders: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, tags: Sequence[str]) -> "_Tags":
        title = next((tag[1:] for tag in tags if tag.startswith("~")), "")
        folders = [_path(tag) for tag in tags if tag and tag[0] not in "~!"]
        return cls(clean_line(title), any(tag.startswith("!") for tag in tags), tuple(filter(None, folders)))


def _path(tag: str) -> tuple[str, ...]:
    names = tuple(filter(None, (clean_line(name, _NAME) for name in tag.split("/"))))
    return names[:MAX_DEPTH]


def _add(found: Found, address: str, tags: _Tags) -> None:
    if "`" in address:
        found.leave_out(f"“{clean_line(address, 80)}”: it is the output of a command; nothing was run.")
        return
    for folder in tags.folders or ((),):
        if not found.add(address, title=tags.title, folder=folder, in_all=not tags.hidden):
            return


def _query(word: str, tags: _Tags) -> QueryFeed | None:
    name, _, expression = word.removeprefix("query:").partition(":")
    called = tags.title or clean_line(name, _NAME)
    if not (called and expression.strip()):
        return None
    return QueryFeed(called, expression.strip(), tags.folders[0] if tags.folders else ())


def _is_tagged(tags: Sequence[str]) -> bool:
    return any(tag == "!" or tag.startswith("~") for tag in tags)


def _written(one: Subscription) -> str:
    words = [quoted(one.url), *_folders((one.folder, *one.also_in))]
    words += [quoted(f"~{one.title}")] if one.title else []
    return " ".join(words + ([] if one.in_all else ['"!"']))


def _folders(paths: Iterable[tuple[str, ...]]) -> list[str]:
    return [_tag("/".join(path)) for path in paths if path]


def _tag(name: str) -> str:
    # As tags are usually written; one that begins with ~ or ! would mean something else.
    return quoted(name if name[0] not in "~!" else f"/{name}")
