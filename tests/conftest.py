from pytest_socket import socket_allow_hosts


def pytest_runtest_setup() -> None:
    """No test reaches another host; 127.0.0.1 stays open for databases, servers and browsers."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
