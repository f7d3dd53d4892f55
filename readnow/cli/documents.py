"""The JSON of feeds: one shape for every command. Pure.

Times are ISO 8601 in UTC, None where there is none. Invariant: keys may be added, never renamed or removed.
"""

from readnow.cli.output import Json, moment
from readnow.library.feeds import Feeds
from readnow.library.schedule import NEVER
from readnow.library.settings import SETTINGS, written
from readnow.model.feed import Feed


def feed_document(feed: Feed, feeds: Feeds) -> Json:
    """A feed. `folder` is the first of its `folders`; `next_due` is null for one that is asked no more."""
    health, problem = feed.health, feed.health.problem
    return {
        "id": feed.id,
        "title": feed.title,
        "folder": "/".join(feeds.path(feed.folder_id)),
        "folders": ["/".join(feeds.path(place)) for place in feed.places],
        "url": feed.url,
        "site": feed.site_url,
        "unread": feed.unread,
        "total": feed.total,
        "last_success": moment(health.last_success),
        "last_attempt": moment(health.last_attempt),
        "next_due": None if health.next_due == NEVER else moment(health.next_due),
        "failures": health.failures,
        "problem": problem.detail if problem else None,
        "problem_kind": problem.kind.value if problem else None,
        "problem_since": moment(problem.since) if problem else None,
        "status": problem.status if problem else None,
        "due_reason": health.due_reason.value if health.due_reason else None,
        "moved_to": health.moved.url if health.moved else None,
        "validators": health.has_validators,
        "size": health.size,
        "parse_ms": health.parse_ms,
        "tier": health.tier or None,
        "settings": {key: value for key in SETTINGS if (value := written(feed.settings, key))},
    }
