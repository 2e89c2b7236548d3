from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.publishing.recomposing import recompose_all


class Command(BaseCommand):
    help = "Compose every published document anew with this release, after an update that says so."

    def handle(self, *args: Any, **options: Any) -> None:
        count = len(recompose_all(at=timezone.now()))
        self.stdout.write(f"{count} published document{'s'[: count != 1]} changed, and the change feed says so.")
