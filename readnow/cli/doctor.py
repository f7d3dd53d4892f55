"""`readnow doctor`: where everything is, whether it is whole, feeds in trouble, versions."""

import locale
import platform
import re
from collections.abc import Mapping
from importlib import metadata

import click

from readnow import __version__
from readnow.cli import output, session
from readnow.cli.documents import Json, feed_document
from readnow.cli.invocation import FAILED, OK, Command, Invocation
from readnow.cli.options import as_json
from readnow.library.library import Checkup, Library
from readnow.library.schedule import NEVER
from readnow.model.feed import Problem, Timestamp

_PACKAGES = ("textual", "aiohttp", "feedparser", "lxml", "selectolax", "click", "msgspec")
_TERMINAL = ("TERM", "COLORTERM", "NO_COLOR", "SSH_CONNECTION", "TMUX", "LANG", "LC_ALL")
_SAFE_SINCE = {"sqlite": (3, 51, 3), "expat": (2, 7, 2)}
"""Older ones have faults that a hostile feed or a rare crash could meet."""


@click.command(cls=Command)
@as_json
@click.pass_obj
def doctor(invocation: Invocation, as_json: bool) -> int:
    """Check the library.

    Paths, database, counts, feeds in trouble, versions, terminal.
    """

    async def work(at: session.Session) -> int:
        checkup = await at.library.check()
        paths = {
            "data": str(at.paths.data_dir),
            "database": str(at.paths.database),
            "config": str(at.paths.config_file),
            "log": str(at.paths.log),
        }
        versions = _versions(checkup)
        terminal = {
            name: invocation.environment[name] for name in _TERMINAL if name in invocation.environment
        }
        terminal["encoding"] = locale.getpreferredencoding(False)
        if as_json:
            output.document(_as_json(at.library, checkup, paths, versions, terminal))
        else:
            _tell(at.library, checkup, paths, versions, terminal)
        return FAILED if checkup.damage or checkup.counts else OK

    return session.run(invocation, work)


def _versions(checkup: Checkup) -> dict[str, str]:
    from readnow.feeds import expat  # only this command has a use for it

    found = {"readnow": __version__, "python": platform.python_version(), **checkup.versions}
    found["expat"] = expat.VERSION
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "missing"
    return found


def _warnings(versions: Mapping[str, str]) -> list[str]:
    """Sentences about versions with known faults."""
    return [
        f"{name} {versions[name]} has known faults; {'.'.join(map(str, since))} or newer is safe."
        for name, since in _SAFE_SINCE.items()
        if name in versions and _number(versions[name]) < since
    ]


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _as_json(
    library: Library,
    checkup: Checkup,
    paths: Mapping[str, str],
    versions: Mapping[str, str],
    terminal: Mapping[str, str],
) -> Json:
    feeds = library.feeds
    return {
        "paths": paths,
        "integrity": list(checkup.damage),
        "counts": [
            {
                "feed_id": wrong.feed_id,
                "unread": wrong.unread,
                "unread_found": wrong.unread_found,
                "total": wrong.total,
                "total_found": wrong.total_found,
            }
            for wrong in checkup.counts
        ],
        "feeds": [
            feed_document(feed, feeds.path(feed.folder_id)) for feed in feeds.all() if feed.health.problem
        ],
        "versions": versions,
        "warnings": _warnings(versions),
        "terminal": terminal,
        "ok": not (checkup.damage or checkup.counts),
    }


def _tell(
    library: Library,
    checkup: Checkup,
    paths: Mapping[str, str],
    versions: Mapping[str, str],
    terminal: Mapping[str, str],
) -> None:
    output.table([(name, path) for name, path in paths.items()])
    output.line("")
    output.line(
        f"The database is damaged: {'; '.join(checkup.damage)}"
        if checkup.damage
        else "The database is sound."
    )
    for wrong in checkup.counts:
        output.line(
            f"Feed {wrong.feed_id}: counts {wrong.unread} unread of {wrong.total},"
            f" but there are {wrong.unread_found} of {wrong.total_found}."
        )
    if not checkup.counts:
        output.line("All counts agree with a recount.")
    output.line("")
    _tell_trouble(library)
    output.line("")
    output.line("Versions: " + output.listed(f"{name} {version}" for name, version in versions.items()))
    for warning in _warnings(versions):
        output.line(warning)
    output.line("Terminal: " + output.listed(f"{name}={value}" for name, value in terminal.items()))


def _tell_trouble(library: Library) -> None:
    feeds = library.feeds.all()
    troubled = [(feed, feed.health.problem) for feed in feeds if feed.health.problem is not None]
    output.line(f"{output.counted(len(feeds), 'feed')}, {len(troubled):,} in trouble.")
    output.table(
        [(feed.id, feed.title, _trouble(problem, feed.health.next_due)) for feed, problem in troubled]
    )


def _trouble(problem: Problem, due: Timestamp | None) -> str:
    return f"{problem.detail} · since {output.local_time(problem.since)} · {_next(due)}"


def _next(due: Timestamp | None) -> str:
    return (
        "not tried again" if due == NEVER else f"next try {output.local_time(due, 'with the next refresh')}"
    )
