from django.apps import AppConfig


class HealthKBConfig(AppConfig):
    name = "healthkb"
    verbose_name = "HealthKB"
