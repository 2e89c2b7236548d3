# What each rule in ours.yml has to find, and what it has to leave alone. Read by `semgrep --test`, never run.


# ruleid: safe-html-comes-from-named-places
shown = mark_safe(text)
# ok: safe-html-comes-from-named-places
shown = format_html("<b>{}</b>", text)


class Meta:
    # ruleid: fields-are-named-one-by-one
    fields = "__all__"
    # ok: fields-are-named-one-by-one
    exclude = "__all__"


# ruleid: fields-are-named-one-by-one
form = modelform_factory(Cause, fields="__all__")


def page(request):
    # ruleid: a-request-names-no-columns
    Cause.objects.filter(**request.GET.dict())
    wanted = request.GET["order"]
    # ruleid: a-request-names-no-columns
    Cause.objects.order_by(wanted)
    # ruleid: a-request-names-no-columns
    cursor.execute(f"SELECT {request.GET['column']} FROM cause")
    # ok: a-request-names-no-columns
    Cause.objects.filter(slug=request.GET["slug"])
    # ruleid: the-log-holds-nothing-of-a-request
    log.warning("Refused %s", request.POST)
    body = request.body
    # ruleid: the-log-holds-nothing-of-a-request
    logger.info(f"{body}")
    # ok: the-log-holds-nothing-of-a-request
    log.warning("Refused %s", request.method)


# ruleid: only-webhooks-call-other-servers
import requests

# ruleid: only-webhooks-call-other-servers
from urllib.request import urlopen

# ok: only-webhooks-call-other-servers
from urllib.parse import urlsplit


# ruleid: pages-without-csrf-check-are-named
@csrf_exempt
def page(request):
    return None


# ruleid: pages-without-csrf-check-are-named
page = csrf_exempt(page)
