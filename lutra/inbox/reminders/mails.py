"""The digest as an e-mail: numbers of cases, days and pages; no name, no question."""

from __future__ import annotations

from collections import defaultdict
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lutra.inbox.errors import NoAddress
from lutra.inbox.models import Digest, Reminder
from lutra.letters import addresses

#: How many cases of one kind are named; of the others the number is told, and where they are.
SHOWN = 20
# In the order in which they would do harm.
TOPICS: dict[str, Promise] = {
    "request_late": gettext_lazy("Permohonan terlambat"),
    "objection_late": gettext_lazy("Keberatan terlambat ditanggapi"),
    "hearing_nobody": gettext_lazy("Sidang sudah dekat dan belum ada kuasa"),
    "order_late": gettext_lazy("Perintah putusan belum dilaksanakan"),
    "part_late": gettext_lazy("Bagian Anda terlambat"),
    "call_late": gettext_lazy("Permintaan arsip belum dijawab"),
    "exemption_late": gettext_lazy("Pengecualian lewat waktu peninjauannya"),
    "session_open": gettext_lazy("Sidang belum ditutup"),
    "request_soon": gettext_lazy("Permohonan segera jatuh tempo"),
    "objection_soon": gettext_lazy("Keberatan segera jatuh tempo"),
    "hearing": gettext_lazy("Sidang sudah dekat"),
    "dispute": gettext_lazy("Sengketa: tanggal mendekat"),
    "order_soon": gettext_lazy("Perintah yang segera jatuh tempo"),
    "part_soon": gettext_lazy("Bagian Anda segera jatuh tempo"),
    "call_soon": gettext_lazy("Permintaan arsip segera jatuh tempo"),
    "exemption_soon": gettext_lazy("Pengecualian perlu ditinjau"),
    "session": gettext_lazy("Sidang Tim Pertimbangan sudah dekat"),
    "test": gettext_lazy("Uji konsekuensi menunggu persetujuan Anda"),
    "test_returned": gettext_lazy("Uji konsekuensi dikembalikan kepada Anda"),
    "signature": gettext_lazy("Surat menunggu tanda tangan Anda"),
    "draft": gettext_lazy("Usulan jawaban menunggu persetujuan"),
    "decree": gettext_lazy("Tanggal berubah karena keputusan hari libur"),
}


def compose(digest: Digest) -> EmailMessage:
    """The message to one officer, at the address he has now. Raises NoAddress."""
    address = digest.user.email
    if not address:
        raise NoAddress(_("Petugas ini tidak mempunyai alamat surel."))
    government = digest.government
    with translation.override("id"):
        found = list(digest.reminders.all())
        subject = ngettext(
            "%(count)d hal menunggu Anda di meja PPID", "%(count)d hal menunggu Anda di meja PPID", len(found)
        ) % {"count": len(found)}
        base = addresses.base_url(government)
        body = "\n\n".join(
            [
                *_sections(found, base),
                _("Meja PPID: %(url)s") % {"url": f"{base}/desk/"},
                _("Tidak ingin surel ini? Matikan di %(url)s") % {"url": f"{base}/desk/pengingat/"},
            ]
        )
    return EmailMessage(
        subject=subject,
        body=body,
        from_email=formataddr((f"PPID {government.short_name}", parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[address],
        headers={
            "Message-ID": message_id(digest),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": "id",
        },
    )


def message_id(digest: Digest) -> str:
    """The same for every try."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "lutra.invalid"
    return f"<digest-{digest.government_id}-{digest.pk}@{domain}>"


def _sections(found: list[Reminder], base: str) -> list[str]:
    by_topic: dict[str, list[Reminder]] = defaultdict(list)
    for reminder in found:
        by_topic[reminder.topic].append(reminder)
    return [
        "\n".join(
            [str(title), *(_line(one, base) for one in by_topic[topic][:SHOWN]), *_rest(by_topic[topic])]
        )
        for topic, title in TOPICS.items()
        if topic in by_topic
    ]


def _line(reminder: Reminder, base: str) -> str:
    day = f" ({formats.date_format(reminder.on, 'j F Y')})" if reminder.on else ""
    return f"- {reminder.reference}{day}: {base}{reminder.path}"


def _rest(several: list[Reminder]) -> list[str]:
    left = len(several) - SHOWN
    return [_("- dan %(count)d lagi; semuanya ada di meja") % {"count": left}] if left > 0 else []
