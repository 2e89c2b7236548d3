from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles and library"

    def ready(self) -> None:
        from .publishing.gates import register_gates
        from .publishing.kinds import register_kinds

        register_kinds()
        register_gates()
