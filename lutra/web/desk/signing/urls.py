"""Addresses of signing at the desk."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.signing import views

urlpatterns = [
    path("tanda-tangan/", views.show, name="signing"),
    path("tanda-tangan/mulai/", views.begin, name="begin_signing"),
    path("tanda-tangan/tandatangani/", views.sign, name="sign_letters"),
    path("tanda-tangan/selesai/", views.end, name="end_signing"),
    path("tanda-tangan/<int:pk>/baca/", views.read, name="read_draft_letter"),
    path("tanda-tangan/<int:pk>/pena/", views.pen, name="sign_by_pen"),
]
