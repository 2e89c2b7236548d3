from articles.publishing import GatesRefuse, how_many_refuse


class ImportRefused(Exception):
    """A step of an import that cannot be taken. The message tells an editor what happened and what to do."""


def in_words(refusal: Exception) -> str:
    """With the first three of what has to be put right, where the refusal has a list of that."""
    problems = getattr(refusal, "problems", [])
    said = how_many_refuse(problems) if isinstance(refusal, GatesRefuse) else str(refusal)
    return " ".join([said, *(f"{each.title}: {each.message} {each.fix}" for each in problems[:3])])
