import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from healthkb.backup import save_backup


class Command(BaseCommand):
    help = "Save all rows and pictures, as they are at one moment, into one file with checksums."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A new file, such as healthkb-2026-03-03.zip.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} is there already. Name a new file.")
        begun = time.monotonic()
        try:
            saved = save_backup(file=file, at=timezone.now())
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        seconds = time.monotonic() - begun
        self.stdout.write(f"Saved {saved.rows} rows and {saved.files} files in {file} ({seconds:.1f} s).")
