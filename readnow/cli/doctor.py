"""`readnow doctor`: where everything is, whether it is whole, feeds in trouble, versions."""

import locale
import platform
import re
from collections.abc import Mapping
from importlib import metadata

import click
from msgspec import Struct
from msgspec.structs import asdict

from readnow import __version__
from readnow.cli import keeping, output, session
from readnow.cli.documents import feed_document
from readnow.cli.invocation import FAILED, OK, Command, Invocation
from readnow.cli.options import as_json
from readnow.library.doctor import Diagnosis, Ward
from readnow.library.feeds import Feeds
from readnow.library.library import Checkup
from readnow.library.schedule import NEVER
from readnow.model.retention import Going
from readnow.text.words import counted

_PACKAGES = ("textual", "aiohttp", "feedparser", "lxml", "selectolax", "click", "msgspec")
_TERMINAL = ("TERM", "COLORTERM", "NO_COLOR", "SSH_CONNECTION", "TMUX", "LANG", "LC_ALL")
_SAFE_SINCE = {"sqlite": (3, 51, 3), "expat": (2, 7, 2)}
"""Older ones have faults that a hostile feed or a rare crash could meet."""


class _Findings(Struct, frozen=True):
    """All that there is to report."""

    feeds: Feeds
    checkup: Checkup
    ward: Ward
    going: tuple[Going, ...]
    paths: Mapping[str, str]
    versions: Mapping[str, str]
    terminal: Mapping[str, str]


@click.command(cls=Command)
@click.option(
    "--repair",
    is_flag=True,
    help="Count anew; make the text index, the groups of stories and a roomy file anew; then check.",
)
@as_json
@click.pass_obj
def doctor(invocation: Invocation, repair: bool, as_json: bool) -> int:
    """Check the library.

    Paths, database, counts, text index, stories, feeds in trouble, versions, terminal.
    """

    async def work(at: session.Session) -> int:
        if repair:
            await _repair(at)
        checkup = await at.library.check()
        ward = await at.library.feeds.ward()
        found = _Findings(
            at.library.feeds,
            checkup,
            ward,
            await at.library.upkeep.preview(),
            paths={
                "data": str(at.paths.data_dir),
                "database": str(at.paths.database),
                "config": str(at.paths.config_file),
                "log": str(at.paths.log),
            },
            versions=_versions(checkup),
            terminal=_terminal(invocation.environment),
        )
        if as_json:
            output.document(_as_json(found))
        else:
            _tell(found)
        return OK if _is_well(checkup) else FAILED

    return session.run(invocation, work)


async def _repair(at: session.Session) -> None:
    progress = output.Progress()
    try:
        await at.library.repair(lambda left: progress.show(f"{counted(left, 'article')} to be indexed"))
    finally:
        progress.clear()


def _is_well(checkup: Checkup) -> bool:
    return not (checkup.damage or checkup.counts or checkup.stories.wrong) and checkup.index.is_sound


def _terminal(environment: Mapping[str, str]) -> dict[str, str]:
    found = {name: environment[name] for name in _TERMINAL if name in environment}
    return {**found, "encoding": locale.getpreferredencoding(False)}


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


def _as_json(report: _Findings) -> output.Json:
    feeds, checkup, ward = report.feeds, report.checkup, report.ward
    return {
        "paths": report.paths,
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
        "index": asdict(checkup.index) | {"sound": checkup.index.is_sound},
        "stories": asdict(checkup.stories),
        "feeds": [
            {
                **feed_document(found.feed, feeds),
                "state": found.state,
                "since": output.moment(found.since),
                "remedies": list(found.remedies),
            }
            for found in ward.in_trouble
        ],
        "silent": [feed_document(feed, feeds) for feed in ward.silent],
        "never_read": [feed_document(feed, feeds) for feed in ward.never_read],
        "past_their_time": keeping.as_json(report.going),
        "size": checkup.size,
        "free": checkup.free,
        "versions": report.versions,
        "warnings": _warnings(report.versions),
        "terminal": report.terminal,
        "ok": _is_well(checkup),
    }


def _tell(report: _Findings) -> None:
    checkup = report.checkup
    output.table([(name, path) for name, path in report.paths.items()])
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
    output.line(_about_index(checkup))
    output.line(_about_room(checkup))
    output.line(_about_stories(checkup))
    output.line("")
    _tell_trouble(report)
    if report.going:
        output.line("")
        keeping.tell(report.going, report.feeds, "are past their time and go with the next refresh")
    output.line("")
    output.line(
        "Versions: " + output.listed(f"{name} {version}" for name, version in report.versions.items())
    )
    for warning in _warnings(report.versions):
        output.line(warning)
    output.line("Terminal: " + output.listed(f"{name}={value}" for name, value in report.terminal.items()))


def _about_stories(checkup: Checkup) -> str:
    stories = checkup.stories
    if stories.wrong:
        return (
            f"Stories are grouped wrongly: {'; '.join(stories.wrong)}; `readnow doctor --repair` begins anew."
        )
    waiting = f"; {counted(stories.waiting, 'article')} still to be compared" if stories.waiting else ""
    return f"{counted(stories.folded, 'article')} shown under the same story of another feed{waiting}."


def _about_index(checkup: Checkup) -> str:
    index = checkup.index
    if not index.available:
        return "This SQLite has no full-text search: searching looks at every article, which takes longer."
    if not index.is_sound:
        return "The text index is wrong; `readnow doctor --repair` makes it anew."
    waiting = counted(index.waiting, "article")
    return (
        f"The text index is right; {waiting} not in it yet, found all the same."
        if index.waiting
        else ("The text index is right and complete.")
    )


def _about_room(checkup: Checkup) -> str:
    said = (
        f"The file has {checkup.size / 1e6:,.1f} MB, {checkup.free / 1e6:,.1f} MB of it free to be used again"
    )
    return f"{said}; `readnow doctor --repair` gives that back." if checkup.is_roomy else f"{said}."


def _tell_trouble(report: _Findings) -> None:
    ward, number = report.ward, counted(len(report.feeds.all()), "feed")
    output.line(
        f"{number}, {len(ward.in_trouble):,} in trouble, {len(ward.silent):,} silent for half a year,"
        f" {len(ward.never_read):,} never read."
    )
    output.table([(found.feed.id, found.feed.title, _trouble(found)) for found in ward.in_trouble])
    for title, feeds in (("Silent", ward.silent), ("Never read", ward.never_read)):
        if feeds:
            output.line(f"{title}:")
            output.table([(feed.id, feed.title, feed.url) for feed in feeds])


def _trouble(found: Diagnosis) -> str:
    due = found.feed.health.next_due
    again = (
        "not tried again" if due == NEVER else f"next try {output.local_time(due, 'with the next refresh')}"
    )
    since = f"since {output.local_time(found.since)}"
    return f"{found.state} · {since} · {again} · what helps: {', '.join(found.remedies)}"
