import datetime as dt
import json
import sys
from argparse import ArgumentParser, FileType
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.forms.utils import from_current_timezone
from django.utils.dateparse import parse_datetime

from articles.publishing.past import Address, Shown, shown_between
from triage.compiler import protocol_from_public
from triage.engine import AnswersError, assess, compile_protocol, explain, parse_answers


class Command(BaseCommand):
    help = "Say what a check told somebody with these answers at a moment in the past. Keeps nothing of the answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--at", required=True, help="the moment, for example 2026-03-03T14:30")
        parser.add_argument("--lang", default="en")
        about = "a file with the answers as JSON, as they are sent to assess; without it they are read from the input"
        parser.add_argument("answers", nargs="?", type=FileType("r", encoding="utf-8"), default=sys.stdin, help=about)

    def handle(self, *args: Any, slug: str, at: str, lang: str, answers: Any, **options: Any) -> None:
        shown = _shown_at(_moment(at), Address("protocol", slug, lang))
        compiled = compile_protocol(protocol_from_public(json.loads(shown.body)))
        try:
            given = parse_answers(compiled.known_questions, json.load(answers))
        except (AnswersError, ValueError) as error:
            raise CommandError(f"These answers cannot be read: {error}") from None
        result = assess(compiled, given)
        level = result.level.code if result.level else "none yet"
        self.stdout.write(f"{slug} ({lang}) version {shown.version}, sha256 {shown.sha256}")
        self.stdout.write(f"level {level}, if ended here {result.if_ended_now.code}")
        self.stdout.write("\n".join(explain(compiled, result)))


def _shown_at(at: dt.datetime, address: Address) -> Shown:
    found = next(iter(shown_between(at, at + dt.timedelta(microseconds=1), address)), None)
    if found is None:
        raise CommandError("Readers had no such check at that moment.")
    return found


def _moment(text: str) -> dt.datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"“{text}” is not a moment. Write 2026-03-03T14:30.")
    try:
        return from_current_timezone(found)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
