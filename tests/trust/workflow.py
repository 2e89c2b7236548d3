"""People of every role who try every step of the workflow in any order, by every way there is; and what must hold.

What is right is worked out from a record of its own: who typed which words, who approved them, who may do what.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from articles.content.kept import forget_all
from articles.content.vocabulary import Decision, ReviewRole, State
from articles.models import Published, ReviewRequest
from articles.publishing import (
    Refused,
    awaiting_second_look,
    cancel,
    emergency_publish,
    publish,
    restore,
    review,
    status_of,
    submit,
    withdraw,
)
from articles.services.bulk import begin_bulk_change, continue_bulk_change
from articles.sheets.batches import ImportRefused, confirm
from healthkb.models import User
from healthkb.roles import ROLES
from tests.articles.sheets.builders import make_importer, upload_now, workbook
from tests.builders import AT, edit, make_article, make_cause, make_user
from tests.healthkb.role_matrix import REASON, snapshot

NEEDS = {
    "submit": "submit_document",
    "cancel": "submit_document",
    "publish": "publish_document",
    "emergency_publish": "emergency_publish",
    "withdraw": "withdraw_document",
    "restore": "restore_version",
}
D, R, A, S, L, C, W = (
    State.DRAFT,
    State.IN_REVIEW,
    State.APPROVED,
    State.SCHEDULED,
    State.LIVE,
    State.LIVE_WITH_CHANGES,
    State.WITHDRAWN,
)
STAYS = {(each, each) for each in State}
CLOSED = {(before, after) for before in (R, A, S) for after in (D, C, W, L)} | STAYS
# From where to where each step may take the page that it is about. What is not here may not happen.
TABLE: dict[str, set[tuple[State, State]]] = {
    "submit": {(before, R) for before in (D, C, W, R, A)},
    "approve": {(R, A)} | STAYS,  # it may be one of two that are needed, or of an emergency that is live
    "request_changes": CLOSED,
    "decline": CLOSED,
    "cancel": CLOSED,
    "publish": {(A, L), (A, S), (L, L)},
    "emergency_publish": {(R, L), (A, L), (S, L), (L, L)},
    # A request with the very words that were live may be open; so it says then, as with other words.
    "withdraw": {(L, W), (L, R), (L, A), (L, S), (C, D), (C, W), (R, R), (A, A), (S, S)},
    "restore": {(before, after) for before in set(State) - {S} for after in set(State) - {S}},
}
PEOPLE = [*[each.key for each in ROLES], "none", "author 2", "medical_reviewer 2", "superuser"]
# Those who can take a step more often than those who cannot, so that walks get somewhere.
WHO = st.sampled_from([*PEOPLE, "author", "editor", *["medical_reviewer", "publisher"] * 3])
PAGE = st.sampled_from(["salt", "cramp", "legs"])
BY_HAND = st.booleans()  # through the page of the admin, and not the service


class Workflow(RuleBasedStateMachine):
    steps = 0
    tried: Counter[str] = Counter()

    @initialize()
    def begin(self) -> None:
        forget_all()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = AT
        self.people = {name: _person(name) for name in PEOPLE}
        typist = self.people["author"]
        salt = make_cause(slug="salt", title="Salt", description="First words of salt.", by=typist)
        cramp = make_cause(slug="cramp", title="Cramp", description="First words of cramp.", by=typist)
        legs = make_article(slug="legs", title="Legs", causes=[cramp], summary="First words of legs.", by=typist)
        self.pages: dict[str, Any] = {"salt": salt, "cramp": cramp, "legs": legs}
        self.typed = {f"First words of {name}.": "author" for name in self.pages}
        self.approved: dict[str, set[str]] = {}  # words, and who approved them
        self.unseen: set[str] = set()  # words that went live in an emergency
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # Steps

    @rule(who=WHO, page=PAGE, way=st.sampled_from(["service", "service", "service", "import"]))
    def write(self, who: str, page: str, way: str) -> None:
        self.number += 1
        words = f"Words {self.number} of {page}."
        by_import = way == "import" and page != "legs"
        person = self.people["superuser" if by_import else who]
        with self._a_minute_later("write"):
            try:
                if by_import:
                    table = [["slug", "description"], [page, words]]
                    confirm(batch=upload_now(workbook(Causes=table), by=person), by=person, at=self.at)
                else:
                    edit(self._page(page), by=person, at=self.at, **{_field(page): words})
            except (Refused, ImportRefused):
                return
        self.typed[words] = "superuser" if by_import else who

    @rule(who=WHO, page=PAGE, kind=st.sampled_from(["minor", "major", "safety"]), later=st.booleans(), hand=BY_HAND)
    def submit(self, who: str, page: str, kind: str, later: bool, hand: bool) -> None:
        go_live_at = self.at + dt.timedelta(minutes=30) if later else None
        form = {"change_kind": kind, "change_note": REASON}
        values: Any = {**form, "documents": [self._page(page)], "go_live_at": go_live_at}
        self._try("submit", who, page, submit, values, form if hand and not later else None)

    @rule(who=WHO, pages=st.lists(PAGE, min_size=1, max_size=3, unique=True))
    def submit_several(self, who: str, pages: list[str]) -> None:
        documents = [self._page(each) for each in pages]
        before = {each: self._state(each) for each in pages}
        with self._a_minute_later("submit several"):
            values = {"change_kind": "minor", "change_note": REASON}
            try:
                change = begin_bulk_change(
                    action="submit", values=values, documents=documents, by=self.people[who], at=self.at
                )
            except Refused:
                return
            assert self._may(who, "submit_document")
            continue_bulk_change(change=change, clock=lambda: self.at)
        for each in pages:
            assert before[each] == self._state(each) or (before[each], self._state(each)) in TABLE["submit"]

    @rule(
        who=WHO,
        page=PAGE,
        role=st.sampled_from([*ReviewRole, ReviewRole.CLINICAL]),
        decision=st.sampled_from([*Decision, *[Decision.APPROVE] * 3]),
        hand=BY_HAND,
    )
    def decide(self, who: str, page: str, role: ReviewRole, decision: Decision, hand: bool) -> None:
        if (request := self._request(page)) is None:
            return
        form = {"role": role.value, "comment": REASON}
        values = {**form, "request": request, "decision": decision}
        words = self._words_of(request)
        if self._try(decision.value, who, page, review, values, form if hand else None, f"review_{role.value}"):
            assert who not in {self.typed[each] for each in words}, "somebody decided on what they wrote"
            if decision == Decision.APPROVE:
                for each in words:
                    self.approved.setdefault(each, set()).add(who)

    @rule(who=WHO, page=PAGE, hand=BY_HAND, name=st.sampled_from(["cancel", "publish", "publish", "publish"]))
    def with_request(self, who: str, page: str, hand: bool, name: str) -> None:
        if (request := self._request(page)) is not None:
            service: Callable[..., Any] = {"cancel": cancel, "publish": publish}[name]
            self._try(name, who, page, service, {"request": request}, {} if hand else None)

    @rule(who=WHO, page=PAGE, hand=BY_HAND)
    def emergency(self, who: str, page: str, hand: bool) -> None:
        if (request := self._request(page)) is None:
            return
        words, form = self._words_of(request), {"reason": REASON}
        values = {**form, "request": request}
        if self._try("emergency_publish", who, page, emergency_publish, values, form if hand else None):
            self.unseen |= words

    @rule(who=WHO, page=PAGE, hand=BY_HAND)
    def withdraw(self, who: str, page: str, hand: bool) -> None:
        form = {"kind": "withdrawn", "reason": REASON}
        values = {**form, "document": self._page(page)}
        self._try("withdraw", who, page, withdraw, values, form if hand else None)

    @rule(who=WHO, page=PAGE, hand=BY_HAND)
    def restore(self, who: str, page: str, hand: bool) -> None:
        version = self._page(page).versions.order_by("number").first()
        if version is not None:
            form = {"version": str(version.pk)}
            self._try("restore", who, page, restore, {"version": version}, form if hand else None)

    @rule(page=PAGE, who=st.sampled_from(["medical_reviewer", "medical_reviewer 2"]), hand=BY_HAND)
    def straight_on(self, page: str, who: str, hand: bool) -> None:
        """What most people do, so that walks get as far as readers."""
        self.submit(who="author", page=page, kind="major", later=False, hand=hand)
        self.decide(who=who, page=page, role=ReviewRole.CLINICAL, decision=Decision.APPROVE, hand=hand)
        self.with_request(who="publisher", page=page, hand=hand, name="publish")

    @rule(page=PAGE, decision=st.sampled_from([Decision.REQUEST_CHANGES, Decision.DECLINE]), hand=BY_HAND)
    def straight_back(self, page: str, decision: Decision, hand: bool) -> None:
        self.submit(who="author", page=page, kind="major", later=False, hand=hand)
        self.decide(who="medical_reviewer", page=page, role=ReviewRole.CLINICAL, decision=decision, hand=hand)

    @precondition(lambda self: self.at.minute % 4 == 0)
    @rule()
    def time_passes(self) -> None:
        self.at += dt.timedelta(minutes=25)
        with self._a_minute_later("time passes"):
            call_command("worker", once=True, verbosity=0)

    # What must hold after each

    @invariant()
    def readers_have_only_what_two_people_have_seen(self) -> None:
        flagged = set().union(*(self._words_of(each) for each in awaiting_second_look()), set())
        for row in Published.objects.live(self.at).select_related("version", "document"):
            words = _words(row.version)
            if words not in self.typed:  # what the article needs beside
                continue
            others = self.approved.get(words, set()) - {self.typed[words]}
            assert others or (words in self.unseen and words in flagged), (
                f"{words} is live, and nobody else approved it"
            )

    # How

    def _try(
        self,
        name: str,
        who: str,
        page: str,
        service: Callable[..., Any],
        values: dict[str, Any],
        form: dict[str, str] | None,
        needed: str = "",
    ) -> bool:
        """Whether it was done. What is refused changes nothing; what is done stands in the table and in the role."""
        subject, clock = values.get("request") or self._page(page), self._a_minute_later(name)
        state, before = self._state(page), snapshot()
        with clock:
            if form is None:
                try:
                    with transaction.atomic():
                        service(**values, by=self.people[who], at=self.at)
                except Refused:
                    assert snapshot() == before, f"{name} was refused, and changed something"
                    return False
            else:
                self._post(name, who, subject, form)
                if snapshot() == before:
                    return False
        Workflow.tried[f"{name}, done"] += 1
        assert self._may(who, needed or NEEDS[name]), f"{who} may not {name}"
        assert (state, self._state(page)) in TABLE[name], f"{name} took {page} from {state} to {self._state(page)}"
        return True

    def _post(self, name: str, who: str, subject: Any, form: dict[str, str]) -> None:
        client = Client()
        client.force_login(self.people[who])
        address = f"/admin/articles/{subject._meta.model_name}/{subject.pk}/{name.replace('_', '-')}/"
        assert client.post(address, form).status_code in (302, 403, 422)

    def _a_minute_later(self, name: str) -> Any:
        Workflow.steps += 1
        Workflow.tried[name] += 1
        self.at += dt.timedelta(minutes=1)
        forget_all()
        return time_machine.travel(self.at, tick=False)

    def _may(self, who: str, permission: str) -> bool:
        role = who.split()[0]
        return role == "superuser" or any(permission in each.transitions for each in ROLES if each.key == role)

    def _page(self, page: str) -> Any:
        row = self.pages[page]
        return type(row).objects.get(pk=row.pk)

    def _state(self, page: str) -> State:
        return status_of(self._page(page), at=self.at).state

    def _request(self, page: str) -> ReviewRequest | None:
        """The open one, or an emergency that is looked at afterwards."""
        of_page = ReviewRequest.objects.filter(items__is_main=True, items__version__document=self.pages[page].pk)
        return of_page.filter(closed_as="").last() or of_page.exclude(emergency_reason="").last()

    def _words_of(self, request: ReviewRequest) -> set[str]:
        return {_words(version) for version in request.versions.all()} & set(self.typed)


def _field(page: str) -> str:
    return "summary" if page == "legs" else "description"


def _words(version: Any) -> str:
    payload = json.loads(version.payload)
    found: str = payload.get("summary") or payload.get("description") or ""
    return found


def _person(name: str) -> User:
    if name == "superuser":
        return make_importer(username=name)
    person = make_user(username=name.replace(" ", "-"), is_staff=True, job_title="GP", credentials="GMC 0000000")
    for role in ROLES:
        if role.key == name.split()[0]:
            person.groups.add(Group.objects.get(name=role.name))
    return User.objects.get(pk=person.pk)
