"""`readnow config`: where the configuration is, what holds, what is wrong with it."""

import click

from readnow.cli import output
from readnow.cli.invocation import FAILED, OK, Command, Invocation
from readnow.config.describe import effective
from readnow.config.load import Loaded
from readnow.keys.keymap import resolve


@click.command(cls=Command)
@click.argument("what", metavar="path|print|check", type=click.Choice(["path", "print", "check"]))
@click.pass_obj
def config(invocation: Invocation, what: str) -> int:
    """Look into the configuration.

    Where the file is (path), what settings hold (print), what is wrong with it (check).
    """
    if what == "path":
        output.line(str(invocation.paths().config_file))
        return OK
    loaded, paths = invocation.load()
    if what == "print":
        for problem in loaded.problems:
            output.message(str(problem))
        output.block(effective(loaded.config))
        return OK
    problems = _problems(loaded)
    for sentence in problems:
        output.line(sentence)
    if not problems:
        output.line(
            f"{paths.config_file}: nothing is wrong."
            if loaded.path is not None
            else f"There is no {paths.config_file}: the defaults hold."
        )
    return FAILED if problems else OK


def _problems(loaded: Loaded) -> list[str]:
    keymap = resolve(loaded.config.keys, commands=loaded.config.commands)
    found = [str(problem) for problem in loaded.problems]
    return found + [f"{loaded.path}: {problem}" for problem in (*keymap.problems, *keymap.notes)]
