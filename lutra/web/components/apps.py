"""Django's entry for the components."""

from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    """Template tags, templates and static files; no models."""

    name = "lutra.web.components"
    label = "components"
