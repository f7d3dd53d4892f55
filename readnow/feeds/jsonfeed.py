"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) as a `RawFeed`. Called by `parse`, in the child.

Tolerant: a member of the wrong type counts as absent, a number as an id is its text. One entry that is no
object is passed over and counted.
"""

import json
from typing import Any

from readnow.feeds.raw import MAX_ENTRIES, RawEnclosure, RawEntry, RawFeed, RawText

Node = dict[str, Any]

_ITEM_MEMBERS = ("content_html", "content_text", "url", "date_published")


def read_json(text: str) -> RawFeed | None:
    """The feed, or None if the text is JSON but no JSON Feed. Raises ValueError if it is no JSON."""
    try:
        root = json.loads(text, strict=False)
    except RecursionError as err:
        raise ValueError("nested too deeply") from err
    if not isinstance(root, dict) or not isinstance(root.get("items"), list):
        return None
    version = _string(root, "version")
    items = root["items"]
    if "jsonfeed.org" not in version and not _looks_like_items(items):
        return None
    entries = tuple(_entry(item) for item in items[:MAX_ENTRIES] if isinstance(item, dict))
    return RawFeed(
        format="json11" if version.rstrip("/").endswith("1.1") else "json10",
        entries=entries,
        title=_plain(root, "title"),
        description=_plain(root, "description"),
        site_url=_string(root, "home_page_url"),
        language=_string(root, "language"),
        icon=_string(root, "icon") or _string(root, "favicon"),
        hub=next((_string(hub, "url") for hub in _nodes(root, "hubs")), ""),
        authors=_people(root),
        left_out=len(items) - len(entries),
    )


def _looks_like_items(items: list[Any]) -> bool:
    return any(isinstance(item, dict) and any(name in item for name in _ITEM_MEMBERS) for item in items[:5])


def _entry(item: Node) -> RawEntry:
    language = _string(item, "language")
    html, plain = _string(item, "content_html"), _string(item, "content_text")
    contents = [RawText(html, "html", language=language)] if html else []
    contents += [RawText(plain, "plain", language=language)] if plain and not html else []
    attachments = _nodes(item, "attachments")
    return RawEntry(
        guid=_identifier(item.get("id")),
        link=_string(item, "url") or _string(item, "external_url"),
        title=_plain(item, "title"),
        summary=_plain(item, "summary"),
        contents=tuple(contents),
        published=_string(item, "date_published"),
        updated=_string(item, "date_modified"),
        authors=_people(item),
        enclosures=tuple(_enclosure(node) for node in attachments),
        categories=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        duration=next(
            (length for node in attachments if (length := _number(node, "duration_in_seconds"))), ""
        ),
        language=language,
        image=_string(item, "image") or _string(item, "banner_image"),
    )


def _enclosure(node: Node) -> RawEnclosure:
    length = _number(node, "size_in_bytes")
    return RawEnclosure(_string(node, "url"), _string(node, "mime_type"), length, _string(node, "title"))


def _number(node: Node, key: str) -> str:
    value = node.get(key)
    return str(int(value)) if isinstance(value, (int, float)) and 0 <= value < 1 << 62 else ""


def _people(node: Node) -> tuple[str, ...]:
    """`authors` of 1.1, else `author` of 1.0."""
    single = node.get("author")
    people = _nodes(node, "authors") or ([single] if isinstance(single, dict) else [])
    return tuple(filter(None, (_string(person, "name") for person in people)))


def _identifier(value: object) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def _string(node: Node, key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _plain(node: Node, key: str) -> RawText | None:
    value = _string(node, key)
    return RawText(value, "plain") if value else None


def _list(node: Node, key: str) -> list[Any]:
    value = node.get(key)
    return value if isinstance(value, list) else []


def _nodes(node: Node, key: str) -> list[Node]:
    return [item for item in _list(node, key) if isinstance(item, dict)]
