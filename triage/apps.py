from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "triage"
    verbose_name = "Triage"

    def ready(self) -> None:
        from triage.publishing import register_protocol, register_triage_gates
        from triage.sheets import register_triage_sheets

        register_protocol()
        register_triage_gates()
        register_triage_sheets()
