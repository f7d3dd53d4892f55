"""From one address to the next: redirects, whose hosts and origins, and what may be said at each. Pure.

Used by `fetch`, which follows redirects by hand so that every hop is judged anew (checklist 5 and 9).
Invariants: headers and credentials of a feed's own go to the exact origin of its address only; leave to ask
a private network is for the host of that address only.
"""

from urllib.parse import urljoin, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from readnow.feeds import trouble
from readnow.model.feed import ProblemKind
from readnow.model.fetch import Fetched, FetchFailed, FetchOutcome, FetchRequest, NotModified
from readnow.text.clean import clean_line, host_name, host_of, safe_url

REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))


class Redirect(Struct, frozen=True):
    """Where an answer sends us."""

    url: str
    permanent: bool


def origin_of(url: str) -> tuple[str, str]:
    """Scheme, and name with port, of a web address (RFC 6454)."""
    return urlsplit(url).scheme, host_of(url)


def at_hop(request: FetchRequest, url: str) -> FetchRequest:
    """The request for another address on the way: at another origin without what is meant for the first."""
    if url == request.url:
        return request
    if origin_of(url) == origin_of(request.url):
        return replace(request, url=url)
    private = request.allow_private and host_name(url) == host_name(request.url)
    return replace(request, url=url, headers=(), auth="", allow_private=private)


def blamed(failed: FetchFailed, request: FetchRequest, url: str) -> FetchFailed:
    """The failure at an address on the way. Where a request was sent on to another host on a private network,
    no leave to ask the feed's own would help, so that it is told apart."""
    if failed.kind is not ProblemKind.PRIVATE or host_name(url) == host_name(request.url):
        return failed
    where = clean_line(host_name(url), 40)
    return trouble.failed(ProblemKind.REFUSED, f"sent on to {where}, on a private network: refused")


def redirect(url: str, status: int, location: str) -> FetchOutcome | Redirect:
    try:
        target = safe_url(urljoin(url, location)) if location else ""
    except ValueError:
        target = ""
    if not target.startswith(("http://", "https://")):
        where = clean_line(location, 30) or "nowhere"
        return trouble.failed(ProblemKind.REFUSED, f"sent on to {where}, which is not followed", status)
    return Redirect(target, status in _PERMANENT)


def settled(answer: FetchOutcome, asked: str, permanent: bool) -> FetchOutcome:
    """The outcome with the address for the future, where every hop on the way was a permanent one."""
    if isinstance(answer, Fetched | NotModified) and answer.url != asked and permanent:
        return replace(answer, permanent_url=answer.url)
    return answer
