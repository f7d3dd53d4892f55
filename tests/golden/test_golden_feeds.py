"""Golden pairs: NAME.xml or NAME.json, and in NAME.expected.json the values that must come out of it.

Only the values that are written there are compared; entries are compared in order and in number.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from readnow.feeds.parse import parse
from readnow.feeds.quirks import QUIRKS
from readnow.model.parsed import ParsedFeed

HERE = Path(__file__).parent
EXPECTED = sorted(HERE.glob("*.expected.json"))


def document(expected: Path) -> bytes:
    name = expected.name.removesuffix(".expected.json")
    found = [path for kind in ("xml", "json") if (path := HERE / f"{name}.{kind}").exists()]
    assert len(found) == 1, f"{name} needs one document"
    return found[0].read_bytes()


def as_json(value: object) -> Any:
    return json.loads(json.dumps(value, default=lambda data: data.hex()))


def only(values: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in names}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.name.partition(".")[0])
def test_a_document_gives_the_values_beside_it(expected: Path) -> None:
    wanted = json.loads(expected.read_text("utf-8"))
    outcome = parse(document(expected), url=wanted.get("url", "https://feeds.example/f"))
    assert isinstance(outcome, ParsedFeed)
    got = as_json(msgspec.to_builtins(outcome, builtin_types=(bytes,)))
    assert only(got, wanted.get("feed", {})) == wanted.get("feed", {})
    pairs = list(zip(got["entries"], wanted["entries"], strict=True))
    assert [only(entry, names) for entry, names in pairs] == wanted["entries"]


def test_every_quirk_has_a_golden_pair_and_every_document_its_values() -> None:
    names = {path.name.removesuffix(".expected.json") for path in EXPECTED}
    assert {f"quirk-{quirk.name}" for quirk in QUIRKS} <= names
    documents = {path.stem for path in HERE.iterdir() if path.suffix in (".xml", ".json")}
    assert {name for name in documents if not name.endswith(".expected")} == names
