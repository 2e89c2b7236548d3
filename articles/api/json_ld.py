"""An article in the schema.org health vocabulary. A function of its public body alone."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from articles.content.vocabulary import CodeSystem, ContributorKind, HealthAspect, RemedyKind, label

Body = Mapping[str, Any]
Node = dict[str, Any]

_OWN_NAMES = {HealthAspect.TESTS: "Screening", HealthAspect.RISKS: "RisksOrComplications"}


def medical_web_page(article: Body, page: str, home: str) -> Node:
    """``page`` is where people read it, ``home`` the scheme and host that the addresses of pictures start with."""
    reviewers = [each for each in article["reviewed_by"] if not each["demonstration"]]
    questions = [_question(faq) for faq in article["faqs"]]
    return filled(
        {
            "@context": "https://schema.org",
            "@type": ["MedicalWebPage", "FAQPage"] if questions else "MedicalWebPage",
            "@id": f"urn:uuid:{article['id']}",
            "url": page,
            "name": article["title"],
            "description": article["summary"],
            "inLanguage": article["lang"],
            "version": str(article["version"]),
            "datePublished": article["first_published"],
            "dateModified": article["modified"],
            # A demonstration review is none, and search engines must not be told otherwise.
            "lastReviewed": article["last_reviewed"] if reviewers else None,
            "reviewedBy": [_contributor(each) for each in reviewers],
            "author": [{"@type": _type(each), "name": each["name"]} for each in article["authors"]],
            "image": [_image(each, home) for each in article["images"]],
            "about": _symptom(article),
            "hasPart": [_section(each) for each in article["sections"]],
            "citation": [_source(each) for each in article["references"]],
            "mainEntity": questions,
        }
    )


def filled(node: Node) -> Node:
    """Without what is empty, which in JSON-LD says nothing."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _symptom(article: Body) -> Node:
    treatments = [each for each in article["remedies"] if each["kind"] != RemedyKind.PREVENTION]
    prevention = [each for each in article["remedies"] if each["kind"] == RemedyKind.PREVENTION]
    return filled(
        {
            "@type": "MedicalSymptom",
            "name": article["title"],
            "alternateName": article["synonyms"],
            "code": [_code(each) for each in article["codes"]],
            "cause": [_entry("MedicalCause", each, "description") for each in article["causes"]],
            "signOrSymptom": [_entry("MedicalSymptom", each, "text") for each in article["red_flags"]],
            "typicalTest": [_entry("MedicalTest", each, "purpose") for each in article["tests"]],
            "possibleTreatment": [_therapy(each) for each in treatments],
            "primaryPrevention": [_therapy(each) for each in prevention],
        }
    )


def _entry(type_: str, entry: Body, text: str) -> Node:
    codes = [_code(each) for each in entry["codes"]]
    return filled({"@type": type_, "name": entry["name"], "description": entry[text]["text"], "code": codes})


def _therapy(remedy: Body) -> Node:
    therapy = _entry("MedicalTherapy", remedy, "steps")
    return filled({**therapy, "contraindication": remedy["who_should_not"]["text"]})


def _code(code: Body) -> Node:
    system = label(CodeSystem(code["system"]))
    return {"@type": "MedicalCode", "codeValue": code["code"], "codingSystem": system, "name": code["display"]}


def _section(section: Body) -> Node:
    return filled(
        {
            "@type": "HealthTopicContent",
            "headline": section["heading"],
            "hasHealthAspect": f"https://schema.org/{aspect_name(HealthAspect(section['aspect']))}",
            "text": section["body"]["text"],
        }
    )


def aspect_name(aspect: HealthAspect) -> str:
    """``how_it_works`` is ``HowItWorksHealthAspect`` at schema.org."""
    words = "".join(word.capitalize() for word in aspect.value.split("_"))
    return f"{_OWN_NAMES.get(aspect, words)}HealthAspect"


def _question(faq: Body) -> Node:
    by = [_contributor(faq["answered_by"])] if faq["answered_by"] else []
    answer = {"@type": "Answer", "text": faq["answer"]["html"], "author": by, "datePublished": faq["answered_on"]}
    return {"@type": "Question", "name": faq["question"], "acceptedAnswer": filled(answer)}


def _contributor(named: Body) -> Node:
    node = {"@type": _type(named), "name": named["name"], "hasCredential": named["credentials"]}
    return filled({**node, "jobTitle": named["role"]} if node["@type"] == "Person" else node)


def _type(named: Body) -> str:
    return "Organization" if named.get("kind") == ContributorKind.TEAM else "Person"


def _image(image: Body, home: str) -> Node:
    size = {"width": image["width"], "height": image["height"]}
    address = image["src"] if "://" in image["src"] else home + image["src"]
    words = {"description": image["alt"], "caption": image["caption"], "creditText": image["credit"]}
    return filled({"@type": "ImageObject", "contentUrl": address, **size, **words})


def _source(reference: Body) -> Node:
    publisher = {"@type": "Organization", "name": reference["publisher"]}
    day = reference["published"] if _is_day(reference["published"]) else None
    name = {"@type": "CreativeWork", "name": reference["title"], "publisher": publisher}
    return filled({**name, "url": reference["url"], "datePublished": day})


def _is_day(text: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(text))
    except ValueError:
        return False
