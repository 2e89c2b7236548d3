"""Which form of an answer a client takes, by ``Accept-Encoding``: as it is, or packed."""

from functools import lru_cache

from rest_framework.request import Request

from articles.content.packing import CODINGS

from .renderers import StoredJSONRenderer

AS_IT_IS = ""


@lru_cache(maxsize=512)
def coding_in(accept: str) -> str:
    """The one liked best, of equals the smallest. Without the header nobody knows what the client can unpack."""
    liked: dict[str, float] = {}
    for each in accept.lower().split(","):
        name, _, weight = each.partition(";")
        liked[name.strip()] = _weight(weight)
    others = liked.get("*", 0)
    best = max(CODINGS, key=lambda coding: liked.get(coding, others))
    weight_of_best = liked.get(best, others)
    return best if weight_of_best and weight_of_best >= liked.get("identity", 0) else AS_IT_IS


def _weight(text: str) -> float:
    name, _, value = text.replace(" ", "").partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0


def coding_of(request: Request) -> str:
    """Only where the bytes go out as they are; the browsable pages write them anew."""
    is_sent_as_it_is = isinstance(request.accepted_renderer, StoredJSONRenderer)
    return coding_in(request.headers.get("Accept-Encoding", "")) if is_sent_as_it_is else AS_IT_IS


def etag_in(etag: str, coding: str) -> str:
    """A strong one names bytes, so each form has its own."""
    return f'{etag[:-1]}-{coding}"' if coding else etag
