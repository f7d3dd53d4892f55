"""Words from outside meet no shell, no markup and no `eval`: what a search through the sources can show."""

import ast

from tests.support.sources import SOURCES, name_of, nodes_of, packages_of

FORBIDDEN_CALLS = {"eval", "exec", "system", "popen", "from_markup", "escape_markup", "pickle"}
FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve", "xml"}
XML_ALLOWED = ("readnow/feeds/",)
"""The parser process: expat's own module, for which there is no other name, and in which time is bounded."""
CALLS = [
    (f"{name_of(path)}:{node.lineno}", node)
    for path in SOURCES
    for node in nodes_of(path)
    if isinstance(node, ast.Call)
]


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _is_switched_on(keyword: ast.keyword) -> bool:
    is_true = isinstance(keyword.value, ast.Constant) and keyword.value.value is True
    return is_true and keyword.arg in {"shell", "markup"}


def test_nothing_from_outside_is_run() -> None:
    assert len(CALLS) > 10_000
    assert not [place for place, node in CALLS if _called(node) in FORBIDDEN_CALLS]


def test_nothing_is_read_by_a_shell_or_as_markup() -> None:
    assert not [place for place, node in CALLS if any(map(_is_switched_on, node.keywords))]


def test_nothing_is_loaded_by_what_obeys_what_it_loads() -> None:
    names = [path for path in SOURCES if not name_of(path).startswith(XML_ALLOWED)]
    assert not [name_of(path) for path in names if packages_of(path) & FORBIDDEN_IMPORTS]
