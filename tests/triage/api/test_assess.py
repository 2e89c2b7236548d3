from typing import Any

import pytest
from django.test import Client

from articles.models import ReviewRequest
from articles.models.raw_reads import published_stamp
from tests.builders import AT, after, approve_now, edit, make_clinician, make_publisher, publish_now, submit_now
from tests.triage.builders import CALM, leg, make_protocol, make_wording
from triage.models import Protocol, Rule
from triage.publishing import live
from triage.services import switch_protocol

pytestmark = pytest.mark.django_db
URL = "/api/v1/triage/protocols/leg/assess/"


@pytest.fixture(autouse=True)
def _today(time_machine: Any) -> None:
    time_machine.move_to(after(60))


@pytest.fixture
def protocol() -> Protocol:
    protocol = make_protocol()
    publish_now(protocol)
    return protocol


def ask(client: Client, answers: Any, *, url: str = URL, **body: Any) -> Any:
    return client.post(url, {"answers": answers, **body}, content_type="application/json")


def errors_of(response: Any) -> list[tuple[str, str]]:
    return [(each["pointer"], each["reason"]) for each in response.json()["errors"]]


def test_an_emergency_is_decided_at_once(client: Client, protocol: Protocol) -> None:
    body = ask(client, {"sudden": ["face"]}).json()

    assert (body["level"], body["worst_possible"], body["decided"]) == ("emergency", "emergency", True)
    assert body["next_question"] is None
    assert body["advice"]["label"] == "Label emergency"
    assert body["emergency_number"] == "999"
    assert [rule["rule"] for rule in body["fired_rules"]] == ["E01"]
    fired = body["fired_rules"][0]
    assert fired["because"] == [{"question": "sudden", "answer": ["face"]}]
    assert fired["red_flag"] == "stroke"
    assert [source["id"] for source in fired["sources"]] == ["leg-source"]
    assert (body["causes"], body["remedies"]) == ([], [])


def test_self_care_is_never_said_while_something_urgent_is_open(client: Client, protocol: Protocol) -> None:
    body = ask(client, {"pain": "mild"}).json()

    assert (body["level"], body["advice"], body["if_ended_now"]) == (None, None, "emergency")
    assert body["advice_if_ended_now"]["level"] == "emergency"
    assert body["next_question"]["question"] == "sudden"
    assert body["progress"] == {"answered": 1, "at_most": 4}


def test_all_calm_is_self_care_with_causes_remedies_and_a_safety_net(client: Client, protocol: Protocol) -> None:
    body = ask(client, CALM).json()

    assert (body["level"], body["status"], body["fired_rules"]) == ("self_care", "complete", [])
    assert body["default"]["message"] == "Nothing needs a doctor now."
    assert [(cause["cause"], cause["band"]) for cause in body["causes"]] == [
        ("strain", "possible"),
        ("clot", "less_likely"),
    ]
    assert body["causes"][0]["for"] == [
        {"because": [{"question": "pain", "answer": "mild"}], "weight": "+", "note": "After sport."}
    ]
    assert [remedy["slug"] for remedy in body["remedies"]] == ["rest", "drink"]
    assert body["remedies"][0]["steps"]["text"] == "Rest for a day."
    assert body["safety_net"] == ["See a GP if it lasts more than 2 weeks."]
    assert body["recheck_after_days"] == 14
    assert "%" not in str(body)


def test_a_remedy_is_withheld_while_its_exclusion_is_open(client: Client, protocol: Protocol) -> None:
    body = ask(client, {name: value for name, value in CALM.items() if name != "kidneys"}).json()

    assert [remedy["slug"] for remedy in body["remedies"]] == ["rest"]
    assert body["withheld_remedies"] == [
        {"slug": "drink", "title": "Drink enough", "text": "Ask your kidney team how much to drink."}
    ]


def test_every_answer_names_the_document_and_is_marked_as_what_it_is(client: Client, protocol: Protocol) -> None:
    body = ask(client, {}).json()

    assert (body["protocol"], body["title"], body["version"], body["lang"]) == ("leg", "Sore leg", 1, "en")
    assert len(body["content_hash"]) == 64
    assert (body["demonstration"], body["notice"]) == (False, None)


def test_a_demonstration_approval_is_said_in_every_answer(client: Client) -> None:
    request = submit_now(make_protocol())
    approve_now(request, by=make_clinician(is_demonstration=True))
    _publish(request)

    body = ask(client, {}).json()

    assert body["demonstration"] is True
    assert body["notice"].startswith("This is a demonstration.")


