"""Addresses of the portal. Short ones are printed on receipts and letters and must not change."""

from __future__ import annotations

from django.urls import include, path

from lutra.web.portal.views import (
    delegation,
    figures,
    filing,
    home,
    intake,
    objections,
    own_data,
    pages,
    register,
    tracking,
    verification,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("permohonan/baru/", filing.file, name="file"),
    path("", include("lutra.web.portal.filing_urls")),
    path("lacak/", tracking.find, name="track"),
    path("t/<str:code>/", tracking.track, name="case"),
    path("t/<str:code>/tanda-terima/", tracking.receipt, name="receipt"),
    path("t/<str:code>/lengkapi/", intake.complete, name="complete"),
    path("t/<str:code>/cabut/", intake.withdraw, name="withdraw"),
    path("t/<str:code>/keterangan/", intake.remark, name="remark"),
    path("t/<str:code>/ajukan-lagi/", intake.again, name="again"),
    path("t/<str:code>/surat/<int:letter_id>/", tracking.letter, name="letter"),
    path("t/<str:code>/berkas/<int:document_id>/", tracking.document, name="document"),
    path("t/<str:code>/berkas/<int:document_id>/bagian.json", tracking.withheld_parts, name="withheld_parts"),
    path("t/<str:code>/data/", own_data.show, name="own_data"),
    path("t/<str:code>/data/kirim/", own_data.send, name="send_proof"),
    path("t/<str:code>/data/buka/", own_data.prove, name="prove"),
    path("t/<str:code>/data/salinan/", own_data.copy, name="copy_data"),
    path("t/<str:code>/data/perbaiki/", own_data.correct, name="correct_data"),
    path("t/<str:code>/data/hapus/", own_data.delete, name="delete_data"),
    path("t/<str:code>/keberatan/", objections.against, name="object"),
    path("", include("lutra.web.portal.account.urls")),
    path("", include("lutra.web.portal.survey.urls")),
    path("balas/<str:token>/", delegation.reply, name="delegated_reply"),
    path("keberatan/", objections.without, name="object_unasked"),
    path("k/<str:code>/", objections.track, name="objection"),
    path("k/<str:code>/tanda-terima/", objections.receipt, name="objection_receipt"),
    path("k/<str:code>/surat/<int:letter_id>/", objections.letter, name="objection_letter"),
    path("register/", register.register, name="register"),
    path("register/unduh.<str:kind>", register.export, name="export"),
    path("angka/", figures.figures, name="figures"),
    path("angka/angka.json", figures.data, name="figures_data"),
    path("verify/", verification.ask, name="verify_ask"),
    path("verify/<str:code>/", verification.verify, name="verify"),
    path("tentang/", pages.about, name="about"),
    path("bantuan/", pages.help_page, name="help"),
    path("privasi/", pages.privacy, name="privacy"),
    path("", include("lutra.web.portal.obligations.urls")),
    path("", include("lutra.web.portal.catalogue.urls")),
    path("", include("lutra.web.portal.villages.urls")),
    path("", include("lutra.web.portal.opendata.urls")),
    path("", include("lutra.web.components.urls")),
]
