"""Addresses of filing beside the form itself: suggestions, readers without papers, powers of attorney."""

from __future__ import annotations

from django.urls import path

from lutra.web.portal.views import filing, intake, objections

urlpatterns = [
    path("permohonan/baru/serupa/", filing.similar, name="similar"),
    path("permohonan/serupa/<str:token>/", filing.open_similar, name="open_similar"),
    path("pengguna/", filing.reader, name="reader"),
    path("t/<str:code>/kuasa/", intake.power, name="power"),
    path("k/<str:code>/kuasa/", objections.power, name="objection_power"),
]
