"""What commands print: plain lines for people, one JSON document for programs, messages on standard error.

Every command prints through here. Invariant: whatever came from outside is cleaned once more before it
reaches a terminal, and with `--json` nothing but the document is on standard output.
"""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

from readnow.model.feed import Timestamp
from readnow.text.clean import clean_line, clean_text


def line(text: str) -> None:
    """One line for people."""
    _write(clean_line(text, 100_000).rstrip() + "\n")


def block(text: str) -> None:
    """Several lines for people, such as an article."""
    _write(clean_text(text).rstrip("\n") + "\n")


def document(value: Mapping[str, object]) -> None:
    """One JSON document, UTF-8 whatever the locale, on standard output."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def message(text: str) -> None:
    """A sentence for people, on standard error."""
    sys.stderr.write(clean_line(text, 100_000) + "\n")
    sys.stderr.flush()


def moment(at: Timestamp | None) -> str | None:
    """ISO 8601 in UTC with a Z, or None: how JSON documents give a time."""
    if at is None:
        return None
    try:
        return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return None


def local_time(at: Timestamp | None) -> str:
    """Local date and time for people; `never` for None."""
    if at is None:
        return "never"
    try:
        return datetime.fromtimestamp(at).astimezone().strftime("%d %b %Y, %H:%M")
    except (OverflowError, ValueError, OSError):
        return "never"


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
