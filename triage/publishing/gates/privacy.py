"""GOV-09: what readers answer is never kept, and nothing is asked of them that could tell who they are."""

import re
from collections.abc import Iterable

from articles.publishing import Subject
from articles.publishing.gates.registry import Finding

WHO_YOU_ARE = re.compile(
    r"\b(?:(?:your|full|first|last|family) names?|date of birth|birthday|(?:home|e-?mail|your) address|post ?code|"
    r"(?:phone|mobile|telephone) number|e-?mail|(?:NHS|insurance|passport|patient) number|where you live|employer)\b",
    re.IGNORECASE,
)


def asks_nothing_personal(subject: Subject) -> Iterable[Finding]:
    for index, question in enumerate(subject.payload["questions"]):
        texts = {"text": question["text"], "help": question["help"]}
        texts |= {f"options[{place}].label": each["label"] for place, each in enumerate(question["options"])}
        for field, text in texts.items():
            for found in WHO_YOU_ARE.finditer(text):
                yield (
                    f"questions[{index}].{field}",
                    found[0],
                    "A question must not ask who somebody is. Answers are about signs and symptoms only.",
                    "Take it out, or ask about the sign itself.",
                )
