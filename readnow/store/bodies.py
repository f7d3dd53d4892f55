"""The rarer fields of an article as they are stored: one JSON object."""

from collections.abc import Mapping
from typing import Any

import msgspec

from readnow.model.article import Enclosure
from readnow.model.parsed import ParsedArticle

_JSON = msgspec.json.Encoder()


def details_of(entry: ParsedArticle) -> str:
    """The fields that only the reader needs and that no query asks for, those that are empty left out."""
    found: dict[str, object] = {
        "enclosures": [[e.url, e.type, e.length, e.title] for e in entry.enclosures],
        "categories": entry.categories,
        "comments": entry.comments,
        "comment_feed": entry.comment_feed,
        "language": entry.language,
        "image": entry.image,
        "source": entry.source,
        "duration": entry.duration,
        "episode": entry.episode,
    }
    return _JSON.encode({name: value for name, value in found.items() if value}).decode()


def read_details(stored: str) -> Mapping[str, Any]:
    """The fields again, as `Article` takes them."""
    found: dict[str, Any] = msgspec.json.decode(stored)
    return {
        "enclosures": tuple(Enclosure(*item) for item in found.get("enclosures", ())),
        "categories": tuple(found.get("categories", ())),
        "comments": found.get("comments", ""),
        "comment_feed": found.get("comment_feed", ""),
        "language": found.get("language", ""),
        "image": found.get("image", ""),
        "source": found.get("source", ""),
        "duration": found.get("duration"),
        "episode": found.get("episode", ""),
    }
