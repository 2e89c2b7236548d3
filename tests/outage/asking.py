"""Readers, health checks and somebody who wants what is not in memory, all at once; and what each was told."""

import http.client
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

REST = ["/", "/causes/cause-0/", "/admin/login/", "/api/v1/search/?q=cause", "/api/v1/causes/?page_size=3&page=2"]
HELPFUL = json.dumps({"type": "cause", "slug": "cause-0", "lang": "en", "helpful": True}).encode()
ANSWERS = json.dumps({"answers": {"sudden": ["face"]}}).encode()
Question = tuple[str, str, str, bytes | None]  # who asks, method, path, body


@dataclass
class Told:
    """What came in one phase. ``waits`` are seconds, by who asked."""

    statuses: dict[str, Counter[str]] = field(default_factory=dict)
    waits: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    unready_after: float | None = None
    began: float = field(default_factory=time.monotonic)

    def share(self, who: str) -> float:
        statuses = self.statuses.get(who, Counter())
        return 100 * statuses["200"] / max(1, statuses.total())


class Askers:
    def __init__(self, port: int, warm: list[str], triage: str) -> None:
        self.port, self.triage = port, triage
        self.told, self.over = Told(), threading.Event()
        self.known = {path: self._ask("GET", path)[2] for path in warm}
        self.assessed = self._ask("POST", triage, ANSWERS)[2]
        jobs: list[tuple[str, float, list[Question]]] = [
            ("alive", 0.05, [("alive", "GET", "/healthz", None)]),
            ("ready", 0.05, [("ready", "GET", "/readyz", None)]),
            ("triage", 0.1, [("triage", "POST", triage, ANSWERS)]),
            ("write", 0.2, [("write", "POST", "/api/v1/feedback/", HELPFUL)]),
            ("rest", 0.1, [("rest", "GET", path, None) for path in REST]),
        ]
        jobs += [
            ("warm", 0.05, [("warm", "GET", path, None) for path in warm[number:] + warm[:number]]) for number in (0, 3)
        ]
        self.threads = [threading.Thread(target=self._go_on, args=job, daemon=True) for job in jobs]
        for thread in self.threads:
            thread.start()

    def phase(self) -> Told:
        """A new one. Gives the one that ends."""
        ended, self.told = self.told, Told()
        return ended

    def stop(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(timeout=30)

    def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[str, float, bytes, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Content-Type": "application/json"} if body else {}
        begun = time.monotonic()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
            return str(answer.status), time.monotonic() - begun, data, answer.headers.get("Retry-After", "")
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__, time.monotonic() - begun, b"", ""
        finally:
            connection.close()

    def _go_on(self, who: str, pause: float, questions: list[Question]) -> None:
        number = 0
        while not self.over.is_set():
            _, method, path, body = questions[number % len(questions)]
            number, told = number + 1, self.told
            status, wait, data, retry = self._ask(method, path, body)
            told.statuses.setdefault(who, Counter())[status] += 1
            told.waits.setdefault(who, []).append(wait)
            if who == "ready" and status == "503" and told.unready_after is None:
                told.unready_after = time.monotonic() - told.began
            self._judge(told, who, path, status, data, retry)
            time.sleep(pause)

    def _judge(self, told: Told, who: str, path: str, status: str, data: bytes, retry: str) -> None:
        if status == "200" and data != self.known.get(path, data):
            told.wrong.append(f"{path} gave other bytes")
        if status == "200" and who == "triage" and data != self.assessed:
            told.wrong.append("triage gave another result")
        if status == "503" and who in ("warm", "triage", "rest", "write") and not retry:
            told.wrong.append(f"{path} does not say when to try again")
        if (who != "ready" and status not in ("200", "201", "302", "503")) or status == "500":
            told.wrong.append(f"{path} gave {status}")
