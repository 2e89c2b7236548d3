class ImportRefused(Exception):
    """A step of an import that cannot be taken. The message tells an editor what happened and what to do."""


def in_words(refusal: Exception) -> str:
    """With the first three of what has to be put right, where the refusal has a list of that."""
    problems = [f" {each.title}: {each.message} {each.fix}" for each in getattr(refusal, "problems", [])]
    return str(refusal).replace(" Each one is listed below with its fix.", "") + "".join(problems[:3])
