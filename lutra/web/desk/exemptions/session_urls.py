"""Addresses of the team's sessions, under /desk/dik/sidang/."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.exemptions import sessions

urlpatterns = [
    path("", sessions.show_all, name="sessions"),
    path("baru/", sessions.new, name="convene"),
    path("aturan/", sessions.rules, name="session_rules"),
    path("<int:pk>/", sessions.show, name="session"),
    path("<int:pk>/ubah/", sessions.change, name="change_session"),
    path("<int:pk>/catat/", sessions.record, name="record_session"),
    path("<int:pk>/suara/<int:test_id>/", sessions.put_to_vote, name="vote"),
    path("<int:pk>/tutup/", sessions.close, name="close_session"),
    path("<int:pk>/batalkan/", sessions.cancel, name="cancel_session"),
    path("<int:pk>/berita-acara/", sessions.minutes, name="session_minutes"),
]
