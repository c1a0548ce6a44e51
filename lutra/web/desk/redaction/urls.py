"""Addresses of the blacking out, under /desk/penghitaman/."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.redaction import deeds, editor, listing, pictures, seeking

urlpatterns = [
    path("", listing.show_all, name="redactions"),
    path("aturan/", deeds.rules, name="redaction_rules"),
    path("mulai/<int:document_id>/", deeds.start, name="redact"),
    path("mulai/permohonan/<int:pk>/<int:document_id>/", deeds.start_of_case, name="redact_of_case"),
    path("<int:pk>/", editor.show, name="redaction"),
    path("<int:pk>/keadaan/", editor.state, name="redaction_state"),
    path("<int:pk>/bagian.json", editor.index, name="redaction_index"),
    path("<int:pk>/halaman/<int:number>/", pictures.page, name="redaction_page"),
    path("<int:pk>/hasil/<int:number>/", pictures.result, name="redaction_result"),
    path("<int:pk>/cari/", seeking.search, name="redaction_search"),
    path("<int:pk>/kotak/", deeds.add, name="redaction_boxes"),
    path("<int:pk>/kotak/<int:box_id>/hapus/", deeds.remove, name="remove_box"),
    path("<int:pk>/urungkan/", deeds.undo, name="undo_boxes"),
    path("<int:pk>/langkah/<slug:deed>/", deeds.do, name="redaction_deed"),
]
