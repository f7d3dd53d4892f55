"""Rooms stay small enough to be read: files, functions, classes; and nothing is called after what it is not."""

import ast

from tests.support.sources import ALL, ROOT, SOURCES, name_of, nodes_of, text_of

FILE_LINES = 400
FUNCTION_LINES = 60
CLASS_METHODS = 40
VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "misc", "manager", "managers", "base"}
LATER = ("TODO", "FIXME", "XXX", "HACK", "NotImplementedError(")


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno


def _methods(node: ast.ClassDef) -> int:
    return sum(isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body)


def test_files_are_short() -> None:
    assert len(SOURCES) > 300
    assert not [name_of(path) for path in ALL if len(text_of(path).splitlines()) > FILE_LINES]


def test_functions_are_short() -> None:
    functions = [
        (name_of(path), node)
        for path in SOURCES
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert len(functions) > 3000
    assert not [f"{name}: {node.name}" for name, node in functions if _lines(node) >= FUNCTION_LINES]


def test_classes_are_short() -> None:
    classes = [
        (name_of(path), node) for path in SOURCES for node in nodes_of(path) if isinstance(node, ast.ClassDef)
    ]
    assert len(classes) > 300
    assert not [f"{name}: {node.name}" for name, node in classes if _methods(node) > CLASS_METHODS]


def test_rooms_are_called_after_what_lives_there() -> None:
    assert not [
        name_of(path)
        for path in SOURCES
        if path.stem in VAGUE or VAGUE & set(path.parent.parts[len(ROOT.parts) :])
    ]


def test_rooms_say_what_lives_there() -> None:
    modules = [(name_of(path), nodes_of(path)[0]) for path in SOURCES if text_of(path).strip()]
    assert not [
        name for name, tree in modules if not (isinstance(tree, ast.Module) and ast.get_docstring(tree))
    ]


def test_no_work_is_promised_for_later() -> None:
    assert not [f"{name_of(path)}: {word}" for path in SOURCES for word in LATER if word in text_of(path)]


def test_no_room_is_empty() -> None:
    for folder in (ROOT / "readnow").rglob("*"):
        if folder.is_dir() and folder.name != "__pycache__":
            assert any(p.is_file() and p.suffix != ".pyc" for p in folder.rglob("*")), folder
