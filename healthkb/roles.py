"""Who may do what: the one place where roles are declared. Groups of the same names are made to match it.

`docs/roles.md` shows this table to people; a test holds the two equal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction

from articles.models import Document

ROOMS = ("articles", "triage")

# What the system writes as things happen. Nobody has permission to add, change or delete these; every role may look.
RECORDS = frozenset(
    {
        "articles.auditentry",
        "articles.audithead",
        "articles.buffer",
        "articles.bulkchange",
        "articles.change",
        "articles.checksummary",
        "articles.duejob",
        "articles.edit",
        "articles.fieldcomment",
        "articles.gateoverride",
        "articles.gateresult",
        "articles.gaterun",
        "articles.humancheck",
        "articles.importbatch",
        "articles.importpage",
        "articles.importpiece",
        "articles.packedbody",
        "articles.pastpublication",
        "articles.previewcomment",
        "articles.previewlink",
        "articles.published",
        "articles.publishedcontribution",
        "articles.publishedfacet",
        "articles.publishedpart",
        "articles.publishinglock",
        "articles.release",
        "articles.requestedversion",
        "articles.reminder",
        "articles.review",
        "articles.reviewrequest",
        "articles.savedfilter",
        "articles.reviewtask",
        "articles.searchtext",
        "articles.searchword",
        "articles.sourcetext",
        "articles.version",
        "triage.switching",
    }
)

# It names people and when they signed in, so only those who look after accounts may look.
CONFIDENTIAL = frozenset({"articles.auditentry", "articles.audithead"})


@dataclass(frozen=True)
class Role:
    """`transitions` are permissions of `articles.Document`, `questions` of `questions.Question`; everything else
    follows from the three switches."""

    key: str
    name: str
    summary: str
    edits_content: bool = False
    manages_accounts: bool = False
    manages_integrations: bool = False
    transitions: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


ROLES = (
    Role(
        "author",
        "Author",
        "Writes drafts and asks for review.",
        edits_content=True,
        transitions=("submit_document", "restore_version"),
    ),
    Role(
        "editor",
        "Editor",
        "Writes drafts, and reviews the wording of other people's.",
        edits_content=True,
        transitions=("submit_document", "restore_version", "review_editorial", "override_gates"),
        questions=("moderate_question",),
    ),
    Role(
        "expert",
        "Expert",
        "Writes clinical content and triage rules for a field they know, and asks for review.",
        edits_content=True,
        transitions=("submit_document",),
        questions=("answer_question",),
    ),
    Role(
        "medical_reviewer",
        "Medical reviewer",
        "A clinician who reads other people's work and approves it, or asks for changes.",
        transitions=("review_clinical", "override_gates"),
    ),
    Role(
        "publisher",
        "Publisher",
        "Publishes what was approved, takes pages down, and publishes in an emergency.",
        transitions=("publish_document", "withdraw_document", "emergency_publish", "restore_version"),
    ),
    Role(
        "administrator",
        "Administrator",
        "Opens and closes accounts, looks after webhooks and keys, reads the audit log. Superusers give roles.",
        manages_accounts=True,
        manages_integrations=True,
        questions=("moderate_question",),
    ),
)

# What else goes with a right over readers' questions. Where to reach a person who asked is for nobody to look at.
WITH_QUESTIONS = {
    "moderate_question": (
        *("view_question", "view_problemreport"),
        *("add_expertsession", "change_expertsession", "view_expertsession"),
        *("add_expert", "change_expert", "view_expert"),
    ),
    "answer_question": ("view_question", "view_expertsession"),
}


def permissions_of(role: Role) -> set[str]:
    """All permissions of a role, as `app.codename`."""
    found = {f"articles.{codename}" for codename in role.transitions}
    for model in content_models():
        found |= {permission_for(model, action) for action in actions_on(model, role)}
    found |= {f"questions.{name}" for name in questions_permissions(role)}
    if role.manages_accounts:
        found |= {"healthkb.add_user", "healthkb.change_user", "healthkb.view_user"}
    if role.manages_integrations:
        found |= {f"healthkb.{action}_webhookendpoint" for action in ("add", "change", "view")}
        found |= {"healthkb.view_webhookdelivery", "healthkb.change_apikey", "healthkb.view_apikey"}
    return found


def questions_permissions(role: Role) -> set[str]:
    """Everybody sees how many readers a page helped; whoever may own a page, the reports of problems about theirs."""
    found = {"view_helpfulness", *(("view_problemreport",) if role.edits_content else ())}
    for right in role.questions:
        found |= {right, *WITH_QUESTIONS[right]}
    return found


def content_models() -> Iterator[type[models.Model]]:
    for room in ROOMS:
        yield from apps.get_app_config(room).get_models()


def actions_on(model: type[models.Model], role: Role) -> tuple[str, ...]:
    if model._meta.label_lower in CONFIDENTIAL:
        return ("view",) if role.manages_accounts else ()
    if not role.edits_content or model._meta.label_lower in RECORDS:
        return ("view",)
    return ("view", "add", "change", "delete") if is_row_of_something(model) else ("view", "add", "change")


def is_row_of_something(model: type[models.Model]) -> bool:
    """A section or a placement goes with its document: whoever edits that may remove it. A document is withdrawn."""
    return not issubclass(model, Document) and any(
        isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
        for field in model._meta.get_fields()
    )


def permission_for(model: type[models.Model], action: str) -> str:
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"


@transaction.atomic
def sync_roles() -> list[str]:
    """Make a group for every role, with exactly its permissions. Returns the names of those that changed."""
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    changed = []
    for role in ROLES:
        group, created = Group.objects.get_or_create(name=role.name)
        wanted = {known[name] for name in permissions_of(role) if name in known}
        if created or set(group.permissions.all()) != wanted:
            group.permissions.set(wanted)
            changed.append(role.name)
    return changed


def sync_after_migrate(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Runs for this app alone, which comes first; so it makes the permissions of the others before it needs them."""
    try:
        for app, model in (
            ("auth", "Group"),
            ("articles", "AuditHead"),
            ("questions", "Question"),
            ("healthkb", "User"),
        ):
            kwargs["apps"].get_model(app, model)
    except LookupError:
        return  # only some of the tables were asked for
    for app in (*ROOMS, "questions", "healthkb", "auth"):
        create_permissions(apps.get_app_config(app), verbosity=0, using=using)
    sync_roles()
