import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.models import ImportBatch, ImportState
from articles.sheets.batches import ImportRefused, all_findings, cancel, confirm, conflict_count, preview, upload
from articles.sheets.files.problem import FileProblem
from articles.sheets.match import FIRST, NUMBER, STOP, Matching, MatchingProblem
from healthkb.management.progress_bar import ProgressBar
from healthkb.models import User

BLOCKED, CONFLICTS, UNREADABLE, REFUSED = 1, 3, 4, 5
_SHOWN = 50
# Seconds in which nothing moves. Another worker takes the place of one that died within two minutes, and comes first.
_PATIENCE = 180
_TRIES = 5
_NEVER_DONE = (
    f"The worker began to compare this file {_TRIES} times and was never done. Nothing was saved, and the import was "
    "cancelled. Look in the log of the worker why it stops, then import the file again."
)


class Command(BaseCommand):
    help = "Import a workbook, a CSV file or a zip of CSV files into the working rows. Nothing goes live."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="USERNAME", help="Who imports. Their rights count.")
        parser.add_argument("--dry-run", action="store_true", help="Show what would change, and save nothing.")
        parser.add_argument("--conflicts", choices=["keep", "overwrite"], default="", help="Which text wins.")
        parser.add_argument("--sheet", default="", help="Which sheet a CSV is, if its name does not say so.")
        parser.add_argument("--from", default="", metavar="NAME", help="The sheet in the file that --match is about.")
        parser.add_argument("--note", default="")
        parser.add_argument(
            "--match", nargs="+", action="extend", default=[], metavar="OURS=THEIRS", help="Which column fills which."
        )
        parser.add_argument("--above", type=int, default=0, metavar="ROWS", help="How many stand above the headings.")
        parser.add_argument(
            "--same", nargs="+", action="extend", default=[], metavar="OURS=TEXT", help="One text for every row."
        )
        parser.add_argument("--repeats", choices=[STOP, NUMBER, FIRST], default=STOP, help="Rows with the same slug.")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"There is no account “{options['by']}”.", returncode=2)
        try:
            source = options["file"].open("rb")
        except OSError as problem:
            raise CommandError(f"{options['file']}: {problem.strerror}.", returncode=2) from problem
        try:
            with source:
                self._import(File(source, options["file"].name), by, options)
        except FileProblem as problem:
            raise CommandError(str(problem), returncode=UNREADABLE) from problem
        except ImportRefused as problem:
            raise CommandError(str(problem), returncode=REFUSED) from problem

    def _import(self, file: "File[bytes]", by: User, options: dict[str, Any]) -> None:
        now, comparing = timezone.now(), ProgressBar(self.stderr, "Compared")
        batch = upload(
            file=file,
            by=by,
            at=now,
            sheet=options["sheet"],
            note=options["note"],
            matching=_matching(options),
            wait=True,
            watch=comparing.show,
        )
        _wait_for_worker(batch, comparing)
        report = _report(batch)
        code = _exit_code(batch, options["conflicts"])
        if code == 0 and not options["dry_run"]:
            saving = ProgressBar(self.stderr, "Saved")
            confirm(batch=batch, by=by, at=now, on_conflict=options["conflicts"], watch=saving.show)
            report["batch"] = str(batch.uuid)
        else:
            cancel(batch=batch)
        report["saved"] = code == 0 and not options["dry_run"]
        self.stdout.write(json.dumps(report, ensure_ascii=False) if options["format"] == "json" else _as_text(report))
        if code:
            raise CommandError("Nothing was saved.", returncode=code)


def _wait_for_worker(batch: ImportBatch, comparing: ProgressBar) -> None:
    """A worker that found the file waiting compares it in place of us. If nothing moves any more, we go on ourselves.

    Raises ImportRefused where it was begun again and again, and never done.
    """
    first, seconds = batch.attempt, 0
    while batch.state == ImportState.WAITING:
        if batch.attempt >= first + _TRIES:
            cancel(batch=batch)
            raise ImportRefused(_NEVER_DONE)
        time.sleep(1)
        before = batch.attempt, batch.progress
        batch.refresh_from_db()
        comparing.show(batch.progress, batch.rows)
        seconds = seconds + 1 if before == (batch.attempt, batch.progress) else 0
        if seconds >= _PATIENCE:
            preview(batch=batch, watch=comparing.show)
            seconds = 0


def _matching(options: dict[str, Any]) -> Matching | None:
    """The sheet in the file is named after it, as a CSV's is."""
    if not options["match"]:
        return None
    source, columns, same = options["file"].stem, _pairs(options["match"]), _pairs(options["same"])
    matching = Matching(
        options["sheet"], options["from"] or source, columns, same, options["repeats"], options["above"]
    )
    try:
        matching.check()
    except MatchingProblem as problem:
        raise CommandError(str(problem), returncode=2) from problem
    return matching


def _pairs(given: list[str]) -> dict[str, str]:
    return {ours: theirs for ours, _, theirs in (pair.partition("=") for pair in given)}


def _exit_code(batch: ImportBatch, conflicts: str) -> int:
    if batch.state == "blocked":
        return BLOCKED
    return CONFLICTS if conflict_count(batch) and not conflicts else 0


def _report(batch: ImportBatch) -> dict[str, Any]:
    findings = all_findings(batch)
    return {
        "file": batch.name,
        "sheets": batch.counts,
        "problems": [finding.as_text() for finding in findings if finding.blocks],
        "notes": [finding.as_text() for finding in findings if not finding.blocks],
    }


def _as_text(report: dict[str, Any]) -> str:
    lines = [*report["problems"][:_SHOWN], *report["notes"][:_SHOWN]]
    if len(report["problems"]) > _SHOWN:
        lines.append(f"… and {len(report['problems']) - _SHOWN} more problems.")
    for title, counts in report["sheets"].items():
        words = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
        lines.append(f"{title}: {words or 'no rows'}")
    lines.append("Saved as drafts." if report["saved"] else "Not saved.")
    return "\n".join(lines)
