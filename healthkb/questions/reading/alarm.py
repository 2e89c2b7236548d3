"""Words that mean: get help now. A net under the questions of triage, which hold even where no protocol is live.

A word that is denied counts like any other, so nothing is ever read as absent.
"""

import re
import unicodedata

# Each line is one sign in many words. \w* takes endings; spaces stand for any gap between words.
_SIGNS: dict[str, tuple[str, ...]] = {
    "en": (
        r"chest (is )?(pain\w*|tight\w*|pressure)|pain\w* (in|across) (my |the |his |her )?chest|heart attack",
        r"(can.?t|cannot|can not|hard to|struggl\w+ to|trouble|difficulty) (breath\w*|catch (my )?breath)"
        r"|short of breath|chok(e|es|ing)|gasping|lips? (are |is |gone |turned |went )?blue",
        r"face (has |is )?(droop\w*|dropp\w*|fallen)|slurr\w+|stroke",
        r"(arm|leg|side) (has |is |went |gone |suddenly )*(weak|numb|paraly\w+)|sudden\w* (weak\w*|numb\w*)",
        r"kill(ing)? (my|him|her|them)sel\w+|suicid\w*|end(ing)? (my|his|her) (own )?life|self.?harm\w*"
        r"|hurt(ing)? (my|him|her)self|(want|wish) to (die|be dead)|better off dead",
        r"overdos\w+|too many (tablets|pills|paracetamol)|swallow\w* (bleach|battery|poison)|poison(ed|ing)",
        r"unconscious|passed out|will not wake|won.?t wake|collapsed|not respon(ding|sive)"
        r"|(having|had) a? ?(fit|seizure)\w*",
        r"cough\w* (up )?blood|vomit\w* blood|throw\w* up blood|bleed\w* (heavily|a lot|badly)|won.?t stop bleeding"
        r"|heavy bleeding",
        r"worst headache|thunderclap|sudden (severe |bad )?headache|stiff neck",
        r"(tongue|throat|lips?) (is |are )?(swell\w*|swollen)|anaphyla\w+",
        r"(lost|losing|no) (control of )?(my )?(bladder|bowel)\w*|can.?t (pee|feel (my )?(bottom|genitals))",
    ),
    "vi": (
        r"dau nguc|tuc nguc|nhoi mau co tim",
        r"kho tho|khong tho duoc|tim tai",
        r"meo mieng|noi kho|dot quy|yeu liet|liet nua nguoi",
        r"tu tu|tu sat|muon chet|ket lieu doi",
        r"qua lieu|ngo doc",
        r"bat tinh|ngat xiu|hon me|co giat",
        r"ho ra mau|non ra mau|chay mau nhieu",
    ),
}


def alarming_words(text: str, locale: str) -> list[str]:
    """The words as they were written, each sign once. English signs are looked for in every language."""
    plain = _plain(text)
    found = []
    for pattern in (*_COMPILED["en"], *(_COMPILED.get(locale, ()) if locale != "en" else ())):
        match = pattern.search(plain)
        if match:
            found.append(" ".join(text[match.start() : match.end()].split()))
    return found


def _plain(text: str) -> str:
    """Without accents and case, letter for letter, so that places stay the same."""
    return "".join(_letter(each) for each in text)


def _letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    base = unicodedata.normalize("NFKD", letter)[0].lower()
    return base if len(base) == 1 else letter


_COMPILED = {
    locale: tuple(re.compile(rf"\b(?:{sign.replace(' ', '[^a-z0-9]+')})", re.IGNORECASE) for sign in signs)
    for locale, signs in _SIGNS.items()
}
