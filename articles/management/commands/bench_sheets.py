import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles.management.sheet_bench import alone, exports, imports, large, reading


class Command(BaseCommand):
    help = "Compare imports and exports with stock django-import-export and with the bare database, as ratios."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=10_000)
        parser.add_argument("--many", type=int, default=50_000)
        parser.add_argument("--stock-rows", type=int, default=500, help="Stock is slow: it does fewer, and is scaled.")
        parser.add_argument("--rounds", type=int, default=3, help="Each figure is the median of so many.")
        parser.add_argument("--only", nargs="+", choices=["imports", "large", "reading", "exports"], default=[])
        parser.add_argument("--alone", choices=["create", "xlsx", "csv"], help="Memory of one thing, as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Everything happens in transactions that are rolled back, so that no row stays."""
        if settings.DEBUG:
            raise CommandError("With DEBUG every statement is kept, which costs more than what is measured.")
        rows, many, few, rounds = (options[name] for name in ("rows", "many", "stock_rows", "rounds"))
        if options["alone"]:
            self.stdout.write(json.dumps(alone(options["alone"], many)))
            return
        cases = {
            "imports": lambda: imports(rows, few, rounds),
            "large": lambda: large(many, rounds),
            "reading": lambda: reading(many, rounds),
            "exports": lambda: exports(many, few, rounds),
        }
        for name in options["only"] or cases:
            _tidy()
            for line in cases[name]():
                self.stdout.write(str(line))
                self.stdout.flush()


def _tidy() -> None:
    """As autovacuum does within a minute. Rows that were rolled back would otherwise pass for an empty table."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
