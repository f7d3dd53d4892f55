"""Where in a configuration file each key stands. Pure; called by `load` for problems, and by `origins`.

Python's parser of TOML tells no lines. So the file is read statement by statement by that same parser, each
from a line on to the first one at which it is whole. Invariant: the text is TOML that loads as a whole.
"""

import tomllib
from collections.abc import Mapping
from typing import Any

_MOST_LINES = 5_000
_LONGEST = 200
"""Lines of one value. Of what lies behind a longer one, and of longer files, no lines are told."""


def lines_of(text: str) -> dict[str, int]:
    """The line of each table and key, counted from 1, by its dotted name without quotation marks."""
    lines = text.replace("\r\n", "\n").split("\n")
    found: dict[str, int] = {}
    table, begin = "", 0
    while begin < min(len(lines), _MOST_LINES):
        read = _statement(lines, begin)
        if read is None:
            break
        statement, end = read
        if lines[begin].lstrip().startswith("["):
            table = _header(statement)
            found.setdefault(table, begin + 1)
        else:
            _note(statement, table, begin + 1, found)
        begin = end
    return found


def line_of(lines: Mapping[str, int], key: str) -> int:
    """The line of a key as problems name it (`keys."article.save"`); 0 where it is not known."""
    return lines.get(key.replace('"', ""), 0)


def _statement(lines: list[str], begin: int) -> tuple[dict[str, Any], int] | None:
    """What stands from a line on, and the line behind it; None where its end is too far away."""
    for end in range(begin + 1, min(begin + _LONGEST, len(lines)) + 1):
        try:
            return tomllib.loads("\n".join(lines[begin:end])), end
        except tomllib.TOMLDecodeError:
            continue
    return None


def _header(statement: Mapping[str, Any]) -> str:
    """The dotted name of the table that a header begins."""
    names: list[str] = []
    inner: Any = statement
    while isinstance(inner, dict) and inner:
        name, inner = next(iter(inner.items()))
        names.append(name)
    return ".".join(names)


def _note(statement: Mapping[str, Any], table: str, line: int, found: dict[str, int]) -> None:
    """Write down the line of all that a statement sets."""
    rest = [(table, statement)]
    while rest:
        before, part = rest.pop()
        for name, value in part.items():
            key = f"{before}.{name}" if before else name
            found.setdefault(key, line)
            if isinstance(value, dict):
                rest.append((key, value))
