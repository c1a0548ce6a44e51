"""Addresses of the villages, under /desk/desa/."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.villages import views

urlpatterns = [
    path("", views.show_all, name="villages"),
    path("menunggu/", views.waiting, name="villages_waiting"),
    path("situs/", views.sites, name="village_sites"),
    path("kebijakan/", views.publishing, name="village_policy"),
    path("<str:code>/", views.show, name="village"),
    path("<str:code>/baca/", views.harvest, name="harvest_village"),
    path("<str:code>/nyalakan/", views.switch, name="switch_village"),
]
