"""Sixteen clients write through the server as shipped while four read. Prints what each was told, and what was kept.

WRITES is how many writes there are in all, WORKERS how many processes the server has.
"""

import http.client
import json
import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import django

django.setup()

from django.db.models import Sum  # noqa: E402
from django.utils import timezone  # noqa: E402

from healthkb.questions.models import Helpfulness  # noqa: E402
from tests.bench.processes import free_port, granian, serving  # noqa: E402
from tests.builders import make_cause, publish_now  # noqa: E402

CLIENTS, READERS = 16, 4
WRITES, WORKERS = int(os.environ.get("WRITES", "64")), int(os.environ.get("WORKERS", "2"))
READ = ["/api/v1/causes/", "/api/v1/causes/cramp/", "/api/v1/search/?q=cramp", "/"]


def ask(port: int, method: str, path: str, body: str | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def main() -> None:
    publish_now(make_cause(slug="cramp", title="Cramp"), at=timezone.now())
    port, over, read = free_port(), threading.Event(), Counter[int]()
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.outage.settings",
        "RATE_LIMITS": "search:100000/min,feedback:100000/min",
        "SECRET_KEY": "a key for this test alone, which is long enough to be one",
        "PYTHONWARNINGS": "ignore",
    }

    def write(number: int) -> int:
        body = {"type": "cause", "slug": "cramp", "lang": "en", "helpful": number % 2 == 0}
        return ask(port, "POST", "/api/v1/feedback/", json.dumps(body))

    def read_on() -> None:
        while not over.is_set():
            read.update(ask(port, "GET", path) for path in READ)

    with serving(granian("healthkb.wsgi:application", port, workers=WORKERS), port, environment, ready="/readyz"):
        with ThreadPoolExecutor(READERS) as readers, ThreadPoolExecutor(CLIENTS) as clients:
            reading = [readers.submit(read_on) for _ in range(READERS)]
            told = Counter(clients.map(write, range(WRITES)))
            over.set()
        for each in reading:
            each.result()
    kept = Helpfulness.objects.aggregate(yes=Sum("helpful"), no=Sum("not_helpful"))
    print(f"told {dict(told)}, kept {kept['yes']} and {kept['no']}, readers were told {sorted(read)}")
    print(f"reads: {read.total()}")


if __name__ == "__main__":
    main()
