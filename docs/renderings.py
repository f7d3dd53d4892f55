"""Prints `docs/renderings.md`: hard pieces of HTML, as ReadNOW shows them and as others do.

`python -m docs.renderings`. Programs that are not installed keep what the page has of them. A test compares
our part of the page with what the program shows now, and asks that it passes every check.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from docs.renderings_checks import checklist, with_links
from docs.renderings_fragments import FRAGMENTS, WIDTH, Fragment
from docs.renderings_rivals import PROGRAMS, installed, shown
from readnow.text.blocks import Document
from readnow.text.html import to_document
from readnow.text.wrap import wrap

PAGE = Path(__file__).resolve().parent / "renderings.md"
OURS = "ReadNOW"
_BASE = "https://e.example/"
_FENCE = "~~~~"
_SECTION = re.compile(r"^## \d+\. (.*)$", re.MULTILINE)
_SHOWN = re.compile(rf"^### (\w+)\n\n[^\n]+\n\n{_FENCE}text\n(.*?)\n?{_FENCE}$", re.MULTILINE | re.DOTALL)

Texts = Mapping[tuple[str, str], str]
"""What is shown, by fragment and program."""


def main() -> None:
    """Write the page anew, with the programs that are installed."""
    texts = dict(on_page(PAGE.read_text(encoding="utf-8"))) if PAGE.is_file() else {}
    for program in installed():
        for fragment, text in zip(FRAGMENTS, shown(program, [f.html for f in FRAGMENTS], WIDTH), strict=True):
            texts[fragment.name, program] = _tidy(text)
    for fragment in FRAGMENTS:
        texts[fragment.name, OURS] = ours(fragment)
    PAGE.write_text(page(texts), encoding="utf-8")
    missing = [program for program in PROGRAMS if program not in installed()]
    print(f"{PAGE.name} written" + (f"; not installed: {', '.join(missing)}" if missing else ""))


def document_of(fragment: Fragment) -> Document:
    """A fragment as the program reads it."""
    return to_document(fragment.html, _BASE)


def ours(fragment: Fragment) -> str:
    """A fragment as the reader shows it."""
    lines = wrap(document_of(fragment), WIDTH)
    return _tidy("\n".join("".join(span.text for span in line.spans) for line in lines))


def our_checks(fragment: Fragment) -> dict[str, bool]:
    """Our checklist for a fragment."""
    text = ours(fragment)
    return with_links(document_of(fragment), checklist(fragment, text), fragment, text)


def on_page(text: str) -> Texts:
    """What a page says is shown."""
    found = {}
    parts = _SECTION.split(text)
    for name, section in zip(parts[1::2], parts[2::2], strict=True):
        for match in _SHOWN.finditer(section):
            found[name, match[1]] = match[2]
    return found


def page(texts: Texts) -> str:
    """The whole page."""
    programs = [name for name in (OURS, *PROGRAMS) if any(program == name for _, program in texts)]
    checks = {
        (fragment.name, program): our_checks(fragment)
        if program == OURS
        else checklist(fragment, texts[fragment.name, program])
        for fragment in FRAGMENTS
        for program in programs
        if (fragment.name, program) in texts
    }
    lines = _introduction(programs)
    for number, fragment in enumerate(FRAGMENTS, 1):
        cells = [_score(checks.get((fragment.name, program))) for program in programs]
        lines.append(f"| {number}. {fragment.name} | {' | '.join(cells)} |")
    totals = []
    for name in programs:
        passed = [ok for (_, program), of in checks.items() if program == name for ok in of.values()]
        totals.append(f"{sum(passed)} of {len(passed)}")
    lines.append(f"| **All** | {' | '.join(totals)} |")
    for number, fragment in enumerate(FRAGMENTS, 1):
        lines += ["", f"## {number}. {fragment.name}", "", f"{_FENCE}html", fragment.html, _FENCE]
        for program in (name for name in programs if (fragment.name, name) in texts):
            lines += ["", f"### {program}", "", _verdict(checks[fragment.name, program]), ""]
            lines += [f"{_FENCE}text", texts[fragment.name, program], _FENCE]
    return "\n".join(lines) + "\n"


def _introduction(programs: list[str]) -> list[str]:
    """What the page is about, and the head of its table."""
    return [
        "# Renderings",
        "",
        f"{len(FRAGMENTS)} pieces of HTML that are hard to put on lines of text, on lines of {WIDTH} cells,",
        "made by `python -m docs.renderings`. What is asked of each is found out by code",
        "(`docs/renderings_checks.py`):",
        "",
        "- *levels visible*: what is on another level of a list, a quotation or of headings stands otherwise",
        "- *columns aligned*: what is in one column begins, ends or is centred in one cell",
        "- *nothing lost*: every letter is there, in order, and what pictures, players and formulas say",
        f"- *links reachable*: each address is listed; in {OURS} it has a number, and notes lead both ways",
        f"- *no line too wide*: no line has more than {WIDTH} cells",
        "",
        "Only text is compared. On the screen all of them use bold and colour too. w3m and lynx print with",
        "`-dump`, newsboat hands its own rendering to a command. Cells are counted as ReadNOW counts them.",
        "",
        f"| | {' | '.join(programs)} |",
        f"|---|{'---|' * len(programs)}",
    ]


def _score(checks: Mapping[str, bool] | None) -> str:
    """A word on a rendering; a dash where there is none."""
    if checks is None:
        return "–"
    failed = [name for name, passed in checks.items() if not passed]
    return "not: " + ", ".join(failed) if failed else "all"


def _verdict(checks: Mapping[str, bool]) -> str:
    return ", ".join(f"{name}: {'yes' if passed else '**no**'}" for name, passed in checks.items())


def _tidy(text: str) -> str:
    """Without blank lines at either end and spaces at the ends of lines."""
    return "\n".join([line.rstrip() for line in text.split("\n")]).strip("\n")


if __name__ == "__main__":
    main()
