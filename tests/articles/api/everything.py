"""One live document of every kind, linked together."""

from typing import Any

from articles.models import UrgencyWording, Wording
from tests import builders
from tests.builders import (
    AT,
    DISCLAIMER,
    make_article,
    make_cause,
    make_faq,
    make_red_flag,
    make_reference,
    make_remedy,
    make_test,
    make_topic,
    publish_now,
    shared_expert,
    shared_reference,
)


def make_wording(**values: Any) -> Any:
    defaults = {"slug": "gb", "title": "United Kingdom", "country": "GB", "emergency_number": "999"}
    values = {**defaults, "disclaimer": DISCLAIMER, "safety_net": "See a GP if it lasts.", **values}
    wording = builders._make(Wording, "wording", **values)
    for position, urgency in enumerate(("emergency", "same_day", "soon", "routine", "self_care")):
        words = {"label": urgency, "timeframe": "Now", "action": "Get help."}
        UrgencyWording.objects.create(wording=wording, urgency=urgency, position=position, **words)
    return wording


def publish_everything() -> Any:
    """By collection."""
    parent = make_topic(slug="legs")
    topic = make_topic(slug="thighs", parent=parent)
    remedy = make_remedy(slug="rest", title="Rest", who_should_not="People told not to.")
    test, red_flag = make_test(slug="blood-test"), make_red_flag(slug="weakness")
    faq = make_faq(slug="is-it-bad", answered_by=shared_expert(), answered_on=AT.date())
    cause = make_cause(slug="tired-muscles", title="Tired muscles", synonyms=["overuse"])
    cause.remedies.add(remedy)
    cause.tests.add(test)
    cause.codes.create(system="icd-10", code="R25.2", display="Cramp and spasm")
    article = make_article(slug="twitching", title="Twitching", causes=[cause], red_flags=[red_flag])
    article.topics.add(topic)
    article.references.add(make_reference())
    article.remedies.create(remedy=remedy)
    article.tests.create(test=test)
    article.faqs.create(faq=faq)
    story = article.scenarios.create(slug="sam", title="Sam runs", situation="Legs twitch.", solution="Rest.")
    story.references.add(shared_reference())
    article.takeaways.create(text="Most go away.")
    wording = make_wording()
    publish_now(parent, topic, article, wording)
    return {
        "articles": article,
        "causes": cause,
        "remedies": remedy,
        "red-flags": red_flag,
        "tests": test,
        "faqs": faq,
        "topics": topic,
        "wording": wording,
    }
