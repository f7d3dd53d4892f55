"""Where the corpus of real feeds and pages is, and how its feeds are read: in the process the program uses."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from readnow.feeds.pool import ParsePool
from readnow.model.parsed import ParseOutcome

ROOT = Path(__file__).parents[2].parent / "shared" / "corpus"
Asked = tuple[bytes, str, str]
"""A document, its address and its content type."""


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The corpus folder; tests are skipped where it is absent."""
    if not ROOT.is_dir():
        pytest.skip("corpus not here: ../shared/corpus")
    return ROOT


@pytest.fixture(scope="session")
def read_all() -> Callable[[Mapping[str, Asked], float], dict[str, ParseOutcome]]:
    """Reads named documents, each within a time limit, and says what came of them."""

    async def read(documents: Mapping[str, Asked], limit: float) -> dict[str, ParseOutcome]:
        pool = ParsePool(limit)
        try:
            return {
                name: await pool.parse(body, url=url, content_type=kind)
                for name, (body, url, kind) in documents.items()
            }
        finally:
            await pool.close()

    return lambda documents, limit: asyncio.run(read(documents, limit))
