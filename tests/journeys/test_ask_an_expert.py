"""A question goes from its reader to a moderator, an expert, a reviewer and a publisher, and back, over HTTP alone."""

import re
from typing import Any

import pytest
from django.test import Client

from healthkb.questions.models import Question
from tests.builders import AT, make_article, publish_now, shared_reference
from tests.healthkb.questions.builders import make_expert, person_with

pytestmark = pytest.mark.django_db
CLINICIAN = {"job_title": "GP", "credentials": "MRCGP, GMC 0000000"}
TITLE = "Does cold weather make legs twitch?"


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def link(client: Client, page: str, pattern: str) -> str:
    """The address of the first link of a page whose text is like this."""
    found = re.search(rf'href="([^"]+)"[^>]*>\s*(?:{pattern})', client.get(page).content.decode())
    assert found, f"no link {pattern} on {page}"
    return found[1]


def test_from_the_reader_and_back() -> None:
    publish_now(make_article(slug="twitching", title="Twitching"), at=AT)
    expert = make_expert(name="Dr Sam Okoye", credentials="Physiotherapist, HCPC PH00000")
    reader, editor, answering = Client(), signed_in(person_with("Editor")), signed_in(expert.user)

    form = {"text": "Does cold weather make my legs twitch? Ring me on 07700 900123.", "consent": "1"}
    taken = reader.post("/questions/ask/", {**form, "article": "twitching"}).content.decode()
    private_link = re.findall(r'href="(/questions/status/[^"]+)"', taken)[0]
    assert "Nobody has read it yet" in reader.get(private_link).content.decode()

    question = link(editor, "/admin/worklist/", r"Question \d+")
    assert "This may tell who asked: phone number." in editor.get(question).content.decode()
    assign = link(editor, question, "Assign to an expert")
    assert editor.post(assign, {"public_text": f"{TITLE} 07700 900123", "expert": expert.pk}).status_code == 422
    assert editor.post(assign, {"public_text": TITLE, "expert": expert.pk}).status_code == 302

    answer = link(answering, link(answering, "/admin/worklist/", r"Question \d+"), "Answer")
    text = "Cold can make a muscle twitch. See a GP if it lasts more than 2 weeks."
    assert answering.post(answer, {"text": text, "references": shared_reference().slug}).status_code == 302

    page = editor.get(question).content.decode()
    make_faq = re.findall(r'action="([^"]+/make-faq/)"', page)[0]
    assert editor.post(make_faq, {"article": "twitching"}).status_code == 302
    assert "Somebody else is checking it" in reader.get(private_link).content.decode()

    reviewer, publisher = signed_in(person_with("Medical reviewer", **CLINICIAN)), signed_in(person_with("Publisher"))
    request = link(reviewer, "/admin/worklist/", "A reader.{1,6}s question")
    assert text.partition(".")[0] in reviewer.get(request).content.decode()
    assert "Go to the decision" in reviewer.get(request).content.decode()
    assert "Go to the decision" not in answering.get(request).content.decode()
    approve = request.replace("/change/", "/approve/")
    assert answering.post(approve, {"role": "clinical"}).status_code == 403
    reviewer.post(approve, {"role": "clinical", "comment": ""})
    assert publisher.post(request.replace("/change/", "/publish/")).status_code == 302

    told = reader.get(private_link).content.decode()
    assert "Your question is answered." in told
    assert re.search(r"Answered by <strong>Dr Sam Okoye</strong> \(expert\), Physiotherapist, HCPC PH00000", told)
    article = reader.get("/articles/twitching/").content.decode()
    assert (TITLE in article, "07700" in article, reader.cookies.output()) == (True, False, "")
    assert Question.objects.get().faq
