"""`readnow import` and `readnow export`: lists of subscriptions in and out."""

import sys
import time
from pathlib import Path

import click

from readnow.cli import output, session
from readnow.cli.invocation import OK, Command, Invocation
from readnow.cli.options import as_json
from readnow.exchange.found import MAX_BYTES
from readnow.exchange.opml import write_opml
from readnow.exchange.reading import read_list
from readnow.exchange.writing import write_file
from readnow.library import importing
from readnow.library.feeds import ImportOutcome
from readnow.model.errors import ExchangeError
from readnow.model.subscription import Subscription, SubscriptionList
from readnow.text.words import counted

_SHOWN = 20


@click.command("import", cls=Command)
@click.argument("file", metavar="FILE|-")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@as_json
@click.pass_obj
def import_list(invocation: Invocation, file: str, dry_run: bool, as_json: bool) -> int:
    """Subscribe to the feeds of a list.

    OPML, or addresses one a line, from a file or (-) standard input. The next refresh fetches them.
    """

    async def work(at: session.Session) -> int:
        wanted = _from_standard_input() if file == "-" else await importing.read_file(file)
        outcome = await at.library.feeds.import_list(wanted, dry_run)
        if as_json:
            output.document(_as_json(outcome, dry_run))
        else:
            _tell(outcome, dry_run)
        return OK

    return session.run(invocation, work)


def _from_standard_input() -> SubscriptionList:
    if sys.stdin is None:
        raise ExchangeError("Standard input is closed.")
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as err:
        raise ExchangeError(f"Standard input cannot be read: {(err.strerror or str(err)).lower()}.") from err
    return read_list(data, "Standard input")


def _tell(outcome: ImportOutcome, dry_run: bool) -> None:
    for sentence in outcome.left_out:
        output.message(sentence)
    for subscription in outcome.added if dry_run else ():
        output.line(output.listed_pair(subscription.url, subscription.title))
    would = "would be added" if dry_run else "added"
    output.line(
        f"{counted(len(outcome.added), 'feed')} {would}, {len(outcome.already):,} already there,"
        f" {len(outcome.left_out):,} left out."
    )


def _as_json(outcome: ImportOutcome, dry_run: bool) -> output.Json:
    return {
        "dry_run": dry_run,
        "added": [_subscription(one) for one in outcome.added],
        "already": [_subscription(one) for one in outcome.already],
        "left_out": list(outcome.left_out),
    }


def _subscription(one: Subscription) -> output.Json:
    return {"url": one.url, "title": one.title, "site": one.site_url, "folder": "/".join(one.folder)}


@click.command("export", cls=Command)
@click.argument("file", metavar="[FILE]", required=False)
@click.option(
    "--format",
    type=click.Choice(["opml"]),
    default="opml",
    expose_value=False,
    help="OPML, which any reader takes.",
)
@click.pass_obj
def export_list(invocation: Invocation, file: str | None) -> int:
    """Write the list of subscriptions.

    With their folders, to a file or to standard output.
    """

    async def work(at: session.Session) -> int:
        subscriptions = at.library.feeds.export_list()
        content = write_opml(subscriptions, "ReadNOW subscriptions", int(time.time()))
        if file is None or file == "-":
            output.data(content)
        else:
            write_file(Path(file), content)
            output.line(f"{counted(len(subscriptions), 'feed')} written to {file}.")
        return OK

    return session.run(invocation, work)
