import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.services.integrity import check_integrity


class Command(BaseCommand):
    help = "Check that what readers get, its versions, the feed, search, the audit log and pictures agree."

    def handle(self, *args: Any, **options: Any) -> None:
        begun, count = time.monotonic(), 0
        for looked in check_integrity(at=timezone.now()):
            count += len(looked.faults)
            self.stdout.write(f"{looked.name}: {len(looked.faults) or 'no'} fault{'s'[: len(looked.faults) != 1]}")
            for fault in looked.faults:
                self.stderr.write(f"  {fault}")
        if count:
            raise CommandError(f"{count} faults. Keep the database as it is, and compare it with the last backup.")
        self.stdout.write(f"Everything agrees ({time.monotonic() - begun:.1f} s).")
