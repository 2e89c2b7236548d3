from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from healthkb.accounts.second_step import reset_second_step
from healthkb.models import User


class Command(BaseCommand):
    help = "Let somebody who lost the phone and the recovery codes set up another phone at the next sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--how-known", required=True, help="How you know that it is really them.")

    def handle(self, *args: Any, username: str, how_known: str, **options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is no account named {username}.")
        reset_second_step(person=person, how_known=how_known, by=None, at=timezone.now())
        self.stdout.write(f"{username} sets up a phone at the next sign-in.")
