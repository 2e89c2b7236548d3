"""Names under which a shared cache keeps public answers, so that it can be told to forget exactly those.

Answers carry them in ``Surrogate-Key``; every webhook message lists those of what changed.
"""

EVERY_LIST = "lists"  # of all that may name any document: search, lookup, feeds, export


def document_key(uuid: object) -> str:
    return f"doc-{uuid}"


def list_key(kind: str) -> str:
    return f"list-{kind}"


def keys_of_change(uuid: object, kind: str) -> tuple[str, ...]:
    """All that may be stale once a document of this kind was published, composed anew or taken away."""
    return (document_key(uuid), list_key(kind), EVERY_LIST)
