"""Which parts of code are keywords, texts, comments: Pygments, asked when code with a language is shown.

Used by `text.preformatted`. Invariant: the tokens together are the text; an unknown language, or code beyond
the bounds, is plain. Time is bounded: only languages named here, only short lines, and no more than so many
characters are looked at.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, TypeAlias

from readnow.text.blocks import Style

MOST = 10_000
"""Characters of a text that are coloured; the rest is plain."""
LONGEST_LINE = 2_000
"""A text with a longer line is not written by hand: it stays plain."""
SECONDS = 0.05
"""And after so long the rest is plain, whatever the language."""

_ALIASES: Mapping[str, str] = {
    **{name: name for name in (
        "awk", "bash", "c", "clojure", "cmake", "css", "dart", "diff", "docker", "elixir", "elm", "erlang",
        "fish", "fortran", "go", "graphql", "haskell", "html", "ini", "java", "javascript", "json", "julia",
        "kotlin", "lua", "make", "nix", "ocaml", "perl", "php", "powershell", "python", "r", "ruby", "rust",
        "scala", "scheme", "sql", "swift", "toml", "typescript", "xml", "yaml", "zig",
    )},
    **dict.fromkeys(("sh", "shell", "zsh", "ksh", "source-shell"), "bash"),
    **dict.fromkeys(("console", "shell-session", "shellsession", "terminal", "bash-session"), "console"),
    **dict.fromkeys(("js", "jsx", "node", "nodejs", "mjs", "ecmascript", "source-js"), "javascript"),
    **dict.fromkeys(("ts", "tsx", "source-ts"), "typescript"),
    **dict.fromkeys(("py", "python3", "py3", "source-python"), "python"),
    **dict.fromkeys(("c++", "cpp", "cxx", "cc", "hpp", "arduino"), "cpp"),
    **dict.fromkeys(("c#", "csharp", "cs"), "csharp"),
    **dict.fromkeys(("f#", "fsharp", "fs"), "fsharp"),
    **dict.fromkeys(("objective-c", "objectivec", "objc", "obj-c"), "objective-c"),
    **dict.fromkeys(("el", "elisp", "emacs-lisp"), "emacs-lisp"),
    **dict.fromkeys(("common-lisp", "lisp", "cl"), "common-lisp"),
    **dict.fromkeys(("yml", "source-yaml"), "yaml"),
    **dict.fromkeys(("patch", "udiff"), "diff"),
    **dict.fromkeys(("rs", "source-rust"), "rust"),
    **dict.fromkeys(("vim", "viml", "vimscript"), "vim"),
    "dockerfile": "docker", "golang": "go", "makefile": "make", "rb": "ruby", "hs": "haskell", "kt": "kotlin",
    "ml": "ocaml", "ps1": "powershell", "pwsh": "powershell", "ex": "elixir", "htm": "html", "jsonc": "json",
    "json5": "json", "racket": "scheme", "tex": "tex", "latex": "tex", "svg": "xml", "rss": "xml",
    "nginx": "nginx", "text-xml": "xml", "pl": "perl", "clj": "clojure", "erl": "erlang", "jl": "julia",
}  # fmt: skip
"""Names of languages on pages, and Pygments' name for each."""

Tokens: TypeAlias = list[tuple[int, int]]
"""For each token its length and its style."""


def is_language(name: str) -> bool:
    """Whether code in a language of this name (in small letters) is coloured."""
    return name in _ALIASES


def token_styles(text: str, language: str) -> Tokens:
    """The lengths of the tokens one after the other, each with its style; one of style 0 for plain text."""
    alias = _ALIASES.get(language)
    end = len(text) if len(text) <= MOST else text.rfind("\n", 0, MOST) + 1
    if alias is None or any(len(line) > LONGEST_LINE for line in text[:end].split("\n")):
        return [(len(text), 0)]
    tokens: Tokens = []
    position = 0
    for start, stop, style in _tokens(alias, text[:end]):
        start = max(start, position)
        if stop > start:
            if start > position:
                tokens.append((start - position, 0))
            before = tokens.pop()[0] if tokens and tokens[-1][1] == style else 0
            tokens.append((before + stop - start, style))
            position = stop
    if position < len(text):
        tokens.append((len(text) - position, 0))
    return tokens


def _tokens(alias: str, text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and style of each token that has one."""
    lexer, style_of = _lexer(alias), _style_of()
    deadline = time.monotonic() + SECONDS
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        style = style_of(kind)
        if style:
            yield start, start + len(value), style
        if time.monotonic() > deadline:
            return


@cache
def _lexer(alias: str) -> Any:
    # Pygments has no types of its own, and is not loaded before the first code that needs it.
    return import_module("pygments.lexers").get_lexer_by_name(alias)


@cache
def _style_of() -> Callable[[Any], int]:
    """The style of a kind of token: its own, or that of the kind it is one of."""
    token = import_module("pygments.token")
    name, generic = token.Name, token.Generic
    styles: dict[Any, int] = {
        token.Keyword: int(Style.KEYWORD),
        token.Operator.Word: int(Style.KEYWORD),
        token.Comment: int(Style.COMMENT),
        token.Comment.Preproc: int(Style.KEYWORD),
        token.Comment.PreprocFile: int(Style.STRING),
        token.String: int(Style.STRING),
        token.String.Doc: int(Style.COMMENT),
        token.Number: int(Style.NUMBER),
        token.Keyword.Constant: int(Style.NUMBER),
        **dict.fromkeys((name.Function, name.Class, name.Tag, name.Decorator), int(Style.NAME)),
        **dict.fromkeys((generic.Heading, generic.Subheading), int(Style.KEYWORD)),
        generic.Prompt: int(Style.COMMENT),
        generic.Inserted: int(Style.INSERTED),
        generic.Deleted: int(Style.DELETED),
        token.Token: 0,
    }

    def style_of(kind: Any) -> int:
        style = styles.get(kind)
        if style is None:
            styles[kind] = style = style_of(kind.parent) if kind.parent is not None else 0
        return style

    return style_of
