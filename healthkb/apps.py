from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class HealthKBConfig(AppConfig):
    name = "healthkb"
    verbose_name = "HealthKB"

    def ready(self) -> None:
        from healthkb import auditing, checks  # noqa: F401  registers the checks
        from healthkb.roles import sync_after_migrate

        auditing.connect()
        post_migrate.connect(sync_after_migrate, sender=self)


class HealthKBAdminConfig(AdminConfig):
    default_site = "healthkb.admin_site.HealthKBAdminSite"
