"""Accounts and content to try HealthKB with. The accounts are marked, and so is every review that they give."""

import datetime as dt
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction

from articles.content.vocabulary import ChangeKind, Decision, ReviewRole
from articles.models import Document, Version
from articles.publishing import publish, review, submit
from articles.services import ContentFolder, load_content
from articles.services.translations import set_source
from healthkb.models import User
from healthkb.roles import ROLES


@dataclass(frozen=True)
class DemoAccount:
    username: str
    role: str
    first_name: str
    last_name: str
    job_title: str
    is_superuser: bool = False


DEMO_ACCOUNTS = (
    DemoAccount("author", "author", "Alex", "Author", "Health writer"),
    DemoAccount("editor", "editor", "Eddie", "Editor", "Health editor"),
    DemoAccount("reviewer", "medical_reviewer", "Robin", "Reviewer", "Demonstration reviewer, not a clinician"),
    DemoAccount("publisher", "publisher", "Pat", "Publisher", "Publishing lead"),
    DemoAccount("administrator", "administrator", "Ada", "Administrator", "Administrator", is_superuser=True),
)

SOURCE_LOCALE = "en"


class PasswordFileUnwritable(Exception):
    pass


@transaction.atomic
def create_demo_accounts(*, passwords_file: Path) -> list[str]:
    """Make the accounts that are missing, and keep their new passwords in the file, for its owner's eyes only.

    Accounts that exist keep everything that was changed about them. Returns the user names that were made.
    """
    existing = set(User.objects.values_list("username", flat=True))
    passwords = read_passwords(passwords_file)
    made = [account for account in DEMO_ACCOUNTS if account.username not in existing]
    for account in made:
        passwords[account.username] = secrets.token_urlsafe(12)
        make_account(account, passwords[account.username])
    if made:
        write_passwords(passwords_file, passwords)
    return [account.username for account in made]


def make_account(account: DemoAccount, password: str) -> User:
    user = User.objects.create_user(
        account.username,
        f"{account.username}@example.org",
        password,
        first_name=account.first_name,
        last_name=account.last_name,
        job_title=account.job_title,
        is_staff=True,
        is_superuser=account.is_superuser,
        is_demonstration=True,
    )
    name = next(role.name for role in ROLES if role.key == account.role)
    user.groups.add(Group.objects.get(name=name))
    return user


def read_passwords(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = [line.split() for line in file.read_text().splitlines()]
    return {line[0]: line[1] for line in lines if len(line) == 2}


def write_passwords(file: Path, passwords: dict[str, str]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.chmod(0o600)
        file.write_text("".join(f"{name:<14} {password}\n" for name, password in passwords.items()))
    except OSError as error:
        raise PasswordFileUnwritable(f"The passwords cannot be kept in {file}: {error.strerror}.") from error


@transaction.atomic
def load_demo_content(*, fixtures: Path, at: dt.datetime) -> int:
    """Load what is not there yet, and take it through review to publication as the demonstration accounts.

    Returns how many documents were published. Goes the way that all content goes, so its gates and rules apply here
    too. Translations are machine drafts that nobody has reviewed: they are loaded, and stay drafts.
    """
    author, reviewer, publisher = (User.objects.get(username=name) for name in ("author", "reviewer", "publisher"))
    folder = ContentFolder(content=fixtures / "content", images=fixtures / "images")
    added = load_content(folder=folder, by=author, at=at)
    documents = [document for document in added if document.locale == SOURCE_LOCALE]
    if documents:
        note = "Demonstration content, first version."
        request = submit(documents=documents, change_kind=ChangeKind.MAJOR, change_note=note, by=author, at=at)
        review(request=request, role=ReviewRole.CLINICAL, decision=Decision.APPROVE, by=reviewer, at=at)
        publish(request=request, by=publisher, at=at)
    for translation in added:
        if translation.locale != SOURCE_LOCALE:
            _set_source(translation, by=author, at=at)
    return len(documents)


def _set_source(translation: Document, *, by: User, at: dt.datetime) -> None:
    named = {"document__kind": translation.kind, "document__slug": translation.slug}
    source = Version.objects.filter(document__locale=SOURCE_LOCALE, **named).order_by("-number").first()
    if source is not None:
        set_source(document=translation, source=source, by=by, at=at)
