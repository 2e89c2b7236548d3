"""``python -m tests.bench.writing``, after ``make bench``: what publishing and the admin take on the same base.

The shared cause is one that all articles have, so it needs a base of at most 1,000; the admin takes any size.
Everything happens in one transaction that is rolled back. Times are of the processor, so that other work counts less.
"""

import argparse
import itertools
import time
from collections.abc import Callable
from typing import Any

from .bases import add_base, use_base
from .processes import megabytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_base(parser)
    asked = parser.parse_args()
    use_base(asked)
    # Not just set up: as a web server is, garbage is collected without looking through all that is loaded.
    from django.db import connection, transaction

    import healthkb.wsgi  # noqa: F401

    from .content import COMPOSABLE

    with transaction.atomic():
        if asked.size <= COMPOSABLE:
            publishing()
        admin()
        transaction.set_rollback(True)
    print(f"{connection.vendor}; largest in memory: {megabytes():.0f} MB")


def publishing() -> None:
    from django.utils import timezone

    from articles.models import Article, Cause, Published
    from articles.publishing import publish
    from tests import builders
    from tests.builders import approve_now, edit, make_publisher, submit_now

    def ready(document: Any, field: str, text: str) -> Any:
        setattr(document, field, text)
        edit(document, at=timezone.now())
        request = submit_now(document, at=timezone.now())
        approve_now(request, at=timezone.now())
        return request

    builders._number = itertools.count(1_000_000)  # names that the base does not have yet
    publisher = make_publisher()
    print(f"{Published.objects.filter(kind='article').count():,} articles")
    for name in ("the first", "the second", "the third"):
        article = ready(Article.objects.get(slug="template"), "summary", f"Corrected for {name} time.")
        told(
            f"publish one article, {name} of the process",
            lambda request=article: publish(request=request, by=publisher, at=timezone.now()),  # type: ignore[misc]
        )
    cause = ready(Cause.objects.get(title="Cause A"), "description", "Corrected words.")
    before = megabytes()
    told("publish a cause of all of them", lambda: publish(request=cause, by=publisher, at=timezone.now()))
    print(f"  which took {megabytes() - before:.0f} MB more memory")


def admin() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from articles.models import Article
    from healthkb.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("bench"))
    key = Article.objects.get(slug="template").pk
    pages = {
        "list": "/admin/articles/article/",
        "search in the list": "/admin/articles/article/?q=ankle",
        "last page of the list": f"/admin/articles/article/?o=1&p={-(-Article.objects.count() // 50)}",
        "change page": f"/admin/articles/article/{key}/change/",
        "type-ahead": "/admin/autocomplete/?app_label=triage&model_name=protocol&field_name=articles&term=ankle",
    }
    for name, path in pages.items():
        assert client.get(path).status_code == 200, path
        with CaptureQueriesContext(connection) as queries:
            told(f"admin: {name}", lambda path=path: client.get(path))  # type: ignore[misc]  # the path of this turn
        print(f"  in {len(queries)} queries")


def told(name: str, work: Callable[[], object]) -> None:
    began = time.process_time()
    work()
    print(f"{name}: {(time.process_time() - began) * 1000:.0f} ms", flush=True)


if __name__ == "__main__":
    main()
