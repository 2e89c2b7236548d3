"""What is said about rows of a protocol that cannot be imported."""

import pytest

from tests.articles.sheets.builders import said, upload_now, workbook
from tests.triage.builders import make_protocol

pytestmark = pytest.mark.django_db

BAD = {
    "an unknown protocol": (
        {"Triage_screens": [["protocol", "code", "title"], ["lag", "later", "Later"]]},
        ["Triage screens, row 2, protocol: There is no “lag” in the language “en”. Did you mean “leg”?"],
    ),
    "an unknown rule": (
        {"Triage_conditions": [["protocol", "rule", "position", "all of"], ["leg", "E03", "0", "pain.bad"]]},
        ["Triage conditions, row 2, rule: There is no “E03” in “leg en”. Did you mean “E02”?"],
    ),
    "a condition that is none": (
        {"Triage_conditions": [["protocol", "rule", "position", "all of"], ["leg", "E01", "0", "if pain"]]},
        [
            "Triage conditions, row 2, all of: if pain is not a finding. Write question.code, or question.code|code "
            "when any one of several will do."
        ],
    ),
    "no condition": (
        {"Triage_conditions": [["protocol", "rule", "position"], ["leg", "E01", "9"]]},
        ["Triage conditions, row 2: Name at least one finding, or take the row away."],
    ),
    "self-care from a rule": (
        {"Triage_rules": [["protocol", "code", "level"], ["leg", "E01", "Self care"]]},
        ["Triage rules, row 2: A rule cannot give self-care: that is what no rule at all gives."],
    ),
    "self-care out of scope": (
        {"Triage_protocols": [["slug", "what they are told"], ["leg", "Self care"]]},
        ["Triage protocols, row 2: People outside the scope are never told self-care."],
    ),
    "a protocol inside itself": (
        {"Triage_protocols": [["slug", "includes"], ["leg", "leg"]]},
        ["Triage protocols, row 2: A protocol cannot include itself."],
    ),
    "numbers the wrong way round": (
        {"Triage_questions": [["protocol", "code", "largest number"], ["leg", "age", "-1.5"]]},
        ["Triage questions, row 2: The smallest number must be less than the largest."],
    ),
    "a number for words": (
        {"Triage_questions": [["protocol", "code", "largest number"], ["leg", "pain", "3"]]},
        ["Triage questions, row 2: Only a question of the kind “A number” has a smallest and a largest number."],
    ),
    "a number in words": (
        {"Triage_questions": [["protocol", "code", "largest number"], ["leg", "age", "3,5"]]},
        [
            "Triage questions, row 2, largest number: “3,5” is not a number. "
            "Write it in figures, for example 12 or 37.5."
        ],
    ),
    "an answer without a question": (
        {"Triage_test_cases": [["protocol", "code", "answers"], ["leg", "C01", "yes"]]},
        [
            "Triage test cases, row 2, answers: “yes” is not an answer. "
            "Write the question and its answer, as in age: 44."
        ],
    ),
    "two answers to one question": (
        {"Triage_test_cases": [["protocol", "code", "answers"], ["leg", "C01", "pain: bad\npain: mild"]]},
        ["Triage test cases, row 2, answers: “pain” is answered twice."],
    ),
    "answers that are nearly JSON": (
        {"Triage_test_cases": [["protocol", "code", "answers"], ["leg", "C01", "{pain}"]]},
        [
            "Triage test cases, row 2, answers: The answers start with { but are not JSON. Write one on each line, "
            "as in age: 44."
        ],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_imported_is_said(name: str) -> None:
    make_protocol()
    tables, expected = BAD[name]
    assert said(upload_now(workbook(**tables))) == expected
