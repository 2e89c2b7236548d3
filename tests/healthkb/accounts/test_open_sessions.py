"""People see where they are signed in and sign out there; administrators sign others out."""

import html
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from articles.models import AuditEntry
from healthkb.accounts.browsers import browser_named
from healthkb.models import AccountSession, User
from tests.healthkb.accounts.conftest import PASSWORD, give_password, make_person, set_up

pytestmark = pytest.mark.django_db
PAGE, WORKLIST = "/admin/signed-in/", "/admin/worklist/"
MINUTE = 60
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
SAFARI = f"{IPHONE} Version/17.6 Mobile/15E148 Safari/604.1"
EDGE = f"{CHROME.replace('X11; Linux x86_64', 'Macintosh; Intel Mac OS X 10_15_7')} Edg/130.0.0.0"


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to("2026-03-03T10:00:00+00:00", tick=False)
    return time_machine


def browser(person: User, user_agent: str = "") -> Client:
    client = Client(headers={"User-Agent": user_agent})
    give_password(client, person)
    return client


def rows_of(client: Client) -> list[list[str]]:
    """The words of the table, cell by cell."""
    rows = client.get(PAGE).content.decode().split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row) for row in rows]
    return [[html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]


def marks_of(client: Client) -> list[str]:
    return re.findall(r'name="end" value="(\w+)"', client.get(PAGE).content.decode())


def named(name: str, **values: Any) -> User:
    return make_person(username=name.lower(), first_name=name, last_name="", **values)


def is_in(client: Client) -> bool:
    return client.get(WORKLIST).status_code == 200


def details_of_sign_outs() -> list[tuple[str, str, str]]:
    rows = AuditEntry.objects.filter(action="signed_out").order_by("number")
    return [(row.by_name, row.subject, row.details) for row in rows]


def test_people_see_their_own_sessions_and_which_one_is_this(clock: Any) -> None:
    person, another = named("Ann"), make_person()
    there, here, _ = browser(person, FIREFOX), browser(person, SAFARI), browser(another, CHROME)
    for _ in range(2):
        clock.shift(6 * MINUTE)
        there.get(WORKLIST)
    clock.shift(MINUTE)
    assert rows_of(here) == [
        ["Safari on an iPhone", "3 Mar 2026, 10:00", "Now", "You are here"],
        [
            "Firefox on Windows",
            "3 Mar 2026, 10:00",
            "3 Mar 2026, 10:12",
            "Sign out there: Firefox on Windows, signed in 3 Mar 2026, 10:00",
        ],
    ]


def test_with_one_session_there_is_nothing_to_end(client: Client) -> None:
    give_password(client, make_person())
    assert [row[3] for row in rows_of(client)] == ["You are here"]
    assert marks_of(client) == []
    assert "You are signed in nowhere else." in client.get(PAGE).content.decode()


def test_pages_that_are_read_write_when_they_were_once_in_five_minutes(
    client: Client, clock: Any, django_assert_num_queries: Any
) -> None:
    give_password(client, make_person())
    written = []
    for _ in range(7):
        clock.shift(2 * MINUTE)
        client.get(WORKLIST)
        written.append(AccountSession.objects.get().last_used_at.minute)
    assert written == [0, 0, 6, 6, 6, 12, 12]


def test_one_of_the_others_is_ended_and_the_rest_stay(clock: Any) -> None:
    person = named("Ann")
    one, two, here = browser(person, FIREFOX), browser(person, CHROME), browser(person)
    clock.shift(6 * MINUTE)
    assert is_in(two)  # so that it stands before the first
    chosen = marks_of(here)
    page = here.post(PAGE, {"end": chosen[1]}, follow=True).content.decode()
    assert "Signed out there." in page
    assert [is_in(each) for each in (one, two, here)] == [False, True, True]
    assert details_of_sign_outs() == [("Ann", "Ann", '{"sessions":1}')]
    assert "Nobody was signed in there any more." in here.post(PAGE, {"end": chosen[1]}, follow=True).content.decode()
    assert len(details_of_sign_outs()) == 1


def test_all_others_are_ended_at_once() -> None:
    person, another = named("Ann"), make_person()
    clients = [browser(person) for _ in range(3)] + [browser(another)]
    page = clients[0].post(PAGE, {"end": "others"}, follow=True).content.decode()
    assert "Signed out in 2 browsers." in page
    assert [is_in(each) for each in clients] == [True, False, False, True]
    assert details_of_sign_outs() == [("Ann", "Ann", '{"sessions":2}')]


def test_nobody_ends_a_session_of_somebody_else_by_its_mark() -> None:
    ann, bob = make_person(), make_person()
    theirs, also_theirs, mine = browser(ann), browser(ann), browser(bob)
    mine.post(PAGE, {"end": marks_of(theirs)[0]})
    assert [is_in(each) for each in (theirs, also_theirs)] == [True, True]


def test_the_page_tells_no_key_and_asks_for_the_password(clock: Any) -> None:
    person = make_person()
    there, here = browser(person), browser(person)
    page = here.get(PAGE).content.decode()
    assert [each.cookies["sessionid"].value in page for each in (there, here)] == [False, False]
    clock.shift(16 * MINUTE)
    for send, status in ((here.get, 302), (here.post, 307)):
        answer: Any = send(PAGE, {"end": "others"})
        assert (answer.status_code, answer.url.split("?")[0]) == (status, "/admin/prove/")
    assert is_in(there)


def test_what_would_not_be_let_in_is_not_shown(clock: Any) -> None:
    person = make_person()
    idle = browser(person, FIREFOX)
    clock.shift(65 * MINUTE)
    here = browser(person)
    assert [len(rows_of(here)), is_in(idle)] == [1, False]
    there = browser(person)
    assert len(rows_of(here)) == 2
    new = "quite another phrase"
    here.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert [len(rows_of(here)), is_in(there)] == [1, False]


def test_eight_hours_end_a_session_here_too_where_nobody_is_idle(clock: Any, settings: Any) -> None:
    settings.IDLE_MINUTES = 0
    settings.PROVE_AGAIN_MINUTES = 0
    person = make_person()
    there = browser(person)
    clock.shift(MINUTE)
    there.post("/admin/prove/?next=/admin/", {"password": PASSWORD})  # writes into the session
    here = browser(person)
    clock.shift(8 * 60 * MINUTE - MINUTE - 1)
    assert len(rows_of(here)) == 2
    clock.shift(1)
    assert len(rows_of(here)) == 1


def test_who_gave_the_password_and_no_code_is_seen(client: Client, both_steps: Any) -> None:
    person = make_person("publisher")
    set_up(client, person)
    browser(person, FIREFOX)
    assert [row[0] for row in rows_of(client)] == ["Another browser", "Firefox on Windows Only the password was given"]


def test_rows_of_sessions_that_are_over_go_when_somebody_signs_in(clock: Any) -> None:
    browser(make_person())
    for days, kept in ((7, 2), (1, 2)):
        clock.shift(days * 24 * 60 * MINUTE)
        browser(make_person())
        assert AccountSession.objects.count() == kept


def offer_in(client: Client, address: str) -> tuple[str, list[str]]:
    """What the page says will happen, and its buttons."""
    page = client.get(address).content.decode()
    return re.findall(r'<p class="lead">(.*?)</p>', page)[0], re.findall(r'type="submit">(Sign [^<]*)</button>', page)


def test_an_administrator_signs_somebody_out_everywhere() -> None:
    ann, boss = (
        named("Ann"),
        named("Boss", is_superuser=True),
    )
    theirs, mine = [browser(ann), browser(ann)], browser(boss)
    account = f"/admin/healthkb/user/{ann.pk}/change/"
    address = account.replace("change", "sign-out")
    assert f'With 2 browsers. <a href="{address}">Sign out there?</a>' in mine.get(account).content.decode()
    words, buttons = offer_in(mine, address)
    assert words.startswith("Ann is signed in with 2 browsers. After this, Ann has to sign in again. What was typed")
    assert buttons == ["Sign Ann out"]
    assert [is_in(each) for each in theirs] == [True, True]
    assert "Signed out in 2 browsers." in mine.post(address, follow=True).content.decode()
    assert [is_in(each) for each in (*theirs, mine)] == [False, False, True]
    assert details_of_sign_outs() == [("Boss", "Ann", '{"sessions":2}')]
    assert "Nowhere." in mine.get(account).content.decode()
    assert offer_in(mine, address) == ("Ann is signed in nowhere now.", [])
    assert mine.get("/admin/healthkb/user/999999/sign-out/").status_code == 404


def test_an_administrator_who_ends_their_own_stays_here() -> None:
    boss = make_person(is_superuser=True)
    there, here = browser(boss), browser(boss)
    address = f"/admin/healthkb/user/{boss.pk}/sign-out/"
    words, buttons = offer_in(here, address)
    assert words.startswith(
        "Apart from here, you are signed in with 1 browser. There you will have to sign in again. Here you stay "
    )
    assert buttons == ["Sign out everywhere else"]
    assert here.post(address).status_code == 302
    assert [is_in(there), is_in(here)] == [False, True]
    assert offer_in(here, address) == ("You are signed in nowhere but here, and here you stay signed in.", [])


def test_only_who_may_change_an_account_signs_it_out() -> None:
    boss, publisher = make_person(is_superuser=True), make_person()
    publisher.groups.add(Group.objects.get(name="Publisher"))
    administrator = make_person("administrator")
    theirs = browser(boss)
    for person in (publisher, administrator):
        client = browser(person)
        address = f"/admin/healthkb/user/{boss.pk}/sign-out/"
        assert [client.get(address).status_code, client.post(address).status_code] == [403, 403]
    assert is_in(theirs)


def test_who_is_let_in_again_does_not_go_on_with_an_old_session() -> None:
    ann, boss = named("Ann"), make_person(is_superuser=True)
    theirs, mine = browser(ann), browser(boss)
    account = f"/admin/healthkb/user/{ann.pk}/change/"
    for is_active in ({}, {"is_active": "on"}):
        assert mine.post(account, {"username": "ann", "is_staff": "on", **is_active}).status_code == 302
    assert User.objects.get(pk=ann.pk).is_active
    assert not is_in(theirs)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (CHROME, "Chrome on Linux"),
        (SAFARI, "Safari on an iPhone"),
        (EDGE, "Edge on a Mac"),
        (FIREFOX.replace("Windows NT 10.0; Win64; x64", "Android 14; Mobile"), "Firefox on Android"),
        ("curl/8.5.0", "Another browser"),
        ("<script> Linux", "Another browser on Linux"),
        ("", "Another browser"),
    ],
)
def test_browsers_have_plain_names(user_agent: str, name: str) -> None:
    assert browser_named(user_agent) == name
