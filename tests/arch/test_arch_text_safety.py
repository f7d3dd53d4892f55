"""Words from outside meet no shell, no markup and no `eval`: what a search through the sources can show."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "readnow").rglob("*.py"))
FORBIDDEN_CALLS = {"eval", "exec", "system", "popen", "from_markup", "escape_markup", "pickle"}
FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve", "xml"}
XML_ALLOWED = ("readnow/feeds/",)
"""The parser process: expat's own module, for which there is no other name, and in which time is bounded."""


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_from_outside_is_run_or_read_as_markup(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            assert _called(node) not in FORBIDDEN_CALLS, f"{name}:{node.lineno}"
            for keyword in node.keywords:
                is_true = isinstance(keyword.value, ast.Constant) and keyword.value.value is True
                assert not (keyword.arg in {"shell", "markup"} and is_true), f"{name}:{node.lineno}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            roots = {module.partition(".")[0] for module in modules}
            if not name.startswith(XML_ALLOWED):
                assert not roots & FORBIDDEN_IMPORTS, f"{name}:{node.lineno}"
