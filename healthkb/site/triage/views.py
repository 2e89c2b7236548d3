from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from healthkb.site import public_api
from healthkb.site.page import NEVER, page
from healthkb.site.public_api import Json
from healthkb.site.triage.answering import Interview, NotAnAnswer, Questions, interview_in, read_answer
from healthkb.site.triage.questions import questions_of
from healthkb.site.triage.results import care_level, result_context


# Nothing is stored and nobody is signed in, so there is nothing that a forged request could do.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def interview_page(request: HttpRequest, slug: str) -> HttpResponse:
    answer = public_api.get(request, f"triage/protocols/{slug}/")
    if answer.status in (404, 410):
        raise Http404
    if not answer.ok:
        return closed(request)
    protocol = answer.body
    if request.method != "POST":
        return page(request, "site/triage/start.html", {"protocol": protocol}, cache=NEVER)
    questions = questions_of(protocol)
    return _next_page(request, protocol, questions, interview_in(request.POST, questions))


def _next_page(request: HttpRequest, protocol: Json, questions: Questions, interview: Interview) -> HttpResponse:
    if interview.change:
        return _question_page(request, protocol, questions, interview, interview.change)
    if interview.is_back:
        return _previous(request, protocol, questions, interview)
    if interview.asked and not interview.is_end:
        try:
            interview.answers[interview.asked] = read_answer(questions[interview.asked], interview.given)
        except NotAnAnswer as mistake:
            return _question_page(request, protocol, questions, interview, interview.asked, mistake=str(mistake))
    return _assessed(request, protocol, questions, interview)


def _previous(request: HttpRequest, protocol: Json, questions: Questions, interview: Interview) -> HttpResponse:
    before = [code for code in interview.answers if code != interview.asked]
    if not before:
        return page(request, "site/triage/start.html", {"protocol": protocol}, cache=NEVER)
    return _question_page(request, protocol, questions, interview, before[-1])


def _assessed(request: HttpRequest, protocol: Json, questions: Questions, interview: Interview) -> HttpResponse:
    path = f"triage/protocols/{protocol['slug']}/assess/"
    answer = public_api.post(request, path, {"answers": interview.answers}, **_country(protocol))
    if not answer.ok:
        return closed(request)
    result = answer.body
    if result["next_question"] is None or interview.is_end:
        values = _shared(protocol, questions, interview) | result_context(result, protocol, questions)
        return page(request, "site/triage/result.html", values, cache=NEVER)
    return _question_page(request, protocol, questions, interview, result["next_question"]["question"], result=result)


def _country(protocol: Json) -> dict[str, str]:
    known = [each["country"] for each in protocol["wordings"]]
    return {"country": settings.COUNTRY} if settings.COUNTRY in known else {}


def _question_page(
    request: HttpRequest,
    protocol: Json,
    questions: Questions,
    interview: Interview,
    code: str,
    *,
    mistake: str = "",
    result: Json = None,
) -> HttpResponse:
    question = questions[code]
    before = interview.answers.get(code)
    chosen = list(interview.given) if mistake else before if isinstance(before, list) else [str(before)]
    values: dict[str, Any] = {
        "question": question,
        "text": question.text(for_other=interview.for_other),
        "chosen": chosen,
        "typed": next((each for each in chosen if each not in ("unsure", "None")), ""),
        "mistake": mistake,
        "number": len([each for each in interview.answers if each != code]) + 1,
        "at_most": result["progress"]["at_most"] if result else None,
        "so_far": care_level(result["advice"]) if result and result["advice"] else None,
    }
    shared = _shared(protocol, questions, interview, without=code)
    return page(request, "site/triage/question.html", shared | values, cache=NEVER, status=422 if mistake else 200)


def _shared(protocol: Json, questions: Questions, interview: Interview, *, without: str = "") -> dict[str, object]:
    told = [
        (code, questions[code].text(for_other=interview.for_other), questions[code].words(answer))
        for code, answer in interview.answers.items()
        if code != without
    ]
    return {"protocol": protocol, "carried": interview.fields(without=without), "told": told}


def closed(request: HttpRequest) -> HttpResponse:
    return page(request, "site/triage/closed.html", {}, status=503, cache=NEVER)