def test_no_clinician_no_result(client: Client) -> None:
    from articles.publishing import emergency_publish
    from tests.builders import make_user

    request = submit_now(make_protocol())
    hurried = make_user("articles.publish_document", "articles.emergency_publish")
    emergency_publish(request=request, reason="Cannot wait.", by=hurried, at=AT)

    response = ask(client, {})

    assert (response.status_code, response.json()["covered"]) == (503, False)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"sudenn": "yes"}, [("#/answers/sudenn", "unknown_question")]),
        ({"sudden": ["fase"]}, [("#/answers/sudden/0", "unknown_option")]),
        ({"sudden": "face"}, [("#/answers/sudden", "wrong_type")]),
        ({"age": "40"}, [("#/answers/age", "wrong_type")]),
        ({"age": 10**400}, [("#/answers", "out_of_range")]),
        ({"age": "unsure"}, [("#/answers/age", "not_offered")]),
        (
            {"pain": "none", "swollen": "maybe"},
            [("#/answers/pain", "unknown_option"), ("#/answers/swollen", "unknown_option")],
        ),
        ([], [("#/answers", "wrong_type")]),
        (None, [("#/answers", "wrong_type")]),
    ],
)
def test_mistakes_are_pointed_at(client: Client, protocol: Protocol, answers: Any, expected: Any) -> None:
    response = ask(client, answers)

    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert response.json()["type"] == "/problems/invalid-answers"
    assert errors_of(response) == expected


def test_of_many_mistakes_all_are_listed_and_three_told_in_words(client: Client, protocol: Protocol) -> None:
    refused = ask(client, dict.fromkeys(("one", "two", "three", "four"), "yes")).json()

    assert len(refused["errors"]) == 4
    assert refused["detail"] == " ".join(each["detail"] for each in refused["errors"][:3])


def test_a_mistake_comes_with_what_would_be_right(client: Client, protocol: Protocol) -> None:
    response = ask(client, {"sudden": ["fase"]})

    assert response.json()["errors"][0]["valid"] == ["face", "speech", "none", "unsure"]
    assert 'Did you mean "face"?' in response.json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, [("#/answers", "missing")]),
        ({"answers": {}, "name": "x"}, [("#/name", "unknown_field")]),
        ({"answers": {}, "version": "1"}, [("#/version", "wrong_type")]),
        ([], [("#", "wrong_type")]),
    ],
)
def test_the_body_is_checked_too(client: Client, protocol: Protocol, body: Any, expected: Any) -> None:
    response = client.post(URL, body, content_type="application/json")

    assert (response.status_code, errors_of(response)) == (422, expected)


def test_only_json_is_read(client: Client, protocol: Protocol) -> None:
    assert client.post(URL, {"answers": "{}"}).status_code == 415
    assert client.post(URL, "{", content_type="application/json").status_code == 400
    assert client.get(URL).status_code == 405


def test_an_answer_to_a_question_that_does_not_apply_is_ignored_and_listed(client: Client, protocol: Protocol) -> None:
    body = ask(client, {**CALM, "breathless": "yes"}).json()

    assert (body["level"], body["not_applicable"]) == ("self_care", ["breathless"])


def test_a_retired_version_is_refused_with_the_current_one(client: Client, protocol: Protocol) -> None:
    edit(protocol, title="Sore leg, again")
    publish_now(protocol, at=after(5))

    response = ask(client, {}, version=1)

    assert (response.status_code, response.json()["current_version"]) == (409, 2)
    assert ask(client, {}, version=2).json()["title"] == "Sore leg, again"


def test_a_changed_rule_counts_from_the_next_request(client: Client, protocol: Protocol) -> None:
    assert ask(client, {**CALM, "pain": "bad"}).json()["level"] == "routine"

    edit(protocol)
    Rule.objects.filter(protocol=protocol, code="T01").update(level="soon")
    protocol.cases.filter(code="C05").update(level="soon")
    publish_now(protocol, at=after(5))

    assert ask(client, {**CALM, "pain": "bad"}).json()["level"] == "soon"


