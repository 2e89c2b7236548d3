from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles and library"

    def ready(self) -> None:
        from .publishing.gates import register_gates
        from .publishing.kinds import register_kinds
        from .services.standing_jobs import register_standing_jobs
        from .sheets.import_job import register_import_job

        register_kinds()
        register_gates()
        register_standing_jobs()
        register_import_job()
