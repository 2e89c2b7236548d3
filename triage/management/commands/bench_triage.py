from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import fields
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from triage.engine import Protocol, include
from triage.engine.bench import bench, generated_protocol

CONTENT = Path(settings.BASE_DIR) / "fixtures" / "content" / "protocol"
SHIPPED = [CONTENT / "thigh-twitching.en.json", CONTENT / "universal-red-flags.en.json"]


class Command(BaseCommand):
    help = "Measure how long an assessment takes, next question included. Reads and writes no database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        about = "a protocol as JSON, then the protocols it includes; without any, the one that comes with the product"
        parser.add_argument("files", nargs="*", type=Path, default=SHIPPED, help=about)
        parser.add_argument("--rules", type=int, nargs="*", default=[92, 1000], help="sizes of generated protocols")
        parser.add_argument("--rounds", type=int, default=200, help="how many people's answers to measure")

    def handle(self, *args: Any, **options: Any) -> None:
        for protocol in [read(options["files"]), *(generated_protocol(rules=rules) for rules in options["rules"])]:
            timing = bench(protocol, rounds=options["rounds"])
            self.stdout.write(
                f"{protocol.slug}: {timing.questions} questions, {timing.rules} rules: "
                f"median {timing.median:.0f} µs, slowest {timing.slowest:.0f} µs, "
                f"compiled in {timing.compile_ms:.0f} ms"
            )


def read(files: list[Path]) -> Protocol:
    first, *packs = [Protocol.from_json(_of_the_engine(json.loads(file.read_text("utf-8")))) for file in files]
    return include(first, {pack.slug: pack for pack in packs})


def _of_the_engine(form: dict[str, Any]) -> dict[str, Any]:
    """Without what only publishing looks at, so that a file of shipped content can be read too."""
    known = {each.name for each in fields(Protocol)}
    return {name: value for name, value in form.items() if name in known}