def test_a_complaint_without_a_protocol_is_not_covered(client: Client, protocol: Protocol) -> None:
    response = ask(client, {}, url="/api/v1/triage/protocols/arm/assess/")
    body = response.json()

    assert (response.status_code, body["covered"], body["type"]) == (404, False, "/problems/not-covered")
    assert body["errors"][0]["valid"] == ["leg"]
    assert body["help"]["emergency_number"] == "999"
    assert "self_care" not in str(body)


def test_the_switch_acts_on_the_next_request(client: Client, protocol: Protocol) -> None:
    by = make_publisher()
    assert ask(client, {}).status_code == 200

    switch_protocol(protocol=protocol, is_on=False, reason="A rule is wrong.", by=by, at=after(60))
    off = ask(client, CALM)
    switch_protocol(protocol=protocol, is_on=True, reason="Put right.", by=by, at=after(61))

    assert (off.status_code, off.json()["type"], off.json()["covered"]) == (503, "/problems/switched-off", False)
    assert off.json()["help"]["text"].startswith("We cannot tell you")
    assert ask(client, {}).status_code == 200


def test_what_is_off_is_not_read_listed_or_found_either(client: Client, protocol: Protocol) -> None:
    assert client.get("/api/v1/search/?q=sore+leg&type=protocol").json()["count"] == 1
    switch_protocol(protocol=protocol, is_on=False, reason="A rule is wrong.", by=make_publisher(), at=after(60))

    one = client.get("/api/v1/triage/protocols/leg/")
    assert (one.status_code, one.json()["type"], one["Cache-Control"]) == (503, "/problems/switched-off", "no-store")
    assert client.get("/api/v1/triage/protocols/").json()["count"] == 0
    assert client.get("/api/v1/search/?q=sore+leg&type=protocol").json()["count"] == 0
    assert b"".join(client.get("/api/v1/export/?type=protocol")) == b""
    assert client.get("/api/v1/triage/protocols/legs/").json()["did_you_mean"] == []


def test_the_export_is_another_when_one_goes_off_as_another_comes_on(client: Client, protocol: Protocol) -> None:
    by, other = make_publisher(), make_protocol("arm")
    publish_now(other)
    switch_protocol(protocol=other, is_on=False, reason="A rule is wrong.", by=by, at=after(60))
    etag = client.get("/api/v1/export/?type=protocol")["ETag"]
    switch_protocol(protocol=protocol, is_on=False, reason="A rule is wrong.", by=by, at=after(61))
    switch_protocol(protocol=other, is_on=True, reason="Put right.", by=by, at=after(61))
    assert client.get("/api/v1/export/?type=protocol")["ETag"] != etag


def test_a_pack_that_is_off_takes_its_protocols_with_it(client: Client) -> None:
    pack = make_protocol("pack")
    own = leg(includes=["pack"], rules=[], questions=[], stages=[], scope={}, cause_links=[], remedies=[], cases=[])
    publish_now(make_protocol("leg", **own))
    assert ask(client, {}).status_code == 200

    switch_protocol(protocol=pack, is_on=False, reason="A rule is wrong.", by=make_publisher(), at=after(60))

    assert ask(client, {}).status_code == 503


def test_the_words_of_another_country(client: Client) -> None:
    make_protocol("other")
    make_wording("IE", "112")
    publish_now(make_protocol(wordings=["gb", "ie"]))

    body = ask(client, {"sudden": ["face"]}, url=f"{URL}?country=IE").json()

    assert (body["emergency_number"], body["advice"]["action"]["text"]) == ("112", "Do it: 112.")
    assert ask(client, {}).json()["emergency_number"] == "999"
    assert ask(client, {}, url=f"{URL}?country=XX").status_code == 400
    assert ask(client, {}, url=f"{URL}?colour=red").json()["type"] == "/problems/unknown-parameter"
    assert ask(client, {}, url=f"{URL}?lang=vi").status_code == 404
    assert ask(client, {}, url=f"{URL}?lang=fr").status_code == 400


def test_only_the_stamp_is_read_once_the_protocol_is_known(
    client: Client, protocol: Protocol, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client, {})
    stamps = []

    def read() -> int | None:
        stamps.append(published_stamp())
        return stamps[-1]

    monkeypatch.setattr(live, "published_stamp", read)

    with django_assert_num_queries(0):
        ask(client, CALM)

    assert len(stamps) == 1


def _publish(request: ReviewRequest) -> None:
    from articles.publishing import publish

    publish(request=request, by=make_publisher(), at=AT)
