"""Accounts and content to try HealthKB with. The accounts are marked, and so is every review that they give."""

import datetime as dt
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction

from articles.content.vocabulary import ChangeKind, Decision, ReviewRole
from articles.models import Article, Contributor, Document, Topic, Version
from articles.publishing import publish, review, submit
from articles.services import ContentFolder, load_content
from articles.services.translations import set_source
from healthkb.models import User
from healthkb.questions.models import Expert, ExpertSession
from healthkb.questions.services import answer_question, ask_question, assign_question, make_faq
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
    DemoAccount("expert", "expert", "Esther", "Expert", "Demonstration expert, not a clinician"),
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


QUESTION = "Does my phone in my pocket make my thigh buzz?"
ANSWER = (
    "It can seem so. Many people who carry a phone feel a buzz when it did not ring. A small twitch of the thigh "
    "muscle feels much the same. Put the phone elsewhere for a week and see if it stops.\n\n"
    "See a GP if a twitch lasts more than 2 weeks. Call 999 if a leg is suddenly weak or numb."
)


@transaction.atomic
def load_demo_questions(*, at: dt.datetime) -> int:
    """One answered question, the whole way, and one session that collects questions. Returns how many were added.

    The expert is made up, and says so where readers see the name.
    """
    article = Article.objects.filter(slug="thigh-twitching", locale=SOURCE_LOCALE).first()
    topic = article.topics.first() if article else None
    if article is None or topic is None or Expert.objects.exists():
        return 0
    person = {name: User.objects.get(username=name) for name in ("editor", "expert", "reviewer", "publisher")}
    expert = _demo_expert(person["expert"], topic)
    _demo_session(expert, topic, at)
    values = {"text": f"{QUESTION} My name is Jo Bloggs.", "locale": SOURCE_LOCALE, "email": "", "is_alarming": False}
    asked = ask_question(topic=topic, article=article, session=None, at=at, **values)  # type: ignore[arg-type]
    question = asked.question
    cleaned = {"public_text": QUESTION, "topic": topic, "names_are_fine": False}
    assign_question(question=question, expert=expert, by=person["editor"], at=at, **cleaned)
    sources = list(article.references.all()[:1])
    answer_question(question=question, text=ANSWER, references=sources, by=person["expert"], at=at)
    request = make_faq(question=question, article=article, by=person["editor"], at=at).request
    review(request=request, role=ReviewRole.CLINICAL, decision=Decision.APPROVE, by=person["reviewer"], at=at)
    publish(request=request, by=person["publisher"], at=at)
    return 2


def _demo_expert(user: User, topic: Topic) -> Expert:
    named = {
        "name": "Esther Expert",
        "role": "expert",
        "credentials": "made up for this demonstration, not a clinician",
    }
    contributor, _ = Contributor.objects.get_or_create(slug="esther-expert", defaults=named)
    expert = Expert.objects.create(user=user, contributor=contributor)
    expert.topics.add(topic)
    return expert


def _demo_session(expert: Expert, topic: Topic, at: dt.datetime) -> None:
    evening = at.replace(hour=18, minute=0, second=0, microsecond=0) + dt.timedelta(days=30)
    session = ExpertSession.objects.create(
        slug="twitching-questions",
        title="Your questions about twitching",
        summary="Send us what you would like to know. Our expert answers in one evening.",
        topic=topic,
        collects_from=at - dt.timedelta(days=1),
        starts_at=evening,
        ends_at=evening + dt.timedelta(hours=2),
        is_announced=True,
    )
    session.experts.add(expert)


def _set_source(translation: Document, *, by: User, at: dt.datetime) -> None:
    named = {"document__kind": translation.kind, "document__slug": translation.slug}
    source = Version.objects.filter(document__locale=SOURCE_LOCALE, **named).order_by("-number").first()
    if source is not None:
        set_source(document=translation, source=source, by=by, at=at)
