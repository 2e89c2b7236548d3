import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from articles.publishing.past import Address, Shown, shown_between, taken_away_before

Period = tuple[dt.datetime, dt.datetime]


class Command(BaseCommand):
    help = "Print what readers had on a date, to the byte, each document with the SHA-256 of its bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--date", required=True, help="2026-03-03 for the whole day, 2026-03-03T14:30 for a moment."
        )
        parser.add_argument("--kind", default="", help="For example article or cause.")
        parser.add_argument("--slug", default="")
        parser.add_argument("--lang", default="", help="For example en.")
        parser.add_argument("--names", action="store_true", help="Only the line about each document, not its bytes.")

    def handle(self, *args: Any, date: str, names: bool, **options: Any) -> None:
        start, end = period_of(date)
        address = Address(options["kind"], options["slug"], options["lang"])
        found = False
        for each in shown_between(start, end, address):
            found = True
            self.stdout.write(line_of(each))
            if not names:
                self.stdout.write(each.body.decode())
        if not found:
            self.stdout.write(nothing_on(start, address))


def period_of(text: str) -> Period:
    """A day of the server's time zone, or one moment."""
    try:
        day, moment = parse_date(text), parse_datetime(text)
    except ValueError:
        day = moment = None
    if day is not None:
        return at_start_of(day), at_start_of(day + dt.timedelta(days=1))
    if moment is None:
        raise CommandError(f"“{text}” is not a date. Write 2026-03-03, or 2026-03-03T14:30 for a moment of that day.")
    try:
        moment = from_current_timezone(moment)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    return moment, moment + dt.timedelta(microseconds=1)


def at_start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def line_of(shown: Shown) -> str:
    document = shown.document
    until = f"until {_time(shown.live_until)}" if shown.live_until else "and still"
    return (
        f"# {document.kind} {document.slug} ({document.locale}) version {shown.version}, "
        f"from {_time(shown.live_from)} {until}, sha256 {shown.sha256}"
    )


def nothing_on(start: dt.datetime, address: Address) -> str:
    change = taken_away_before(start, address) if address.slug else None
    if change is None:
        return "Readers had nothing of this."
    moved = f", and sent readers to {change.redirect_to}" if change.redirect_to else ""
    return f"Readers had nothing: it was withdrawn on {_time(change.at)}{moved}. Reason: {change.reason}"


def _time(at: dt.datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
