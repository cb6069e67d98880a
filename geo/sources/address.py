"""Web addresses that may be fetched: a public machine by http or https on its usual ports, and nothing of this network.

A name is resolved once, every answer must be public, and the caller connects to one of these answers and to nothing
else: what the name says a moment later does not count (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from geo.errors import InputError

PORTS = {"http": 80, "https": 443}
MAX_URL = 2000
MAX_HOST = 253
IP = ipaddress.IPv4Address | ipaddress.IPv6Address
#: As ``socket.getaddrinfo``: for a host and a port, tuples that end with the address.
Resolve = Callable[..., list[Any]]

_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,62}\.?){1,127}")
#: Networks that carry an IPv4 address inside and so may lead to any of them (RFC 6052, RFC 8215, RFC 4291).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_REFUSED = tuple(
    map(
        ipaddress.ip_network,
        (
            "64:ff9b:1::/48",  # NAT64 of a network of one's own (RFC 8215)
            "::/96",  # IPv4-compatible, deprecated (RFC 4291)
            "fec0::/10",  # site-local, deprecated (RFC 3879)
            "100::/64",  # discarded (RFC 6666)
            "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
            "100.64.0.0/10",  # shared by providers (RFC 6598)
        ),
    )
)
_ISATAP = (0x00005EFE, 0x02005EFE)  # the third of four parts of such an address (RFC 5214)


@dataclass(frozen=True, slots=True)
class Target:
    """A web address taken apart."""

    scheme: str
    host: str  #: in ASCII, without a dot at its end
    port: int
    path: str  #: with its query, as it is sent

    @property
    def host_header(self) -> str:
        """What the server is told as ``Host``."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


def parse(url: str) -> Target:
    """Take a web address apart.

    Raises
    ------
    InputError
        When it is none that may be fetched.
    """
    if len(url) > MAX_URL or any(not sign.isprintable() or sign in '\\ <>"^`{|}' for sign in url):
        raise _refused(url, f"an address has at most {MAX_URL} characters, and no blanks or control characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _refused(url, str(error)) from error
    if parts.scheme not in PORTS:
        raise _refused(url, "only http:// and https:// are fetched")
    if "@" in parts.netloc:
        raise _refused(url, "an address with a user name in it is not fetched")
    if port is None:
        port = PORTS[parts.scheme]
    if port not in PORTS.values():
        raise _refused(url, "only the ports 80 and 443 are asked")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return Target(parts.scheme, _host(url, parts.hostname or ""), port, f"{path}?{query}" if query else path)


def _host(url: str, name: str) -> str:
    if ":" in name:
        try:
            return str(ipaddress.IPv6Address(name)) if "%" not in name else ""
        except ValueError as error:
            raise _refused(url, f"{name!r} is no IPv6 address") from error
    try:
        plain = name.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise _refused(url, f"{name[:60]!r} is no host name") from error
    if len(plain) > MAX_HOST or not _HOST.fullmatch(plain):
        raise _refused(url, f"{name[:60]!r} is no host name")
    return plain


def public_addresses(target: Target, *, timeout_s: float, resolve: Resolve = socket.getaddrinfo) -> tuple[str, ...]:
    """The addresses of a host, all of them public, in the order of the resolver.

    Raises
    ------
    InputError
        When it has none, one of them is not public, or the resolver is silent for `timeout_s`.
    """
    where = target.host
    answers: list[Any] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            answers.extend(resolve(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    # The system's resolver knows no time limit.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(timeout_s)
    if asking.is_alive():
        raise _refused(where, f"its name was not resolved within {timeout_s:.0f} s")
    found = tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))
    if failed or not found:
        raise _refused(where, f"its name is not known ({failed[0] if failed else 'no address'})")
    for one in found:
        if not is_public(one):
            raise _refused(where, f"it lies on this machine or in its network ({one})")
    return found


def is_public(address: str) -> bool:
    """Whether an IP address is one of the whole internet, also after what is packed into it is unpacked."""
    try:
        ip: IP = ipaddress.ip_address(address)
    except ValueError:
        return False
    return all(_plainly_public(one) for one in (ip, *_inside(ip)))


def _plainly_public(ip: IP) -> bool:
    if isinstance(ip, ipaddress.IPv6Address) and (ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip in _NAT64):
        return True  # a wrapping; what is inside decides
    if any(ip.version == network.version and ip in network for network in _REFUSED):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _inside(ip: IP) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address carries."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ()
    if ip.ipv4_mapped:
        return (ip.ipv4_mapped,)
    if ip.sixtofour:
        return (ip.sixtofour,)
    if ip.teredo:
        return ip.teredo
    if ip in _NAT64 or (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
        return (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF),)
    return ()


def _refused(url: str, why: str) -> InputError:
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in url[:100])
    return InputError(f"{shown}: not fetched: {why}")
