"""A request for a document and its outcome. Failures of network and server are values, not exceptions."""

from msgspec import Struct

from readnow.model.feed import ProblemKind, Timestamp


class FetchRequest(Struct, frozen=True):
    """Ask for `url`, conditionally where validators are given. They are sent unchanged (H1).

    The rest are the feed's own settings (`FeedSettings`). `headers` and what `auth` leads to go to the exact
    origin of `url` only. What is no feed says which types it wants (`accept`) and what size is too much
    (`max_bytes`).
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    allow_private: bool = False
    user_agent: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    auth: str = ""
    proxy: str = ""
    insecure: bool = False
    accept: str = ""
    max_bytes: int | None = None


class Fetched(Struct, frozen=True):
    """A whole document. `body` has its encodings undone; `url` is where it was found at last.

    `permanent_url` is that address where every redirect on the way was permanent (301 or 308), else None.
    """

    url: str
    body: bytes
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    permanent_url: str | None = None
    max_age: int | None = None


class NotModified(Struct, frozen=True):
    """A 304 answer, with the validators that it carried; `permanent_url` as for `Fetched`."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    max_age: int | None = None
    permanent_url: str | None = None


class FetchFailed(Struct, frozen=True):
    """Nothing usable came. `detail` is for the user; `retry_at` is the server's own wish, if any.

    `offline`: nothing was wrong with the server, as far as is known: this machine has no network, or nobody
    whom it could ask for names.
    """

    kind: ProblemKind
    detail: str
    status: int | None = None
    retry_at: Timestamp | None = None
    offline: bool = False


FetchOutcome = Fetched | NotModified | FetchFailed
