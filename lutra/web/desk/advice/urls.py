"""The address of the team's advice."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.advice import views

urlpatterns = [path("permohonan/<int:pk>/pertimbangan/", views.advise, name="advise")]
