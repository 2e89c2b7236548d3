from django.db import models

from .fields import LineField, WordListField


class WordList(models.Model):
    """Words that one check looks for, in one language. Editors tune it; without it, its check finds nothing."""

    key = models.SlugField(max_length=40, help_text="Which check reads it. It stays the same.")
    locale = models.CharField("language", max_length=12, default="en")
    name = LineField(max_length=120)
    purpose = LineField(max_length=300, blank=True, help_text="What the list is for.")

    class Meta:
        ordering = ["name", "locale"]
        constraints = [
            models.UniqueConstraint(fields=["key", "locale"], name="word_list_unique"),
            models.CheckConstraint(condition=~models.Q(name=""), name="word_list_named"),
        ]

    def __str__(self) -> str:
        return self.name


class WordListEntry(models.Model):
    word_list = models.ForeignKey(WordList, on_delete=models.CASCADE, related_name="entries")
    phrase = LineField(max_length=120, help_text="Words to look for. A star stands for any ending: suffer* from.")
    advice = LineField(
        max_length=300, blank=True, help_text="What to write instead or, in the glossary, what the words mean."
    )
    exceptions = WordListField(help_text="Phrases in which the words are fine, for example: not proven.")

    class Meta:
        verbose_name = "word or phrase"
        verbose_name_plural = "words and phrases"
        ordering = ["phrase"]
        constraints = [
            models.UniqueConstraint(fields=["word_list", "phrase"], name="word_list_entry_unique"),
            models.CheckConstraint(condition=~models.Q(phrase=""), name="word_list_entry_filled"),
        ]

    def __str__(self) -> str:
        return self.phrase
