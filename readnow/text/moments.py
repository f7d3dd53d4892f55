"""Moments as programs read them. Pure."""

from datetime import UTC, datetime


def moment(at: int | None) -> str | None:
    """ISO 8601 in UTC with a Z, or None: how JSON documents give a time."""
    if at is None:
        return None
    try:
        return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return None
