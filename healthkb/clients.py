"""Which network a request came from, for limits. Nothing that the client says of itself counts."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

IPV6_NETWORK = 64  # one household or server has at least this, so single addresses of it are not clients


def network_of(environ: Mapping[str, Any]) -> str:
    """Of X-Forwarded-For only the entry counts that the first of our own ``NUM_PROXIES`` proxies has added."""
    direct = str(environ.get("REMOTE_ADDR", ""))
    proxies = int(str(settings.REST_FRAMEWORK["NUM_PROXIES"]))
    entries = [part.strip() for part in str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    return as_network(entries[-proxies] if 0 < proxies <= len(entries) else direct, otherwise=direct)


@lru_cache(maxsize=1000)
def as_network(text: str, *, otherwise: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return otherwise
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((int(address), IPV6_NETWORK), strict=False))
        address = address.ipv4_mapped
    return str(address)
