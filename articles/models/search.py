"""What search looks in. Only the indexing of published rows writes here; each engine adds an index of its own to these
tables (``articles.search.engines``)."""

from django.db import models

from .published import Published

SEARCH_TEXT_ROW = "search_text_row"


class SearchText(models.Model):
    """The words of one published row, in the plain form that queries are turned into as well."""

    published = models.OneToOneField(Published, on_delete=models.CASCADE, related_name="search_text")
    locale = models.CharField(max_length=12, db_index=True)
    title_words = models.TextField()
    name_words = models.TextField(help_text="Synonyms, codes, and the names of what it contains.")
    lead_words = models.TextField(help_text="The summary and the headings.")
    body_words = models.TextField()
    text = models.TextField(help_text="As readers see it, for excerpts.")

    class Meta:
        # SQLite would go through all of a row's text to what is stored after it.
        indexes = [models.Index(fields=["id", "published", "locale"], name=SEARCH_TEXT_ROW)]

    def __str__(self) -> str:
        return f"words of {self.published_id}"


class SearchWord(models.Model):
    """A word that some published row has, for telling misspelt words from others."""

    word = models.CharField(max_length=40)
    locale = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locale", "word"], name="search_word_unique")]

    def __str__(self) -> str:
        return self.word
