from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from healthkb.metrics.serving import UnguardedAddress, metrics_server
from healthkb.metrics.stored import StoredFigures


class Command(BaseCommand):
    help = "Serve metrics for Prometheus at METRICS_ADDRESS, until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stored = StoredFigures(timezone.now)
        address = settings.METRICS_ADDRESS
        try:
            server = metrics_server(
                address, token=settings.METRICS_TOKEN, folder=settings.METRICS_FOLDER, stored=stored
            )
        except (UnguardedAddress, ValueError) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"The address {address} cannot be used: {error.strerror}.") from None
        self.stdout.write(f"Metrics are at http://{address}/metrics")
        if not settings.METRICS:
            self.stdout.write("Requests are not counted: start the web server with METRICS=1 for that.")
        with server:
            server.serve_forever()
