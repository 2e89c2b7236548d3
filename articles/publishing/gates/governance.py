"""GOV checks: who wrote it, who read it, when, and who pays. Those about the way of work hold by construction."""

import datetime as dt
import re
from collections.abc import Iterable

from articles.content.vocabulary import Urgency

from ..problems import Severity
from .registry import Finding, Gate, Subject, only_other_pages, only_symptom_pages, register_gate

URGENT_INTERVAL_MONTHS = 12
DUE_SOON = dt.timedelta(days=60)
ABOUT_PUBLISHER = re.compile(r"\b(publish(es|ed)?|publisher|run by|produced by|wrote it|written by)\b", re.IGNORECASE)
ABOUT_MONEY = re.compile(r"\b(paid|pays?|fund(s|ed|ing)?|money|sponsor\w*)\b", re.IGNORECASE)
ABOUT_INTERESTS = re.compile(r"\b(interests?|nothing to declare|gains?|adverts?|advertis\w+)\b", re.IGNORECASE)
ABOUT_GENERAL = re.compile(r"\bgeneral (health )?information\b", re.IGNORECASE)
ABOUT_NO_SUBSTITUTE = re.compile(
    r"\b(not|n't) (a )?(replace\w*|substitute|use it in place|in place of|instead of|a diagnosis|diagnose)",
    re.IGNORECASE,
)
ABOUT_EMERGENCY = re.compile(r"\b(999|112|911|000|emergency)\b", re.IGNORECASE)
ABOUT_COUNTRY = re.compile(
    r"\b(UK|United Kingdom|England|Scotland|Wales|Northern Ireland|Ireland|country|United States|Australia|"
    r"Canada|New Zealand)\b"
)
REVIEW_DATE = re.compile(
    r"\b(?:(?:last|next|page) (?:clinical(?:ly)? )?(?:reviewed|review|checked|updated)|review(?:ed)? (?:on|due)|"
    r"date of (?:last |next )?review)\b[^.\n]{0,20}?\b(?:\d{1,2} )?(?:19|20)?\d{2}\b",
    re.IGNORECASE,
)
ABOUT_FEEDBACK = re.compile(r"\b(tell us|report (a|any) (problem|mistake)|feedback|let us know)\b", re.IGNORECASE)


def people_named(subject: Subject) -> Iterable[Finding]:
    if subject.kind == "article" and not subject.payload["authors"]:
        yield "authors", "", "It does not say who wrote it.", "Add at least one author."
    for approval in subject.background.approvals or ():
        if approval.clinical and not approval.demonstration and not (approval.job and approval.credentials):
            yield (
                "reviewed by",
                approval.name,
                "The account of this reviewer does not say their role and their registration or qualification.",
                "Ask an administrator to fill both in on the account, and the reviewer to approve again.",
            )


def expert_identified(subject: Subject) -> Iterable[Finding]:
    """Not asked of an answer that editors wrote themselves."""
    answered = subject.payload.get("answered")
    if not answered:
        return
    if not answered["by"]:
        yield "answered_by", "", "It has the day of an answer, and nobody who gave it.", "Choose who answered."
    elif not answered["by"]["credentials"]:
        name = answered["by"]["name"]
        yield "answered_by", name, "Readers are not told what this expert is.", "Fill in the credentials of the expert."
    if not answered["on"]:
        yield "answered_on", "", "Readers are not told when the expert answered.", "Fill in the day of the answer."


def in_time(subject: Subject) -> Iterable[Finding]:
    if subject.kind == "article":
        yield from _interval(subject)
    yield from _overdue(subject)


def _interval(subject: Subject) -> Iterable[Finding]:
    urgent = any(flag.payload["urgency"] == Urgency.EMERGENCY for flag in subject.used("red_flags"))
    months = subject.payload["review_interval_months"]
    if urgent and months > URGENT_INTERVAL_MONTHS:
        yield (
            "review_interval_months",
            str(months),
            "A page with emergency signs is reviewed at least once a year.",
            f"Set it to {URGENT_INTERVAL_MONTHS} or less.",
        )


def _overdue(subject: Subject) -> Iterable[Finding]:
    """Only where this publish brings no clinical review, which would move the date."""
    on, due, approvals = subject.background.on, subject.facts.next_review, subject.background.approvals
    if on and due and approvals is not None and due < on and not any(each.clinical for each in approvals):
        yield (
            "next review",
            f"{due:%-d %B %Y}",
            "The whole page is overdue for its clinical review.",
            "Submit it as a major change, so that a clinician reads all of it.",
        )


