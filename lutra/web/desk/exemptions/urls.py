"""Addresses of the exempt list, under /desk/dik/."""

from __future__ import annotations

from django.urls import include, path

from lutra.exemptions.versions import EXEMPT
from lutra.web.desk.catalogue import versions
from lutra.web.desk.exemptions import proposals, views

_SIGNED = {"register": EXEMPT.register}

urlpatterns = [
    path("", views.show_all, name="exemptions"),
    path("tetapkan/", views.record, name="record_exemption"),
    path("sidang/", include("lutra.web.desk.exemptions.session_urls")),
    path("usulan/", proposals.show, name="exempt_proposals"),
    path("usulan/<int:pk>/batalkan/", proposals.take_back, name="undo_proposals"),
    path("versi/", versions.show_all, _SIGNED, name="exempt_versions"),
    path("versi/tetapkan/", versions.sign, _SIGNED, name="sign_exempt_list"),
    path("versi/<int:number>/", versions.show, _SIGNED, name="exempt_version"),
    path("versi/<int:number>/daftar.<slug:kind>", versions.download, _SIGNED, name="exempt_version_file"),
    path("<int:pk>/", views.show, name="exemption"),
    path("<int:pk>/penetapan/", views.decree, name="exemption_decree"),
    path("<int:pk>/buka/", views.open_early, name="open_exemption"),
]
