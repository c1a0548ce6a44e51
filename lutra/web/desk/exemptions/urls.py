"""Addresses of the exempt list, under /desk/dik/."""

from __future__ import annotations

from django.urls import include, path

from lutra.web.desk.exemptions import views

urlpatterns = [
    path("", views.show_all, name="exemptions"),
    path("tetapkan/", views.record, name="record_exemption"),
    path("sidang/", include("lutra.web.desk.exemptions.session_urls")),
    path("<int:pk>/", views.show, name="exemption"),
    path("<int:pk>/penetapan/", views.decree, name="exemption_decree"),
    path("<int:pk>/buka/", views.open_early, name="open_exemption"),
]
