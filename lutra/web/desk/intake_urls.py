"""Addresses of the desk about readers without papers and powers of attorney."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.views import filing, powers

urlpatterns = [
    path("permohonan/pengguna/", filing.reader, name="reader"),
    path("permohonan/<int:pk>/kuasa/", powers.bring, name="bring_power"),
    path("permohonan/<int:pk>/kuasa/periksa/", powers.check, name="check_power"),
    path("permohonan/<int:pk>/kuasa/<int:power_id>/", powers.show, name="power"),
    path("keberatan/<int:pk>/kuasa/", powers.bring_to_objection, name="bring_objection_power"),
    path("keberatan/<int:pk>/kuasa/periksa/", powers.check_objection, name="check_objection_power"),
    path("keberatan/<int:pk>/kuasa/<int:power_id>/", powers.show_objection, name="objection_power"),
]
