"""Addresses of what is published. Numbers of items and answers are printed and must not change."""

from __future__ import annotations

from django.urls import path

from lutra.web.portal.catalogue import views

urlpatterns = [
    path("cari/", views.search_all, name="search"),
    path("informasi/", views.items, name="items"),
    path("informasi/versi/", views.versions, {"register": "dip"}, name="list_versions"),
    path(
        "informasi/versi/<int:number>/daftar.<slug:kind>",
        views.version_file,
        {"register": "dip"},
        name="list_version_file",
    ),
    path("informasi/<int:number>/", views.item, name="item"),
    path("informasi/<int:number>/berkas/<int:file_id>/", views.item_file, name="item_file"),
    path("dikecualikan/", views.exempt, name="exempt"),
    path("dikecualikan/daftar.<slug:kind>", views.exempt_file, name="exempt_file"),
    path("dikecualikan/versi/", views.versions, {"register": "exempt"}, name="exempt_versions"),
    path(
        "dikecualikan/versi/<int:number>/daftar.<slug:kind>",
        views.version_file,
        {"register": "exempt"},
        name="exempt_version_file",
    ),
    path("jawaban/", views.answers, name="answers"),
    path("jawaban/<int:number>/", views.answer, name="answer"),
    path("jawaban/<int:number>/berkas/<int:document_id>/", views.answer_file, name="answer_file"),
    path("badan/", views.bodies, name="bodies"),
    path("badan/<slug:slug>/", views.body, name="body"),
]
