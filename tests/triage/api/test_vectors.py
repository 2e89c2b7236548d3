from typing import Any

import pytest
from django.test import Client

from tests.builders import after, edit, publish_now
from tests.triage.builders import make_protocol

pytestmark = pytest.mark.django_db


def test_vectors_are_what_assess_answers(client: Client, time_machine: Any) -> None:
    time_machine.move_to(after(60))
    protocol = make_protocol()
    publish_now(protocol)
    edit(protocol)
    protocol.cases.all().delete()

    body = client.get("/api/v1/triage/vectors/leg/").json()

    assert [vector["code"] for vector in body["vectors"]] == ["C01", "C02", "C03", "C04", "C05", "C06", "C07"]
    for vector in body["vectors"]:
        result = client.post(
            "/api/v1/triage/protocols/leg/assess/", {"answers": vector["answers"]}, content_type="application/json"
        ).json()
        got = {name: result[name] for name in vector["expected"]}
        got["fired_rules"] = [rule["rule"] for rule in result["fired_rules"]]
        got["next_question"] = result["next_question"] and result["next_question"]["question"]
        assert got == vector["expected"]


def test_no_protocol_no_vectors(client: Client, db: None) -> None:
    assert client.get("/api/v1/triage/vectors/leg/").status_code == 404
