from dataclasses import dataclass

from healthkb.site.public_api import Json


@dataclass(frozen=True, slots=True)
class Source:
    number: int
    id: str
    publisher: str
    title: str
    published: str
    address: str


def sources_of(document: Json) -> list[Source]:
    return [_source(number, each) for number, each in enumerate(document["references"], start=1)]


def _source(number: int, reference: Json) -> Source:
    doi = reference.get("doi")
    published = reference["published"]
    return Source(
        number=number,
        id=reference["id"],
        publisher=reference["publisher"],
        title=reference["title"],
        published="" if published == "not stated" else published,
        address=reference["url"] or (f"https://doi.org/{doi}" if doi else ""),
    )
