"""What can be wrong with a request for triage. Answers themselves are repeated to the sender only, never kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import status
from rest_framework.exceptions import APIException

from triage.engine import Fault

Error = dict[str, Any]


class InvalidAnswers(APIException):
    """Every mistake with a pointer into the body, and the codes that would have been right."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "invalid-answers"

    def __init__(self, errors: Iterable[Error]) -> None:
        self.errors = list(errors)
        super().__init__(" ".join(each["detail"] for each in self.errors[:3]))


class RetiredVersion(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "retired-version"

    def __init__(self, asked: int, current: int) -> None:
        super().__init__(f"Version {asked} is not in use. Read the protocol again: it is at version {current} now.")
        self.extra = {"current_version": current}


class NotCovered(APIException):
    """There is no protocol for this. That says nothing about how urgent it is."""

    status_code = status.HTTP_404_NOT_FOUND
    default_code = "not-covered"

    def __init__(self, slug: str, known: Iterable[str], extra: Mapping[str, Any]) -> None:
        super().__init__("There is no check for this. Talk to a health professional if you are worried.")
        self.errors = [{"parameter": "slug", "detail": "There is no such protocol.", "valid": list(known)}]
        self.extra = {"covered": False, **extra}


class SwitchedOff(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "switched-off"

    def __init__(self, extra: Mapping[str, Any]) -> None:
        super().__init__("This check is switched off just now. Talk to a health professional if you are worried.")
        self.extra = {"covered": False, **extra}


class UnknownParameter(APIException):
    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "unknown-parameter"

    def __init__(self, names: Iterable[str], known: Iterable[str]) -> None:
        allowed = f"Use: {', '.join(sorted(known))}."
        self.errors = [{"parameter": name, "detail": f"Not a parameter of this address. {allowed}"} for name in names]
        super().__init__(f"There is a parameter that is not known. {allowed}")


def error(pointer: str, reason: str, detail: str, valid: Iterable[str] = ()) -> Error:
    found: Error = {"pointer": f"#{pointer}", "reason": reason, "detail": detail}
    codes = list(valid)
    return {**found, "valid": codes} if codes else found


def error_of(fault: Fault) -> Error:
    return error(f"/answers{fault.pointer}", fault.reason, fault.message, fault.valid)
