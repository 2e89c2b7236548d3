"""What is described of messages to receivers. That they are so: tests/healthkb/webhooks/test_delivering.py."""

from healthkb.webhooks.signing import headers_for
from tests.articles.api.test_schema import described, mistakes
from tests.builders import AT


def test_the_message_and_its_headers_are_described() -> None:
    operation = described()["webhooks"]["content.changed"]["post"]
    (content,) = operation["requestBody"]["content"].values()
    assert content["schema"] == {"$ref": "#/components/schemas/WebhookMessage"}
    assert mistakes(content["example"], "WebhookMessage") == []
    sent = {name for name in headers_for("msg_1_1", b"{}", [], at=AT) if name.startswith("webhook-")}
    assert {each["name"] for each in operation["parameters"]} == sent
