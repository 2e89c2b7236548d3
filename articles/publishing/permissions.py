from articles.models.people import Person

from .errors import NotAllowed

SUBMIT = "articles.submit_document"
REVIEW_EDITORIAL = "articles.review_editorial"
REVIEW_CLINICAL = "articles.review_clinical"
PUBLISH = "articles.publish_document"
EMERGENCY_PUBLISH = "articles.emergency_publish"
WITHDRAW = "articles.withdraw_document"
RESTORE = "articles.restore_version"
OVERRIDE_GATES = "articles.override_gates"

_WHAT = {
    SUBMIT: "submit pages for review",
    REVIEW_EDITORIAL: "give editorial reviews",
    REVIEW_CLINICAL: "give clinical reviews",
    PUBLISH: "publish pages",
    EMERGENCY_PUBLISH: "publish in an emergency",
    WITHDRAW: "withdraw pages",
    RESTORE: "restore earlier versions",
    OVERRIDE_GATES: "accept warnings of checks",
}


def require(by: Person, permission: str) -> None:
    if not may(by, permission):
        raise NotAllowed(f"Your account may not {_WHAT[permission]}. Ask an administrator for the right role.")


def may(by: Person, permission: str) -> bool:
    return bool(by.is_active and by.has_perm(permission))
