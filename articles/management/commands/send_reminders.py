from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.services.reminders import send_reminders


class Command(BaseCommand):
    help = "Tell owners which of their pages are due for a review in 60 days, or overdue. Once for each."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_reminders(at=timezone.now())
        for each in sent:
            self.stdout.write(f"{each.to}: {each.get_reason_display().lower()}: {each.document}, {each.next_review}")
        self.stdout.write(f"Sent {len(sent)} reminder{'' if len(sent) == 1 else 's'}.")
