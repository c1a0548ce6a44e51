"""Why a letter could not be made."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LetterError(Exception):
    """A letter was not made; the message says what to do."""


class WrongTemplate(LetterError):
    """A template names a variable it is not given, a clause the book lacks, or has no heading."""


class DecreeIncomplete(LetterError):
    """One of the contents that the law demands of a decree is missing."""


class SigningFailed(LetterError):
    """The certificate cannot be read or used."""


class SignatureRefused(SigningFailed):
    """The official's signature was not made; the letter stays a draft. ``ends_session``: ask for the passphrase anew;
    ``stops``: the other letters need not be tried now."""

    message: str | Promise = ""
    ends_session = False
    stops = True

    def __init__(self) -> None:
        super().__init__(str(self.message))


class WrongPassphrase(SignatureRefused):
    """The signing service does not take the passphrase."""

    message = _("Passphrase salah. Masukkan lagi; surat tetap berupa draf.")
    ends_session = True


class NotEnrolled(SignatureRefused):
    """The signing service knows no such official."""

    message = _("NIK ini belum terdaftar di BSrE. Hubungi pengelola tanda tangan elektronik di daerah Anda.")
    ends_session = True


class CertificateNotValid(SignatureRefused):
    """The official's certificate has expired or was taken back."""

    message = _(
        "Sertifikat elektronik Anda tidak berlaku lagi. Perbarui di BSrE, atau tandatangani dengan pena."
    )
    ends_session = True


class ServiceRefused(SignatureRefused):
    """The signing service does not take our own log-in, or refused for a reason of its own."""

    message = _("Layanan BSrE menolak pemasangan ini. Mintalah administrator memeriksa LUTRA_BSRE_USER.")


class ServiceAway(SignatureRefused):
    """The signing service cannot be reached now, or failed."""

    message = _("Layanan BSrE tidak menjawab. Surat tetap menunggu; coba lagi beberapa saat lagi.")


class SignatureUnusable(SignatureRefused):
    """What came back is not the letter with a whole signature."""

    message = _(
        "Berkas dari BSrE bukan surat ini dengan tanda tangan yang utuh, jadi tidak dipakai. Coba lagi."
    )
    stops = False


class NotYours(LetterError):
    """The letter bears somebody else's name."""


class SignedAlready(LetterError):
    """The letter was signed in the meantime."""
