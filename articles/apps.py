from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles and library"

    def ready(self) -> None:
        from .models.plain_messages import speak_plainly
        from .publishing.gates import register_gates
        from .publishing.kinds import register_kinds
        from .publishing.storing import on_stored
        from .search import index_rows
        from .services.standing_jobs import register_standing_jobs
        from .sheets.import_job import register_import_job

        speak_plainly()
        register_kinds()
        register_gates()
        on_stored(index_rows)
        register_standing_jobs()
        register_import_job()
