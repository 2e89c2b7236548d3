"""Protocols in FHIR R4: out as Questionnaire and PlanDefinition, in as QuestionnaireResponse."""

from .plan_definition import plan_definition
from .questionnaire import questionnaire
from .response import ResponseError, answers_from

__all__ = ["ResponseError", "answers_from", "plan_definition", "questionnaire"]
