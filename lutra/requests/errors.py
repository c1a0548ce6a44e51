"""Why a deed on a request was refused. Each message tells the person what would be right."""

from __future__ import annotations

from django.utils.translation import gettext as _


class RequestError(Exception):
    """A deed on a request was refused."""


class Incomplete(RequestError):
    """Fields are missing or wrong: ``problems`` maps each field's code to what to do about it."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class NotNow(RequestError):
    """The workflow does not allow this deed at the request's stage."""

    def __init__(self, deed: str, stage: str) -> None:
        self.deed, self.stage = deed, stage
        super().__init__(
            _(
                "Langkah ini tidak dapat dilakukan pada tahap permohonan sekarang. Muat ulang halaman untuk melihatnya."
            )
        )


class ChangedMeanwhile(RequestError):
    """Somebody else changed the request after it was shown."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Permohonan ini baru saja diubah petugas lain. Isian Anda belum disimpan; periksa lalu kirim lagi."
            )
        )


class ReasonRequired(RequestError):
    """A deed that the applicant must be told the reason of came without one."""


class AlreadyExtended(RequestError):
    """The reply period is extended once only (UU 14/2008 Pasal 22 ayat (8))."""


class TooLate(RequestError):
    """The first deadline has passed, so it cannot be extended any more."""


class NoTest(Incomplete):
    """A refusal without an approved consequence test that stands on that day (UU 14/2008 Pasal 19)."""


class NoProof(RequestError):
    """A delivery without evidence, or a closing without a delivery."""


class NobodyToAsk(RequestError):
    """A disposition that names no body, or one of another government."""
