"""Addresses as they are compared: what leads to the same page is written in the same way.

Called by `text.stories`. Each rule is a row of a table, in the order of its name, and has a test of its own.
Invariants: what no row names stays, so that different articles keep different addresses; the same twice over
changes nothing; linear in time.
"""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from readnow.text.pattern import pattern

_LONGEST = 2048
_WITHIN = 3
"""Redirects inside each other that are taken off."""

REDIRECTS: tuple[tuple[str, str, str], ...] = (
    ("away.vk.com", "/away.php", "to"),
    ("duckduckgo.com", "/l", "uddg"),
    ("go.redirectingat.com", "/", "url"),
    ("google.com", "/url", "q"),
    ("google.com", "/url", "url"),
    ("l.facebook.com", "/l.php", "u"),
    ("l.instagram.com", "/", "u"),
    ("linkedin.com", "/redir/redirect", "url"),
    ("lm.facebook.com", "/l.php", "u"),
    ("out.reddit.com", "/", "url"),
    ("slack-redir.net", "/link", "url"),
    ("t.umblr.com", "/redirect", "z"),
    ("youtube.com", "/redirect", "q"),
)
"""Hosts, their paths, and the parameter that has the address to which they lead."""

AMP_CACHES: tuple[tuple[str, str], ...] = (
    (".cdn.ampproject.org", "/c/"),
    (".cdn.ampproject.org", "/v/"),
    ("google.com", "/amp/"),
)
"""How hosts end that keep copies, and what stands before the address in their paths; `s/` for https."""

HOST_PREFIXES: tuple[str, ...] = ("amp.", "m.", "mobile.", "www.")
HOST_LABELS: tuple[str, ...] = (".m.",)
"""Within a host, such as en.m.wikipedia.org."""

PATH_ENDS: tuple[tuple[str, str], ...] = (
    (".amp", ""),
    (".amp.html", ".html"),
    ("/amp", ""),
    ("/default.aspx", ""),
    ("/index.asp", ""),
    ("/index.aspx", ""),
    ("/index.htm", ""),
    ("/index.html", ""),
    ("/index.php", ""),
    ("/index.shtml", ""),
)
"""Ends of paths, and what they become."""
PATH_BEGINNINGS: tuple[str, ...] = ("/amp/",)

TRACKING_PREFIXES: tuple[str, ...] = (
    "_hs",
    "at_",
    "hsa_",
    "itm_",
    "matomo_",
    "mc_",
    "mtm_",
    "ns_",
    "oly_",
    "pk_",
    "stm_",
    "utm_",
    "vero_",
    "wt_",
)
TRACKING: frozenset[str] = frozenset(
    (
        *("__s", "__twitter_impression", "_ga", "_gl", "amp", "bcmt", "cmp", "cmpid", "cndid", "dclid"),
        *("echobox", "emc", "fbclid", "feedname", "feedtype", "ftag", "gad_source", "gbraid", "gclid"),
        *("gclsrc", "guccounter", "guce_referrer", "guce_referrer_sig", "icid", "igsh", "igshid", "ito"),
        *("mkt_tok", "msclkid", "ncid", "nlid", "ocid", "ref_src", "ref_url", "s_cid", "smid", "spm"),
        *("sr_share", "srsltid", "taid", "tpcc", "trk", "ttclid", "twclid", "wbraid", "wprov", "xtor"),
        *("yclid",),
    )
)
"""Parameters that say where a reader comes from, whatever their value."""

SAYING_WHENCE: frozenset[str] = frozenset(
    ("from", "mod", "output", "outputtype", "partner", "ref", "referrer", "source", "src", "via")
)
WHENCE = pattern(
    r"(?:amp|atom|bluesky|email|facebook|feed|hackernews|hn|homepage|mail|mastodon|newsletter|reddit|rss|share"
    r"|syndication|twitter)(?:[-_.].*|\d*|feed)"
)
"""Parameters that say so by such a value only: another may name an article."""

