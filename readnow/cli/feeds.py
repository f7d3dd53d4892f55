"""`readnow feeds`, `remove` and `edit`: what is subscribed to, and changing it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

import click

from readnow.cli import keeping, output, session
from readnow.cli.documents import feed_document
from readnow.cli.folders import FOLDER_KEYS, edit_folder, target
from readnow.cli.invocation import OK, Command, Invocation
from readnow.cli.naming import find_feed, find_feeds
from readnow.cli.options import as_json, feed_names
from readnow.library.feeds import Feeds
from readnow.library.folder_names import folder_names
from readnow.library.settings import SETTINGS, changed, written
from readnow.model.feed import Feed
from readnow.model.query import Scope

if TYPE_CHECKING:
    from readnow.library.library import Library

_Edit = Callable[["Library", Feed, str], Awaitable[None]]


@click.command("feeds", cls=Command)
@as_json
@click.pass_obj
def feeds(invocation: Invocation, as_json: bool) -> int:
    """List the feeds.

    Number, unread and all articles, title, folder, address, and what is wrong.
    """

    async def work(at: session.Session) -> int:
        known = at.library.feeds
        if as_json:
            output.document({"feeds": [feed_document(feed, known) for feed in known.all()]})
        elif not known.all():
            output.message("There are no feeds yet. `readnow add URL` subscribes to one.")
        else:
            output.table([_row(feed, known) for feed in known.all()])
        return OK

    return session.run(invocation, work)


def _row(feed: Feed, known: Feeds) -> Sequence[str | int]:
    folders = ", ".join("/".join(known.path(place)) for place in feed.places)
    problem = feed.health.problem
    said = f"{feed.url}  ! {problem.detail}" if problem else feed.url
    return (feed.id, feed.unread, feed.total, feed.title, folders, said)


@click.command(cls=Command)
@feed_names
@click.pass_obj
def remove(invocation: Invocation, feeds: tuple[str, ...]) -> int:
    """Unsubscribe from feeds.

    By number, address or title. Their articles are kept for 30 days.
    """

    async def work(at: session.Session) -> int:
        found = find_feeds(feeds, at.library.feeds.all())
        await at.library.feeds.remove([feed.id for feed in found])
        for feed in found:
            again = f"adding {feed.url} again within 30 days brings its articles back"
            output.line(f"Unsubscribed from “{feed.title}”; {again}.")
        return OK

    return session.run(invocation, work)


async def _title(library: "Library", feed: Feed, value: str) -> None:
    await library.feeds.rename(feed.id, value)


async def _folder(library: "Library", feed: Feed, value: str) -> None:
    """One folder only; with + or - before it, one more or one fewer."""
    if value.startswith("+"):
        await library.folders.put(feed.id, folder_names(value[1:]))
    elif value.startswith("-"):
        await library.folders.take_out(feed.id, folder_names(value[1:]))
    else:
        await library.feeds.move(feed.id, folder_names(value))


async def _url(library: "Library", feed: Feed, value: str) -> None:
    await library.feeds.change_url(feed.id, value)


async def _position(library: "Library", feed: Feed, value: str) -> None:
    scope, inside = Scope.feed(feed.id), library.feeds.get(feed.id).folder_id
    await library.folders.place(scope, target(value), inside)


_EDITS: dict[str, _Edit] = {"title": _title, "folder": _folder, "url": _url, "position": _position}


@click.command(cls=Command)
@click.argument("feed", metavar="FEED")
@click.argument("settings", metavar="KEY=VALUE...", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Change nothing; with keep=…, say what would go.")
@click.pass_obj
def edit(invocation: Invocation, feed: str, settings: tuple[str, ...], dry_run: bool) -> int:
    """Change a feed, or a folder.

    title=…, folder=… (Outer/Inner for one in another, empty for none; folder=+News for one more, folder=-News
    for one fewer), url=…, position=… (up, down, first, last, or a number), and interval, paused, user_agent,
    headers, auth, proxy, insecure, allow_private, unread_on_change, full_text, folds, in_all, keep. An empty
    value returns to what is usual. With another address the articles stay. For a folder, whose name ends with
    a slash (News/), there are title, folder, position and keep.
    """
    of_folder = feed.endswith("/") and "://" not in feed
    wanted = [_setting(text, FOLDER_KEYS if of_folder else (*_EDITS, *SETTINGS)) for text in settings]

    async def work(at: session.Session) -> int:
        if of_folder:
            return await edit_folder(at, feed, wanted, dry_run)
        known = at.library.feeds
        found = find_feed(feed, known.all())
        if dry_run:
            return await _try(at, found, wanted)
        # The address first: it alone can be refused.
        for key, value in sorted(wanted, key=lambda setting: setting[0] != "url"):
            if key in _EDITS:
                await _EDITS[key](at.library, found, value)
            else:
                await known.set(found.id, key, value)
        now = known.get(found.id)
        place = ", ".join("/".join(known.path(place)) for place in now.places) or "no folder"
        output.line(f"{now.id}: “{now.title}”, {place}, {now.url}")
        for key in SETTINGS:
            if value := written(now.settings, key):
                output.line(f"   {key}={value}")
        if now.settings.keep and "keep" in dict(wanted):
            await keeping.tell_before(at, now.id, now.settings.keep, "will go with the next refresh")
        return OK

    return session.run(invocation, work)


async def _try(at: session.Session, feed: Feed, wanted: Sequence[tuple[str, str]]) -> int:
    """Whether the settings can be read, and what `keep` would do."""
    settings = feed.settings
    for key, value in wanted:
        if key not in _EDITS:
            settings = changed(settings, key, value)
    if "keep" in dict(wanted):
        await keeping.tell_before(at, feed.id, settings.keep, "would go")
    return OK


def _setting(text: str, keys: Sequence[str]) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or key not in keys:
        raise click.UsageError(f"“{text}”: write KEY=VALUE, with one of {', '.join(keys)} as the key.")
    if key == "position":
        target(value)
    return key, value
