from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from healthkb.site import public_api
from healthkb.site.page import NEVER, page
from healthkb.site.search import FOLDERS

TAKEN = 201
CATEGORIES = (
    ("wrong", "Something is wrong"),
    ("out_of_date", "Something is out of date"),
    ("unclear", "Something is hard to understand"),
    ("missing", "Something is missing"),
    ("broken", "A link or picture does not work"),
    ("other", "Something else"),
)


@csrf_exempt
@require_POST
def helpful_page(request: HttpRequest) -> HttpResponse:
    about = _about(request)
    body = {**about, "helpful": request.POST.get("helpful") == "yes"}
    answer = public_api.post(request, "feedback/", body)
    values = _values(about) | {"counted": answer.status == TAKEN, "detail": "" if answer.ok else _detail(answer)}
    return page(request, "site/questions/helpful.html", values, cache=NEVER)


@csrf_exempt
@sensitive_post_parameters()
@require_POST
def report_page(request: HttpRequest) -> HttpResponse:
    about = _about(request)
    words = {name: request.POST.get(name, "") for name in ("category", "text", "website")}
    answer = public_api.post(request, "problem-reports/", {**about, **words})
    if answer.status == TAKEN:
        return page(request, "site/questions/reported.html", _values(about) | {"receipt": answer.body}, cache=NEVER)
    values = _values(about) | {"counted": None, "detail": _detail(answer), "words": words}
    return page(request, "site/questions/helpful.html", values, cache=NEVER, status=answer.status)


@require_safe
def report_status_page(request: HttpRequest, token: str) -> HttpResponse:
    answer = public_api.get(request, f"problem-reports/status/{token}/")
    values = {"report": answer.body} if answer.ok else {}
    response = page(request, "site/questions/report_status.html", values, cache=NEVER, status=200 if answer.ok else 404)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _about(request: HttpRequest) -> dict[str, str]:
    """The page that it is about. Raises Http404 where there can be none."""
    about = {name: request.POST.get(name, "") for name in ("type", "slug", "lang")}
    if about["type"] not in FOLDERS or not about["slug"]:
        raise Http404
    return about


def _values(about: dict[str, str]) -> dict[str, object]:
    return {"about": about, "folder": FOLDERS[about["type"]], "categories": CATEGORIES}


def _detail(answer: public_api.Answer) -> str:
    return str((answer.body or {}).get("detail", ""))
