"""Addresses of the desk's pages on what must be published."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.obligations import danger, entries, overview, procurement, service

urlpatterns = [
    path("kewajiban/", overview.show, name="obligations"),
    path("kewajiban/badan/<int:pk>/", overview.body, name="obligations_body"),
    path("kewajiban/celah/", overview.gap_list, name="obligation_gaps"),
    path("kewajiban/kalender/", overview.calendar, name="obligation_calendar"),
    path("kewajiban/kalender.ics", overview.calendar_file, name="obligation_calendar_file"),
    path("kewajiban/unduh/<slug:what>.<slug:kind>", overview.export, name="obligation_export"),
    path("kewajiban/tidak-ada/<str:code>/", entries.state, name="state_none"),
    path("kewajiban/tidak-ada/<str:code>/<int:pk>/", entries.state, name="state_none_of_body"),
    path("kewajiban/pernyataan/<int:pk>/cabut/", entries.revoke, name="revoke_statement"),
    path("kewajiban/badan/<int:pk>/program/", entries.new_programme, name="new_programme"),
    path("kewajiban/program/<int:pk>/", entries.programme, name="programme"),
    path("kewajiban/program/<int:pk>/akhiri/", entries.end_programme, name="end_programme"),
    path("kewajiban/pengadaan/", procurement.show_all, name="packages"),
    path("kewajiban/pengadaan/baru/", procurement.new, name="new_package"),
    path("kewajiban/pengadaan/impor/", procurement.read_file, name="import_packages"),
    path("kewajiban/pengadaan/<int:pk>/", procurement.show, name="package"),
    path("kewajiban/pengadaan/<int:pk>/ubah/", procurement.change, name="change_package"),
    path("kewajiban/pengadaan/<int:pk>/<slug:slot>/pasang/", procurement.place, name="place_document"),
    path(
        "kewajiban/pengadaan/<int:pk>/<slug:slot>/tidak-dipersyaratkan/",
        procurement.waive,
        name="waive_document",
    ),
    path("kewajiban/pengadaan/<int:pk>/lepas/<int:document_id>/", procurement.clear, name="clear_document"),
    path("kewajiban/maklumat/", service.show_charter, name="charter"),
    path("kewajiban/maklumat/tulis/", service.write_charter, name="write_charter"),
    path("kewajiban/maklumat/bentuk/", service.add_accessible, name="add_accessible"),
    path("kewajiban/maklumat/bentuk/<int:pk>/lepas/", service.remove_accessible, name="remove_accessible"),
    path("kewajiban/maklumat/terbitkan/", service.publish_charter, name="publish_charter"),
    path("kewajiban/sop/", service.show_sops, name="sops"),
    path("kewajiban/sop/<slug:slot>/", service.publish_sop, name="publish_sop"),
    path("kewajiban/lhkpn/", entries.wealth, name="officials"),
    path("kewajiban/lhkpn/baru/", entries.new_official, name="new_official"),
    path("kewajiban/lhkpn/<int:pk>/", entries.official, name="official"),
    path("kewajiban/lhkpn/<int:pk>/akhiri/", entries.end_official, name="end_official"),
    path("kewajiban/serta-merta/", danger.show_all, name="immediates"),
    path("kewajiban/serta-merta/baru/", danger.announce, name="announce"),
    path("kewajiban/serta-merta/<int:pk>/", danger.show, name="immediate"),
    path("kewajiban/serta-merta/<int:pk>/selesai/", danger.end, name="end_immediate"),
    path("kewajiban/tautan/", danger.show_links, name="links"),
]
