from typing import Any

import pytest
from django.test import Client

from articles.api.json_ld import aspect_name, medical_web_page
from articles.content.vocabulary import HealthAspect, WithdrawalKind
from articles.models import Contributor, FaqPlacement, Section
from articles.publishing import publish, withdraw
from tests.articles.api.everything import publish_everything
from tests.articles.api.schema_org import ASPECTS, mistakes_in
from tests.articles.api.test_schema import mistakes_in_answer
from tests.builders import (
    AT,
    after,
    approve_now,
    make_article,
    make_clinician,
    make_faq,
    make_publisher,
    make_reference,
    make_remedy,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Any:
    article = make_article(slug="twitching", title="Twitching")
    section = Section.objects.create(article=article, slug="why", aspect="causes", heading="Why", body="Because.")
    section.references.add(make_reference(slug="why-source"))
    article.references.add(make_reference(slug="other-source"))
    publish_now(article)
    return article


def test_sections_by_aspect_come_with_the_warning_signs(
    client: Client, article: Any, django_assert_num_queries: Any
) -> None:
    whole = client.get("/api/v1/articles/twitching/").json()
    with django_assert_num_queries(1):
        answer = client.get("/api/v1/articles/twitching/sections/?aspect=causes").json()
    assert [section["heading"] for section in answer["sections"]] == ["Why"]
    assert [reference["id"] for reference in answer["references"]] == ["why-source", "shared-source"]
    assert (answer["red_flags"], answer["safety_net"]) == (whole["red_flags"], whole["safety_net"])
    assert len(answer["red_flags"]) == 1


def test_sections_are_as_described(client: Client, article: Any) -> None:
    path = "/api/v1/articles/{slug}/sections/"
    assert mistakes_in_answer(client, "articles/twitching/sections/", path) == []
    assert len(client.get("/api/v1/articles/twitching/sections/").json()["sections"]) == 2


def test_an_unknown_aspect_is_refused(client: Client, article: Any) -> None:
    answer = client.get("/api/v1/articles/twitching/sections/?aspect=horoscope").json()
    assert answer["errors"][0]["parameter"] == "aspect"
    assert client.get("/api/v1/articles/twitching/sections/?fields=title").status_code == 400


@pytest.mark.parametrize("form", ["sections", "json-ld"])
def test_forms_have_etags_of_their_own(client: Client, article: Any, form: str) -> None:
    response = client.get(f"/api/v1/articles/twitching/{form}/")
    assert response["ETag"] != client.get("/api/v1/articles/twitching/")["ETag"]
    again = client.get(f"/api/v1/articles/twitching/{form}/", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again["Vary"]) == (304, "Accept-Encoding")


@pytest.mark.parametrize("form", ["sections", "json-ld"])
def test_forms_of_a_superseded_article_lead_to_those_of_its_successor(client: Client, article: Any, form: str) -> None:
    new = make_article(slug="new")
    publish_now(new, at=after(1))
    publisher, kind = make_publisher(), WithdrawalKind.SUPERSEDED
    withdraw(document=article, kind=kind, reason="Rewritten.", by=publisher, at=after(5), redirect_to=new)
    assert client.get(f"/api/v1/articles/twitching/{form}/")["Location"] == f"/api/v1/articles/new/{form}/"


def test_only_articles_have_sections(client: Client) -> None:
    publish_everything()
    assert client.get("/api/v1/causes/tired-muscles/sections/").status_code == 404


# JSON-LD


def test_json_ld_is_a_medical_web_page_of_known_terms(client: Client, django_assert_num_queries: Any) -> None:
    publish_everything()
    with django_assert_num_queries(1):
        response = client.get("/api/v1/articles/twitching/json-ld/")
    page = response.json()
    assert response["Content-Type"] == "application/ld+json"
    assert mistakes_in(page) == []
    assert (page["@type"], page["name"]) == (["MedicalWebPage", "FAQPage"], "Twitching")
    assert page["lastReviewed"] == "2026-11-02"
    assert page["about"]["cause"] == [
        {
            "@type": "MedicalCause",
            "name": "Tired muscles",
            "description": "A common reason.",
            "code": [
                {
                    "@type": "MedicalCode",
                    "codeValue": "R25.2",
                    "codingSystem": "ICD-10",
                    "name": "Cramp and spasm",
                }
            ],
        }
    ]
    assert page["about"]["possibleTreatment"][0]["contraindication"] == "People told not to."
    assert [each["description"] for each in page["about"]["signOrSymptom"]] == ["Sudden weakness."]
    credentials = "Physiotherapist, HCPC PH00000"
    expert = {"@type": "Person", "name": "Dr Sam Okoye", "jobTitle": "expert", "hasCredential": credentials}
    assert page["mainEntity"][0]["acceptedAnswer"] == {
        "@type": "Answer",
        "text": "<p>Often, yes.</p>",
        "author": [expert],
        "datePublished": "2026-11-02",
    }


def test_a_demonstration_review_is_not_told_to_search_engines(client: Client) -> None:
    request = submit_now(make_article(slug="twitching"))
    approve_now(request, by=make_clinician(is_demonstration=True))
    publish(request=request, by=make_publisher(), at=AT)
    page = client.get("/api/v1/articles/twitching/json-ld/").json()
    assert {"lastReviewed", "reviewedBy"} & set(page) == set()


def test_what_prevents_is_told_apart_from_what_treats(client: Client) -> None:
    article = make_article(slug="twitching")
    for title, kind in (("Rest", "self_care"), ("Stretch", "prevention")):
        article.remedies.create(remedy=make_remedy(title=title, remedy_kind=kind, who_should_not="Nobody."))
    publish_now(article)
    about = client.get("/api/v1/articles/twitching/json-ld/").json()["about"]
    assert [each["name"] for each in about["possibleTreatment"]] == ["Rest"]
    assert [each["name"] for each in about["primaryPrevention"]] == ["Stretch"]


def test_addresses_of_pictures_are_whole_and_a_year_alone_is_no_day(client: Client, article: Any) -> None:
    body = client.get("/api/v1/articles/twitching/").json()
    picture = {"width": 4, "height": 3, "alt": "A leg.", "caption": "", "credit": ""}
    images = [{**picture, "src": src} for src in ("/media/leg.png", "https://files.example/leg.png")]
    references = [{**body["references"][0], "published": published} for published in ("2020-05-01", "2020")]
    page = medical_web_page({**body, "images": images, "references": references}, "", "https://here.example")
    addresses = ["https://here.example/media/leg.png", "https://files.example/leg.png"]
    assert [each["contentUrl"] for each in page["image"]] == addresses
    assert [each.get("datePublished") for each in page["citation"]] == ["2020-05-01", None]


def test_a_team_is_an_organization_and_a_person_a_person(client: Client) -> None:
    team = Contributor.objects.create(slug="team", name="The editors", role="expert", credentials="NHS", kind="team")
    article = make_article(slug="one")
    article.authors.add(team)
    FaqPlacement.objects.create(article=article, faq=make_faq(answered_by=team, answered_on=AT.date()))
    publish_now(article)
    page = client.get("/api/v1/articles/one/json-ld/").json()
    assert mistakes_in(page) == []
    assert page["author"] == [
        {"@type": "Person", "name": "Editorial team"},
        {"@type": "Organization", "name": "The editors"},
    ]
    assert page["mainEntity"][0]["acceptedAnswer"]["author"] == [
        {"@type": "Organization", "name": "The editors", "hasCredential": "NHS"}
    ]


def test_every_aspect_is_one_of_schema_org() -> None:
    assert [aspect for aspect in HealthAspect if aspect_name(aspect) not in ASPECTS] == []
