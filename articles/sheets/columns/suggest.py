from collections.abc import Iterable
from difflib import get_close_matches

_MOST = 20_000


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` Did you mean “x”?`` or nothing."""
    near = [each for each in known if abs(len(each) - len(word)) < 8][:_MOST]
    by_fold = {each.casefold(): each for each in near}
    found = get_close_matches(word.casefold(), list(by_fold), n=1, cutoff=0.6)
    return f" Did you mean “{by_fold[found[0]]}”?" if found else ""
