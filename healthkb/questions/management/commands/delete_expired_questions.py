from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from healthkb.questions.services import erase_expired


class Command(BaseCommand):
    help = "Delete unanswered questions, and the private words of readers, that are older than QUESTION_RETENTION_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:
        erased = erase_expired(at=timezone.now())
        self.stdout.write(
            f"Deleted {erased.questions} unanswered questions, and the words of {erased.texts} answered questions and "
            f"{erased.reports} reports."
        )
