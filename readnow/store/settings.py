"""What the user decided for a feed, as it is stored: one JSON object of what is not a default.

Invariant: what cannot be read is a default, so that no feed is lost over a setting.
"""

import json
from typing import Any

import msgspec

from readnow.model.settings import FeedSettings

_APART = frozenset(("allow_private", "folds", "in_all"))
"""They have columns of their own: beside what the fetcher needs, for the triggers of stories, for lists."""
_DEFAULTS = FeedSettings()


def write_settings(settings: FeedSettings) -> str:
    """The settings as they are stored."""
    found = {
        name: value
        for name in settings.__struct_fields__
        if name not in _APART and (value := getattr(settings, name)) != getattr(_DEFAULTS, name)
    }
    return json.dumps(found, ensure_ascii=False)


def read_settings(stored: str, allow_private: int, folds: int = 1, in_all: int = 1) -> FeedSettings:
    """The settings again."""
    apart = {"allow_private": bool(allow_private), "folds": bool(folds), "in_all": bool(in_all)}
    if stored == "{}" and not allow_private and folds and in_all:
        return _DEFAULTS
    try:
        found: Any = json.loads(stored)
        return msgspec.convert({**found, **apart}, FeedSettings)
    except (ValueError, TypeError, msgspec.ValidationError):
        return FeedSettings(allow_private=bool(allow_private), folds=bool(folds), in_all=bool(in_all))
