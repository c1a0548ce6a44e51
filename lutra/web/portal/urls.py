"""Addresses of the portal. Short ones are printed on receipts and letters and must not change."""

from __future__ import annotations

from django.urls import include, path

from lutra.web.portal.views import figures, filing, home, pages, register, tracking, verification

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("permohonan/baru/", filing.file, name="file"),
    path("lacak/", tracking.find, name="track"),
    path("t/<str:code>/", tracking.track, name="case"),
    path("t/<str:code>/tanda-terima/", tracking.receipt, name="receipt"),
    path("t/<str:code>/surat/<int:letter_id>/", tracking.letter, name="letter"),
    path("t/<str:code>/berkas/<int:document_id>/", tracking.document, name="document"),
    path("register/", register.register, name="register"),
    path("register/unduh.<str:kind>", register.export, name="export"),
    path("angka/", figures.figures, name="figures"),
    path("angka/angka.json", figures.data, name="figures_data"),
    path("verify/", verification.ask, name="verify_ask"),
    path("verify/<str:code>/", verification.verify, name="verify"),
    path("tentang/", pages.about, name="about"),
    path("bantuan/", pages.help_page, name="help"),
    path("privasi/", pages.privacy, name="privacy"),
    path("", include("lutra.web.components.urls")),
]
