import pytest
from pytest_django import Settings

from healthkb.clients import network_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.1", "192.0.2.9"),
        (1, "", "192.0.2.9"),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "198.51.100.7, 203.0.113.1", "203.0.113.1"),
        (2, "198.51.100.7, 203.0.113.1, 192.0.2.4", "203.0.113.1"),
        (2, "203.0.113.1", "192.0.2.9"),  # it did not come through both proxies, so nobody vouches for it
        (1, "not an address", "192.0.2.9"),
        (1, "::ffff:203.0.113.1", "203.0.113.1"),
        (1, "2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
    ],
)
def test_only_our_own_proxies_say_who_asks(settings: Settings, proxies: int, forwarded: str, expected: str) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    assert network_of({"REMOTE_ADDR": "192.0.2.9", "HTTP_X_FORWARDED_FOR": forwarded}) == expected
