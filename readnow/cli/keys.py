"""`readnow keys`: the live key map, the user's own keys included."""

from itertools import groupby

import click

from readnow.cli import output
from readnow.cli.invocation import OK, Command, Invocation
from readnow.cli.options import as_json
from readnow.keys.keymap import display, resolve


@click.command(cls=Command)
@as_json
@click.pass_obj
def keys(invocation: Invocation, as_json: bool) -> int:
    """Print the keys as they are now.

    With the names to change them by in the configuration.
    """
    loaded, _ = invocation.load()
    keymap = resolve(loaded.config.keys, commands=loaded.config.commands)
    for sentence in (*(str(problem) for problem in loaded.problems), *keymap.problems, *keymap.notes):
        output.message(sentence)
    if as_json:
        output.document(
            {
                "keys": [
                    {
                        "action": action.id,
                        "keys": [display(key) for key in keymap.keys[action.id]],
                        "title": action.title,
                        "help": action.help,
                        "panes": sorted(action.panes),
                        "group": action.group.value,
                    }
                    for action in keymap.actions
                ]
            }
        )
        return OK
    for group, actions in groupby(keymap.actions, lambda action: action.group):
        output.line(group.value)
        output.table(
            [
                (" " + " ".join(map(display, keymap.keys[action.id])), action.id, action.help)
                for action in actions
            ]
        )
        output.line("")
    return OK
