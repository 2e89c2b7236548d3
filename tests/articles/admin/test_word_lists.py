"""Who changes the words that the checks look for is in the audit log, with the words."""

import json
from typing import Any

import pytest
from django.test import Client

from articles.models import AuditEntry, WordList
from articles.publishing.audit_chain import anchor_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(db: None) -> WordList:
    made = WordList.objects.create(key="promises", locale="en", name="Promises")
    for phrase in ("always", "never", "cure*"):
        made.entries.create(phrase=phrase)
    return made


def told(start: int) -> list[Any]:
    found = AuditEntry.objects.filter(number__gt=start).order_by("number")
    return [(entry.action, entry.subject, json.loads(entry.details)) for entry in found]


def form_of(words: WordList, *rows: dict[str, Any], name: str = "Promises") -> dict[str, Any]:
    fields = {"name": name, "purpose": "", "entries-TOTAL_FORMS": len(rows), "entries-INITIAL_FORMS": 3}
    for number, row in enumerate(rows):
        row = {"advice": "", "exceptions": "", "word_list": words.pk, **row}
        fields |= {f"entries-{number}-{name}": value for name, value in row.items()}
    return fields


def test_words_that_come_change_and_go_are_told(admin_page: Client, words: WordList) -> None:
    address = f"/admin/articles/wordlist/{words.pk}/change/"
    always, cure, never = words.entries.order_by("phrase")
    kept = (
        {"id": always.pk, "phrase": "always"},
        {"id": cure.pk, "phrase": "cure*"},
        {"id": never.pk, "phrase": "never"},
    )
    start = anchor_now().number
    assert admin_page.post(address, form_of(words, *kept)).status_code == 302
    assert told(start) == []
    rows = {**kept[0], "DELETE": "on"}, {**kept[1], "phrase": "cured", "advice": "Say helps."}, kept[2]
    assert admin_page.post(address, form_of(words, *rows, {"phrase": "ever"}, name="Vows")).status_code == 302
    changes = {"added": ["ever"], "changed": ["cure*: phrase, advice"], "taken_away": ["always"]}
    assert told(start) == [("changed", "Vows", {"name": "Vows"}), ("changed", "Vows", changes)]
    assert set(words.entries.values_list("phrase", flat=True)) == {"cured", "ever", "never"}


@pytest.mark.parametrize("is_many", [False, True])
def test_a_list_that_is_deleted_is_told_with_its_words(admin_page: Client, words: WordList, is_many: bool) -> None:
    start = anchor_now().number
    if is_many:
        form = {"action": "delete_selected", "_selected_action": [words.pk], "post": "yes"}
        admin_page.post("/admin/articles/wordlist/", form)
    else:
        admin_page.post(f"/admin/articles/wordlist/{words.pk}/delete/", {"post": "yes"})
    assert not WordList.objects.filter(pk=words.pk).exists()
    assert told(start) == [("changed", "Promises", {"deleted": ["always", "cure*", "never"]})]
