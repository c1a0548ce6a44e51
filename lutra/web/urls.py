"""Every address of an installation."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path
from django.views.i18n import set_language

from lutra.web.desk.views import landings
from lutra.web.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    # Only what officers need of allauth: accounts come with a decree, not with a form.
    path("akun/login/", account.login, name="account_login"),
    path("akun/logout/", account.logout, name="account_logout"),
    path("akun/kata-sandi/", account.password_change, name="account_change_password"),
    path("akun/kata-sandi/awal/", account.password_set, name="account_set_password"),
    path("akun/nonaktif/", account.account_inactive, name="account_inactive"),
    path("akun/pastikan/", account.reauthenticate, name="account_reauthenticate"),
    path("bahasa/", set_language, name="set_language"),
    path("desk/", include("lutra.web.desk.urls")),
    path("command/", landings.command, name="command"),
    path("pimpinan/", landings.leadership, name="leadership"),
    path("", include("lutra.web.portal.urls")),
]
