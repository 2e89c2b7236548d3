"""The terms of schema.org that we use: types, with the properties they may have (inherited ones included)."""

from typing import Any

THING = {"@type", "@id", "name", "description", "alternateName", "url", "image", "identifier"}
CREATIVE_WORK = THING | {
    *("about", "author", "citation", "creditText", "dateModified", "datePublished", "hasPart", "headline"),
    *("inLanguage", "mainEntity", "publisher", "text", "version"),
}
MEDICAL_ENTITY = THING | {"code", "guideline", "recognizingAuthority", "relevantSpecialty", "study"}
CONDITION = MEDICAL_ENTITY | {
    *("cause", "differentialDiagnosis", "expectedPrognosis", "possibleTreatment", "primaryPrevention", "riskFactor"),
    *("signOrSymptom", "stage", "typicalTest"),
}
TYPES: dict[str, set[str]] = {
    "MedicalWebPage": CREATIVE_WORK | {"@context", "aspect", "lastReviewed", "reviewedBy"},
    "FAQPage": CREATIVE_WORK | {"@context", "lastReviewed", "reviewedBy"},
    "HealthTopicContent": CREATIVE_WORK | {"hasHealthAspect"},
    "CreativeWork": CREATIVE_WORK,
    "ImageObject": CREATIVE_WORK | {"contentUrl", "width", "height", "caption"},
    "Question": CREATIVE_WORK | {"acceptedAnswer"},
    "Answer": CREATIVE_WORK,
    "Organization": THING | {"hasCredential"},
    "Person": THING | {"jobTitle", "hasCredential", "honorificSuffix"},
    "MedicalSymptom": CONDITION,
    "MedicalCause": MEDICAL_ENTITY | {"causeOf"},
    "MedicalTest": MEDICAL_ENTITY | {"usedToDiagnose"},
    "MedicalTherapy": MEDICAL_ENTITY | {"contraindication", "seriousAdverseOutcome"},
    "MedicalCode": MEDICAL_ENTITY | {"codeValue", "codingSystem"},
}
ASPECTS = {
    f"{name}HealthAspect"
    for name in (
        *("Allergies", "Benefits", "Causes", "Contagiousness", "Effectiveness", "GettingAccess", "HowItWorks"),
        *("HowOrWhere", "Ingredients", "LivingWith", "MayTreat", "Misconceptions", "Overview", "PatientExperience"),
        *("Pregnancy", "Prevention", "Prognosis", "RelatedTopics", "RisksOrComplications", "Safety", "Screening"),
        *("SeeDoctor", "SelfCare", "SideEffects", "Stages", "Symptoms", "Treatments", "Types", "UsageOrSchedule"),
    )
}


def mistakes_in(node: Any, where: str = "$") -> list[str]:
    """Types and properties that schema.org does not have, or not together."""
    if isinstance(node, list):
        return [mistake for index, each in enumerate(node) for mistake in mistakes_in(each, f"{where}[{index}]")]
    if not isinstance(node, dict):
        return []
    types = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
    allowed = {name for each in types for name in TYPES.get(each, set())}
    found = [f"{where}.{name} of {types}" for name in node if name not in allowed]
    return found + [mistake for name, value in node.items() for mistake in mistakes_in(value, f"{where}.{name}")]
