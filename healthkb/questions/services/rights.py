from articles.models.people import Person
from articles.publishing import NotAllowed

MODERATE = "questions.moderate_question"
ANSWER = "questions.answer_question"
_WHAT = {MODERATE: "moderate readers' questions", ANSWER: "answer readers' questions"}


def may(by: Person, permission: str) -> bool:
    return bool(by.is_active and by.has_perm(permission))


def require(by: Person, permission: str) -> None:
    """Raises NotAllowed."""
    if not may(by, permission):
        raise NotAllowed(f"Your account may not {_WHAT[permission]}. Ask an administrator for the right role.")
