from articles.content.vocabulary import TopicKind
from articles.models import Topic

from ..fields import Codes, Field, Parent, Private, References, Rich
from ..registry import DocumentKind
from .facets import facets_of

TOPIC = DocumentKind(
    name="topic",
    collection="topics",
    label="topic",
    model=Topic,
    fields=(
        Field("title", "name"),
        Rich("description"),
        Field("topic_kind", public="kind"),
        Parent("parent"),
        Private("review_interval_months"),
        References(),
        Codes(),
    ),
    summary=("name", "kind", "parent"),
    facets=facets_of("kind", "parent"),
    filters={"kind": tuple(TopicKind), "parent": ()},
)
