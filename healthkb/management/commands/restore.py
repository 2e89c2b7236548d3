import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from healthkb.backup import CannotRestore, Damaged, check_backup, restore_backup


class Command(BaseCommand):
    help = "Bring a backup into an empty database, SQLite or PostgreSQL, whichever it came from."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="Only compare every checksum; change nothing.")

    def handle(self, *args: Any, file: Path, check: bool, **options: Any) -> None:
        begun = time.monotonic()
        try:
            if check:
                manifest = check_backup(file=file)
                rows = sum(manifest["rows"].values())
                self.stdout.write(f"{file} is whole: {rows} rows, made at {manifest['made_at']}.")
                return
            saved = restore_backup(file=file)
        except (CannotRestore, Damaged) as problem:
            raise CommandError(str(problem)) from problem
        seconds = time.monotonic() - begun
        self.stdout.write(f"Restored {saved.rows} rows and {saved.files} files ({seconds:.1f} s).")
        self.stdout.write("Now run check_integrity, and verify_audit with your anchors.")
