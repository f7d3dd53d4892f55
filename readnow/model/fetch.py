"""A request for a document and its outcome. Failures of network and server are values, not exceptions."""

from dataclasses import dataclass

from readnow.model.feed import ProblemKind, Timestamp


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """Ask for `url`, conditionally where validators are given. They are sent unchanged (H1)."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A 200 answer. `body` has its encodings undone; `url` is where it was found at last.

    `permanent_url` is that address where every redirect on the way was permanent (301 or 308), else None.
    """

    url: str
    body: bytes
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    permanent_url: str | None = None
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """A 304 answer, with the validators that it carried."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """Nothing usable came. `detail` is for the user; `retry_at` is the server's own wish, if any."""

    kind: ProblemKind
    detail: str
    status: int | None = None
    retry_at: Timestamp | None = None


FetchOutcome = Fetched | NotModified | FetchFailed
