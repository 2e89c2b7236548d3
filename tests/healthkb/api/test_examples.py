"""Every operation has an example that is as described."""

from typing import Any

from healthkb.api.examples import all_examples
from tests.articles.api.test_schema import described, mistakes_by


def operations() -> dict[str, Any]:
    paths = described()["paths"].values()
    return {operation["operationId"]: operation for methods in paths for operation in methods.values()}


def test_every_operation_has_one() -> None:
    assert set(all_examples()) == set(operations())


def test_each_is_as_described() -> None:
    wrong = {}
    for name, operation in operations().items():
        answer = next(each for status, each in operation["responses"].items() if status.startswith("2"))
        contents = list(answer.get("content", {}).values())[:1]
        bodies = [*contents, *operation.get("requestBody", {}).get("content", {}).values()]
        assert [name for body in bodies if "example" not in body] == []
        found = [mistake for body in bodies for mistake in mistakes_by(body["schema"], body["example"])]
        named = {parameter["name"] for parameter in operation.get("parameters", [])}
        unknown = set(all_examples()[name]["parameters"]) - named
        if found or unknown:
            wrong[name] = (found[:3], unknown)
    assert wrong == {}
