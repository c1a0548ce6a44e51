from django.apps import AppConfig


class RedactionConfig(AppConfig):
    name = "lutra.redaction"
