"""`readnow refresh`: look for new articles, with a line for each feed that changed or failed."""

import asyncio

import click
from msgspec.structs import asdict

from readnow.cli import output, session
from readnow.cli.invocation import FAILED, OK, Command, Invocation
from readnow.cli.options import as_json
from readnow.library.events import Event, FeedFailed, FeedRefreshed, RefreshFinished, RefreshProgress
from readnow.library.feeds import Feeds
from readnow.model.feed import FeedId

_SPARE = 1.0
"""Seconds for what is done once a day: what is not done then goes on with the next refresh."""
_SAYING = 0.25
"""Seconds that a line waits for others to be printed with: printing takes longer than making one."""


class _Report:
    """Listens to a refresh: says what happens, and keeps it for the JSON document."""

    def __init__(self, feeds: Feeds, as_json: bool) -> None:
        self._feeds = feeds
        self._says = not as_json
        self._progress = output.Progress()
        self.changed: list[output.Json] = []
        self._unsaid: list[str] = []

    def hear(self, event: Event) -> None:
        match event:
            case FeedRefreshed(applied):
                new, updated = len(applied.new_ids), len(applied.changed_ids)
                self._keep(applied.feed_id, _news(new, updated), new=new, updated=updated, problem=None)
            case FeedFailed(feed_id, problem):
                self._keep(feed_id, problem.detail, new=0, updated=0, problem=problem.detail)
            case RefreshProgress(done, feeds, new):
                self._progress.show(f"{done}/{feeds} · {new} new")

    def end(self) -> None:
        self._say()
        self._progress.clear()

    def _keep(self, feed_id: FeedId, said: str, **figures: object) -> None:
        title = self._feeds.get(feed_id).title if self._feeds.knows(feed_id) else ""
        self.changed.append({"id": feed_id, "title": title, **figures})
        if self._says and said:
            if not self._unsaid:
                asyncio.get_running_loop().call_later(_SAYING, self._say)
            self._unsaid.append(f"{title}: {said}")

    def _say(self) -> None:
        if self._unsaid:
            self._progress.clear()
            output.lines(self._unsaid)
            self._unsaid.clear()


def _named(names: tuple[str, ...], known: Feeds) -> list[FeedId]:
    from readnow.cli.naming import find_feeds  # what it loads takes a while, and a refresh of all needs none

    return [feed.id for feed in find_feeds(names, known.all())]


def _news(new: int, updated: int) -> str:
    return output.listed((f"{new:,} new" if new else "", f"{updated:,} updated" if updated else ""))


@click.command(cls=Command)
@click.argument("feeds", metavar="[FEED]...", nargs=-1)
@click.option(
    "--force", is_flag=True, help="Ask feeds that are not due, but none whose server asked to wait."
)
@as_json
@click.pass_obj
def refresh(invocation: Invocation, feeds: tuple[str, ...], force: bool, as_json: bool) -> int:
    """Look for new articles.

    Of all feeds that are due, or of those named, by number, address or title.
    """

    async def work(at: session.Session) -> int:
        known = at.library.feeds
        chosen = _named(feeds, known) if feeds else None
        report = _Report(known, as_json)
        unsubscribe = at.library.subscribe(report.hear)
        try:
            figures = await at.library.refresh(chosen, force=force)
        finally:
            unsubscribe()
            report.end()
        if not figures.detail:
            await at.library.upkeep.when_due(_SPARE)
        return _finish(figures, report, as_json)

    return session.run(invocation, work, fetches=True)


def _finish(figures: RefreshFinished, report: _Report, as_json: bool) -> int:
    if as_json:
        output.document(
            {
                "fetched": figures.fetched,
                "not_modified": figures.not_modified,
                "skipped": figures.skipped,
                "skipped_because": _reasons(figures),
                "failed": figures.failed,
                "new": figures.new,
                "updated": figures.updated,
                "seconds": figures.seconds,
                "offline": figures.offline,
                "feeds": report.changed,
                "error": figures.detail or None,
            }
        )
    if figures.detail:
        output.message(figures.detail)
    elif not as_json:
        output.line(
            f"{figures.fetched} fetched, {figures.not_modified} not modified, {figures.skipped} skipped, "
            f"{figures.failed} failed; {figures.new} new, {figures.updated} updated, {figures.seconds:.1f} s"
        )
        if figures.offline:
            output.message("There is no network: the feeds that failed stay as they were, and are due.")
        if said := figures.reasons.sentence(output.local_time):
            output.message(f"skipped: {said}")
    return FAILED if figures.detail or figures.failed else OK


def _reasons(figures: RefreshFinished) -> output.Json:
    found = {name: number for name, number in asdict(figures.reasons).items() if name != "until" and number}
    until = output.moment(figures.reasons.until)
    return {**found, "until": until} if until else found
