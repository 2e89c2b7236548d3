import re

from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# What somebody who knows this place would try first. Longer words before the ones that they begin with.
WORDS_OF_THIS_PLACE = """
    administrator publisher published publish reviewer reviewed review clinician clinical healthkb health author
    editorial editor expert admin doctor nurse medical medicine knowledge hospital patient article triage content
    website password welcome letmein login staff team
    """.split()  # noqa: SIM905
JUST_WORDS = "cannot be just words about this site and the work here, such as “health” or “editor”."
LEFT = 8  # letters that have to be left without these words
_KNOWN = re.compile("|".join(WORDS_OF_THIS_PLACE))


class NoWordsOfThisPlace:
    """Refuses a password that is hardly more than words such as the name of this software or of a role."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError."""
        left = sum(character.isalpha() for character in _KNOWN.sub("", password.casefold()))
        if _KNOWN.search(password.casefold()) and left < LEFT:
            raise ValidationError(f"This password {JUST_WORDS}", code="words_of_this_place")

    def get_help_text(self) -> str:
        return f"Your password {JUST_WORDS}"


def rules_for_another() -> SafeString:
    """For the password that somebody sets for another person: it is not theirs."""
    rules = [
        (text.replace("Your password", "The password").replace("your other", "their"),)
        for text in password_validators_help_texts()
    ]
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", rules))
