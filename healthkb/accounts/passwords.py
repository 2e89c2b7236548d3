import re

from django.core.exceptions import ValidationError

# What somebody who knows this place would try first. Longer words before the ones that they begin with.
WORDS_OF_THIS_PLACE = """
    administrator publisher published publish reviewer reviewed review clinician clinical healthkb health author
    editorial editor expert admin doctor nurse medical medicine knowledge hospital patient article triage content
    website password welcome letmein login staff team
    """.split()  # noqa: SIM905
LEFT = 8  # letters that have to be left without these words
_KNOWN = re.compile("|".join(WORDS_OF_THIS_PLACE))


class NoWordsOfThisPlace:
    """Refuses a password that is hardly more than words such as the name of this software or of a role."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError."""
        left = sum(character.isalpha() for character in _KNOWN.sub("", password.casefold()))
        if _KNOWN.search(password.casefold()) and left < LEFT:
            raise ValidationError(self.get_help_text(), code="words_of_this_place")

    def get_help_text(self) -> str:
        return "Your password cannot be just words about this site and your work, such as “health” or “editor”."
