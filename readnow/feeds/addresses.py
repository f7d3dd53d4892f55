"""Which network addresses may be connected to: public ones, or any where the user allowed it (checklist 6).

`fetch` hands `public_socket` to its connector, which calls it with the very address it is about to connect
to: names that change their address between check and use, literals and redirects are all caught there.
"""

import errno
import ipaddress
import socket
from functools import lru_cache
from typing import Any

REFUSAL = "address on a private network"
"""Stands in the error's text, by which it is known again inside other errors."""

_REMEMBERED = 1024
"""Hosts that need not be looked at again: each is asked about several times within one request."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
"""The part of IPv6 that is given out at all; what is_global knows of the rest differs with Python."""


class PrivateAddressError(OSError):
    """The address is not a public one."""

    def __init__(self, address: str) -> None:
        super().__init__(errno.EACCES, f"{REFUSAL}: {address}")


@lru_cache(_REMEMBERED)
def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; those that carry another are judged by it."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
        if found not in _GLOBAL_UNICAST:
            return False
    return found.is_global and not found.is_multicast


@lru_cache(_REMEMBERED)
def is_literal(host: str) -> bool:
    """Whether a host is an IP address rather than a name."""
    try:
        ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return True


def public_socket(info: tuple[Any, ...]) -> socket.socket:
    """A socket for a public address. Raises `PrivateAddressError` for any other."""
    family, kind, protocol, _, address = info
    if not is_public(str(address[0])):
        raise PrivateAddressError(str(address[0]))
    return socket.socket(family, kind, protocol)
