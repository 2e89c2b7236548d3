from typing import Any

from django.core.management.commands import migrate

from healthkb.migrating import WholeMigrations


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        vars(migrate)["MigrationExecutor"] = WholeMigrations  # Django has no other place to name it
        super().handle(*args, **options)
