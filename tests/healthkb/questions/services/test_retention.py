"""When their time is over, words that readers wrote are in no table, no index, and no file of the database."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client

from healthkb.questions.models import Contact, Question
from healthkb.questions.services import (
    decline_question,
    erase_expired,
    question_by,
    report_by,
    report_problem,
    return_question,
    take_back_question,
)
from healthkb.questions.services.standing_jobs import erase
from tests.builders import AT, after, make_cause, make_user, publish_now
from tests.healthkb.questions.builders import answer, ask, assign, make_moderator, make_published, make_question

DAY = 24 * 60
MARK = "xyzzyquux"
BYTEA = 17  # the number of this type in PostgreSQL


def places_with(words: str) -> list[str]:
    """Every column of every table, those of search indexes too, in which the words stand."""
    found = []
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                is_bytes = connection.vendor == "postgresql" and column.type_code == BYTEA
                text = f"encode({quote(column.name)}, 'escape')" if is_bytes else f"CAST({quote(column.name)} AS text)"
                sql = f"SELECT count(*) FROM {quote(table)} WHERE lower({text}) LIKE %s"
                cursor.execute(sql, [f"%{words.lower()}%"])
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column.name}")
    return found


@pytest.mark.django_db
def test_the_search_finds_words_where_they_are() -> None:
    """Proves the tests below: in ordinary columns, in what is published, in the index and in the audit log."""
    make_question(f"What of {MARK} in the night?", email=f"{MARK}@example.org")
    publish_now(make_cause(title=MARK.title()))
    places = places_with(MARK)
    assert {"questions_question.text", "questions_contact.email", "articles_published.title"} <= set(places)
    assert any("search" in each for each in places)


@pytest.mark.django_db
def test_what_somebody_takes_back_is_left_nowhere_and_nobody_else_loses_anything() -> None:
    mine = ask(f"Does {MARK} make legs twitch?", email=f"{MARK}@example.org")
    other = make_question(email="other@example.org")

    take_back_question(question=mine.question, at=after(5))

    assert places_with(MARK) == []
    assert list(Question.objects.values_list("pk", "text")) == [(other.pk, other.text)]
    assert Contact.objects.get().email == "other@example.org"


@pytest.mark.django_db
def test_after_retention_nothing_of_what_a_reader_wrote_is_left_anywhere(client: Client) -> None:
    text = f"Does {MARK} make legs twitch? I am Jane {MARK}, {MARK}@example.org"
    unanswered = ask(text, email=f"{MARK}@example.org")
    moderator = make_moderator()
    client.force_login(moderator)
    declined, returned = make_question(text, email=f"{MARK}@example.org"), assign(make_question(text))
    decline_question(question=declined, reason="other", message=f"No, {MARK}.", by=moderator, at=AT)
    assert returned.expert
    return_question(question=returned, note=f"{MARK} is not my field.", by=returned.expert.user, at=AT)
    waiting = answer(assign(make_question(text)))
    published = make_published(answer(assign(make_question(text, email=f"{MARK}@example.org"))))
    report = _reported(f"{MARK} is wrong")
    for question in Question.objects.all():  # looked at and searched for in the admin, as people do
        client.get(f"/admin/questions/question/{question.pk}/change/")
    client.get("/admin/questions/question/?state=open")
    client.get("/admin/worklist/")
    assert places_with(MARK)

    assert not erase_expired(at=after(90 * DAY - 1))
    erased = erase_expired(at=after(90 * DAY))

    assert (erased.questions, erased.texts, erased.reports) == (3, 2, 1)
    assert places_with(MARK) == []
    assert set(Question.objects.values_list("pk", flat=True)) == {waiting.pk, published.pk}
    assert {row.text for row in Question.objects.all()} == {""}
    assert not Contact.objects.exists()
    assert question_by(unanswered.token, at=after(90 * DAY)) is None
    assert report_by(report, at=after(90 * DAY)) is None
    assert not erase_expired(at=after(91 * DAY))


@pytest.mark.django_db
def test_the_worker_does_it_and_a_command(settings: Any) -> None:
    settings.QUESTION_RETENTION_DAYS = 7
    make_question(MARK)
    assert erase(lambda: after(6 * DAY)) == 0
    assert erase(lambda: after(7 * DAY)) == 1
    make_question(MARK)
    with time_machine.travel(after(7 * DAY), tick=False):
        out = StringIO()
        call_command("delete_expired_questions", stdout=out)
    assert out.getvalue() == ("Deleted 1 unanswered questions, and the words of 0 answered questions and 0 reports.\n")
    assert places_with(MARK) == []


@pytest.mark.django_db
def test_the_worker_knows_the_job(capsys: pytest.CaptureFixture[str]) -> None:
    make_question(MARK)
    with time_machine.travel(after(91 * DAY), tick=False):
        call_command("worker", once=True)
    assert "delete private words of readers: 1" in capsys.readouterr().out


def test_not_even_in_the_file_of_the_database(tmp_path: Path) -> None:
    """In a database of its own, as on a server: SQLite would keep the words in free pages and in its log."""
    program = f"""
import datetime as dt, pathlib, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from healthkb.questions.services import ask_question, erase_expired
now = timezone.now()
none = dict(topic=None, article=None, session=None, is_alarming=False)
for number in range(50):
    ask_question(text="{MARK} " * 200, locale="en", email="{MARK}@example.org", at=now, **none)
def files():
    return [f.name for f in pathlib.Path({str(tmp_path)!r}).glob("*.sqlite3*") if b"{MARK}" in f.read_bytes()]
print(bool(files()), end=" ")
erase_expired(at=now + dt.timedelta(days=90))
print(files())
"""
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "healthkb.settings"}
    environment.pop("DATABASE_URL", None)
    root = Path(__file__).resolve().parents[4]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("True []\n", "")


def _reported(text: str) -> str:
    cause = make_cause(owner=make_user())
    publish_now(cause)
    row = cause.published.get()
    return report_problem(published=row, category="wrong", text=text, at=AT).token
