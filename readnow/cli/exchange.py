"""`readnow import` and `readnow export`: lists of subscriptions in and out."""

import sys
import time
from functools import partial
from io import BufferedWriter
from pathlib import Path

import click

from readnow.cli import output, session
from readnow.cli.imported import FIGURES, feeds_json, tell_articles, tell_feeds
from readnow.cli.invocation import OK, Command, Invocation
from readnow.cli.options import as_json
from readnow.exchange.found import MAX_BYTES
from readnow.exchange.opml_writing import write_opml
from readnow.exchange.reading import read_list
from readnow.exchange.writing import write_file
from readnow.library import importing
from readnow.model.errors import ExchangeError
from readnow.model.subscription import SubscriptionList
from readnow.text.words import counted

_CHUNK = 1 << 20


@click.command("import", cls=Command)
@click.argument("file", metavar="FILE|-")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@as_json
@click.pass_obj
def import_list(invocation: Invocation, file: str, dry_run: bool, as_json: bool) -> int:
    """Bring in feeds, all of newsboat, an export or a backup.

    OPML, addresses one a line, an export in JSON, the states of a day, or a file of `readnow backup`;
    from a file or (-) standard input; or newsboat's directory (~/.newsboat), or its urls, cache.db or config:
    docs/coming-from-newsboat.md. What is there stays and gets the marks of the file: read in either is read.
    The next refresh fetches.
    """

    async def work(at: session.Session) -> int:
        if file != "-" and (newsboat := await importing.find_newsboat(file)) is not None:
            from readnow.cli import moving

            return await moving.move_in(at, newsboat, dry_run, as_json)
        is_archive = _is_archive_on_standard_input() if file == "-" else await importing.is_archive(file)
        if is_archive:
            return await _restore(at, file, dry_run, as_json)
        wanted = _from_standard_input() if file == "-" else await importing.read_file(file)
        outcome = await at.library.feeds.import_list(wanted, dry_run)
        if as_json:
            output.document(feeds_json(outcome, dry_run))
        else:
            tell_feeds(outcome, dry_run)
        return OK

    return session.run(invocation, work)


def _is_archive_on_standard_input() -> bool:
    """By its first bytes, which can still be read afterwards."""
    from readnow.library.archive_run import is_archive

    peek = getattr(sys.stdin.buffer, "peek", None) if sys.stdin is not None else None
    try:
        return peek is not None and is_archive(bytes(peek(16)[:16]))
    except OSError:
        return False  # said when it is read


async def _restore(at: session.Session, file: str, dry_run: bool, as_json: bool) -> int:
    progress = output.Progress()
    try:
        restored = await at.library.archives.restore(
            file, lambda number: progress.show(f"{number:,} done"), dry_run=dry_run
        )
    finally:
        progress.clear()
    figures = {name: getattr(restored, name) for name in FIGURES}
    if as_json:
        output.document(feeds_json(restored, dry_run) | figures)
        return OK
    tell_feeds(restored, dry_run)
    tell_articles(restored, dry_run)
    if restored.missing:
        output.message(
            f"{counted(restored.missing, 'mark')} could not be set: the articles are not here yet. Refresh, "
            "and import the file again."
        )
    return OK


def _from_standard_input() -> SubscriptionList:
    if sys.stdin is None:
        raise ExchangeError("Standard input is closed.")
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as err:
        raise ExchangeError(f"Standard input cannot be read: {(err.strerror or str(err)).lower()}.") from err
    return read_list(data, "Standard input")


@click.command("export", cls=Command)
@click.argument("file", metavar="[FILE]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["opml", "json", "newsboat-urls"]),
    default="opml",
    help="OPML: the subscriptions, which any reader takes. JSON: everything, with state. newsboat-urls: the"
    " list that newsboat has, with tags, titles and smart feeds as query feeds.",
)
@click.pass_obj
def export_list(invocation: Invocation, file: str | None, form: str) -> int:
    """Write the list of subscriptions, or everything.

    To a file or to standard output. JSON has articles, marks, tags, rules and settings too, and is compressed
    where the file's name ends in .gz; no password is in it.
    """
    named = None if file is None or file == "-" else Path(file)
    return session.run(invocation, partial(_WAYS[form], named))


async def _export_opml(path: Path | None, at: session.Session) -> int:
    subscriptions = at.library.feeds.export_list()
    content = write_opml(subscriptions, "ReadNOW subscriptions", int(time.time()))
    if path is None:
        output.data(content)
    else:
        write_file(path, content)
        output.line(f"{counted(len(subscriptions), 'feed')} written to {path}.")
    return OK


async def _export_all(path: Path | None, at: session.Session) -> int:
    if path is None:
        with BufferedWriter(output.Raw(), _CHUNK) as out:
            await at.library.archives.export_to(out)
        return OK
    await at.library.archives.export(path)
    output.line(f"Everything written to {path}.")
    return OK


async def _export_urls(path: Path | None, at: session.Session) -> int:
    from readnow.library.newsboat_export import newsboat_urls

    text, left_out = newsboat_urls(at.library)
    for sentence in left_out:
        output.message(sentence)
    if path is None:
        output.data(text.encode())
    else:
        write_file(path, text.encode())
        output.line(f"{counted(len(at.library.feeds.all()), 'feed')} written to {path}.")
    return OK


_WAYS = {"opml": _export_opml, "json": _export_all, "newsboat-urls": _export_urls}
