"""What an exemption must hold before it is in force. The lists are the statute book's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.queries import is_same_person
from lutra.directory.models import Government, Holding, PublicBody
from lutra.directory.roles import Role
from lutra.exemptions.models import Exemption
from lutra.law import statute
from lutra.law.clocks import months_on


@dataclass(frozen=True, slots=True)
class ExemptionForm:
    """The six contents of the decree (kind of classification, official, body, term, reason, place and date) beside
    the test, from which ground, reason and term come.

    With a ``decree_number`` it was signed on paper under that number. Without one it is numbered here, dated today,
    and its letter is typeset and signed.
    """

    test: ConsequenceTest | None
    body: PublicBody | None
    decree_date: date | None
    place: str
    signatory: Holding | None
    decree_number: str = ""
    scope: str = Exemption.Scope.INFORMATION
    scope_reason: str = ""
    no_end_reason: str = ""
    review_on: date | None = None
    extends: Exemption | None = None


def problems(form: ExemptionForm, government: Government, *, today: date) -> dict[str, str]:
    """What is missing or wrong, by field; empty when the row may be recorded."""
    return {
        **_about_test(form, government, today=today),
        **_about_term(form, today=today),
        **_about_scope(form),
        **_about_decree(form, government, today=today),
        **_about_extension(form, government, today=today),
        **_too_long(form),
    }


def _about_test(form: ExemptionForm, government: Government, *, today: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    test = form.test
    if form.body is None or form.body.government_id != government.pk:
        wrong["body"] = _("Pilih perangkat daerah yang menguasai informasinya.")
    if test is None or test.government_id != government.pk:
        wrong["test"] = _("Pilih uji konsekuensi yang sudah disetujui; tanpa uji tidak ada pengecualian.")
    elif not test.stands_on(today):
        wrong["test"] = _("Uji konsekuensi itu belum disetujui atau sudah berakhir.")
    elif is_same_person(test.made_by_id, test.approved_by_id):
        wrong["test"] = _("Uji ini dibuat dan disetujui orang yang sama; mintalah persetujuan pejabat lain.")
    elif Exemption.objects.filter(test=test).exists():
        wrong["test"] = _("Uji ini sudah menjadi dasar pengecualian lain.")
    return wrong


def _about_term(form: ExemptionForm, *, today: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if form.test is None or form.test.ends_on is not None:
        return wrong
    ground = statute.ground(form.test.ground)
    if ground.needs_end_date:
        wrong["test"] = _("Pengecualian huruf %(letter)s tidak permanen; ujinya harus berbatas waktu.") % {
            "letter": ground.code
        }
    if not form.no_end_reason.strip():
        wrong["no_end_reason"] = _("Tulis mengapa tidak ada tanggal berakhir.")
    years = settings.LUTRA_EXEMPTION_REVIEW_YEARS
    if form.review_on is None or not today < form.review_on <= months_on(today, 12 * years):
        wrong["review_on"] = _("Isi hari peninjauan sesudah hari ini, paling lama %(years)d tahun lagi.") % {
            "years": years
        }
    return wrong


def _about_scope(form: ExemptionForm) -> dict[str, str]:
    if form.scope not in Exemption.Scope.values:
        return {"scope": _("Pilih lingkup pengecualian.")}
    if form.scope == Exemption.Scope.DOCUMENT and not form.scope_reason.strip():
        return {
            "scope_reason": _(
                "Tulis mengapa menghitamkan sebagian tidak cukup; selain itu hanya informasinya yang dikecualikan."
            )
        }
    return {}


def _about_decree(form: ExemptionForm, government: Government, *, today: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not form.place.strip():
        wrong["place"] = _("Isi tempat penetapan.")
    if form.decree_date is None:
        wrong["decree_date"] = _("Isi tanggal penetapan.")
    elif form.decree_date > today:
        wrong["decree_date"] = _("Tanggal penetapan tidak boleh di masa depan.")
    elif form.decree_date != today and not form.decree_number.strip():
        wrong["decree_number"] = _(
            "Isi nomor penetapan di kertas itu; yang dinomori di sini bertanggal hari ini."
        )
    elif form.test and form.test.approved_on and form.decree_date < form.test.approved_on:
        wrong["decree_date"] = _("Penetapan tidak boleh mendahului persetujuan ujinya.")
    holding = form.signatory
    if (
        holding is None
        or holding.government_id != government.pk
        or holding.post.role != Role.PPID_UTAMA
        or (form.decree_date is not None and not holding.holds_on(form.decree_date))
    ):
        wrong["signatory"] = _("Pilih PPID Utama yang memegang jabatannya pada tanggal penetapan.")
    return wrong


def _about_extension(form: ExemptionForm, government: Government, *, today: date) -> dict[str, str]:
    old = form.extends
    if old is None:
        return {}
    if old.government_id != government.pk or old.is_extended:
        return {"extends": _("Pengecualian ini tidak dapat diperpanjang lagi; pilih yang masih berlaku.")}
    if old.is_open_on(today):
        return {"extends": _("Pengecualian ini sudah berakhir dan informasinya terbuka.")}
    if form.test is not None and form.test.tested_on < old.test.tested_on:
        return {"test": _("Perpanjangan memerlukan uji yang baru.")}
    return {}


def _too_long(form: ExemptionForm) -> dict[str, str]:
    wrong = {}
    for name in ("decree_number", "place", "scope_reason", "no_end_reason"):
        limit = getattr(Exemption._meta.get_field(name), "max_length", 0)
        if len(getattr(form, name).strip()) > limit:
            wrong[name] = _("Terlalu panjang: paling banyak %(max)d huruf.") % {"max": limit}
    return wrong
