import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from articles.publishing.audit_chain import Anchor, anchor_now, faults_in_audit


class Command(BaseCommand):
    help = "Check that no entry of the audit log was edited, taken out, put in or cut off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", type=Path, help="A file of anchors, or of log lines, to hold the log against.")
        parser.add_argument("--add-anchor", type=Path, help="Add today's anchor to this file, kept on another machine.")

    def handle(self, *args: Any, anchor: Path | None, add_anchor: Path | None, **options: Any) -> None:
        anchors = read_anchors(anchor) if anchor else []
        faults = faults_in_audit(anchors)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"The audit log is not whole: {len(faults)} faults. Keep the database as it is.")
        now = anchor_now()
        if add_anchor:
            with add_anchor.open("a") as file:
                file.write(f"{now.number} {now.sha256} {timezone.now().isoformat(timespec='seconds')}\n")
        self.stdout.write(f"The audit log is whole: {now.number} entries, {len(anchors)} anchors.")


def read_anchors(file: Path) -> list[Anchor]:
    try:
        lines = [line for line in file.read_text().splitlines() if line.strip()]
        return [anchor for line in lines if (anchor := _anchor_in(line))]
    except (OSError, ValueError, IndexError, KeyError) as error:
        raise CommandError(f"{file} cannot be read as anchors. Each line has a number and a hash.") from error


def _anchor_in(line: str) -> Anchor | None:
    """A line of the server's log in JSON is one where it tells of an entry."""
    if not line.startswith("{"):
        number, sha256 = line.split()[:2]
        return Anchor(int(number), sha256)
    told = json.loads(line)
    return Anchor(told["number"], told["sha256"]) if told["logger"] == "articles.audit" else None
