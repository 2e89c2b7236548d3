"""The body of a request, checked against the protocol that it is for."""

from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

from triage.engine import Answers, AnswersError, parse_answers
from triage.engine.answers import MOST_FAULTS
from triage.publishing.live import LiveProtocol

from .errors import InvalidAnswers, RetiredVersion, error, error_of

MOST_LETTERS = 2000


def answers_in(data: Any, protocol: LiveProtocol) -> Answers:
    """Raises InvalidAnswers with the first mistakes, a hundred at most, or RetiredVersion."""
    body = object_in(data, {"answers", "version"}, needed="answers")
    _refuse_other_version(body.get("version"), protocol)
    return read_answers(body["answers"], protocol)


def read_answers(answers: Any, protocol: LiveProtocol) -> Answers:
    try:
        return parse_answers(protocol.compiled.known_questions, answers)
    except AnswersError as found:
        raise InvalidAnswers(error_of(fault) for fault in found.faults) from None
    except OverflowError:
        detail = "One of the numbers is too large."
        raise InvalidAnswers([error("/answers", "out_of_range", detail)]) from None


def text_in(data: Any) -> str:
    """Raises InvalidAnswers."""
    text = object_in(data, {"text"}, needed="text")["text"]
    if not isinstance(text, str) or not text.strip():
        raise InvalidAnswers([error("/text", "wrong_type", "Send what the person wrote, as text.")])
    if len(text) > MOST_LETTERS:
        raise InvalidAnswers([error("/text", "out_of_range", f"At most {MOST_LETTERS:,} characters.")])
    return text


def object_in(data: Any, known: Collection[str], *, needed: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise InvalidAnswers([error("", "wrong_type", f'Send a JSON object with "{needed}".', known)])
    mistakes = [
        error(f"/{_escaped(name)}", "unknown_field", "This is not a field here.", sorted(known))
        for name in islice((name for name in data if name not in known), MOST_FAULTS - 1)
    ]
    if needed not in data:
        mistakes.append(error(f"/{needed}", "missing", f'"{needed}" is missing.'))
    if mistakes:
        raise InvalidAnswers(mistakes)
    return data


def _refuse_other_version(asked: Any, protocol: LiveProtocol) -> None:
    if asked is None:
        return
    if isinstance(asked, bool) or not isinstance(asked, int):
        raise InvalidAnswers([error("/version", "wrong_type", "Send the version as a whole number, or leave it out.")])
    if asked != protocol.version:
        raise RetiredVersion(asked, protocol.version)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
