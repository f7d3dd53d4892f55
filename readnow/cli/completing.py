"""What may stand next on a command line: commands, options, and the names of what is in the library.

Asked by the scripts that `readnow completion` prints, through the hidden command `complete`. Invariants: it
loads neither network nor interface; whatever goes wrong, there is nothing to offer and nothing is said.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

import click

from readnow.cli import output
from readnow.cli.invocation import OK, Command, Invocation
from readnow.library.query_names import Names
from readnow.model.errors import ReadNowError
from readnow.text.clean import clean_line
from readnow.text.words import fold

FILES = ":files"
"""What is printed alone where the shell is to complete names of files."""
_MOST = 200
_HELP = 80


class Offer(NamedTuple):
    """Something that may stand there, and what it is."""

    value: str
    help: str = ""


@click.command("complete", cls=Command, hidden=True, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def complete(ctx: click.Context, words: tuple[str, ...]) -> int:
    """Print what may stand for the last of WORDS, one a line, with a tab and what it is behind it."""
    program = ctx.parent.command if ctx.parent is not None else None
    offers: Iterable[Offer] = ()
    if isinstance(program, click.Group) and ctx.parent is not None:
        with suppress(ReadNowError, click.ClickException):
            offers = _Line(program, ctx.parent, words).offers()
    for offer in list(offers)[:_MOST]:
        value, explained = clean_line(offer.value), clean_line(offer.help, _HELP)
        if value == offer.value:  # else it would not be what was meant
            output.raw(f"{value}\t{explained}\n" if explained else f"{value}\n")
    return OK


class _Line:
    """A command line up to the word that is completed."""

    def __init__(self, program: click.Group, ctx: click.Context, words: Sequence[str]) -> None:
        self._ctx = ctx
        self._invocation: Invocation = ctx.obj
        self._current = words[-1] if words else ""
        self._command: click.Command = program
        self._path: list[str] = []
        self._positional = 0
        self._waiting: click.Option | None = None
        """An option whose value comes next."""
        self._only_words = False
        for word in words[:-1]:
            self._pass(word)

    def _pass(self, word: str) -> None:
        if self._waiting is not None:
            self._keep(self._waiting, word)
            self._waiting = None
        elif word == "--":
            self._only_words = True
        elif word.startswith("-") and not self._only_words:
            name, given, value = word.partition("=")
            option = next((one for one in self._options() if name in one.opts), None)
            if option is not None and not option.is_flag:
                if given:
                    self._keep(option, value)
                else:
                    self._waiting = option
        elif isinstance(self._command, click.Group):
            found = self._command.get_command(self._ctx, word)
            self._command = found or click.Command("none")
            self._path.append(word)
        else:
            self._positional += 1

    def _keep(self, option: click.Option, value: str) -> None:
        """The database that is looked into may be named on the line."""
        if option.name in ("config", "data_dir") and value:
            setattr(self._invocation, option.name, value)

    def _options(self) -> list[click.Option]:
        return [one for one in self._command.params if isinstance(one, click.Option) and not one.hidden]

    def offers(self) -> list[Offer]:
        if self._waiting is not None:
            return self._begun(self._values(self._waiting))
        if self._current.startswith("-") and not self._only_words:
            return self._begun(
                Offer(name, option.help or "")
                for option in self._options()
                for name in option.opts
                if name.startswith("--") or self._current == name
            )
        if isinstance(self._command, click.Group):
            names = self._command.list_commands(self._ctx)
            commands = [(name, self._command.get_command(self._ctx, name)) for name in names]
            return self._begun(
                Offer(name, one.get_short_help_str(_HELP)) for name, one in commands if one and not one.hidden
            )
        return self._arguments()

    def _arguments(self) -> list[Offer]:
        arguments = [one for one in self._command.params if isinstance(one, click.Argument)]
        if not arguments:
            return []
        argument = arguments[min(self._positional, len(arguments) - 1)]
        if self._positional >= len(arguments) and argument.nargs != -1:
            return []
        return self._begun(self._values(argument))

    def _begun(self, offers: Iterable[Offer]) -> list[Offer]:
        """Those that begin with what is typed, quotation marks aside; of files the shell knows."""
        wanted = _unquoted(self._current)
        return [one for one in offers if one.value == FILES or _unquoted(one.value).startswith(wanted)]

    def _values(self, param: click.Parameter) -> Iterable[Offer]:
        if isinstance(param.type, click.Choice):
            return [Offer(str(choice)) for choice in param.type.choices]
        way = _WAYS.get((*self._path, param.name or "")) or _WAYS.get((param.name or "",))
        if way is None:
            return []
        return [Offer(FILES)] if way is _files else way(self)

    # -- what people have named

    def names(self) -> Names:
        """Feeds and the like; none where the library cannot be looked into."""
        from readnow.library.glance import glance

        with glance(self._invocation.paths().database, time.time()) as library:
            return Names() if library is None else library.names

    def rules(self) -> tuple[str, ...]:
        """The names of rules."""
        from readnow.library.glance import glance

        with glance(self._invocation.paths().database, time.time()) as library:
            return () if library is None else library.rules()

    @property
    def current(self) -> str:
        """What is typed of the word."""
        return self._current


def _unquoted(text: str) -> str:
    return fold(text).replace('"', "")


def _feeds(line: _Line) -> Iterable[Offer]:
    feeds = line.names().feeds
    yield from (Offer(feed.title, feed.url) for feed in feeds)
    if line.current.startswith("http"):
        yield from (Offer(feed.url, feed.title) for feed in feeds)


def _folders(line: _Line) -> Iterable[Offer]:
    from readnow.library.query_terms import folder_paths

    return [Offer("/".join(path)) for path in folder_paths(line.names().folders).values()]


def _tags(line: _Line) -> Iterable[Offer]:
    return [Offer(tag.name) for tag in line.names().tags]


def _smart(line: _Line) -> Iterable[Offer]:
    return [Offer(smart.name, smart.query) for smart in line.names().smart]


def _rules(line: _Line) -> Iterable[Offer]:
    return [Offer(name) for name in line.rules()]


def _query(line: _Line) -> Iterable[Offer]:
    from readnow.library.query_completion import completion

    found = completion(line.current, line.names())
    return [Offer(line.current[: found.start] + option) for option in found.options]


def _files(_: _Line) -> Iterable[Offer]:
    return [Offer(FILES)]


_WAYS: Mapping[tuple[str, ...], Callable[[_Line], Iterable[Offer]]] = {
    ("feeds",): _feeds,
    ("feed",): _feeds,
    ("query",): _query,
    ("folder",): _folders,
    ("tag",): _tags,
    ("tag", "merge", "into"): _tags,
    ("config",): _files,
    ("data_dir",): _files,
    ("import", "file"): _files,
    ("export", "file"): _files,
    ("backup", "folder"): _files,
    ("smart", "remove", "name"): _smart,
    ("smart", "edit", "name"): _smart,
    ("rule", "on", "name"): _rules,
    ("rule", "off", "name"): _rules,
    ("rule", "remove", "name"): _rules,
    ("rule", "apply", "name"): _rules,
    ("folder", "remove", "path"): _folders,
}
"""By the command's words and the argument's or option's name, or by that alone."""
