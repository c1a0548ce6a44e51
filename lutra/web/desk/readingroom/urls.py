"""Addresses of the officers' reading room."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.readingroom import views

urlpatterns = [
    path("ruang-baca/", views.show_all, name="reading_room"),
    path("ruang-baca/<int:pk>/", views.decide, name="offer"),
    path("ruang-baca/<int:pk>/simpan/", views.keep_back, name="keep_answer"),
    path("ruang-baca/<int:pk>/tarik/", views.withdraw_answer, name="withdraw_answer"),
    path("ruang-baca/informasi/", views.closed, name="closed_items"),
    path("ruang-baca/informasi/<int:pk>/", views.clear_text, name="clear_text"),
]
