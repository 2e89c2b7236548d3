"""Every object that triage takes or gives, as JSON Schema."""

from articles.publishing.describing import TEXT, Components, Schema, list_of, object_of, ref
from triage.engine.cause import WEIGHTS
from triage.engine.result import BANDS, STATUSES

LEVEL = ref("Urgency")
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
RULE_AND_LEVEL = {"rule": TEXT, "level": LEVEL}


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def about(schema: Schema, words: str) -> Schema:
    return {**schema, "description": words}


ANSWER: Schema = {
    "description": "By the `kind` of the question; `unsure` or `none` where it allows them. Null is unanswered.",
    "anyOf": [TEXT, list_of(TEXT), {"type": "number"}, FLAG, {"type": "null"}],
}
GIVEN: Schema = {"anyOf": [TEXT, list_of(TEXT), {"type": "number"}]}
HELP = object_of(
    {
        "text": TEXT,
        "emergency_number": {"type": ["string", "null"]},
        "emergency": or_null(ref("TriageLevel")),
    },
    "How to get help where there is no result.",
)
NOTICE = {
    "demonstration": about(FLAG, "True where no real clinician has approved the protocol."),
    "notice": about({"type": ["string", "null"]}, "Show it with the result wherever it is not null."),
}
DOCUMENT = {
    "covered": {"type": "boolean", "const": True},
    "protocol": TEXT,
    "title": TEXT,
    "lang": TEXT,
    "version": {"type": "integer"},
    "content_hash": about(TEXT, "SHA-256 of the protocol as it was published."),
    **NOTICE,
}
LEVELS = {
    "level": about(or_null(LEVEL), "What the answers reach. Null while nothing is reached and something still can be."),
    "lowest_possible": about(LEVEL, "If nothing else is present."),
    "worst_possible": about(LEVEL, "The most urgent that further answers can reach."),
    "if_ended_now": about(LEVEL, "What to tell somebody who stops here."),
    "decided": about(FLAG, "No further answer can change the level."),
    "status": {"type": "string", "enum": list(STATUSES)},
    "advice": about(or_null(ref("TriageLevel")), "The level in words for readers."),
    "advice_if_ended_now": ref("TriageLevel"),
}
REASONS = {
    "fired_rules": about(list_of(ref("TriageFiredRule")), "Most urgent first."),
    "default": about(or_null(ref("TriageDefaultAdvice")), "What is said when no rule is met and none can be."),
    "not_ruled_out": list_of(ref("TriageOpenRule")),
    "what_would_change": about(list_of(ref("TriageChange")), "Single further answers that would raise the level."),
    "next_question": or_null(ref("TriageNextQuestion")),
    "progress": object_of({"answered": COUNT, "at_most": about(COUNT, "More questions than this will not be asked.")}),
    "not_applicable": about(list_of(TEXT), "Answers that were ignored, as their question does not apply."),
    "explanation": about(list_of(TEXT), "The result in sentences."),
}
REST = {
    "causes": list_of(ref("TriageCauseInBand")),
    "remedies": list_of(ref("TriageRemedyOffer")),
    "withheld_remedies": list_of(object_of({"slug": TEXT, "title": TEXT, "text": TEXT})),
    "safety_net": list_of(TEXT),
    "recheck_after_days": {"type": ["integer", "null"]},
    "disclaimer": TEXT,
    "country": TEXT,
    "emergency_number": TEXT,
}

SHAPES: Components = {
    "TriageAnswers": {
        "type": "object",
        "required": ["answers"],
        "additionalProperties": False,
        "properties": {
            "answers": about({"type": "object", "additionalProperties": ANSWER}, "Question code to answer."),
            "version": about({"type": ["integer", "null"]}, "Refused with 409 unless it is the one in use."),
        },
    },
    "TriageResult": object_of({**DOCUMENT, **LEVELS, **REASONS, **REST}, "How soon to get help, and why."),
    "TriageBecause": object_of({"question": TEXT, "answer": GIVEN}, "An answer, cut down to the choices that matter."),
    "TriageFiredRule": object_of(
        {
            **RULE_AND_LEVEL,
            "message": TEXT,
            "action": TEXT,
            "rationale": TEXT,
            "red_flag": about({"type": ["string", "null"]}, "Slug of the red flag that it rests on."),
            "sources": list_of(ref("Reference")),
            "because": list_of(ref("TriageBecause")),
            "unsure": about(FLAG, "It rests on an answer of not sure."),
        }
    ),
    "TriageDefaultAdvice": object_of({"message": TEXT, "action": TEXT, "sources": list_of(ref("Reference"))}),
    "TriageOpenRule": object_of(RULE_AND_LEVEL),
    "TriageChange": object_of(
        {
            "question": TEXT,
            "findings": about(list_of(list_of(TEXT)), "At least one code of each row."),
            **RULE_AND_LEVEL,
        }
    ),
    "TriageNextQuestion": object_of(
        {
            "question": TEXT,
            "text": TEXT,
            "why": TEXT,
            "level": about(LEVEL, "What it could still reach."),
            "rules": list_of(TEXT),
            "missing": COUNT,
        }
    ),
    "TriageEvidence": object_of(
        {
            "because": list_of(ref("TriageBecause")),
            "weight": {"type": "string", "enum": list(WEIGHTS)},
            "note": TEXT,
        }
    ),
    "TriageCauseInBand": object_of(
        {
            "cause": TEXT,
            "title": TEXT,
            "serious": FLAG,
            "band": {"type": "string", "enum": list(BANDS)},
            "for": list_of(ref("TriageEvidence")),
            "against": list_of(ref("TriageEvidence")),
        },
        "Something that can go with these answers. It is no diagnosis.",
    ),
    "TriageRemedyOffer": object_of({"slug": TEXT, "title": TEXT, "steps": ref("RichText")}),
    "TriageHelp": HELP,
    "TriageToConfirm": object_of(
        {
            "question": TEXT,
            "finding": about({"type": ["string", "null"]}, "Code of the answer to ask about."),
            "label": TEXT,
            "words": about(list_of(TEXT), "The words of the text, in their basic form."),
            "is_red_flag": FLAG,
        }
    ),
    "TriageMatch": object_of(
        {
            "protocol": TEXT,
            "title": TEXT,
            "version": {"type": "integer"},
            "url": {"type": "string", "format": "uri-reference"},
            "about": about(FLAG, "The text is about this complaint, rather than naming a sign of it only."),
            "ask_first": about(list_of(TEXT), "Questions to ask first, those with red flags before the others."),
            "to_confirm": list_of(ref("TriageToConfirm")),
        }
    ),
    "TriageMatches": object_of(
        {"covered": FLAG, "protocols": list_of(ref("TriageMatch")), **NOTICE, "help": ref("TriageHelp")}
    ),
    "TriageVectors": object_of(
        {
            "protocol": TEXT,
            "version": {"type": "integer"},
            "content_hash": TEXT,
            "vectors": list_of(
                object_of(
                    {
                        "code": TEXT,
                        "title": TEXT,
                        "answers": {"type": "object", "additionalProperties": ANSWER},
                        "expected": object_of(
                            {
                                "level": or_null(LEVEL),
                                "lowest_possible": LEVEL,
                                "worst_possible": LEVEL,
                                "decided": FLAG,
                                "status": {"type": "string", "enum": list(STATUSES)},
                                "fired_rules": list_of(TEXT),
                                "next_question": {"type": ["string", "null"]},
                                "not_applicable": list_of(TEXT),
                            }
                        ),
                    }
                )
            ),
        }
    ),
}
