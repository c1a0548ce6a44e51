"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.views import (
    case,
    consequence,
    deeds,
    directory,
    disputes,
    figures,
    filing,
    objections,
    queue,
    register,
    summaries,
)

app_name = "desk"

urlpatterns = [
    path("", queue.show, name="queue"),
    path("permohonan/baru/", filing.file, name="file"),
    path("permohonan/<int:pk>/", case.show, name="case"),
    path("permohonan/<int:pk>/tanda-terima/", filing.receipt, name="receipt"),
    path("permohonan/<int:pk>/identitas/", case.identity, name="identity"),
    path("permohonan/<int:pk>/berkas/<int:document_id>/", case.file, name="file_of_case"),
    path("permohonan/<int:pk>/surat/<int:letter_id>/", case.letter, name="letter"),
    path("permohonan/<int:pk>/teruskan/", deeds.dispose, name="dispose"),
    path("permohonan/<int:pk>/usulan/", deeds.draft, name="draft"),
    path("permohonan/<int:pk>/perpanjang/", deeds.extend, name="extend"),
    path("permohonan/<int:pk>/putuskan/", deeds.decide, name="decide"),
    path("permohonan/<int:pk>/sampaikan/", deeds.deliver, name="deliver"),
    path("permohonan/<int:pk>/tutup/", deeds.close, name="close"),
    path("permohonan/<int:pk>/keberatan/", objections.record_to, name="record_objection_to"),
    path("keberatan/", objections.show_all, name="objections"),
    path("keberatan/baru/", objections.record, name="record_objection"),
    path("keberatan/<int:pk>/", objections.show, name="objection"),
    path("keberatan/<int:pk>/tanda-terima/", objections.receipt, name="objection_receipt"),
    path("keberatan/<int:pk>/identitas/", objections.identity, name="objection_identity"),
    path("keberatan/<int:pk>/surat/<int:letter_id>/", objections.letter, name="objection_letter"),
    path("keberatan/<int:pk>/tanggapi/", objections.decide, name="decide_objection"),
    path("keberatan/<int:pk>/musyawarah/", objections.settle, name="settle_objection"),
    path("keberatan/<int:pk>/sampaikan/", objections.deliver, name="deliver_objection"),
    path("keberatan/<int:pk>/laksanakan/", objections.carry_out, name="carry_out_objection"),
    path("keberatan/<int:pk>/tutup/", objections.close, name="close_objection"),
    path("uji/", consequence.show_all, name="tests"),
    path("uji/baru/", consequence.new, name="new_test"),
    path("uji/<int:pk>/", consequence.show, name="test"),
    path("uji/<int:pk>/setujui/", consequence.approve, name="approve_test"),
    path("sengketa/", disputes.show_all, name="disputes"),
    path("sengketa/baru/", disputes.new, name="new_dispute"),
    path("sengketa/<int:pk>/", disputes.show, name="dispute"),
    path("sengketa/<int:pk>/langkah/<slug:deed>/", disputes.do, name="dispute_deed"),
    path("sengketa/<int:pk>/berkas/<int:document_id>/", disputes.paper, name="dispute_paper"),
    path("keberatan/<int:pk>/berkas-sengketa/", disputes.dossier, name="dossier"),
    path("ringkasan/", summaries.show_all, name="summaries"),
    path("ringkasan/<int:pk>/", summaries.write, name="summarise"),
    path("register/", register.show, name="register"),
    path("register/ekspor/", register.export, name="export"),
    path("angka/", figures.show, name="figures"),
    path("angka/kasus/", figures.cases, name="figure_cases"),
    path("direktori/", directory.show, name="directory"),
    path("direktori/pengaman/", directory.demand, name="demand_second_factor"),
]
