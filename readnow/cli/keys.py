"""`readnow keys`: the live key map, the user's own keys included, or that of a preset."""

from itertools import groupby

import click
from msgspec.structs import replace

from readnow.cli import output
from readnow.cli.invocation import OK, Command, Invocation
from readnow.cli.options import as_json
from readnow.keys.actions import Action, Pane
from readnow.keys.keymap import Keymap, display, resolve
from readnow.keys.presets import PRESETS
from readnow.keys.shown import in_words, keyed


@click.command(cls=Command)
@click.option(
    "--preset",
    type=click.Choice(list(PRESETS)),
    help="Those of a set of keys, as they would be with it, instead of those of your configuration's.",
)
@as_json
@click.pass_obj
def keys(invocation: Invocation, preset: str | None, as_json: bool) -> int:
    """Print the keys as they are now.

    With the names to change them by in the configuration.
    """
    loaded, _ = invocation.load()
    wanted = loaded.config.keys if preset is None else replace(loaded.config.keys, preset=preset)
    keymap = resolve(wanted, commands=loaded.config.commands)
    for sentence in (*(str(problem) for problem in loaded.problems), *keymap.problems, *keymap.notes):
        output.message(sentence)
    if as_json:
        output.document(
            {
                "preset": keymap.preset,
                "presets": list(PRESETS),
                "keys": [_as_json(keymap, action) for action in keymap.actions],
            }
        )
        return OK
    others = ", ".join(name for name in PRESETS if name != keymap.preset)
    output.line(f"Set of keys: {keymap.preset} (others: {others})")
    output.line("")
    for group, actions in groupby(keymap.actions, lambda action: action.group):
        output.line(group.value)
        output.table([row for action in actions for row in _rows(keymap, action)])
        output.line("")
    return OK


def _as_json(keymap: Keymap, action: Action) -> dict[str, object]:
    return {
        "action": action.id,
        "keys": [display(key) for key in keymap.keys[action.id]],
        "keys_in": {
            pane.value: [display(key) for key in keymap.of(action.id, pane)]
            for pane in Pane
            if pane in action.panes
        },
        "title": action.title,
        "help": action.help,
        "panes": sorted(action.panes),
        "group": action.group.value,
    }


def _rows(keymap: Keymap, action: Action) -> list[tuple[str, str, str]]:
    """A line for the action, or one for each pane where its keys are not the same in all."""
    found = keyed(keymap, action)
    rows = []
    for one in found:
        where = "" if set(one.panes) == action.panes else f" (in {' and '.join(one.panes)})"
        rows.append((" " + " ".join(in_words(one.keys)), action.id, action.help + where))
    return rows
