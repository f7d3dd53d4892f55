import gc
from collections.abc import Iterator

import pytest

from readnow import garbage


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_it_is_looked_for_seldom_at_first_and_as_usual_later() -> None:
    usual = gc.get_threshold()[0]
    garbage.seldom()
    assert gc.get_threshold()[0] > 100 * usual
    garbage.usual()
    assert gc.get_threshold()[0] <= usual
    assert gc.get_freeze_count() > 0
