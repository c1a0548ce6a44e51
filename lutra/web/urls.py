"""Every address of an installation."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path
from django.views.i18n import set_language

from lutra.web import invitations, outside, sessions
from lutra.web.applicants import for_officers
from lutra.web.desk.views import landings
from lutra.web.health import healthz

# Passwords, code apps and the like: closed to applicants, who have a page of their own.
OFFICERS = [
    path("akun/kata-sandi/", account.password_change, name="account_change_password"),
    path("akun/kata-sandi/awal/", account.password_set, name="account_set_password"),
    path("akun/pastikan/", account.reauthenticate, name="account_reauthenticate"),
    path("akun/sesi/", sessions.show, name="usersessions_list"),
    path("akun/pengaman/", mfa.index, name="mfa_index"),
    path("akun/pengaman/pastikan/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("akun/pengaman/aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("akun/pengaman/aplikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/pengaman/kode/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("akun/pengaman/kode/baru/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("akun/pengaman/kode/unduh/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("akun/pengaman/kunci/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("akun/pengaman/kunci/tambah/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path(
        "akun/pengaman/kunci/pastikan/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"
    ),
    path("akun/pengaman/kunci/<int:pk>/ubah/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("akun/pengaman/kunci/<int:pk>/lepas/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    # Only what officers need of allauth: accounts come with a decree, not with a form.
    path("akun/login/", account.login, name="account_login"),
    path("akun/logout/", account.logout, name="account_logout"),
    # A password is set by a link that the server's administrator made; see `lutra officer`.
    path("akun/undangan/<str:uidb64>/<str:token>/", invitations.accept, name="accept_invitation"),
    path("akun/nonaktif/", account.account_inactive, name="account_inactive"),
    path("akun/luar/", outside.start, name="outside_start"),
    path("akun/luar/kembali/", outside.finish, name="outside_finish"),
    path("akun/sesi/akhiri/", sessions.end, name="end_sessions"),
    path("akun/pengaman/masuk/", mfa.authenticate, name="mfa_authenticate"),
    path("akun/pengaman/kunci/masuk/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    *for_officers(OFFICERS),
    path("bahasa/", set_language, name="set_language"),
    path("desk/", include("lutra.web.desk.urls")),
    path("command/", landings.command, name="command"),
    path("pimpinan/", landings.leadership, name="leadership"),
    path("api/v1/", include("lutra.api.urls")),
    path("", include("lutra.web.portal.urls")),
]
