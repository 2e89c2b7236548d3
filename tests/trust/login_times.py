"""How long a wrong password takes for names that exist and for names that do not: `make login-times`."""

import os
import statistics
import sys
import time
from collections.abc import Iterator

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["DATABASE_URL"] = "sqlite:///:memory:"
os.environ["LOG_LEVEL"] = "CRITICAL"

import django

NAMES, TRIES = 40, 5
ALLOWED = 0.1


def main() -> int:
    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import override_settings, setup_test_environment

    from healthkb.models import User
    from healthkb.settings import PASSWORD_HASHERS

    call_command("migrate", verbosity=0)
    setup_test_environment()
    override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS).enable()  # those of tests are fast ones
    for number in range(NAMES):
        User.objects.create_user(f"present-{number}", password="a password that is right", is_staff=True)
    client = Client()
    taken: dict[str, list[tuple[float, float]]] = {"present": [], "missing": []}
    for number, name in enumerate(names()):
        network = f"10.0.{number // 100}.{number % 100}"  # so that no limit is reached, and every password is looked at
        wall, cpu = time.perf_counter(), time.process_time()
        sent = {"username": name, "password": "a password that is wrong"}
        answer = client.post("/admin/login/", sent, REMOTE_ADDR=network)
        taken[name.split("-")[0]].append((time.perf_counter() - wall, time.process_time() - cpu))
        assert answer.status_code == 200, answer.status_code
    return told(taken)


def names() -> Iterator[str]:
    """By turns, so that what else the machine does falls on both alike."""
    for number in range(NAMES * TRIES):
        yield f"present-{number % NAMES}"
        yield f"missing-{number % NAMES}"


def told(taken: dict[str, list[tuple[float, float]]]) -> int:
    ratios = []
    for at, what in enumerate(("elapsed", "CPU")):
        present, missing = (statistics.median(each[at] for each in taken[sort]) for sort in ("present", "missing"))
        ratios.append(missing / present)
        print(
            f"{what}: median {present * 1000:.1f} ms for {len(taken['present'])} tries of names that exist, "
            f"{missing * 1000:.1f} ms of names that do not ({100 * (ratios[-1] - 1):+.1f} %)"
        )
    return int(abs(ratios[1] - 1) > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
