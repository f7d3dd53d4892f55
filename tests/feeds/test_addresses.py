"""Which addresses are of the public network, and that a socket is given for those alone (checklist 6)."""

import errno
import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.feeds.addresses import REFUSAL, PrivateAddressError, is_literal, is_public, public_socket

PUBLIC = [
    *("1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.0", "192.169.0.1", "223.255.255.255"),
    *("126.255.255.255", "128.0.0.1", "100.63.255.255", "100.128.0.0", "169.253.255.255", "11.0.0.0"),
    *("2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "2001:4860:4860::8888"),
    *("::ffff:8.8.8.8", "::ffff:808:808", "64:ff9b::8.8.8.8", "2002:808:808::1"),
]  # fmt: skip
PRIVATE = [
    *("127.0.0.1", "127.255.255.255", "0.0.0.0", "0.1.2.3", "10.0.0.0", "10.255.255.255", "172.16.0.1"),
    *("172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.1"),
    *("192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1"),
    *("255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1"),
    *("::ffff:169.254.169.254", "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a00:1"),
    *("64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:1::1", "2001::1", "2001:db8::1", "100::1"),
    *("fc00::1", "fdff::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "4000::1", "5f00::1"),
]  # fmt: skip
NONE = [
    "",
    "localhost",
    "a.example",
    "127.1",
    "2130706433",
    "0x7f000001",
    "127.0.0.01",
    "8.8.8.8.",
    " 8.8.8.8",
]
EMBEDDING = ("::ffff:{}", "64:ff9b::{}")


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)
    assert is_literal(address)
    assert is_literal(f"[{address}]")


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address: str) -> None:
    assert not is_public(address)
    assert is_literal(address)
    assert is_literal(f"[{address}]")


@pytest.mark.parametrize("text", NONE)
def test_no_address_at_all(text: str) -> None:
    assert not is_public(text)
    assert not is_literal(text)


@given(st.ip_addresses(v=4))
def test_an_address_within_another_is_judged_alike(address: ipaddress.IPv4Address) -> None:
    six_to_four = str(ipaddress.IPv6Address((0x2002 << 112) | (int(address) << 80)))
    for text in (*(form.format(address) for form in EMBEDDING), six_to_four):
        assert is_public(text) == is_public(str(address)), text


@given(st.ip_addresses())
def test_nothing_special_is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    special = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
    )
    embedding = isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped is not None or address.sixtofour is not None
    )
    assert not (special and not embedding and is_public(str(address)))


@given(st.text(max_size=50))
def test_any_text_is_judged(text: str) -> None:
    assert not is_public(text) or is_literal(text)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_socket_for_a_public_address(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with public_socket((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 80))) as made:
        assert (made.family, made.type) == (family, socket.SOCK_STREAM)


@pytest.mark.parametrize("address", [*PRIVATE, "localhost", ""])
def test_no_socket_for_another(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with pytest.raises(PrivateAddressError, match=REFUSAL) as caught:
        public_socket((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 80, 0, 0)))
    assert caught.value.errno == errno.EACCES
