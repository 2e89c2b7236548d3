"""``make cluster-test``: reading and publishing for some minutes, while one part after another is taken away.

Every answer is held against what had been published or withdrawn before it was asked for, less the stated bound: the
lag of a replica and the time that nginx keeps an answer. Ends with an error for a wrong answer or a lost publish.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.processes import ROOT

from .parts import CACHED, LAG, NGINX, PRIMARY, REPLICAS, WEB, Cluster

BOUND = LAG + CACHED + 0.5  # and the pause between two looks at the replicas
READERS, CAUSES = 6, 4


@dataclass
class Record:
    """What was announced, and when; and what readers were told."""

    versions: dict[str, list[tuple[float, int]]] = field(default_factory=dict)
    withdrawn: dict[str, float] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def least(self, slug: str, asked: float) -> int:
        return max((number for at, number in self.versions[slug] if at < asked - BOUND), default=0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make cluster-test", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="cluster-"))
    folder.chmod(0o755)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    cluster, record = Cluster(folder), Record()
    try:
        prepare(cluster)
        run(cluster, record, asked.minutes * 60)
        lost = lost_publishes(record)
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(dict(sorted(record.counts.items())), f"bound {BOUND} s", sep="\n")
    print(f"wrong or stale answers: {record.wrong or 'none'}", f"lost publishes: {lost or 'none'}", sep="\n")
    sys.exit(bool(record.wrong or lost or not record.counts["200"]))


def prepare(cluster: Cluster) -> None:
    (cluster.folder / "var").mkdir()
    cluster.start_primary()
    cluster.start_redis()
    os.environ |= cluster.environment
    os.environ.pop("DATABASE_REPLICA_URLS")
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
    cluster.start_replicas()
    cluster.start_web()
    cluster.start_nginx()


def run(cluster: Cluster, record: Record, seconds: float) -> None:
    writer = threading.Thread(target=write, args=(record,))
    writer.start()
    while len(record.versions) < CAUSES:
        time.sleep(0.1)
    readers = [threading.Thread(target=read, args=(record, number)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    replica = f"replica-{REPLICAS[0]}"
    faults: list[tuple[str, Any]] = [
        ("a replica is killed", lambda: cluster.pg_ctl(replica, "stop", port=REPLICAS[0], mode="immediate")),
        ("the primary is restarted", lambda: cluster.pg_ctl("primary", "restart", port=PRIMARY)),
        ("Redis is stopped", lambda: cluster.kill("redis", signal.SIGTERM)),
        ("a web process is killed -9", lambda: cluster.kill(f"web-{WEB[0]}")),
    ]
    for name, fault in faults:
        time.sleep(seconds / (len(faults) + 1))
        print(f"{name}; so far {dict(sorted(record.counts.items()))}", flush=True)
        fault()
    time.sleep(seconds / (len(faults) + 1))
    record.over.set()
    for thread in (writer, *readers):
        thread.join()


def write(record: Record) -> None:
    """Publishes new versions of a few causes, and short-lived ones that are withdrawn again."""
    import django

    django.setup()
    from django.db import Error, connections
    from django.utils import timezone

    from articles.content.vocabulary import WithdrawalKind
    from articles.models import Cause
    from articles.publishing import withdraw
    from tests.builders import edit, make_cause, make_publisher, publish_now

    number = 0
    while not record.over.is_set():
        number += 1
        slug = f"cause-{number % CAUSES}"
        try:
            cause = Cause.objects.filter(slug=slug).first() or make_cause(slug=slug, title=f"Cause 0 {slug}")
            edit(cause, title=f"Cause {number} {slug}", at=timezone.now())
            publish_now(cause, at=timezone.now())
            record.versions.setdefault(slug, []).append((time.monotonic(), number))
            record.counts["published"] += 1
            if number % 3 == 0:
                short = make_cause(slug=f"short-{number}", title=f"Short {number}")
                publish_now(short, at=timezone.now())
                time.sleep(0.5)
                kind = WithdrawalKind.WITHDRAWN
                withdraw(document=short, kind=kind, reason="For the test.", by=make_publisher(), at=timezone.now())
                record.withdrawn[short.slug] = time.monotonic()
                record.counts["withdrawn"] += 1
        except Error:
            record.counts["refused writes"] += 1
            connections.close_all()
            time.sleep(0.2)
    connections.close_all()


def read(record: Record, seed: int) -> None:
    chosen, connection = random.Random(seed), http.client.HTTPConnection("127.0.0.1", NGINX, timeout=15)
    while not record.over.is_set():
        gone = list(record.withdrawn)
        slug = chosen.choice(gone) if gone and chosen.random() < 0.3 else f"cause-{chosen.randrange(CAUSES)}"
        path = "/api/v1/causes/?page_size=100" if chosen.random() < 0.2 else f"/api/v1/causes/{slug}/"
        asked = time.monotonic()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            status, body = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            record.counts["no answer"] += 1
            continue
        record.counts[str(status)] += 1
        hold(record, path, slug, status, json.loads(body) if status == 200 else {}, asked)


def hold(record: Record, path: str, slug: str, status: int, body: dict[str, Any], asked: float) -> None:
    """An answer against the record."""
    pages = body.get("results", [body] if body else [])
    for page in pages:
        if page["slug"] in record.versions and int(page["name"].split()[1]) < record.least(page["slug"], asked):
            record.wrong.append(f"{path} gave {page['name']}, but {record.least(page['slug'], asked)} was published")
        if record.withdrawn.get(page["slug"], asked) < asked - BOUND:
            record.wrong.append(f"{path} gave {page['slug']}, which was withdrawn")
    if status in (404, 410) and slug in record.versions and "?" not in path:
        record.wrong.append(f"{path} gave {status}")


def lost_publishes(record: Record) -> list[str]:
    from django.db import connections

    from articles.models import Published

    live = dict(Published.objects.filter(kind="cause").values_list("slug", "title"))
    connections.close_all()
    newest = {slug: max(number for _, number in numbers) for slug, numbers in record.versions.items()}
    lost = [slug for slug, number in newest.items() if int(live[slug].split()[1]) < number]
    return lost + [slug for slug in record.withdrawn if slug in live]


if __name__ == "__main__":
    main()
