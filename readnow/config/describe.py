"""The configuration in words: what a setting takes, the example file, the effective values.

Used for messages by `load`, for the generated docs and by `readnow config print`. Invariant: what `effective`
prints is TOML that loads as the same configuration.
"""

import json
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct

from readnow.config.schema import CommandConfig, Config, Help, ThemeConfig

_SHOWN = 60

COMMANDS_HELP = (
    "Programs of your own as actions: in the list of commands, in the list of keys, and by a key if they "
    "have one. run is the program with its arguments, as a list or as one text; no shell is involved. In an "
    "argument %u stands for the address of the article (or of the feed's site), %t for its title, %f for the "
    "path of a temporary file with its text; what takes their place never becomes several arguments. An "
    "argument that begins with %t gets a blank before a title that begins with a hyphen, so that no program "
    "takes it for an option. title is the name in lists; terminal = true gives the terminal to the program "
    "until it ends. A command that needs no more may be its words alone."
)
COMMANDS_EXAMPLE = (
    'send = { run = ["kdeconnect-cli", "--share", "%u"], key = "ctrl+x", title = "Send to the phone" }',
    'edit-text = { run = "nano %f", terminal = true }',
    'keep = ["keep-address", "%u", "%t"]',
)
"""How the table `[commands]` is written."""
THEMES_HELP = (
    'Themes of your own: [theme.NAME] is chosen by theme = "NAME" in [ui]. base is the theme that it is made '
    'of, "terminal" where it is left out; of the colours only those are written that differ: foreground, '
    "background, muted (what steps back), accent (the focus, numbers of links), warning, code (the ground of "
    "code) and rule (between panes). A colour is written as #rrggbb or #rgb, or is one of the terminal's: "
    "black, red, green, yellow, blue, magenta, cyan, white, the same with bright- before it, or default."
)
THEMES_EXAMPLE = (
    'sea = { base = "dark", accent = "#5fd7d7", muted = "#87afaf" }',
    'mine = { accent = "blue", warning = "bright-red" }',
)
"""How the table `[theme]` is written."""


class Setting(Struct, frozen=True):
    """One setting: its table, name, what it takes ("a whole number from 1 to 256"), default and help.

    `later`: a change of it shows at the next start only. `choices`: its values as they are typed, where there
    are only some.
    """

    table: str
    name: str
    takes: str
    default: object
    help: str
    later: bool = False
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name with its table, as messages say it."""
        return f"{self.table}.{self.name}"


def settings() -> Iterator[Setting]:
    """All settings that have a name of their own, in the schema's order (the bindings of keys have not)."""
    for table, part in tables(Config()):
        types = get_type_hints(type(part), include_extras=True)
        for name in part.__struct_fields__:
            known = next((found for found in get_args(types[name]) if isinstance(found, Help)), None)
            if known is not None:
                takes, choices = expectation(types[name]), _choices(types[name])
                yield Setting(table, name, takes, getattr(part, name), known.text, known.later, choices)


def _choices(kind: Any) -> tuple[str, ...]:
    kind = get_args(kind)[0]
    if kind is bool:
        return ("true", "false")
    return tuple(map(str, get_args(kind))) if get_origin(kind) is Literal else ()


def tables(config: Config) -> Iterator[tuple[str, Any]]:
    """The tables with their names."""
    for name in config.__struct_fields__:
        yield name, getattr(config, name)


def expectation(kind: Any) -> str:
    """What a setting of this type takes, in words that follow "must be"."""
    meta = Meta()
    if get_origin(kind) is Annotated:
        kind, *metas = get_args(kind)
        meta = next((found for found in metas if isinstance(found, Meta)), meta)
    if get_origin(kind) is Literal:
        *most, last = (json.dumps(choice) for choice in get_args(kind))
        return f"{', '.join(most)} or {last}"
    if kind is bool:
        return "true or false"
    if kind in (int, float):
        noun = "a whole number" if kind is int else "a number"
        return f"{noun} from {meta.ge:g} to {meta.le}" if meta.ge is not None else noun
    if kind is str:
        if meta.pattern and "bright-" in meta.pattern:
            return 'a colour such as "#5fafd7", "blue", "bright-blue" or "default"'
        if meta.pattern and "http" in meta.pattern:
            return "an address that begins with http:// or https://, or empty"
        if meta.pattern and "forever" in meta.pattern:
            return "forever, a time such as 90d, 12w, 6mo or 2y, or a number of articles"
        short = (
            f" of at most {meta.max_length} characters" if meta.max_length and meta.max_length < 1000 else ""
        )
        return f"a text on one line{short}"
    inner = get_args(kind)[0]
    if get_origin(inner) is Literal:
        return f"a list of {expectation(inner)}"
    return "a text or a list of texts"


def shown(value: object) -> str:
    """A value of a file as a message quotes it, cut where it is long."""
    text = toml(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def toml(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # A string of JSON is one of TOML, but for DEL, which TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(toml(item) for item in value)}]"
    if isinstance(value, dict):
        return "a table"
    return str(value)


def effective(config: Config, origin: Callable[[str], str] = lambda _key: "") -> str:
    """The whole configuration in force, as TOML. `origin` says a word on where a value comes from, or ""."""
    lines: list[str] = []
    for table, part in tables(config):
        lines.append(f"[{table}]")
        for name in part.__struct_fields__:
            value = getattr(part, name)
            if name == "own":
                set_ = {own: in_a_line(one) for own, one in value.items()}
            elif name == "bindings":
                set_ = {toml(action): toml(keys) for action, keys in value.items()}
            else:
                set_ = {name: toml(value)}
            for key, text in set_.items():
                word = origin(f"{table}.{key}")
                lines.append(f"{key} = {text}" + (f"  # {word}" if word else ""))
        lines.append("")
    return "\n".join(lines)


def in_a_line(one: CommandConfig | ThemeConfig) -> str:
    """A command or theme of the user's as TOML."""
    values = ((name, getattr(one, name)) for name in one.__struct_fields__)
    written = (f"{name} = {toml(value)}" for name, value in values if value not in ("", ()))
    return f"{{ {', '.join(written)} }}"


def example() -> str:
    """`config.example.toml`: every setting with its help, its default commented out."""
    lines = [
        "# The configuration of ReadNOW with its defaults. `readnow config path` says where it goes.",
        "# Everything is optional: leave out what you do not want to change.",
    ]
    table = ""
    for setting in settings():
        if setting.table != table:
            table = setting.table
            lines += ["", f"[{table}]"]
        lines += ["", *_comment(setting.help), *_comment(f"Takes {setting.takes}.")]
        lines.append(f"#{setting.name} = {toml(setting.default)}")
        if table == "keys":
            lines += ["", *_comment("The keys of an action, by its name; `readnow keys` lists them all.")]
            lines += _comment('Several keys: "m, M" or ["m", "M"]. No key: "".')
            lines.append('#"article.toggle-read" = "m"')
    lines += ["", "[commands]", "", *_comment(COMMANDS_HELP), *(f"#{line}" for line in COMMANDS_EXAMPLE)]
    lines += ["", "[theme]", "", *_comment(THEMES_HELP), *(f"#{line}" for line in THEMES_EXAMPLE)]
    return "\n".join(lines) + "\n"


def _comment(text: str, width: int = 98) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [f"# {line}" for line in lines]
