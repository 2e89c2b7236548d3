class ImportRefused(Exception):
    """A step of an import that cannot be taken. The message tells an editor what happened and what to do."""


def in_words(refusal: Exception) -> str:
    """With the first of what has to be put right, where the refusal has a list of that."""
    problems = [f" {problem}" for problem in getattr(refusal, "problems", [])]
    return str(refusal) + "".join(problems[:10])
