"""No file needs another that needs it, not even late or for its types: each can be read and changed alone."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.support.sources import ROOT, SOURCES, nodes_of


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def needed_by(path: Path, modules: frozenset[str]) -> set[str]:
    """The files of ours that one imports, anywhere in it."""
    found: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= inner & modules or {node.module}
    return (found & modules) - {module_name(path)}


def test_no_circles() -> None:
    paths = {module_name(path): path for path in SOURCES}
    modules = frozenset(paths)
    needs = {name: needed_by(path, modules) for name, path in paths.items()}
    assert len(needs["readnow.store.articles"]) > 3
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as err:
        raise AssertionError(" needs ".join(reversed(err.args[1]))) from None
