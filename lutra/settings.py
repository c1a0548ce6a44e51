"""Every setting of an installation, in one file.

An installation is steered by environment variables that begin with ``LUTRA_``. Each has a default with which the
embedded mode (SQLite, one process tree, one port) works at once; ``lutra doctor`` tells what a server still lacks.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from environs import Env

from lutra.keys import listed, secret_file

env = Env(prefix="LUTRA_")

PACKAGE = Path(__file__).resolve().parent

# Everything that must be backed up lies in this one folder: database, keys, documents.
DATA = Path(env.str("DATA", default=str(PACKAGE.parent / "data"))).resolve()

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
TESTING = env.bool("TESTING", default=False)

# A leaked key opens every session, so it is made on the machine and never shipped.
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_file(DATA / "keys" / "secret", length=64)
# Newest first; older keys still open what they sealed (see lutra.directory.sealing). Empty: the file holds them.
LUTRA_IDENTITY_KEYS: list[str] = env.list("IDENTITY_KEYS", default=[])
LUTRA_IDENTITY_KEY_FILE = DATA / "keys" / "identity"
# Recognises somebody who asks again and never changes; it began as the oldest identity key.
LUTRA_MARK_KEY = env.str("MARK_KEY", default="") or secret_file(
    DATA / "keys" / "mark", first=(LUTRA_IDENTITY_KEYS or listed(LUTRA_IDENTITY_KEY_FILE))[-1]
)
# What lies sealed, in the order in which a new key reaches it.
LUTRA_SEALED = [
    "lutra.directory.resealing.identities",
    "lutra.directory.resealing.second_factors",
    "lutra.accounts.resealing.addresses",
    "lutra.documents.resealing.files",
    "lutra.privacy.resealing.wishes",
]

ALLOWED_HOSTS = env.list("HOSTS", default=["localhost", "127.0.0.1", "[::1]", ".localhost"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("TRUSTED_ORIGINS", default=[])
# The government served when the host name belongs to none (a code such as "73.22"); empty means: show 404.
LUTRA_DEFAULT_GOVERNMENT = env.str("DEFAULT_GOVERNMENT", default="")
HTTPS = env.bool("HTTPS", default=False)
# Without HTTPS a browser offers passkeys only on the machine itself; there they may be tried.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "lutra.ledger",
    "lutra.directory",
    "lutra.jobs",
    "lutra.documents",
    "lutra.redaction",
    "lutra.catalogue",
    "lutra.obligations",
    "lutra.exemptions",
    "lutra.dispositions",
    "lutra.requests",
    "lutra.delegation",
    "lutra.objections",
    "lutra.privacy",
    "lutra.accounts",
    "lutra.inbox",
    "lutra.letters",
    "lutra.publishing",
    "lutra.satisfaction",
    "lutra.statistics",
    "lutra.channels",
    "lutra.api",
    "lutra.web.components",
    "lutra.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Nothing was collected where tests run.
    *([] if TESTING else ["whitenoise.middleware.WhiteNoiseMiddleware"]),
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lutra.web.language.LanguageMiddleware",
    "lutra.web.bodies.BodyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lutra.web.sessions.LastUseMiddleware",
    "lutra.web.tenancy.GovernmentMiddleware",
]

ROOT_URLCONF = "lutra.web.urls"
WSGI_APPLICATION = "lutra.wsgi.application"

FORM_RENDERER = "lutra.web.components.rendering.QuickRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "lutra.web.folding.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lutra.web.tenancy.site",
            ],
        },
    }
]


def database(url: str) -> dict[str, object]:
    """Django's database entry for ``sqlite:///path`` or ``postgresql://user:password@host:port/name``.

    Raises ValueError, with an example, for any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] if parts.path.startswith("//") else parts.path,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # Each of a process's threads keeps 4 MB of pages; the system's own cache does the rest. More, or a
                # memory map, made processes of 150 to 250 MB and pages no faster.
                # A writer takes its lock at the start, so two writers queue instead of failing half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA cache_size=-4000;PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            # After a restart of the server every pooled connection is dead; it is tried before it is given out.
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {} if TESTING else {"pool": {"min_size": 2, "max_size": 8}},
        }
    raise ValueError(
        f"LUTRA_DATABASE={url!r}: write sqlite:////absolute/path.sqlite3 or postgresql://user:password@host:5432/name."
    )


