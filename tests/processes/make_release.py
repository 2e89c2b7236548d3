"""Make a small base that was used in every way, and save it as the backup of this release, for tests of upgrades.

Run it on an empty database before a release:
DJANGO_SETTINGS_MODULE=tests.processes.media_settings python -m tests.processes.make_release
"""

import datetime as dt
import io
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402

from articles.models import Image  # noqa: E402
from articles.publishing import publish, withdraw  # noqa: E402
from healthkb.backup import save_backup  # noqa: E402
from tests.articles.sheets.builders import upload_now, workbook  # noqa: E402
from tests.builders import (  # noqa: E402
    AT,
    after,
    approve_now,
    edit,
    make_article,
    make_cause,
    make_publisher,
    make_topic,
    publish_now,
    submit_now,
)
from tests.triage.builders import make_protocol  # noqa: E402

RELEASES = Path(__file__).parent / "releases"


def main() -> None:
    call_command("migrate", verbosity=0)
    cause, topic = make_cause(slug="tired-muscles", synonyms=["overuse"]), make_topic()
    article = make_article(slug="leg-pain", causes=[cause])
    article.topics.add(topic)
    publish_now(topic, article)
    publish_now(make_protocol(articles=[article]), at=after(5))
    edit(cause, at=after(6), description="Other words, and “ünïcode” — 腿.")
    publish_now(cause, at=after(7))
    gone = make_cause(slug="gone")
    publish_now(gone, at=after(7))
    withdraw(document=gone, kind="withdrawn", reason="No longer true.", by=make_publisher(), at=after(8))
    edit(cause, at=after(9), description="Words of some later day.")
    request = submit_now(cause, at=after(9), go_live_at=AT + dt.timedelta(days=200))
    approve_now(request, at=after(9))
    publish(request=request, by=make_publisher(), at=after(10))
    upload_now(workbook(Causes=[["slug", "description"], ["gone", "Imported."]]))
    make_cause(slug="draft")
    default_storage.save("images/dot.png", io.BytesIO(b"a picture"))
    Image.objects.create(slug="dot", file="images/dot.png", width=1, height=1, alt="A dot.", renditions=[])
    file = RELEASES / f"{settings.VERSION}.zip"
    print(save_backup(file=file, at=after(20)), file.stat().st_size)


if __name__ == "__main__":
    main()
