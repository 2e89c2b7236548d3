"""The fixed vocabularies, each written down once. The admin, the workbook and the API all use these words."""

from enum import StrEnum


class Urgency(StrEnum):
    """How soon to get help, most urgent first."""

    EMERGENCY = "emergency"
    SAME_DAY = "same_day"
    SOON = "soon"
    ROUTINE = "routine"
    SELF_CARE = "self_care"


class Frequency(StrEnum):
    COMMON = "common"
    UNCOMMON = "uncommon"
    RARE = "rare"


class RemedyKind(StrEnum):
    SELF_CARE = "self_care"
    PREVENTION = "prevention"
    TREATMENT = "treatment"


class EvidenceStatus(StrEnum):
    SUPPORTED = "supported"
    WEAK = "weak"
    OUTDATED = "outdated"
    UNSAFE = "unsafe"


class Caution(StrEnum):
    """What a remedy involves that can harm some people, so that it must say who should not use it."""

    FLUIDS = "fluids"
    POTASSIUM = "potassium"
    SUPPLEMENT = "supplement"
    EXERCISE = "exercise"
    ALCOHOL = "alcohol"
    CAFFEINE = "caffeine"
    STRETCHING = "stretching"
    HEAT = "heat"
    HERBAL = "herbal"
    MEDICINE = "medicine"


class HealthAspect(StrEnum):
    """What a section is about: the schema.org HealthAspectEnumeration, in lower case."""

    OVERVIEW = "overview"
    SYMPTOMS = "symptoms"
    CAUSES = "causes"
    HOW_IT_WORKS = "how_it_works"
    PROGNOSIS = "prognosis"
    LIVING_WITH = "living_with"
    SELF_CARE = "self_care"
    PREVENTION = "prevention"
    SEE_DOCTOR = "see_doctor"
    TREATMENTS = "treatments"
    TESTS = "tests"
    TYPES = "types"
    STAGES = "stages"
    RISKS = "risks"
    MISCONCEPTIONS = "misconceptions"
    PATIENT_EXPERIENCE = "patient_experience"
    PREGNANCY = "pregnancy"
    RELATED_TOPICS = "related_topics"
    SAFETY = "safety"
    EFFECTIVENESS = "effectiveness"


class CodeSystem(StrEnum):
    ICD_10 = "icd-10"
    ICD_11 = "icd-11"
    SNOMED_CT = "snomed-ct"
    MESH = "mesh"


class Grade(StrEnum):
    """How strong a source is, strongest first."""

    GUIDELINE = "guideline"
    SYSTEMATIC_REVIEW = "systematic_review"
    NATIONAL_HEALTH_SERVICE = "national_health_service"
    TEXTBOOK = "textbook"
    PRIMARY_STUDY = "primary_study"
    PATIENT_ORGANISATION = "patient_organisation"
    CLINICAL_JUDGEMENT = "clinical_judgement"
    NEWS = "news"
    COMPANY = "company"


class TopicKind(StrEnum):
    BODY_AREA = "body_area"
    SYSTEM = "system"
    SYMPTOM = "symptom"
    LIFE_STAGE = "life_stage"


class ContributorKind(StrEnum):
    PERSON = "person"
    TEAM = "team"


class ContributorRole(StrEnum):
    AUTHOR = "author"
    REVIEWER = "reviewer"
    EXPERT = "expert"
    ILLUSTRATOR = "illustrator"


class ChangeKind(StrEnum):
    """How much a submitted change matters. It decides which review the change needs."""

    MINOR = "minor"
    MAJOR = "major"
    SAFETY = "safety"


class ReviewRole(StrEnum):
    EDITORIAL = "editorial"
    CLINICAL = "clinical"


class Decision(StrEnum):
    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    DECLINE = "decline"


class WithdrawalKind(StrEnum):
    PUBLISHED_IN_ERROR = "published_in_error"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What a row of the change feed says."""

    PUBLISH = "publish"
    RECOMPOSE = "recompose"
    WITHDRAW = "withdraw"
    REDIRECT = "redirect"


class AuditAction(StrEnum):
    """What an entry of the audit log says that somebody did."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"
    ACCOUNT_MADE = "account_made"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_DELETED = "account_deleted"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    PERMISSIONS_CHANGED = "permissions_changed"
    SUBMITTED = "submitted"
    CANCELLED = "cancelled"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    EMERGENCY_PUBLISHED = "emergency_published"
    RELEASE_MADE = "release_made"
    RELEASE_CHANGED = "release_changed"
    RELEASE_TAKEN_APART = "release_taken_apart"
    TASK_CLOSED = "task_closed"
    CHECK_RECORDED = "check_recorded"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    GATE_OVERRIDDEN = "gate_overridden"
    IMPORTED = "imported"
    IMPORT_UNDONE = "import_undone"
    EXPORTED = "exported"
    PREVIEW_SHARED = "preview_shared"
    PREVIEW_REVOKED = "preview_revoked"
    SWITCHED = "switched"
    CHANGED = "changed"


class State(StrEnum):
    """Where a document stands. Always worked out from its versions and requests, never stored."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    LIVE = "live"
    LIVE_WITH_CHANGES = "live_with_changes"
    WITHDRAWN = "withdrawn"


class ReviewStatus(StrEnum):
    """What readers are told about the review of a live document."""

    CLINICALLY_REVIEWED = "clinically_reviewed"
    EDITORIALLY_REVIEWED = "editorially_reviewed"
    DEMONSTRATION = "demonstration"
    AWAITING_REVIEW = "awaiting_review"
    OVERDUE = "overdue"


class Severity(StrEnum):
    """What a check's finding means: it stops publishing, it asks for a look, or it is good to know."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


class GateStage(StrEnum):
    """When checks were run on a version."""

    SUBMIT = "submit"
    PUBLISH = "publish"


def label(value: StrEnum) -> str:
    """The word as people read it: ``same_day`` becomes ``Same day``, ``icd-10`` becomes ``ICD-10``."""
    text = value.value
    if isinstance(value, CodeSystem):
        return {"mesh": "MeSH", "snomed-ct": "SNOMED CT"}.get(text, text.upper())
    return text.replace("_", " ").capitalize()


def choices(vocabulary: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, label(member)) for member in vocabulary]
