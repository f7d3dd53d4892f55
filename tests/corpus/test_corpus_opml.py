"""Lists of other programs: good, broken and hostile ones."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from readnow.exchange.opml_writing import write_opml
from readnow.exchange.reading import read_list
from readnow.model.errors import ExchangeError
from readnow.model.subscription import SubscriptionList

FOLDER = Path(__file__).parents[2].parent / "shared" / "corpus" / "opml"
pytestmark = pytest.mark.corpus


@pytest.fixture
def index() -> dict[str, dict[str, Any]]:
    if not (FOLDER / "index.json").is_file():
        pytest.skip("corpus not here: ../shared/corpus")
    found: dict[str, dict[str, Any]] = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(autouse=True)
def nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*arguments: object, **keywords: object) -> None:
        pytest.fail(f"a command was run: {arguments}")

    for module, names in (
        (os, ("system", "popen", "posix_spawn", "execv", "fork")),
        (subprocess, ("Popen",)),
    ):
        for name in names:
            monkeypatch.setattr(module, name, run)


def read(name: str) -> SubscriptionList:
    return read_list((FOLDER / name).read_bytes(), name)


def attempt(name: str) -> tuple[SubscriptionList, str]:
    """The list, or an empty one and the sentence that says why."""
    try:
        return read(name), ""
    except ExchangeError as err:
        return SubscriptionList(()), str(err)


def test_clean_lists_are_imported_whole(index: dict[str, dict[str, Any]]) -> None:
    clean = {name: facts for name, facts in index.items() if facts["group"] == "clean"}
    assert clean
    for name, facts in clean.items():
        found = read(name)
        assert len(found.subscriptions) == facts["distinct"], name
        assert found.left_out == (), name


def test_broken_lists_give_what_they_have_or_one_sentence(index: dict[str, dict[str, Any]]) -> None:
    broken = {name: facts for name, facts in index.items() if facts["group"] != "clean"}
    assert broken
    for name, facts in broken.items():
        found, refusal = attempt(name)
        assert len(found.subscriptions) == facts["distinct"], name
        assert refusal.startswith(name) or not refusal
        assert bool(found.left_out) or not facts["hostile"], name


def test_only_web_addresses_come_in_and_an_export_of_them_is_read_the_same(index: dict[str, Any]) -> None:
    for name in index:
        found, _ = attempt(name)
        assert all(s.url.startswith(("http://", "https://")) for s in found.subscriptions), name
        again = read_list(write_opml(found.subscriptions, found.title, 0), name)
        assert again == SubscriptionList(found.subscriptions, found.title), name
