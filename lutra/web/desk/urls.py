"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.views import queue

app_name = "desk"

urlpatterns = [
    path("", queue.show, name="queue"),
]
