from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.publishing import CannotLoad, Refused
from articles.services.check_summaries import refresh_check_summaries
from healthkb.demonstration import load_demo_content, load_demo_questions


class Command(BaseCommand):
    help = "Roles, demonstration accounts, and the content of fixtures/, published. What exists stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("sync_roles", stdout=self.stdout)
        call_command("create_demo_accounts", stdout=self.stdout)
        try:
            added = load_demo_content(fixtures=settings.BASE_DIR / "fixtures", at=timezone.now())
            load_demo_questions(at=timezone.now())
            refresh_check_summaries(timezone.now)
        except (CannotLoad, Refused) as error:
            raise CommandError(f"The demonstration content was not loaded. {error}") from error
        self.stdout.write(f"Loaded and published {added} documents." if added else "The content was loaded before.")
