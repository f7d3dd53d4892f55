"""The command line: its words, and how what a command returns or raises becomes an exit status.

Called by `__main__`. A command's module is loaded when its word is used. Invariant: nothing that a user, a
server or a file can cause ends in a traceback.
"""

import difflib
import importlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import click

from readnow.cli import output
from readnow.cli.invocation import FAILED, OK, TOO_NEW, USAGE, Invocation, global_options
from readnow.model.errors import ConfigError, ReadNowError, StoreTooNewError

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "add": ("add", "add"),
        "remove": ("feeds", "remove"),
        "edit": ("feeds", "edit"),
        "feeds": ("feeds", "feeds"),
        "folder": ("folders", "folder"),
        "refresh": ("refresh", "refresh"),
        "list": ("articles", "list_articles"),
        "count": ("count", "count"),
        "show": ("show", "show"),
        "mark": ("mark", "mark"),
        "undo": ("journal", "undo"),
        "redo": ("journal", "redo"),
        "history": ("journal", "history"),
        "tag": ("tag", "tag"),
        "smart": ("smart", "smart"),
        "rule": ("rule", "rule"),
        "import": ("exchange", "import_list"),
        "export": ("exchange", "export_list"),
        "backup": ("backup", "backup"),
        "doctor": ("doctor", "doctor"),
        "config": ("config", "config"),
        "keys": ("keys", "keys"),
        "completion": ("completion", "completion"),
    }
)
"""Each word with its module in this package and its command there, in the order of `--help`."""

_ALL = {**COMMANDS, "complete": ("completing", "complete")}
"""With the one that shells ask."""

ENDED_BY_SIGNAL = 128


class Words(click.Group):
    """The commands by their words."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In our order, not the alphabet's."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, loaded now."""
        if cmd_name not in _ALL:
            return None
        module, name = _ALL[cmd_name]
        found: click.Command = getattr(importlib.import_module(f"readnow.cli.{module}"), name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the first word; for an unknown one, the nearest that there is."""
        if args[0] not in _ALL and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, 1, 0.5)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            raise click.UsageError(f"There is no command “{args[0]}”.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=Words,
    invoke_without_command=True,
    add_help_option=False,
    epilog="Output for people is plain text; --json, where a command has it, prints one JSON document.",
)
@click.option(
    "--demo", is_flag=True, help="Open the interface on built-in feeds; nothing of yours is touched."
)
@click.option(
    "--plain",
    is_flag=True,
    help="Read line by line, without panes, boxes and colour: for screen readers, braille and pipes.",
)
@click.pass_context
def readnow(ctx: click.Context, demo: bool, plain: bool) -> int:
    """A feed reader for the terminal. Without a command it opens its interface."""
    if ctx.invoked_subcommand is None:
        invocation: Invocation = ctx.obj
        invocation.plain = plain
        return invocation.interface(invocation, demo)
    if demo or plain:
        option = "--demo" if demo else "--plain"
        raise click.UsageError(f"{option} opens the interface: it goes with no command.", ctx)
    return OK


readnow.params += global_options()


def run(arguments: Sequence[str], invocation: Invocation) -> int:
    """Run one command line and return its exit status; everything there is to say has been said."""
    try:
        status: int = readnow.main(list(arguments), "readnow", standalone_mode=False, obj=invocation)
        if status < ENDED_BY_SIGNAL:  # else there may be no terminal any more to hand anything to
            output.finish()
    except click.ClickException as err:
        ctx = getattr(err, "ctx", None)
        output.message(f"readnow: {err.format_message()}")
        output.message(f"See {ctx.command_path if ctx is not None else 'readnow'} --help.")
        return USAGE
    except ReadNowError as err:
        output.message(f"readnow: {err}")
        return status_of(err)
    return status


def status_of(error: ReadNowError) -> int:
    """The exit status an error stands for."""
    if isinstance(error, StoreTooNewError):
        return TOO_NEW
    return USAGE if isinstance(error, ConfigError) else FAILED
