"""Which proxy a request goes through: the feed's own, the configuration's, or the system's.

Used by `fetch`. Invariant: this machine, and addresses of a private network, are asked directly.
"""

import time
from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from readnow.feeds.addresses import is_literal, is_public

DIRECT = "none"
"""The proxy that is none."""
_SYSTEM_KNOWN = 10.0
"""Seconds for which the system's proxies are taken to stay as they are: asking goes through the whole
environment."""


class Proxies:
    """Chooses a proxy. One for a program."""

    def __init__(self) -> None:
        self._system: Mapping[str, str] = {}
        self._asked: float | None = None

    def of(self, url: str, chosen: str) -> str:
        """The address of the proxy for `url`, or none; `chosen` is what the user chose, if anything."""
        system = {} if chosen else self._of_system()
        if chosen == DIRECT or not (chosen or system):
            return ""
        split = urlsplit(url)
        host = split.hostname or ""
        if host == "localhost" or (is_literal(host) and not is_public(host)):
            return ""
        if chosen:
            return chosen
        found = system.get(split.scheme, "") or system.get("all", "")
        return found if found and not proxy_bypass(host) else ""

    def _of_system(self) -> Mapping[str, str]:
        now = time.monotonic()
        if self._asked is None or now - self._asked > _SYSTEM_KNOWN:
            self._system, self._asked = getproxies(), now
        return self._system
