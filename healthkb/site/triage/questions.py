"""Questions of a published protocol, as they are asked and as answers to them are told back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from healthkb.site.public_api import Json

NONE, UNSURE, NUMBER, MANY_OF, YES_NO = "none", "unsure", "number", "many_of", "yes_no"
YES_OR_NO = (("yes", "Yes"), ("no", "No"))
NONE_LABEL, UNSURE_LABEL = "None of these", "I’m not sure"

Answer = Any


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    body: Mapping[str, Json]

    @property
    def code(self) -> str:
        return str(self.body["code"])

    @property
    def is_number(self) -> bool:
        return bool(self.body["kind"] == NUMBER)

    @property
    def is_many(self) -> bool:
        return bool(self.body["kind"] == MANY_OF)

    @property
    def limits(self) -> str:
        return f"from {plain(self.body['min'])} to {plain(self.body['max'])}"

    @property
    def unit(self) -> str:
        return str(self.body.get("unit") or "")

    @property
    def help(self) -> str:
        return str(self.body.get("help") or "")

    def text(self, *, for_other: bool) -> str:
        return str((for_other and self.body.get("text_for_carer")) or self.body["text"])

    @property
    def choices(self) -> list[Choice]:
        if self.is_number:
            return self._alone()
        listed = [(each["code"], each["label"]) for each in self.body["options"]]
        return [Choice(*each) for each in listed or YES_OR_NO] + self._alone()

    @property
    def ordinary(self) -> list[Choice]:
        return [each for each in self.choices if not each.is_alone]

    @property
    def alone(self) -> list[Choice]:
        """None of these, and not sure: choices that cannot stand beside others."""
        return self._alone()

    def _alone(self) -> list[Choice]:
        none = [Choice(NONE, self.body.get("none_label") or NONE_LABEL, True)] if self.body["allows_none"] else []
        unsure = [Choice(UNSURE, self.body.get("unsure_label") or UNSURE_LABEL, True)]
        return none + (unsure if self.body["allows_unsure"] else [])

    def words(self, answer: Answer) -> str:
        """An answer in the words that were chosen."""
        labels = {each.code: each.label for each in self.choices}
        if isinstance(answer, list | tuple):
            return "; ".join(labels.get(str(each), str(each)) for each in answer)
        if isinstance(answer, str):
            return labels.get(answer, answer)
        return f"{plain(answer)} {self.unit}".strip()

    def told(self, answer: Answer) -> str:
        """The same, with the question where the answer alone says too little."""
        words = self.words(answer)
        says_enough = self.is_many and answer not in (NONE, UNSURE)
        return words if says_enough else f"{self.body['text']} {words}"


def plain(number: float) -> str:
    return f"{number:g}"


def questions_of(protocol: Json) -> dict[str, Question]:
    return {each["code"]: Question(each) for each in protocol["questions"]}
