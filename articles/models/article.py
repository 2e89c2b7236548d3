from typing import Any, ClassVar

from django.db import models

from articles.content.vocabulary import HealthAspect

from .contributor import Contributor
from .document import Document
from .fields import LineField, MarkdownField, WordListField, bounded, one_of, vocabulary_field
from .image import Image
from .reference import Reference
from .topic import Topic


class Article(Document):
    KIND = "article"

    summary = LineField(max_length=500, blank=True, help_text="One or two plain sentences, shown in lists and search.")
    synonyms = WordListField(help_text="Other words that people search for.")
    safety_net = MarkdownField("when to get help again", blank=True)
    no_emergency_reason = LineField(
        "why there is no emergency sign",
        max_length=500,
        blank=True,
        help_text="Only for a page that has no emergency red flag. A clinician must agree with it.",
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="articles")
    authors = models.ManyToManyField(Contributor, blank=True, related_name="articles")

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = bounded("article", "safety_net")


class ArticlePart(models.Model):
    """A row that belongs to one article and has a place in its order."""

    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Section(ArticlePart):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sections")
    slug = models.SlugField(max_length=80, help_text="Names it in links. Leave it empty to use the heading.")
    aspect = vocabulary_field(HealthAspect, verbose_name="what it is about", blank=True, default="")
    heading = LineField(max_length=200, blank=True)
    body = MarkdownField(blank=True)
    references = models.ManyToManyField(Reference, blank=True, related_name="sections")

    class Meta(ArticlePart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["article", "slug"], name="section_slug_unique"),
            one_of(HealthAspect, "aspect", name="section_aspect_known", optional=True),
            *bounded("section", "body"),
        ]

    def __str__(self) -> str:
        return self.heading or self.slug


class Scenario(ArticlePart):
    """A made-up person with the symptom, and what helped."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="scenarios")
    slug = models.SlugField(max_length=80)
    title = LineField(max_length=200, blank=True)
    situation = MarkdownField(blank=True)
    solution = MarkdownField("what helped", blank=True)
    references = models.ManyToManyField(Reference, blank=True, related_name="scenarios")

    class Meta(ArticlePart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["article", "slug"], name="scenario_slug_unique"),
            *bounded("scenario", "situation", "solution"),
        ]

    def __str__(self) -> str:
        return self.title or self.slug


class Takeaway(ArticlePart):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="takeaways")
    text = MarkdownField()

    class Meta(ArticlePart.Meta):
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="takeaway_filled"),
            *bounded("takeaway", "text"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ArticleImage(ArticlePart):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="images")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="articles")

    class Meta(ArticlePart.Meta):
        verbose_name = "image"
        constraints = [models.UniqueConstraint(fields=["article", "image"], name="article_image_unique")]

    def __str__(self) -> str:
        return str(self.image)
