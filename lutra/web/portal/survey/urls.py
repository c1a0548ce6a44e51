"""Addresses of the survey."""

from __future__ import annotations

from django.urls import path

from lutra.web.portal.survey import views

urlpatterns = [
    path("kepuasan/", views.results, name="satisfaction"),
    path("kepuasan/isi/", views.find, name="survey_find"),
    path("kepuasan/isi/<str:code>/", views.by_slip, name="survey_slip"),
    path("t/<str:code>/kepuasan/", views.by_request, name="survey"),
]
