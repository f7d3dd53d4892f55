"""The pages of the documentation as tests see them: their links, commands, keys and the steps of the tutorial."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
_FENCE = re.compile(
    r"^(?P<ticks>```+)(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=ticks)\s*$", re.MULTILINE | re.DOTALL
)
_INDENTED = re.compile(r"^ {4}(?P<line>readnow .*)$", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]\n]*\]\((?P<target>[^)\s]+)(?:\s+\"[^\"]*\")?\)")
_KEY = re.compile(r"<kbd>(?P<key>.+?)</kbd>(?:<!-- (?P<action>[a-z.\-]+) -->)?")
_STEP = re.compile(r"<!-- (?:(?P<what>press|type): (?P<given>.+?); )?see: (?P<see>.+?) -->")
_OPERATORS = frozenset(("|", "||", "&&", ";", "&"))
_REDIRECTIONS = frozenset((">", ">>", "<", "2>", ">&"))


@dataclass(frozen=True)
class CommandLine:
    """A command of ours that a page names, and whether it is to be run."""

    words: tuple[str, ...]
    run: bool = False


@dataclass(frozen=True)
class Step:
    """What a reader of the tutorial does, and what is to be seen then."""

    what: str
    given: str
    see: str


def text_of(page: Path) -> str:
    """The page."""
    return page.read_text(encoding="utf-8")


def without_code(text: str) -> str:
    """The page without what is set as code."""
    return re.sub(r"`[^`\n]*`", "", _FENCE.sub("", text))


def links(page: Path) -> list[str]:
    """Where its links lead."""
    return [match["target"] for match in _LINK.finditer(without_code(text_of(page)))]


def anchors(page: Path) -> set[str]:
    """The names of its headings, as links write them."""
    found = set()
    for line in _FENCE.sub("", text_of(page)).splitlines():
        if re.match(r"#{1,6} ", line):
            plain = re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower())
            found.add(plain.replace(" ", "-"))
    return found


def commands(page: Path) -> list[CommandLine]:
    """The commands of ours in it: in blocks for the console and for shells, and in indented ones."""
    text, found = text_of(page), list[CommandLine]()
    for fence in _FENCE.finditer(text):
        language, _, mark = fence["info"].strip().partition(" ")
        if language not in ("console", "sh"):
            continue
        for line in fence["body"].splitlines():
            if language == "console" and not line.startswith("$ "):
                continue
            found += [CommandLine(words, mark == "run") for words in _ours(line.removeprefix("$ "))]
    for line in _INDENTED.finditer(_FENCE.sub("", text)):
        found += [CommandLine(words) for words in _ours(line["line"])]
    return found


def _ours(line: str) -> Iterator[tuple[str, ...]]:
    """The commands of ours in a line of a shell, each without the program's name."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    segment: list[str] = []
    for word in [*lexer, ";"]:
        if word not in _OPERATORS:
            segment.append(word)
            continue
        if "readnow" in segment:
            words = segment[segment.index("readnow") + 1 :]
            end = next((n for n, one in enumerate(words) if one in _REDIRECTIONS), len(words))
            yield tuple(words[:end])
        segment = []


def keys(page: Path) -> list[tuple[str, str]]:
    """The keys that it names, and the action that each is said to do; empty where none is."""
    if page.name == "renderings.md":  # its keys are those of sample articles
        return []
    return [(match["key"], match["action"] or "") for match in _KEY.finditer(_FENCE.sub("", text_of(page)))]


def steps(page: Path) -> list[Step]:
    """What is to be done and seen, in order."""
    return [
        Step(match["what"] or "", match["given"] or "", match["see"])
        for match in _STEP.finditer(text_of(page))
    ]
