from typing import Any

from django.core.management.base import BaseCommand

from healthkb.roles import sync_roles


class Command(BaseCommand):
    help = "Make the groups match the roles that healthkb/roles.py declares. Also happens after every migrate."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = sync_roles()
        self.stdout.write(f"Changed: {', '.join(changed)}." if changed else "All roles were up to date.")
