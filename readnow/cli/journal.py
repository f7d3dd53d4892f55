"""`readnow undo`, `redo` and `history`: what was done, here or in the interface, and taking it back."""

from collections.abc import Awaitable, Callable, Sequence

import click

from readnow.cli import output, session
from readnow.cli.invocation import FAILED, OK, Command, Invocation
from readnow.cli.options import as_json
from readnow.library.journal import Journal, Outcome, Told
from readnow.model.errors import NotFoundError
from readnow.model.journal import Entry
from readnow.text.words import counted

_SHOWN = 20


@click.command(cls=Command)
@click.option("--to", "to", metavar="ID", type=int, help="Back to before this entry of the history.")
@as_json
@click.pass_obj
def undo(invocation: Invocation, to: int | None, as_json: bool) -> int:
    """Take back what was done last.

    Also what was done in the interface: marks, deleted articles, subscriptions, settings.
    """

    async def back(journal: Journal, told: Told) -> Sequence[Outcome]:
        if to is not None:
            if to not in {entry.id for entry in await journal.history() if not entry.undone}:
                raise NotFoundError(f"There is nothing to undo with the number {to}. See `readnow history`.")
            return await journal.undo_to(to, told)
        outcome = await journal.undo(told)
        return () if outcome is None else (outcome,)

    return _run(invocation, back, "undo", "undone", as_json)


@click.command(cls=Command)
@as_json
@click.pass_obj
def redo(invocation: Invocation, as_json: bool) -> int:
    """Do again what was taken back last."""

    async def again(journal: Journal, told: Told) -> Sequence[Outcome]:
        outcome = await journal.redo(told)
        return () if outcome is None else (outcome,)

    return _run(invocation, again, "redo", "done again", as_json)


@click.command(cls=Command)
@click.option(
    "--limit", type=click.IntRange(min=1), default=_SHOWN, show_default=True, help="At most so many."
)
@as_json
@click.pass_obj
def history(invocation: Invocation, limit: int, as_json: bool) -> int:
    """List what was done, the newest first.

    Number, time, and what it was; what was taken back is marked so.
    """

    async def work(at: session.Session) -> int:
        entries = await at.library.journal.history(limit)
        if as_json:
            output.document({"entries": [_document(entry) for entry in entries]})
        elif not entries:
            output.message("Nothing was done yet.")
        for entry in () if as_json else entries:
            undone = "  (undone)" if entry.undone else ""
            output.line(f"{entry.id:>6}  {output.local_time(entry.at)}  {output.field(entry.what)}{undone}")
        return OK

    return session.run(invocation, work)


def _run(
    invocation: Invocation,
    replay: Callable[[Journal, Told], Awaitable[Sequence[Outcome]]],
    verb: str,
    done: str,
    as_json: bool,
) -> int:
    progress = output.Progress()

    async def work(at: session.Session) -> int:
        outcomes = await replay(
            at.library.journal, lambda number, of: progress.show(f"{number:,} of {counted(of, 'article')}")
        )
        progress.clear()
        if as_json:
            output.document({done.replace(" ", "_"): [_outcome(outcome) for outcome in outcomes]})
        elif not outcomes:
            output.message(f"There is nothing to {verb}.")
        for outcome in () if as_json else outcomes:
            output.line(f"{done.capitalize()}: {output.field(outcome.said)}.")
            for note in outcome.notes:
                output.message(note)
        return OK if outcomes and not any(outcome.notes for outcome in outcomes) else FAILED

    return session.run(invocation, work)


def _outcome(outcome: Outcome) -> output.Json:
    return {**_document(outcome.entry), "changed": outcome.changed, "notes": list(outcome.notes)}


def _document(entry: Entry) -> output.Json:
    return {"id": entry.id, "at": output.moment(entry.at), "what": entry.what, "undone": entry.undone}