def review_due_soon(subject: Subject) -> Iterable[Finding]:
    on, due = subject.background.on, subject.facts.next_review
    if on and due and subject.background.approvals is None and due <= on + DUE_SOON:
        yield (
            "next review",
            f"{due:%-d %B %Y}",
            "The whole page is due for its clinical review.",
            "Submit this as a major change, so that the review is done with it.",
        )


def review_date_not_in_text(subject: Subject) -> Iterable[Finding]:
    for field, sentence in subject.sentences:
        for found in REVIEW_DATE.finditer(sentence):
            yield (
                field,
                found[0],
                "A date of review is for the whole page. It comes from the review itself, never from the text.",
                "Take it out. Readers are shown the date of the last review, and of the next, by the page.",
            )


def text_is_what_was_submitted(subject: Subject) -> Iterable[Finding]:
    """On the review page by the text as it stands now, at publish by the approvals."""
    stale = [each.name for each in subject.background.approvals or () if not each.of_this_text]
    if stale or subject.facts.edited_since_submitted:
        yield (
            "all text",
            ", ".join(stale),
            "This was edited after it was submitted, so no approval counts.",
            "Submit it again, so that reviewers read what readers will get.",
        )


def history_is_whole(subject: Subject) -> Iterable[Finding]:
    missing = subject.facts.missing_versions
    if missing:
        yield (
            "history",
            f"{missing} version{'' if missing == 1 else 's'}",
            "The history of this page has a gap: earlier versions of it are not kept any more.",
            "Ask an administrator to restore them from a backup. The audit log says when they were made.",
        )


def says_who_pays(subject: Subject) -> Iterable[Finding]:
    missing = {
        "who publishes it": ABOUT_PUBLISHER,
        "who pays for it": ABOUT_MONEY,
        "whether those who wrote and reviewed it gain from it": ABOUT_INTERESTS,
    }
    yield from _not_said(subject, missing, "Readers are not told {}.", "Say {} in the section about this page.")


def disclaimer(subject: Subject) -> Iterable[Finding]:
    parts = {
        "that this is general information": ABOUT_GENERAL,
        "that it does not replace care": ABOUT_NO_SUBSTITUTE,
        "what to do in an emergency": ABOUT_EMERGENCY,
        "which country it is for": ABOUT_COUNTRY,
    }
    yield from _not_said(subject, parts, "It does not say {}.", "Say {}.")


def _not_said(subject: Subject, parts: dict[str, re.Pattern[str]], message: str, fix: str) -> Iterable[Finding]:
    if not subject.is_english:
        return
    field = "disclaimer" if subject.kind == "wording" else "sections"
    text = " ".join(text for _, text in subject.texts)
    for label, pattern in parts.items():
        if not pattern.search(text):
            yield field, "", message.format(label), fix.format(label)


def feedback_route(subject: Subject) -> Iterable[Finding]:
    if subject.is_english and not any(ABOUT_FEEDBACK.search(text) for _, text in subject.texts):
        yield (
            "sections",
            "",
            "Readers are not told how to report a problem.",
            "Say how, for example: Tell us if something is wrong or hard to follow.",
        )
    if not subject.facts.has_owner:
        yield "owner", "", "Nobody looks after this page, so nobody gets its reports.", "Choose an owner."


def register_governance_gates() -> None:
    block, warn = Severity.BLOCK, Severity.WARN
    article, wording = frozenset({"article"}), frozenset({"wording"})
    everything: frozenset[str] = frozenset()
    for gate in (
        Gate("GOV-01", "Author and reviewer are named", block, everything, people_named),
        Gate("GOV-02", "Reviewed in time", block, everything, in_time),
        Gate("GOV-02", "Review is not due soon", warn, everything, review_due_soon),
        Gate("GOV-03", "Review date is of the whole page", block, everything, review_date_not_in_text),
        Gate("GOV-04", "A change voids the approval", block, everything, text_is_what_was_submitted),
        Gate("GOV-05", "Every version is kept", block, everything, history_is_whole),
        Gate("GOV-06", "Publisher, money and interests are told", block, article, only_symptom_pages(says_who_pays)),
        Gate("GOV-06", "Publisher, money and interests are told", warn, article, only_other_pages(says_who_pays)),
        Gate("GOV-07", "Disclaimer is complete", block, article | wording, only_symptom_pages(disclaimer)),
        Gate("GOV-07", "Disclaimer is complete", warn, article, only_other_pages(disclaimer)),
        Gate("GOV-10", "Expert answer is identified", block, frozenset({"faq"}), expert_identified),
        Gate("GOV-08", "Readers can report a problem", warn, article, feedback_route),
    ):
        register_gate(gate)