FRAGMENTS: tuple[str, ...] = (
    r"",
    r":~:text=.*",
    r"!",
    r"_",
    r"comments?",
    r"content",
    r"disqus_thread",
    r"main",
    r"more(?:-\d+)?",
    r"pk_.*",
    r"respond",
    r"rss",
    r"top",
    r"utm_.*",
    r"xtor=.*",
)
"""Fragments that are no part of the article's name; any other may be that of one of several on a page."""

_FRAGMENT = pattern("|".join(FRAGMENTS), re.DOTALL)
_ENCODED = pattern(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PORTS = {"http": (":80",), "https": (":443",)}


def canonical_address(address: str) -> str:
    """The address as it is compared, without a scheme for web pages; empty where it names no article: a
    site's front page, or no address at all."""
    for _ in range(_WITHIN):
        parts = _split(address)
        if parts is None:
            return ""
        scheme, host, path, query, fragment = parts
        inner = _redirected(host, path, query)
        if not inner:
            break
        address = inner
    if scheme not in _PORTS:
        return f"{scheme}:{address.partition(':')[2]}"
    path = _path(path)
    query = _query(query)
    kept = "" if _FRAGMENT.fullmatch(fragment) else f"#{fragment}"
    if not path and not query and not kept:
        return ""
    return f"{host}{path}{f'?{query}' if query else ''}{kept}"


def site_of(address: str) -> str:
    """The host of an address as it is compared; empty where there is none."""
    parts = _split(address)
    return parts[1] if parts is not None else ""


def _split(address: str) -> tuple[str, str, str, str, str] | None:
    if not address or len(address) > _LONGEST:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if not scheme:
        return None
    return scheme, _host(scheme, parts.netloc), parts.path, parts.query, parts.fragment


def _host(scheme: str, netloc: str) -> str:
    host = netloc.rpartition("@")[2].lower().rstrip(".")
    for port in _PORTS.get(scheme, ()):
        host = host.removesuffix(port)
    changed = True
    while changed:
        changed = False
        for prefix in HOST_PREFIXES:
            if host.startswith(prefix) and "." in host[len(prefix) :]:
                host, changed = host[len(prefix) :], True
    for label in HOST_LABELS:
        host = host.replace(label, ".")
    return host


def _redirected(host: str, path: str, query: str) -> str:
    """The address inside one that only leads on; empty where there is none."""
    for end, beginning in AMP_CACHES:
        if host.endswith(end.lstrip(".")) and path.startswith(beginning):
            inner = path[len(beginning) :]
            secure = inner.startswith("s/")
            inner = inner.removeprefix("s/")
            return f"{'https' if secure else 'http'}://{inner}{f'?{query}' if query else ''}"
    for leading, at, name in REDIRECTS:
        if host == leading.removeprefix("www.") and (path.rstrip("/") or "/") == at:
            for key, value in parse_qsl(query):
                if key == name and value.startswith(("http://", "https://")):
                    return value
    return ""


def _path(path: str) -> str:
    path = _ENCODED.sub(_plain, path)
    while "//" in path:
        path = path.replace("//", "/")
    changed = True
    while changed:
        path, before = path.rstrip("/"), path
        for end, rest in PATH_ENDS:
            if path.lower().endswith(end):
                path = path[: -len(end)] + rest
        for beginning in PATH_BEGINNINGS:
            if path.startswith(beginning):
                path = path[len(beginning) - 1 :]
        changed = path != before
    return path


def _plain(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else f"%{found[1].upper()}"


def _query(query: str) -> str:
    if not query:
        return ""
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if _counts(name, value)]
    return urlencode(sorted(kept))


def _counts(name: str, value: str) -> bool:
    """Whether a parameter may tell one article from another."""
    folded = unquote(name).lower()
    if folded in TRACKING or folded.startswith(TRACKING_PREFIXES):
        return False
    if folded == "rss" and value.lower() in ("", "1", "true", "yes"):
        return False
    return not (folded in SAYING_WHENCE and WHENCE.fullmatch(value.lower()))
