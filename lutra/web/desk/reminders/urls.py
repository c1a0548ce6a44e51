"""Addresses of reminders."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.reminders import views

urlpatterns = [
    path("pengingat/", views.show, name="reminders"),
    path("pengingat/keinginan/", views.wish, name="wish_reminders"),
]