DATABASES = {"default": database(env.str("DATABASE", default=f"sqlite:///{DATA / 'lutra.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Officers are appointed by decree: nobody signs up by himself.
ACCOUNT_ADAPTER = "lutra.web.accounts.OfficerAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None
# The second factor: which roles must have one is each government's own rule (directory.RolePolicy).
MFA_ADAPTER = "lutra.web.second_factor.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "PPID"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_FORMS = {
    "add_webauthn": "lutra.web.second_factor.AddKeyForm",
    "edit_webauthn": "lutra.web.second_factor.RenameKeyForm",
    "authenticate_webauthn": "lutra.web.second_factor.ProveKeyForm",
    "login_webauthn": "lutra.web.second_factor.SignInKeyForm",
    "reauthenticate_webauthn": "lutra.web.second_factor.ConfirmKeyForm",
}
# Signing in through an identity provider of one's own (OpenID Connect); off without an issuer. The claim names an
# officer by NIP or user name and must be one that the provider's users cannot change themselves.
LUTRA_OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
LUTRA_OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
LUTRA_OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
LUTRA_OIDC_CLAIM = env.str("OIDC_CLAIM", default="nip")
LUTRA_OIDC_FIELD = env.str("OIDC_FIELD", default="nip")
if LUTRA_OIDC_FIELD not in {"nip", "username"}:
    raise ValueError(f"LUTRA_OIDC_FIELD={LUTRA_OIDC_FIELD!r}: write nip or username.")
if LUTRA_OIDC_ISSUER and not LUTRA_OIDC_ISSUER.startswith(
    ("https://", "http://127.0.0.1", "http://localhost")
):
    raise ValueError(
        f"LUTRA_OIDC_ISSUER={LUTRA_OIDC_ISSUER!r}: the provider's address must begin with https://."
    )
# Wrong passwords: ten a minute from one sender, five in five minutes for one account.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key"}
LOGIN_URL = "/akun/login/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# In the database alone: a cache of each web process would let a session live on after its log-out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
# Otherwise every failed log-in would seem to come from the proxy, and ten of them would lock out all officers.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
X_FRAME_OPTIONS = "DENY"
OIDC_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(LUTRA_OIDC_ISSUER))] if LUTRA_OIDC_ISSUER else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF],
        "script-src": [SELF, NONCE],
        "object-src": [NONE],
        "base-uri": [NONE],
        # The button that leads to an outside sign-in is a form, and browsers ask where its redirect goes.
        "form-action": [SELF, *OIDC_ORIGINS],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # Moments are stored in UTC; legal days are counted in each government's own zone.

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
LUTRA_FILES = DATA / "files"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "lutra"}}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Megabytes; one file attached to a draft answer.
LUTRA_MAX_UPLOAD_MB = env.int("MAX_UPLOAD_MB", default=50)
# Megabytes; one file that comes in piece by piece into the list of documents, and one such piece.
LUTRA_LARGE_UPLOAD_MB = env.int("LARGE_UPLOAD_MB", default=2048)
LUTRA_UPLOAD_PIECE_MB = env.int("UPLOAD_PIECE_MB", default=64)
# Megabytes that one officer may have under way at once, and hours after which an upload nobody goes on with ends.
LUTRA_UPLOAD_QUOTA_MB = env.int("UPLOAD_QUOTA_MB", default=8192)
LUTRA_UPLOAD_HOURS = env.int("UPLOAD_HOURS", default=72)
# Where clamd listens ("/run/clamav/clamd.ctl" or "tcp://127.0.0.1:3310"); empty: its usual socket when there is one;
# "off": never asked. A file is sent to it in pieces.
LUTRA_CLAMD = env.str("CLAMD", default="")
# Whether a file that no scanner has looked at is withheld.
LUTRA_REQUIRE_SCAN = env.bool("REQUIRE_SCAN", default=False)
# Days after the closing of a case for which an image of an identity card or a power of attorney is still kept.
LUTRA_IMAGE_DAYS = env.int("IMAGE_DAYS", default=30)
# Of fewer respondents no figure of the satisfaction survey is told, since who answered could be guessed.
LUTRA_SURVEY_FEWEST = env.int("SURVEY_FEWEST", default=5)

