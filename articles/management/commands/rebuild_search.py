from typing import Any

from django.core.management.base import BaseCommand

from articles.search import rebuild


class Command(BaseCommand):
    help = "Makes the search index anew from what is published."

    def handle(self, *args: Any, **options: Any) -> None:
        count = rebuild()
        self.stdout.write(f"Search now knows {count} published document{'' if count == 1 else 's'}.")
