"""One article of about 16 KB with all its parts, taken the whole way to readers."""

from django.db import transaction

from articles.models import Article, Section
from tests.bench.names import NAMES
from tests.builders import (
    make_article,
    make_cause,
    make_faq,
    make_red_flag,
    make_remedy,
    make_test,
    make_topic,
    publish_now,
    shared_reference,
)
from tests.triage.builders import make_protocol

TEXT = "Many people have this at some time. It often starts after *hard work* or too little sleep, and then it stops."
QUESTIONS = ("Is it bad?", "How long does it last?", "Can I walk?", "Will it come back?")


@transaction.atomic
def publish_template() -> Article:
    topics = [make_topic(slug=f"topic-{name}", title=f"Topic {name}") for name in NAMES[:20]]
    causes = [make_cause(title=f"Cause {name}", description=TEXT, what_to_do=TEXT) for name in "ABC"]
    red_flags = [make_red_flag(title=f"Sign {name}", text=TEXT, why=TEXT) for name in "ABC"]
    article = make_article(slug="template", title="Template", causes=causes, red_flags=red_flags, sections=4)
    for section in Section.objects.filter(article=article):
        section.body = f"{TEXT}\n\n- {TEXT}"
        section.save()
        section.references.add(shared_reference())
    for position in range(3):
        remedy = make_remedy(title=f"Remedy {position}", steps=TEXT, benefits=TEXT, who_should_not="Nobody.")
        article.remedies.create(remedy=remedy, position=position)
        article.takeaways.create(text="Most of it goes away.", position=position)
    for position, question in enumerate(QUESTIONS):
        article.faqs.create(faq=make_faq(title=question, answer=TEXT), position=position)
    article.tests.create(test=make_test(title="Blood test", purpose=TEXT, what_happens=TEXT))
    story = article.scenarios.create(slug="sam", title="Sam runs", situation=TEXT, solution=TEXT)
    story.references.add(shared_reference())
    article.references.add(shared_reference())
    article.topics.add(*topics[:3])
    publish_now(article, *topics, make_protocol())
    return article
