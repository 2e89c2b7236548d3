"""An example of every operation, taken from the demonstration by `make examples`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("examples.json")


@cache
def all_examples() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text())
    return found


def add_examples(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular."""
    for operations in result["paths"].values():
        for operation in operations.values():
            _add(operation, all_examples().get(operation["operationId"], {}))
    return result


def _add(operation: dict[str, Any], example: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", []):
        if parameter["name"] in example.get("parameters", {}):
            parameter["example"] = _value(parameter, example["parameters"][parameter["name"]])
    if "request" in example:
        for content in operation["requestBody"]["content"].values():
            content.pop("examples", None)
            content["example"] = example["request"]
    if "response" in example:
        succeeded = operation["responses"].get("200") or operation["responses"]["201"]
        next(iter(succeeded["content"].values()))["example"] = example["response"]


def _value(parameter: dict[str, Any], value: Any) -> Any:
    """A comma list is an array in the description."""
    return value.split(",") if parameter["schema"].get("type") == "array" else value
