"""One command line on its way: the global options, wherever they stood, and the command that takes them.

Light, since `--help` and `--version` load nothing else. Invariant: every command takes the global options, so
that they may stand before or after its word; where one stands on both sides, the nearer to the end counts.
"""

from collections.abc import Callable, Mapping
from typing import Any

import click
from msgspec import Struct

from readnow import __version__
from readnow.cli import output
from readnow.config.load import Loaded, load
from readnow.config.log import LEVELS, open_log
from readnow.config.origins import Places, place_named
from readnow.config.paths import Paths, find_paths

OK, FAILED, USAGE, TOO_NEW = 0, 1, 2, 3
"""Exit statuses: all done; something failed; wrong usage or configuration; the database is a newer one."""

_GLOBAL = {
    "config": ("FILE", "The configuration file, instead of READNOW_CONFIG or the usual one."),
    "data_dir": ("DIR", "The folder of everything stored, instead of READNOW_DATA_DIR or the usual one."),
}


class Invocation(Struct):
    """What commands know of how they were called. `interface` opens it (demo or not; with `plain` as lines of
    text); only `__main__` can."""

    environment: Mapping[str, str]
    interface: "Callable[[Invocation, bool], int]"
    config: str | None = None
    data_dir: str | None = None
    log_level: str = "warning"
    plain: bool = False

    def paths(self) -> Paths:
        """Where everything is: by options, then environment, then the platform's custom."""
        return find_paths(self.config, self.data_dir, self.environment)

    def places(self) -> Places:
        """Which of these the user named, and by what."""
        config = place_named("--config", self.config, "READNOW_CONFIG", self.environment)
        data = place_named("--data-dir", self.data_dir, "READNOW_DATA_DIR", self.environment)
        return Places(self.paths().config_file, config, data)

    def load(self) -> tuple[Loaded, Paths]:
        """The configuration and the paths; from here on there is a log. Raises `ConfigError`."""
        paths = self.paths()
        open_log(paths.log, self.log_level)
        return load(paths.config_file, self.places().explicit), paths


def global_options() -> list[click.Parameter]:
    """Options that every command takes; they are kept in the invocation, not handed to the command."""
    named: list[click.Parameter] = [
        click.Option(
            [f"--{name.replace('_', '-')}"],
            metavar=metavar,
            help=explained,
            expose_value=False,
            callback=_keep,
        )
        for name, (metavar, explained) in _GLOBAL.items()
    ]
    level = click.Option(
        ["--log-level"],
        type=click.Choice(LEVELS, case_sensitive=False),
        help="How much is written to the log file; otherwise only warnings and errors.",
        expose_value=False,
        callback=_keep,
    )
    version = click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        help="Print the version.",
        expose_value=False,
        callback=_print_version,
    )
    explained = click.Option(
        ["-h", "--help"],
        is_flag=True,
        is_eager=True,
        help="Print this.",
        expose_value=False,
        callback=_print_help,
    )
    return [*named, level, version, explained]


class Command(click.Command):
    """A command with the global options, which its help shows apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "add_help_option": False})
        self.own = len(self.params)
        self.params += global_options()

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command's own options first."""
        everywhere = self.params[self.own :]
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        own = [param for param in options if param not in everywhere]
        for title, params in (("Options", own), ("Options of every command", everywhere)):
            records = [found for param in params if (found := param.get_help_record(ctx)) is not None]
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


class Group(Command, click.Group):
    """A word with commands of its own behind it."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "no_args_is_help": False})

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its commands first, then the options."""
        self.format_commands(ctx, formatter)
        Command.format_options(self, ctx, formatter)


def _keep(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    if not value:
        raise click.BadParameter("it is empty.", ctx, param)
    setattr(ctx.obj, param.name or "", value)


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        output.line(f"readnow {__version__}")
        ctx.exit()


def _print_help(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    # Not as click does it: that makes an error of a reader who has seen enough.
    if value:
        output.block(ctx.get_help())
        ctx.exit()
