"""Addresses of the villages. The short one is printed and must not change."""

from __future__ import annotations

from django.urls import path

from lutra.web.portal.villages import views

urlpatterns = [
    path("desa/", views.show_all, name="villages"),
    path("desa/<str:code>/", views.show, name="village"),
    path("d/<str:code>/", views.short, name="short_village"),
]
