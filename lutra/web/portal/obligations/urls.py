"""Addresses of the citizen's pages on what must be published."""

from __future__ import annotations

from django.urls import path

from lutra.web.portal.obligations import views
from lutra.web.portal.views import offline

urlpatterns = [
    path("maklumat/", views.show_charter, name="charter"),
    path("maklumat/berkas/<int:pk>/", views.charter_file, name="charter_file"),
    path("sop/", views.show_sops, name="sops"),
    path("sop/<slug:slot>/", views.show_sop, name="sop"),
    path("sop/berkas/<int:pk>/", views.sop_file, name="sop_file"),
    path("informasi/kewajiban/", views.completeness, name="completeness"),
    path("informasi/kewajiban/<slug:slug>/", views.completeness_of_body, name="completeness_of_body"),
    path("pengadaan/", views.package_list, name="packages"),
    path("pengadaan/<int:pk>/", views.package, name="package"),
    path("lhkpn/", views.wealth, name="officials"),
    path("serta-merta/", views.immediates, name="immediates"),
    path("luring/", offline.page, name="offline"),
    path("luring.js", offline.worker, name="offline_worker"),
    path("serta-merta/<int:pk>/", views.show_immediate, name="immediate"),
]
