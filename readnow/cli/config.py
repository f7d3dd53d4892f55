"""`readnow config`: where the configuration is, what holds, what is wrong with it."""

import click

from readnow.cli import output
from readnow.cli.invocation import FAILED, OK, Command, Invocation
from readnow.config.describe import effective
from readnow.config.load import Loaded
from readnow.config.origins import Kind, Origin, Origins
from readnow.keys.keymap import resolve


@click.command(cls=Command)
@click.argument("what", metavar="path|print|check", type=click.Choice(["path", "print", "check"]))
@click.pass_obj
def config(invocation: Invocation, what: str) -> int:
    """Look into the configuration.

    Where the file is (path), what settings hold and where they come from (print), what is wrong (check).
    """
    if what == "path":
        output.line(str(invocation.paths().config_file))
        return OK
    loaded, paths = invocation.load()
    if what == "print":
        for problem in loaded.problems:
            output.message(str(problem))
        origins = Origins(loaded, invocation.environment)
        output.block(effective(loaded.config, lambda key: _said(origins.of(key))))
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


def _said(origin: Origin) -> str:
    """Where a value comes from, where that is not the default; of a variable, that it decides."""
    if origin.kind is Kind.ENVIRONMENT:
        return f"{origin.name} decides: {origin.value}"
    return "" if origin.kind is Kind.DEFAULT else origin.words


def _problems(loaded: Loaded) -> list[str]:
    keymap = resolve(loaded.config.keys, commands=loaded.config.commands)
    found = [str(problem) for problem in loaded.problems]
    return found + [f"{loaded.path}: {problem}" for problem in (*keymap.problems, *keymap.notes)]
