"""How long the server takes to start on a base in which something was just killed."""

import os
import signal
import time
from urllib.parse import urlsplit, urlunsplit

from tests.bench.processes import cpu_seconds, free_port, granian, serving

from .machine import HERE, Killed, Machine
from .place import Place
from .works import Work


def start_server(place: Place, work: Work, machine: Machine) -> tuple[float, float]:
    """Seconds of the clock and of the processors until it says that it is ready, after a kill in the middle."""
    place.copy(work.name, HERE)
    place.use(HERE)
    child = Killed(work.run, machine.errors)
    time.sleep(0.05)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    if work.name == "migration":
        Killed(work.run, machine.errors).wait()
    port = free_port()
    if place.is_sqlite:
        environment = {"DATABASE_PATH": place.name(HERE)}
    else:
        url = urlsplit(os.environ["DATABASE_URL"])
        environment = {"DATABASE_URL": urlunsplit(url._replace(path=f"/{place.name(HERE)}"))}
    environment |= {"SECRET_KEY": "only-for-this-test-0123456789-0123456789-0123456789", "PYTHONWARNINGS": "ignore"}
    with serving(granian("healthkb.wsgi:application", port), port, environment, ready="/readyz") as server:
        return server.started_in, cpu_seconds([server.pid])
