"""`readnow add`: subscribe to feeds by their own address or that of a site, and fetch them at once."""

from collections.abc import Sequence

import click
from msgspec import Struct

from readnow.cli import output, session
from readnow.cli.documents import feed_document
from readnow.cli.invocation import FAILED, OK, Command, Invocation
from readnow.cli.options import as_json
from readnow.library.feeds import Feeds
from readnow.library.folder_names import folder_names
from readnow.library.outcomes import Added, AddOutcome, AlreadySubscribed, ChooseFeed, PrivateAddress
from readnow.model.errors import FeedAddError, StoreError
from readnow.model.feed import Feed
from readnow.model.parsed import Candidate
from readnow.text.words import counted


class _Wish(Struct, frozen=True):
    """How the addresses are to be added."""

    title: str
    folder: tuple[str, ...]
    allow_private: bool
    first: bool


class _Result(Struct, frozen=True):
    """What became of one address. `said` is the line for people, `word` its short form for programs."""

    address: str
    word: str
    said: str
    feed: Feed | None = None
    new: int = 0
    candidates: tuple[Candidate, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.word in ("added", "already")


@click.command(cls=Command)
@click.argument("addresses", metavar="URL...", nargs=-1, required=True)
@click.option(
    "--folder",
    default="",
    metavar="FOLDER",
    help="Put them into this folder; Outer/Inner for one in another.",
)
@click.option("--title", default="", metavar="TITLE", help="What to call the feed, instead of its own title.")
@click.option("--first", is_flag=True, help="Where a site offers several feeds, take the first.")
@click.option("--allow-private", is_flag=True, help="The address may be on a private network.")
@as_json
@click.pass_obj
def add(
    invocation: Invocation,
    addresses: tuple[str, ...],
    folder: str,
    title: str,
    first: bool,
    allow_private: bool,
    as_json: bool,
) -> int:
    """Subscribe to feeds.

    By the feed's own address or that of a site, which may announce feeds. They are fetched at once.
    """
    if title and len(addresses) > 1:
        raise click.UsageError("--title goes with one address only.")
    wish = _Wish(title, folder_names(folder), allow_private, first)

    async def work(at: session.Session) -> int:
        feeds = at.library.feeds
        results = []
        for address in addresses:
            result = await _add(feeds, address, wish)
            if not as_json:
                _tell(result)
            results.append(result)
        if as_json:
            output.document({"feeds": [_as_json(result, feeds) for result in results]})
        return OK if all(result.is_done for result in results) else FAILED

    return session.run(invocation, work, fetches=True)


async def _add(feeds: Feeds, address: str, wish: _Wish) -> _Result:
    try:
        outcome = await feeds.add(
            address,
            title=wish.title,
            folder=wish.folder,
            allow_private=wish.allow_private,
            first=wish.first,
        )
    except (FeedAddError, StoreError) as err:
        return _Result(address, "failed", str(err))
    return _result(address, outcome)


def _result(address: str, outcome: AddOutcome) -> _Result:
    match outcome:
        case Added(feed, new, None):
            return _Result(address, "added", f"Added “{feed.title}”: {counted(new, 'article')}.", feed, new)
        case Added(feed, _, problem):
            assert problem is not None
            why = f"it could not be fetched yet: {problem.detail}. It is tried again later"
            said = f"Added {feed.url}, but {why}."
            return _Result(address, "unfetched", said, feed)
        case AlreadySubscribed(feed):
            return _Result(address, "already", f"Already subscribed: “{feed.title}” ({feed.id}).", feed)
        case ChooseFeed(candidates):
            said = f"{address} offers several feeds; add one of them, or use --first:"
            return _Result(address, "choose", said, candidates=candidates)
        case PrivateAddress(_, host):
            said = f"{host} is on a private network; with --allow-private it is added all the same."
            return _Result(address, "private", said)


def _tell(result: _Result) -> None:
    if result.is_done:
        output.line(result.said)
        return
    output.message(result.said)
    for candidate in result.candidates:
        output.line(output.listed_pair(candidate.url, candidate.title))


def _as_json(result: _Result, feeds: Feeds) -> output.Json:
    found: dict[str, object] = {}
    if result.feed is not None:
        found.update(feed_document(result.feed, feeds))
    found.update(
        address=result.address,
        result=result.word,
        new=result.new,
        error=None if result.is_done else result.said,
        candidates=_candidates(result.candidates),
    )
    return found


def _candidates(found: Sequence[Candidate]) -> list[output.Json]:
    return [{"url": one.url, "title": one.title, "type": one.type} for one in found]
