import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.content.canonical import sha256_hex
from articles.publishing import withdraw
from tests.articles.admin.conftest import make_member, signed_in
from tests.builders import AT, after, edit, make_cause, make_publisher, publish_now

pytestmark = pytest.mark.django_db


def printed(capsys: pytest.CaptureFixture[str], **options: str) -> list[str]:
    call_command("public_on", **options)
    return capsys.readouterr().out.splitlines()


def test_each_document_is_a_line_with_the_hash_of_the_bytes_on_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    cause = make_cause(slug="salt")
    publish_now(cause, at=AT)
    edit(cause, at=after(9), description="Other words.")
    publish_now(cause, at=after(10))
    lines = printed(capsys, date="2026-11-02", kind="cause", slug="salt", lang="en")
    from_until = [
        "from 2026-11-02T09:00:00+00:00 until 2026-11-02T09:10:00+00:00",
        "from 2026-11-02T09:10:00+00:00 and still",
    ]
    assert lines[::2] == [
        f"# cause salt (en) version {number}, {from_until[number - 1]}, sha256 {sha256_hex(lines[number * 2 - 1])}"
        for number in (1, 2)
    ]
    assert printed(capsys, date="2026-11-02T09:05", slug="salt") == lines[:2]


def test_nothing_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    cause = make_cause(slug="salt")
    publish_now(cause, at=AT)
    withdraw(document=cause, kind="withdrawn", reason="Not true.", by=make_publisher(), at=after(10))
    assert [printed(capsys, date=date, slug="salt") for date in ("2026-11-01", "2026-11-03")] == [
        ["Readers had nothing of this."],
        ["Readers had nothing: it was withdrawn on 2026-11-02T09:10:00+00:00. Reason: Not true."],
    ]


@pytest.mark.parametrize("date", ["yesterday", "2026-02-30", "2026-11-02T25:00"])
def test_what_is_not_a_date_is_refused(date: str) -> None:
    with pytest.raises(CommandError, match="is not a date"):
        call_command("public_on", date=date)


def test_the_admin_page_lists_the_same_and_gives_the_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    publish_now(make_cause(slug="salt"), at=AT)
    line, body = printed(capsys, date="2026-11-02", slug="salt")
    client = signed_in(make_member("Editor"))
    question = "/admin/articles/published/on/?date=2026-11-02&time=10:00&slug=salt"
    page = client.get(question).content.decode()
    sha256 = line.split()[-1]
    assert (sha256 in page, client.get(f"{question}&sha256={sha256}").content.decode()) == (True, body)


def test_the_admin_page_is_for_those_who_are_signed_in(client: Client) -> None:
    assert client.get("/admin/articles/published/on/").status_code == 302
