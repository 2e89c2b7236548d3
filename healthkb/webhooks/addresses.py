"""Where a webhook may go: to public addresses only, judged after the name has been looked up.

Judging the text of a URL would not do: `127.1`, `0x7f.1`, `2130706433` and any host name can stand for this machine.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

# All of IPv4 but these (IANA special-purpose registry; multicast and reserved space).
REFUSED_V4 = [
    ipaddress.IPv4Network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
]
# Of IPv6 only global unicast, without what leads to an IPv4 address or to nowhere: Teredo and other IETF uses, 6to4,
# documentation. Mapped addresses (::ffff:), NAT64, unique local, link-local and multicast are outside of it anyway.
ALLOWED_V6 = ipaddress.IPv6Network("2000::/3")
REFUSED_V6 = [
    ipaddress.IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
]


class AddressRefused(Exception):
    pass


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, or of an address in any notation that the system understands. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def allowed_addresses(host: str, port: int, *, resolver: Resolve = resolve) -> list[str]:
    """The addresses to connect to, and to no others. One bad one spoils the name: it is not to be trusted.

    Raises AddressRefused, or OSError where the name cannot be looked up.
    """
    try:
        addresses = resolver(host, port)
    except UnicodeError:
        raise AddressRefused(f"{host[:100]} is not a name of a host.") from None
    bad = [address for address in addresses if not (is_public(address) or is_allowed(address))]
    if bad or not addresses:
        raise AddressRefused(f"{host} leads to {bad[0] if bad else 'no address'}, which is not on the public internet.")
    return list(addresses)


def is_public(text: str) -> bool:
    address = _parsed(text)
    if isinstance(address, ipaddress.IPv4Address):
        return not _in_any(address, REFUSED_V4)
    return address is not None and address in ALLOWED_V6 and not _in_any(address, REFUSED_V6)


def is_allowed(text: str) -> bool:
    """In a network of this installation's own, which ``WEBHOOK_ALLOWED_NETWORKS`` names."""
    address = _parsed(text)
    networks = [ipaddress.ip_network(each, strict=False) for each in settings.WEBHOOK_ALLOWED_NETWORKS]
    return address is not None and any(address.version == each.version and address in each for each in networks)


def _parsed(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _in_any(address: Address, networks: Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    return any(address in network for network in networks)
