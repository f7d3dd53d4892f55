"""The user's own commands as actions, beside those of the table.

`keymap` gives them their keys; palette and list of keys show them. Invariant: their ids, and no others, begin
with `command.`.
"""

from collections.abc import Mapping

from readnow.config.schema import CommandConfig, CommandsConfig
from readnow.keys.action import ALL, ARTICLE, Action, Group

PREFIX = "command."


def own_actions(commands: CommandsConfig) -> tuple[Action, ...]:
    """An action for each command, in the file's order."""
    return tuple(_action(name, command) for name, command in commands.own.items())


def own_keys(commands: CommandsConfig) -> Mapping[str, tuple[tuple[str, ...], str]]:
    """The keys that commands want, by action id, and where that is written; no entry for who wants none."""
    return {
        PREFIX + name: (command.key, f"commands.{name}.key")
        for name, command in commands.own.items()
        if command.key
    }


def command_name(action_id: str) -> str:
    """The name of the command that an action stands for; empty for any other action."""
    return action_id.removeprefix(PREFIX) if action_id.startswith(PREFIX) else ""


def _action(name: str, command: CommandConfig) -> Action:
    title = command.title or name.replace("-", " ").capitalize()
    asks_for = {mark for word in command.run for mark in ("%t", "%f") if mark in word}
    return Action(
        PREFIX + name,
        (),
        title,
        f"{title} ({command.run[0]})",
        ARTICLE if asks_for else ALL,
        Group.OWN,
    )
