"""Webhooks and API keys in the admin, as the people do it who may, and as those try who may not."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from healthkb.keys import find_key
from healthkb.models import ApiKey, User, WebhookDelivery, WebhookEndpoint
from healthkb.webhooks import Outcome, deliver_due
from tests.builders import make_author, make_user

pytestmark = pytest.mark.django_db
ENDPOINTS = "/admin/healthkb/webhookendpoint/"
KEYS = "/admin/healthkb/apikey/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def administrator() -> Client:
    person = make_user(is_staff=True)
    person.groups.add(Group.objects.get(name="Administrator"))
    return signed_in(person)


def add(client: Client, **values: str) -> Any:
    form = {"name": "Shop", "url": "https://shop.example/hook", "is_active": "on", **values}
    return client.post(f"{ENDPOINTS}add/", form)


def secret_in(response: Any) -> str:
    found = re.search(r'<code class="secret">(.*?)</code>', response.content.decode())
    return found[1] if found else ""


def test_an_endpoint_from_beginning_to_end(administrator: Client) -> None:
    answer = add(administrator)
    endpoint = WebhookEndpoint.objects.get()
    assert (secret_in(answer), "no-store" in answer.headers["Cache-Control"]) == (endpoint.secret, True)
    page = f"{ENDPOINTS}{endpoint.pk}/change/"
    assert endpoint.secret not in administrator.get(page).content.decode()
    assert secret_in(administrator.post(f"{ENDPOINTS}{endpoint.pk}/replace-secret/")) not in ("", endpoint.secret)
    assert "signed with the old one too until" in administrator.get(page).content.decode()
    administrator.post(f"{ENDPOINTS}{endpoint.pk}/test/")
    deliver_due(timezone.now, send=lambda url, body, headers: Outcome(410))
    listed = administrator.get("/admin/healthkb/webhookdelivery/?state=given_up").content.decode()
    assert "msg_test_" in listed
    delivery = WebhookDelivery.objects.get()
    shown = administrator.get(f"/admin/healthkb/webhookdelivery/{delivery.pk}/change/").content.decode()
    assert "HTTP 410" in shown
    assert "&quot;type&quot;: &quot;test&quot;" in shown
    again = {"action": "send_again", "_selected_action": [delivery.pk]}
    refused = administrator.post("/admin/healthkb/webhookdelivery/", again, follow=True).content.decode()
    assert "Switched off: Shop." in refused
    administrator.post(page, {"name": "Shop", "url": endpoint.url, "is_active": "on"})
    done = administrator.post("/admin/healthkb/webhookdelivery/", again, follow=True).content.decode()
    assert "The worker sends 1 message again." in done


@pytest.mark.parametrize("url", ["http://shop.example/", "https://a:b@shop.example/", "ftp://shop.example/", "shop"])
def test_addresses_that_could_never_do(administrator: Client, url: str) -> None:
    assert add(administrator, url=url).status_code == 200
    assert WebhookEndpoint.objects.count() == 0


def test_webhooks_are_for_administrators() -> None:
    author = make_author(is_staff=True)
    endpoint = WebhookEndpoint.objects.create(name="Shop", secret="whsec_AAAA", made_by=author, made_at=timezone.now())
    client = signed_in(author)
    tried = [client.get(ENDPOINTS), add(client), client.post(f"{ENDPOINTS}{endpoint.pk}/replace-secret/")]
    tried += [client.post(f"{ENDPOINTS}{endpoint.pk}/test/"), client.get("/admin/healthkb/webhookdelivery/")]
    assert [each.status_code for each in tried] == [403] * 5


def test_following_a_link_changes_no_secret(administrator: Client) -> None:
    add(administrator)
    endpoint = WebhookEndpoint.objects.get()
    assert administrator.get(f"{ENDPOINTS}{endpoint.pk}/replace-secret/").status_code == 403


@pytest.fixture
def deliveries(administrator: Client) -> dict[str, WebhookDelivery]:
    """One that waits, one that was delivered, two that were given up."""
    add(administrator)
    endpoint, now = WebhookEndpoint.objects.get(), timezone.now()
    ends = {
        "waiting": {},
        "delivered": {"delivered_at": now},
        "given_up": {"given_up_at": now},
        "lost": {"given_up_at": now},
    }
    return {
        name: WebhookDelivery.objects.create(endpoint=endpoint, message=f"msg_{name}", made_at=now, next_at=now, **end)
        for name, end in ends.items()
    }


def test_the_list_of_endpoints_tells_what_waits_and_what_was_given_up(
    administrator: Client, deliveries: dict[str, WebhookDelivery]
) -> None:
    page = administrator.get(ENDPOINTS).content.decode()
    given_up = (
        f"/admin/healthkb/webhookdelivery/?endpoint__id__exact={deliveries['waiting'].endpoint_id}&amp;state=given_up"
    )
    assert f'<td class="field-given_up"><a href="{given_up}">2</a></td>' in page.replace("&state", "&amp;state")
    assert '<td class="field-waiting">1</td>' in page
    assert "Nothing yet" not in page
    WebhookDelivery.objects.exclude(message="msg_waiting").delete()
    page = administrator.get(ENDPOINTS).content.decode()
    assert ("Nothing yet" in page, '<td class="field-given_up">0</td>' in page) == (True, True)


def test_messages_are_listed_by_what_became_of_them(
    administrator: Client, deliveries: dict[str, WebhookDelivery]
) -> None:
    for state, words in (("waiting", "Waiting"), ("delivered", "Delivered"), ("given_up", "Given up")):
        listed = administrator.get(f"/admin/healthkb/webhookdelivery/?state={state}").content.decode()
        shown = re.findall(r'class="field-state[^"]*">([^<]+)<', listed)
        assert shown == [words] * (2 if state == "given_up" else 1)
    page = administrator.get(f"/admin/healthkb/webhookdelivery/{deliveries['waiting'].pk}/change/").content.decode()
    assert "None yet." in page


def test_several_are_sent_again_by_those_who_may_change_where_they_go(
    administrator: Client, deliveries: dict[str, WebhookDelivery]
) -> None:
    lost = {"action": "send_again", "_selected_action": [deliveries[name].pk for name in ("given_up", "lost")]}
    reader = signed_in(make_user("healthkb.view_webhookdelivery", is_staff=True))
    reader.post("/admin/healthkb/webhookdelivery/", lost)
    assert WebhookDelivery.objects.filter(given_up_at=None).count() == 2
    told = administrator.post("/admin/healthkb/webhookdelivery/", lost, follow=True).content.decode()
    assert ("The worker sends 2 messages again." in told, WebhookDelivery.objects.filter(given_up_at=None).count()) == (
        True,
        4,
    )


def test_an_endpoint_is_switched_off_and_never_deleted(administrator: Client) -> None:
    add(administrator)
    endpoint = WebhookEndpoint.objects.get()
    assert administrator.post(f"{ENDPOINTS}{endpoint.pk}/delete/", {"post": "yes"}).status_code == 403
    assert administrator.post(f"{ENDPOINTS}{endpoint.pk + 9}/test/").status_code == 404
    assert "Set. It was shown once." in administrator.get(f"{ENDPOINTS}{endpoint.pk}/change/").content.decode()
    told = administrator.post(f"{ENDPOINTS}{endpoint.pk}/test/", follow=True).content.decode()
    assert "The worker sends the test now." in told


def test_an_address_without_https_is_for_networks_of_ones_own(administrator: Client, settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = ["10.0.0.0/8"]
    add(administrator, url="http://10.0.0.9/hook")
    assert WebhookEndpoint.objects.get().url == "http://10.0.0.9/hook"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_endpoints_takes_as_many_queries_however_long(
    administrator: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        add(administrator, name=f"Shop {number}")
    with django_assert_num_queries(6):
        administrator.get(ENDPOINTS)


# Keys


def make(client: Client, **values: str) -> Any:
    until = (timezone.localdate() + dt.timedelta(days=90)).isoformat()
    return client.post(f"{KEYS}add/", {"name": "Shop", "scope": "read", "until": until, **values})


def test_a_key_of_ones_own() -> None:
    author = make_author(is_staff=True)
    client = signed_in(author)
    text = secret_in(make(client, scope="preview"))
    key = find_key(text, at=timezone.now())
    assert key is not None
    assert (key.owner, key.scope) == (author, "preview")
    page = client.get(f"{KEYS}{key.pk}/change/").content.decode()
    assert (text in page, "In use" in page) == (False, True)
    done = client.post(KEYS, {"action": "end_keys", "_selected_action": [key.pk]}, follow=True)
    assert "These keys open nothing any more." in done.content.decode()
    assert find_key(text, at=timezone.now()) is None


def test_a_key_is_made_and_ended_and_never_changed_or_deleted() -> None:
    client = signed_in(make_author(is_staff=True))
    assert f'href="{KEYS}"' in client.get("/admin/healthkb/").content.decode()
    make(client)
    key = ApiKey.objects.get()
    tried = [client.post(f"{KEYS}{key.pk}/{name}/", {"name": "Mine", "post": "yes"}) for name in ("change", "delete")]
    assert ([each.status_code for each in tried], ApiKey.objects.get().name) == ([403, 403], "Shop")


@pytest.mark.parametrize(("days", "is_made"), [(0, False), (1, True), (366, True), (367, False)])
def test_the_last_day_of_a_key_is_one_of_the_next_year(days: int, is_made: bool) -> None:
    until = timezone.localdate() + dt.timedelta(days=days)
    page = make(signed_in(make_author(is_staff=True)), until=until.isoformat()).content.decode()
    assert ("Choose a day within a year from now." in page, ApiKey.objects.exists()) == (not is_made, is_made)


def test_who_may_only_look_at_all_keys_ends_none_of_others() -> None:
    make(signed_in(make_author(is_staff=True)))
    key = ApiKey.objects.get()
    looking = signed_in(make_user("healthkb.view_apikey", is_staff=True))
    told = looking.post(KEYS, {"action": "end_keys", "_selected_action": [key.pk]}, follow=True).content.decode()
    assert ("somebody else" in told, "open nothing" in told, ApiKey.objects.get().ended_at) == (True, False, None)


def test_somebody_elses_key_is_neither_seen_nor_ended() -> None:
    make(signed_in(make_author(is_staff=True)))
    key = ApiKey.objects.get()
    other = signed_in(make_author(is_staff=True))
    other.post(KEYS, {"action": "end_keys", "_selected_action": [key.pk]})
    assert key.prefix not in other.get(KEYS).content.decode()
    assert ApiKey.objects.get().ended_at is None


def test_an_administrator_ends_anybodys(administrator: Client) -> None:
    make(signed_in(make_author(is_staff=True)))
    key = ApiKey.objects.get()
    administrator.post(KEYS, {"action": "end_keys", "_selected_action": [key.pk]})
    assert ApiKey.objects.get().ended_at is not None


@pytest.mark.parametrize("values", [{"until": "2020-01-01"}, {"until": "2099-01-01"}, {"scope": "preview"}])
def test_what_no_key_may_be(values: dict[str, str]) -> None:
    assert make(signed_in(make_user(is_staff=True)), **values).status_code == 200
    assert ApiKey.objects.count() == 0
