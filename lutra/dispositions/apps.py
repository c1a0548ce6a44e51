from django.apps import AppConfig


class DispositionsConfig(AppConfig):
    name = "lutra.dispositions"
