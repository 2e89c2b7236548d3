from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.sheets.export import UnknownSheet, choose, csv_file, write_csv_archive, write_workbook
from healthkb.management.progress_bar import ProgressBar


class Command(BaseCommand):
    help = "Write the working rows to a workbook (.xlsx), a zip of CSV files (.zip) or, for one sheet, a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--kinds", nargs="+", default=[], metavar="SHEET", help="Only these sheets.")
        parser.add_argument("--published", action="store_true", help="Only pages that readers have now.")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            choice = choose(titles=options["kinds"], published_on=timezone.now() if options["published"] else None)
        except UnknownSheet as problem:
            raise CommandError(str(problem), returncode=2) from problem
        choice = replace(choice, watch=ProgressBar(self.stderr, "Wrote").show)
        # Written beside it first, so that a stopped export never leaves half a file under the name.
        unfinished = file.with_name(f".{file.name}.unfinished")
        try:
            with unfinished.open("wb") as target:
                if file.suffix == ".xlsx":
                    write_workbook(target, choice)
                elif file.suffix == ".zip":
                    write_csv_archive(target, choice)
                elif file.suffix == ".csv" and len(choice.sheets) == 1:
                    target.writelines(csv_file(choice.sheets[0], choice.rows(choice.sheets[0])))
                else:
                    raise CommandError("Name the file .xlsx or .zip, or .csv with one sheet in --kinds.", returncode=2)
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
        if self.stdout.isatty():
            self.stdout.write(f"Wrote {len(choice.sheets)} sheets to {file}.")
