"""Four web processes are read from without a pause while texts are published and withdrawn. Prints what went wrong.

Each reader notes what was announced before it asks. The announcement follows the commit, so the answer must be at
least as new: in a document, in a list, in an article with the document in it, in what is found and what is suggested.
"""

import json
import multiprocessing
import os
import sys
import time
from io import BytesIO
from typing import Any

import django

os.environ |= {"SECRET_KEY": "x" * 50, "RATE_LIMITS": "search:1000000/min"}
django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.content.vocabulary import WithdrawalKind  # noqa: E402
from articles.publishing import withdraw  # noqa: E402
from healthkb.wsgi import application  # noqa: E402
from tests.builders import edit, make_article, make_cause, make_publisher, publish_now  # noqa: E402

READERS, TIMES = 4, 8
CAUSE, LIST, ARTICLE, LAST = ("causes/salt/", "causes/", "articles/cramps/", "causes/last/")
FOUND, SUGGESTED = ("search/?q=salt&type=cause", "suggest/?q=salt&type=cause")


def get(path: str) -> tuple[int, Any]:
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/api/v1/{path}", "QUERY_STRING": query}
    environ |= {"HTTP_HOST": "localhost", "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    environ |= {"wsgi.url_scheme": "http", "wsgi.input": BytesIO()}
    status: list[str] = []
    start: Any = lambda line, headers, error=None: status.append(line)  # noqa: E731
    answer: Any = application(environ, start)
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return int(status[0][:3]), json.loads(body)


def numbers_seen() -> list[int]:
    names = [
        get(CAUSE)[1]["name"],
        next(each["name"] for each in get(LIST)[1]["results"] if each["slug"] == "salt"),
        get(ARTICLE)[1]["causes"][0]["name"],
        next(each["name"] for each in get(FOUND)[1]["results"] if each["slug"] == "salt"),
        next(each["title"] for each in get(SUGGESTED)[1]["results"] if each["slug"] == "salt"),
    ]
    return [int(name.split()[1]) for name in names]


def read(announced: Any, ended: Any, told: Any) -> None:
    """Until the end. Tells how often it read, and every answer that was older than what had been announced."""
    asked, stale = 0, []
    while not ended.value:
        floor = announced.value
        seen = numbers_seen()
        asked += 1
        stale += [f"{number} after {floor} was announced" for number in seen if number < floor]
    for path, expected in ((LAST, 410), (LIST, 200), (FOUND, 200), (SUGGESTED, 200)):
        status, body = get(path)
        if status != expected or any(each["slug"] == "last" for each in body.get("results", [])):
            stale.append(f"{path} gave {status} after it was withdrawn")
    told.put((asked, stale))


def main() -> None:
    cause, last = make_cause(slug="salt", title="Salt 0"), make_cause(slug="last", title="Last salt")
    publish_now(make_article(slug="cramps", causes=[cause]), last, at=timezone.now())
    context = multiprocessing.get_context("fork")
    announced, ended, told = context.Value("i", 0), context.Value("i", 0), context.Queue()
    connections.close_all()
    readers = [context.Process(target=read, args=(announced, ended, told)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for number in range(1, TIMES + 1):
        edit(cause, title=f"Salt {number}", at=timezone.now())
        publish_now(cause, at=timezone.now())
        announced.value = number
        time.sleep(0.05)
    kind = WithdrawalKind.WITHDRAWN
    withdraw(document=last, kind=kind, reason="Not held any more.", by=make_publisher(), at=timezone.now())
    ended.value = 1
    answers = [told.get(timeout=60) for _ in readers]
    print("each read often:", all(asked >= TIMES for asked, _ in answers))
    print("stale:", [line for _, stale in answers for line in stale])
    sys.stdout.flush()


if __name__ == "__main__":
    main()
