"""Addresses of the applicant's account. Nothing on the site needs it."""

from __future__ import annotations

from django.urls import path

from lutra.web.portal.account import door, keys, views

urlpatterns = [
    path("akun/", views.show, name="account"),
    path("akun/masuk/", door.ask, name="account_sign_in"),
    path("akun/masuk/terkirim/", door.sent, name="account_sent"),
    path("akun/tautan/<str:token>/", door.enter, name="account_link"),
    path("akun/perkara/tambah/", views.add, name="account_add"),
    path("akun/perkara/<int:pk>/lepas/", views.drop, name="account_drop"),
    path("akun/kunci/tambah/", keys.add, name="account_add_key"),
    path("akun/kunci/<int:pk>/lepas/", keys.remove, name="account_remove_key"),
    path("akun/tutup/", views.close, name="account_close"),
]
