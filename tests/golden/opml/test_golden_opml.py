"""Lists as other readers write them, with what they are read as. UPDATE_GOLDEN=1 writes the latter anew."""

import json
import os
from pathlib import Path

import msgspec
import pytest

from readnow.exchange.opml import read_opml
from readnow.exchange.opml_writing import write_opml

LISTS = sorted(Path(__file__).parent.glob("*.opml"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_is_read_as_before(path: Path) -> None:
    found = read_opml(path.read_bytes(), path.name)
    expected = path.with_suffix(".expected.json")
    text = json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    again = read_opml(write_opml(found.subscriptions, found.title, 1_760_000_000), "again.opml")
    assert (again.subscriptions, again.left_out) == (found.subscriptions, ())
