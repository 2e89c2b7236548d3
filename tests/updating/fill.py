"""A small base to be read, made by the code of whichever commit has this file put into it."""

import datetime as dt

import django

django.setup()

from django.utils import timezone  # noqa: E402

from articles.models import Wording  # noqa: E402
from tests.builders import make_article, make_cause, publish_now  # noqa: E402
from tests.triage.builders import make_protocol, make_wording  # noqa: E402


def main() -> None:
    at = timezone.now() - dt.timedelta(hours=1)
    protocol = make_protocol()  # in earlier commits this made the wording too
    publish_now(Wording.objects.first() or make_wording(), at=at)
    causes = [make_cause(slug=f"cause-{number}", title=f"Cause {number}") for number in range(8)]
    publish_now(*causes, *[make_article(causes=causes[:2], slug=f"article-{number}") for number in range(4)], at=at)
    publish_now(protocol, at=at)


if __name__ == "__main__":
    main()