EMAIL_CONFIG = env.str("SMTP", default="")  # smtp://user:password@host:587?tls=1
if EMAIL_CONFIG:
    _mail = urlsplit(EMAIL_CONFIG)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS = "tls=1" in _mail.query
    EMAIL_TIMEOUT = 20
else:
    # Without a mail server nothing is lost: each message is kept as a file that an administrator can read.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA / "mail")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="ppid@lutra.invalid")

# Absolute address printed in letters and e-mail ("https://ppid.example.go.id"); empty: made from the host name.
LUTRA_BASE_URL = env.str("BASE_URL", default="")

# Letters are signed with this PKCS#12 file; without one they are marked "ditandatangani dengan tangan".
LUTRA_SIGNING_P12 = env.str("SIGNING_P12", default="")
LUTRA_SIGNING_PASSWORD = env.str("SIGNING_PASSWORD", default="")
# The signing service of the national certificate authority (BSrE) in one's own network; off without an address. With
# it the letters for which an official answers wait until he signs them. His passphrase must never travel in the open.
LUTRA_BSRE_URL = env.str("BSRE_URL", default="")
LUTRA_BSRE_USER = env.str("BSRE_USER", default="")
LUTRA_BSRE_PASSWORD = env.str("BSRE_PASSWORD", default="")
LUTRA_BSRE_TIMEOUT = env.int("BSRE_TIMEOUT", default=30)  # seconds for one letter
_bsre = urlsplit(LUTRA_BSRE_URL)
if LUTRA_BSRE_URL and _bsre.scheme != "https" and _bsre.hostname not in {"127.0.0.1", "localhost", "::1"}:
    raise ValueError(f"LUTRA_BSRE_URL={LUTRA_BSRE_URL!r}: the service's address must begin with https://.")

# Who follows the book; the order is the order in which effects appear.
LUTRA_FOLLOWERS = [
    "lutra.publishing.followers.register",
    "lutra.publishing.catalogue.followers.items",
    "lutra.publishing.readingroom.followers.answers",
    "lutra.letters.followers.letters",
    "lutra.inbox.followers.notices",
    "lutra.statistics.followers.reports",
]
# What the search finds: functions that give the public entries of a government, read when its index is made anew.
LUTRA_SEARCHED = [
    "lutra.publishing.catalogue.searched.searched",
    "lutra.publishing.readingroom.projection.searched",
]
# Days after the delivery of an answer within which an officer offers it to everybody or says why not.
LUTRA_OFFER_DAYS = env.int("OFFER_DAYS", default=14)
# Years after which an exemption without an end is looked at again at the latest: a policy, the law is silent.
LUTRA_EXEMPTION_REVIEW_YEARS = env.int("EXEMPTION_REVIEW_YEARS", default=5)
# Called about once a minute by the worker.
LUTRA_TICKS = [
    # Before silence is looked for: a decree of today may have moved the date.
    "lutra.requests.recounting.recount_open",
    "lutra.objections.recounting.recount_open",
    "lutra.requests.completeness.pass_gaps",
    "lutra.requests.clocks.lapse_overdue",
    "lutra.requests.bulk.run_due",
    "lutra.objections.clocks.lapse_overdue",
    "lutra.exemptions.actions.open_ended",
    "lutra.objections.dispute_actions.remind_hearings",
    "lutra.privacy.retention.propose_due",
    "lutra.privacy.images.purge_images",
    "lutra.inbox.reminders.actions.remind_officers",
    "lutra.publishing.search.upkeep.renew_outdated",
    "lutra.inbox.sending.send_waiting",
    "lutra.obligations.tasks.ask_for_round",
    "lutra.documents.uploads.sweep",
    "lutra.channels.opensid.tasks.ask_for_harvests",
]

# Slow work: a lease queue in our own database, behind the API of django_tasks (lutra.jobs, docs/adr/0009).
TASKS = {"default": {"BACKEND": "lutra.jobs.backend.LeaseBackend"}}
# Seconds after which the job of a worker that was killed is run again by another.
LUTRA_JOB_LEASE = env.int("JOB_LEASE", default=60)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        # Without the texts of exceptions and without tracking codes: both lead to a person.
        "line": {
            "()": "lutra.web.logs.Discreet",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # In place of Django's own, which would send whole requests by mail.
    "loggers": {"django": {"handlers": []}},
}
