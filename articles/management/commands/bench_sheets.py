import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.management.sheet_bench import alone, exports, imports, large, reading


class Command(BaseCommand):
    help = "Compare imports and exports with stock django-import-export and with the bare database, as ratios."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=10_000)
        parser.add_argument("--many", type=int, default=50_000)
        parser.add_argument("--stock-rows", type=int, default=500, help="Stock is slow: it does fewer, and is scaled.")
        parser.add_argument("--only", nargs="+", choices=["imports", "large", "reading", "exports"], default=[])
        parser.add_argument("--alone", choices=["create", "xlsx", "csv"], help="Memory of one thing, as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Everything happens in transactions that are rolled back, so that no row stays."""
        rows, many, stock_rows = options["rows"], options["many"], options["stock_rows"]
        if options["alone"]:
            self.stdout.write(json.dumps(alone(options["alone"], many)))
            return
        cases = {
            "imports": lambda: imports(rows, stock_rows),
            "large": lambda: large(many),
            "reading": lambda: reading(many),
            "exports": lambda: exports(many, stock_rows),
        }
        for name in options["only"] or cases:
            for line in cases[name]():
                self.stdout.write(str(line))
                self.stdout.flush()
