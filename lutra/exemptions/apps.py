from django.apps import AppConfig


class ExemptionsConfig(AppConfig):
    name = "lutra.exemptions"
