"""`readnow backup`: a complete copy of the library."""

import click

from readnow.cli import output, session
from readnow.cli.invocation import OK, Command, Invocation
from readnow.cli.options import as_json


@click.command(cls=Command)
@click.argument("folder", metavar="[DIR]", required=False)
@as_json
@click.pass_obj
def backup(invocation: Invocation, folder: str | None, as_json: bool) -> int:
    """Make a complete copy of the library.

    In the folder named, or in backups in the data directory. It can be made while ReadNOW is in use, and is
    checked before it has its name. `readnow import` brings everything in it back.
    """

    async def work(at: session.Session) -> int:
        progress = output.Progress()
        try:
            made, size = await at.library.backups.make(
                folder, lambda size: progress.show(f"{size / 1e6:,.0f} MB")
            )
        finally:
            progress.clear()
        if as_json:
            output.document({"path": str(made), "size": size})
        else:
            output.line(f"{made} ({size / 1e6:,.1f} MB), complete and checked.")
        return OK

    return session.run(invocation, work)
