"""Addresses of the survey at the desk."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.satisfaction import views

urlpatterns = [
    path("kepuasan/", views.show, name="satisfaction"),
    path("kepuasan/unduh.<str:kind>", views.export, name="export_satisfaction"),
    path("kepuasan/kupon/", views.slips, name="survey_slips"),
    path("kepuasan/komentar/<int:pk>/", views.comment, name="survey_comment"),
]
