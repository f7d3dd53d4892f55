"""Rooms stay small enough to be read: files, functions, classes; and nothing is called after what it is not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES = 400
FUNCTION_LINES = 60
CLASS_METHODS = 40
VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "misc", "manager", "managers", "base"}

SOURCES = sorted((ROOT / "readnow").rglob("*.py"))
ALL = SOURCES + sorted(
    path for folder in ("tests", "benchmarks", "docs") for path in (ROOT / folder).rglob("*.py")
)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_a_file_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_functions_and_classes_are_short(path: Path) -> None:
    tree = _tree(path)
    long = [f.name for f in _functions(tree) if (f.end_lineno or f.lineno) - f.lineno >= FUNCTION_LINES]
    assert not long
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert len(methods) <= CLASS_METHODS, node.name


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_room_has_a_name_and_says_what_lives_there(path: Path) -> None:
    assert path.stem not in VAGUE
    assert not VAGUE & set(path.parent.parts[len(ROOT.parts) :])
    if path.read_text(encoding="utf-8").strip():
        assert ast.get_docstring(_tree(path))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_no_work_is_promised_for_later(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [word for word in ("TODO", "FIXME", "XXX", "HACK", "NotImplementedError(") if word in text]


def test_no_room_is_empty() -> None:
    for folder in (ROOT / "readnow").rglob("*"):
        if folder.is_dir() and folder.name != "__pycache__":
            assert any(p.is_file() and p.suffix != ".pyc" for p in folder.rglob("*")), folder
