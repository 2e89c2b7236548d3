from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from healthkb.site import public_api
from healthkb.site.page import NEVER, page
from healthkb.site.paging import number_of_page
from healthkb.site.public_api import Json

TAKEN, DELETED = 201, 204
CARRIED = ("article", "topic", "session", "lang")
TYPED = ("text", "email", "website")
LANGUAGES = dict(settings.LANGUAGES)


# Nobody is signed in, so there is nothing that a forged request could do in somebody's name.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest) -> HttpResponse:
    form = public_api.found(request, "questions/form/")
    if request.method != "POST":
        return _form_page(request, form, _sent(request.GET, CARRIED))
    sent = _sent(request.POST, (*CARRIED, *TYPED))
    answer = public_api.post(request, "questions/", {**sent, "consent": request.POST.get("consent") == "1"})
    if answer.status == TAKEN:
        values = {"receipt": answer.body, "urgent": answer.body["urgent"]}
        return page(request, "site/questions/taken.html", values, cache=NEVER)
    return _form_page(request, form, sent, refused=answer)


def _sent(data: Any, names: tuple[str, ...]) -> dict[str, str]:
    """Only what was filled in. An unknown language is the first one."""
    found = {name: data[name] for name in names if data.get(name)}
    return found if found.get("lang", "en") in LANGUAGES else {**found, "lang": "en"}


def _form_page(
    request: HttpRequest, form: Json, sent: dict[str, str], *, refused: public_api.Answer | None = None
) -> HttpResponse:
    body = refused.body if refused else {}
    values = {
        "form": form,
        "sent": sent,
        "about": _about(request, sent),
        "urgent": body.get("urgent"),
        "mistakes": _mistakes(body),
        "languages": LANGUAGES.items(),
        "consented": request.POST.get("consent") == "1",
    }
    status = refused.status if refused else 200
    return page(request, "site/questions/ask.html", values, cache=NEVER, status=status)


def _mistakes(body: Json) -> dict[str, str]:
    """By field, those of no field under ``all``."""
    errors = {each.get("pointer", "")[2:] or "all": each["detail"] for each in body.get("errors", [])}
    return errors or ({"all": body["detail"]} if body else {})


def _about(request: HttpRequest, sent: dict[str, str]) -> str:
    """The name of the page or session that the question is about."""
    for name, folder in (("session", "expert-sessions"), ("article", "articles")):
        if name in sent:
            answer = public_api.get(request, f"{folder}/{sent[name]}/", lang=sent.get("lang", "en"))
            return str(answer.body["title"]) if answer.ok else ""
    return ""


@require_safe
def answers_page(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200]
    number = number_of_page(request)
    wanted = {"q": query} if query else {}
    listed = public_api.found(request, "questions/", page=number, **wanted)
    values = {"listed": listed, "page_number": number, "query": query}
    return page(request, "site/questions/answers.html", values)


# Whoever has the link may delete the question, and nobody else knows the address.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def status_page(request: HttpRequest, token: str) -> HttpResponse:
    path = f"questions/status/{token}/"
    answer = public_api.delete(request, path) if request.method == "POST" else public_api.get(request, path)
    is_deleted = answer.status == DELETED
    values = {"question": answer.body if answer.ok else None, "is_deleted": is_deleted}
    status = 200 if answer.ok or is_deleted else 404
    response = page(request, "site/questions/status.html", values, cache=NEVER, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response
