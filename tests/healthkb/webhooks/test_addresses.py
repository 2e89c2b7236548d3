"""Nothing of ours can be reached by a webhook, however the address is written and whatever the name servers say."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from healthkb.webhooks.addresses import AddressRefused, allowed_addresses, is_public
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
