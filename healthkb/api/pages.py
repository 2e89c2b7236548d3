"""The few HTML pages beside the API: what each problem means."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from healthkb.api.problems import PROBLEMS


@require_safe
def problem_list(request: HttpRequest) -> HttpResponse:
    return render(request, "healthkb/problems.html", {"problems": PROBLEMS, "heading": "Problems"})


@require_safe
def problem_detail(request: HttpRequest, name: str) -> HttpResponse:
    if name not in PROBLEMS:
        raise Http404
    problem = PROBLEMS[name]
    return render(request, "healthkb/problems.html", {"problems": {name: problem}, "heading": problem.title})
