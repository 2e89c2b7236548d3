"""The server as it is shipped, with two processes: what Prometheus is told is what was asked, of both together."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.bench.processes import granian, serving
from tests.journeys.conftest import _free_port
from tests.processes.conftest import ROOT, Environment, copy_of, migrated, run_script

__all__ = ["migrated"]


@pytest.fixture(scope="module")
def environment(migrated: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    with copy_of(migrated, tmp_path_factory.mktemp("metrics") / "var") as environment:
        run_script("tests.trust.fill_base", environment)
        yield environment | {
            "METRICS": "1",
            "METRICS_TOKEN": "a token of this test",
            "METRICS_ADDRESS": f"127.0.0.1:{_free_port()}",
            "SECRET_KEY": "a key for this test alone, which is long enough to be one",
        }


def test_requests_of_all_processes_are_counted(environment: Environment) -> None:
    port = _free_port()
    with serving(granian("healthkb.wsgi:application", port, workers=2), port, environment) as running:
        asked = ask_until_both_processes_answered(f"{running.url}/api/v1/causes/", environment)
        assert status_of(f"{running.url}/api/v1/causes/nothing/") == 404
        assert status_of(f"{running.url}/api/v1/search/?q=twitching") == 200
        told = scraped(environment)
    counted = {line for line in told if line.startswith("healthkb_requests_total") and 'area="health"' not in line}
    assert counted == {
        f'healthkb_requests_total{{area="api",method="GET",status="200"}} {asked}.0',
        'healthkb_requests_total{area="api",method="GET",status="404"} 1.0',
        'healthkb_requests_total{area="search",method="GET",status="200"} 1.0',
    }
    assert f'healthkb_request_seconds_count{{area="api"}} {asked + 1}.0' in told
    assert "healthkb_database_up 1.0" in told
    assert any(line.startswith('healthkb_changes_total{event="publish"}') for line in told)


def ask_until_both_processes_answered(url: str, environment: Environment) -> int:
    """How many requests that took. Each process that has answered one has a file of its own."""
    asked, end = 0, time.monotonic() + 60
    while len(list(Path(environment["VAR_DIR"], "metrics").glob("counter_*.db"))) < 2:
        assert time.monotonic() < end
        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(status_of, [url] * 40)) == {200}
        asked += 40
    return asked


def scraped(environment: Environment) -> set[str]:
    url = f"http://{environment['METRICS_ADDRESS']}/metrics"
    command = [sys.executable, "manage.py", "serve_metrics"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"Metrics are at {url}\n"
            assert (status_of(url), status_of(url, Authorization="Bearer another")) == (401, 401)
            asked = urllib.request.Request(url, headers={"Authorization": f"Bearer {environment['METRICS_TOKEN']}"})
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return set(answer.read().decode().splitlines())
        finally:
            process.terminate()


def status_of(url: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_an_address_of_the_network_needs_a_token(environment: Environment) -> None:
    open_to_all = environment | {"METRICS_TOKEN": "", "METRICS_ADDRESS": "0.0.0.0:9464"}
    done = subprocess.run(
        [sys.executable, "manage.py", "serve_metrics"], cwd=ROOT, env=open_to_all, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == (
        "CommandError: Anyone could read the metrics at 0.0.0.0:9464. "
        "Set METRICS_TOKEN, or use 127.0.0.1 as the address."
    )
