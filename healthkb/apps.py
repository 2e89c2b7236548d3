from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class HealthKBConfig(AppConfig):
    name = "healthkb"
    verbose_name = "Accounts and connections"

    def ready(self) -> None:
        from articles.publishing import on_changes
        from healthkb import auditing, checks  # noqa: F401  registers the checks
        from healthkb.roles import sync_after_migrate
        from healthkb.webhooks import register_webhook_jobs, write_outbox

        auditing.connect()
        on_changes(write_outbox)
        register_webhook_jobs()
        post_migrate.connect(sync_after_migrate, sender=self)


class HealthKBAdminConfig(AdminConfig):
    default_site = "healthkb.admin_site.HealthKBAdminSite"
