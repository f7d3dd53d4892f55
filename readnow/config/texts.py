"""One text that stands for several: keys with commas between them, a command as a shell reads it. Pure."""

import shlex

_UNBOUND = frozenset({"", "none"})


def split_keys(value: str) -> tuple[str, ...]:
    """`"m, M"` → ("m", "M"); the comma alone is a key; empty or `none` takes all keys away."""
    text = value.strip()
    if text == ",":
        return ("comma",)
    if text.lower() in _UNBOUND:
        return ()
    return tuple(key.strip() for key in text.split(",") if key.strip())


def split_command(value: str) -> tuple[str, ...] | None:
    """The words that a shell would make of it; None where a quotation mark is not closed."""
    try:
        return tuple(shlex.split(value))
    except ValueError:
        return None
