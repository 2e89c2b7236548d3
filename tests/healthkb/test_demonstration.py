import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from articles.models import Cause, Document, Published, Version
from articles.publishing import statuses_of
from healthkb.demonstration import DEMO_ACCOUNTS, PasswordFileUnwritable, create_demo_accounts, read_passwords
from healthkb.models import User
from healthkb.questions.models import ExpertSession, Question
from healthkb.questions.services import state_of

pytestmark = pytest.mark.django_db
NAMES = ["author", "editor", "expert", "reviewer", "publisher", "administrator"]


def test_each_account_can_sign_in_with_its_kept_password_and_has_its_role(tmp_path: Path) -> None:
    file = tmp_path / "demo_passwords"
    assert create_demo_accounts(passwords_file=file) == NAMES
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    passwords = read_passwords(file)
    for user in User.objects.all():
        assert user.check_password(passwords[user.username])
        assert (user.is_staff, user.is_demonstration) == (True, True)
    assert dict(User.objects.values_list("username", "groups__name")) == {
        "author": "Author",
        "editor": "Editor",
        "expert": "Expert",
        "reviewer": "Medical reviewer",
        "publisher": "Publisher",
        "administrator": "Administrator",
    }
    assert list(User.objects.filter(is_superuser=True).values_list("username", flat=True)) == ["administrator"]
    assert len(DEMO_ACCOUNTS) == len(set(passwords.values()))


def test_a_second_time_changes_nothing_that_was_edited(tmp_path: Path) -> None:
    file = tmp_path / "demo_passwords"
    create_demo_accounts(passwords_file=file)
    author = User.objects.get(username="author")
    author.first_name = "Changed"
    author.set_password("a new password of my own")
    author.save()
    before = file.read_text()
    assert create_demo_accounts(passwords_file=file) == []
    author.refresh_from_db()
    assert (author.first_name, author.check_password("a new password of my own")) == ("Changed", True)
    assert file.read_text() == before


def test_only_the_missing_account_is_made_again(tmp_path: Path) -> None:
    file = tmp_path / "demo_passwords"
    create_demo_accounts(passwords_file=file)
    before = read_passwords(file)
    User.objects.get(username="editor").delete()
    assert create_demo_accounts(passwords_file=file) == ["editor"]
    after = read_passwords(file)
    assert User.objects.get(username="editor").check_password(after["editor"])
    assert {name for name in NAMES if before[name] != after[name]} == {"editor"}


def test_no_account_is_made_whose_password_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PasswordFileUnwritable, match="The passwords cannot be kept"):
        create_demo_accounts(passwords_file=tmp_path / "file" / "demo_passwords")
    assert User.objects.count() == 0


def test_command_prints_passwords_once(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMONSTRATION, settings.VAR_DIR = True, tmp_path
    call_command("create_demo_accounts")
    first = capsys.readouterr().out
    assert all(password in first for password in read_passwords(tmp_path / "demo_passwords").values())
    call_command("create_demo_accounts")
    assert capsys.readouterr().out == (
        f"The demonstration accounts exist. Their first passwords are in {tmp_path}/demo_passwords.\n"
    )


def test_command_refuses_outside_a_demonstration(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="DEMONSTRATION=1"):
        call_command("create_demo_accounts")
    assert User.objects.count() == 0


def test_the_content_is_loaded_and_published_once(settings: Settings, tmp_path: Path) -> None:
    settings.DEMONSTRATION, settings.VAR_DIR, settings.MEDIA_ROOT = True, tmp_path, tmp_path / "media"
    out = StringIO()
    call_command("load_demo", stdout=out)
    everything = list((Path(settings.BASE_DIR) / "fixtures/content").glob("*/*.json"))
    files = [file for file in everything if file.name.endswith(".en.json")]
    assert out.getvalue().splitlines()[-1] == f"Loaded and published {len(files)} documents."
    # And one FAQ from the question that an expert answers.
    assert Document.objects.count() == len(everything) + 1
    drafts = Document.objects.exclude(locale="en")
    assert {status.state for status in statuses_of(drafts, at=timezone.now()).values()} == {"draft"}
    assert {(draft.translated_from.document.slug, draft.translated_from.number) for draft in drafts} == {
        (draft.slug, 1) for draft in drafts
    }
    assert Published.objects.live(timezone.now()).count() == len(files) + 1
    cause = Cause.objects.earliest("pk")
    cause.title = "As an editor left it"
    cause.save()
    again = StringIO()
    call_command("load_demo", stdout=again)
    assert again.getvalue().splitlines()[-1] == "The content was loaded before."
    cause.refresh_from_db()
    assert cause.title == "As an editor left it"
    assert Version.objects.count() == len(files) + 2  # the FAQ, and the article that it was placed on


def test_there_is_an_answered_question_and_a_session_that_takes_questions(settings: Settings, tmp_path: Path) -> None:
    settings.DEMONSTRATION, settings.VAR_DIR, settings.MEDIA_ROOT = True, tmp_path, tmp_path / "media"
    call_command("load_demo", stdout=StringIO())
    (question,) = Question.objects.all()
    (session,) = ExpertSession.objects.all()
    assert state_of(question, at=timezone.now()) == "published"
    assert session.takes_questions_at(timezone.now())
    assert "Jo Bloggs" not in bytes(Published.objects.get(document=question.faq).body).decode()
