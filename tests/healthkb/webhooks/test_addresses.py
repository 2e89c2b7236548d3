"""Nothing of ours can be reached by a webhook, however the address is written and whatever the name servers say."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from healthkb.webhooks.addresses import AddressRefused, allowed_addresses, is_public, resolve
from healthkb.webhooks.sending import post

# Each line stands for this machine, for a neighbour, or for nobody in particular. {p} is the port of a listener.
TARGETS = (Path(__file__).parent / "refused_targets.txt").read_text().split()


@pytest.fixture
def listener() -> Iterator[Any]:
    """On every address of this machine, both families, counting whoever gets through."""
    reached: list[Any] = []
    servers = [socket.create_server(("127.0.0.1", 0))]
    port = servers[0].getsockname()[1]
    with contextlib.suppress(OSError):  # a machine without IPv6
        servers.append(socket.create_server(("::1", port), family=socket.AF_INET6))
    stop = threading.Event()

    def accept(server: socket.socket) -> None:
        server.settimeout(0.1)
        while not stop.is_set():
            try:
                connection, peer = server.accept()
            except TimeoutError:
                continue
            reached.append(peer)
            connection.close()

    threads = [threading.Thread(target=accept, args=(server,)) for server in servers]
    for thread in threads:
        thread.start()
    yield port, reached
    stop.set()
    for thread in threads:
        thread.join()
    for server in servers:
        server.close()


def test_no_way_of_writing_it_reaches_this_machine(listener: Any) -> None:
    port, reached = listener
    targets = [target.replace("{p}", str(port)) for target in TARGETS]
    outcomes = {target: post(target, b"{}", {}) for target in targets}
    assert len(targets) >= 75
    assert {target: each for target, each in outcomes.items() if each.status is not None or not each.error} == {}
    # The listener does work: this is how it looks when somebody gets through.
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    while not reached:
        threading.Event().wait(0.01)
    assert len(reached) == 1


# By what they are, as a machine without IPv6 reaches none of them and would not show that one was let through.
NOT_PUBLIC = [
    *("127.0.0.1", "0.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1"),
    *("64:ff9b::7f00:1", "100::1", "fc00::1", "fdff::1", "fe80::1", "fec0::1", "ff02::1", "1fff::1", "4000::1"),
    *("2001::1", "2001:0:7f00:1::", "2001:1ff:ffff::1", "2001:db8::1", "2002:7f00:1::1", "2620:4f:8000::1", "3fff::1"),
    *("fe80::1%eth0", "localhost", "", "127.1", "0x7f.1"),
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_on_the_public_internet_is_refused_before_anybody_connects(address: str) -> None:
    with pytest.raises(AddressRefused, match="is not on the public internet"):
        allowed_addresses("evil.example", 443, resolver=lambda host, port: [address])


def test_a_name_that_leads_nowhere_or_is_none_is_refused() -> None:
    def refuse(host: str, port: int) -> list[str]:
        raise UnicodeError

    with pytest.raises(AddressRefused, match="leads to no address"):
        allowed_addresses("nowhere.example", 443, resolver=lambda host, port: [])
    with pytest.raises(AddressRefused, match=f"^{'x' * 100} is not a name of a host"):
        allowed_addresses("x" * 101, 443, resolver=refuse)


def test_a_network_of_ones_own_may_be_named_by_any_of_its_addresses(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = ["10.1.2.3/8", "fd00::7/8"]
    for address in ("10.255.255.255", "fd01::1"):
        assert allowed_addresses("inside.example", 443, resolver=lambda host, port: [address]) == [address]  # noqa: B023
    with pytest.raises(AddressRefused):
        allowed_addresses("inside.example", 443, resolver=lambda host, port: ["192.168.1.1"])


def test_every_address_of_a_name_is_looked_up_once() -> None:
    assert resolve("127.0.0.1", 443) == ["127.0.0.1"]


@pytest.mark.parametrize("address", ["8.8.8.8", "172.15.255.255", "172.32.0.1", "100.128.0.1", "2a00:1450:4001::1"])
def test_public_addresses_are_not_refused(address: str) -> None:
    assert is_public(address)


def test_one_private_address_spoils_a_name() -> None:
    with pytest.raises(
        AddressRefused, match=r"evil\.example leads to 10\.0\.0\.7, which is not on the public internet"
    ):
        allowed_addresses("evil.example", 443, resolver=lambda host, port: ["8.8.8.8", "10.0.0.7"])


def test_a_name_that_changes_its_mind_leads_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked up once; the connection goes to the very address that was judged."""
    answers, connected = [["8.8.8.8"], ["127.0.0.1"]], []

    def connect(address: Any, timeout: float) -> Any:
        connected.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "create_connection", connect)
    outcome = post("https://rebinding.example/", b"{}", {}, resolver=lambda host, port: answers.pop(0))
    assert (connected, outcome.error, len(answers)) == ([("8.8.8.8", 443)], "No connection: Connection refused.", 1)


def test_plain_http_only_inside_of_ones_own_network(settings: Settings) -> None:
    outcome = post("http://public.example/", b"{}", {}, resolver=lambda host, port: ["8.8.8.8"])
    assert outcome.error.startswith("Use https")


def test_an_installation_may_name_networks_of_its_own(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = ["10.1.0.0/16"]
    assert allowed_addresses("inner", 443, resolver=lambda host, port: ["10.1.2.3"]) == ["10.1.2.3"]
    with pytest.raises(AddressRefused):
        allowed_addresses("inner", 443, resolver=lambda host, port: ["10.2.0.1"])
