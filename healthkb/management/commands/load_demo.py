from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Set up the roles and the demonstration accounts. What exists and was edited stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("sync_roles", stdout=self.stdout, verbosity=0)
        call_command("create_demo_accounts", stdout=self.stdout)
