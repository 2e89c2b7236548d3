from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from triage.engine import Protocol, include
from triage.engine.bench import bench, generated_protocol


class Command(BaseCommand):
    help = "Measure how long an assessment takes, next question included. Reads and writes no database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="a protocol as JSON, then the protocols it includes")
        parser.add_argument("--rules", type=int, nargs="*", default=[92, 1000], help="sizes of generated protocols")
        parser.add_argument("--rounds", type=int, default=200, help="how many people's answers to measure")

    def handle(self, *args: Any, **options: Any) -> None:
        protocols = [generated_protocol(rules=rules) for rules in options["rules"]]
        if options["files"]:
            protocols.insert(0, read(options["files"]))
        for protocol in protocols:
            timing = bench(protocol, rounds=options["rounds"])
            self.stdout.write(
                f"{protocol.slug}: {timing.questions} questions, {timing.rules} rules: "
                f"median {timing.median:.0f} µs, slowest {timing.slowest:.0f} µs, "
                f"compiled in {timing.compile_ms:.0f} ms"
            )


def read(files: list[Path]) -> Protocol:
    first, *packs = [Protocol.from_json(json.loads(file.read_text())) for file in files]
    return include(first, {pack.slug: pack for pack in packs})
