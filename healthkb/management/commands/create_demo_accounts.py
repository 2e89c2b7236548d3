from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from healthkb.demonstration import PasswordFileUnwritable, create_demo_accounts, read_passwords


class Command(BaseCommand):
    help = "Make one account for each role, to try HealthKB with. Only where DEMONSTRATION=1 is set."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Demonstration accounts are only made where DEMONSTRATION=1 is set.")
        file = Path(settings.VAR_DIR) / "demo_passwords"
        try:
            made = create_demo_accounts(passwords_file=file)
        except PasswordFileUnwritable as error:
            raise CommandError(str(error)) from error
        if not made:
            self.stdout.write(f"The demonstration accounts exist. Their first passwords are in {file}.")
            return
        passwords = read_passwords(file)
        self.stdout.write("Demonstration accounts (user name, password):")
        for name in made:
            self.stdout.write(f"  {name:<14} {passwords[name]}")
        self.stdout.write(f"The passwords are also kept in {file}.")
