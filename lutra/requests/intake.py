"""Reading what somebody asks: the law's form decides which fields there are, who must fill them and what to say when
one is missing or wrong. The same reading serves web, counter, telephone, letter, import and API."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.law import statute
from lutra.law.identity import establishment_number_problem, nik_problem, tidy_nik
from lutra.law.statute import Field
from lutra.requests.errors import Incomplete

POWER = "power_of_attorney"
# A letter is entered some days after it came in, not months: a wrong year is the usual slip.
OLDEST_LETTER = timedelta(days=60)
_PHONE = re.compile(r"\+?[\d\s().-]{6,30}")
# "1. Siti Aminah – 7322 0341 0790 0001": an optional number, a name, and sixteen digits at the end.
_PERSON = re.compile(
    r"(?:\d{1,3}[.)]\s+)?(?P<name>.*?[^\W\d_].*?)[\s,;:|/–—-]+\(?(?P<nik>\d(?:[ .-]?\d){15})\)?"
)
MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Form:
    """A request as it was read: the identity goes under seal, the question to the office that answers.

    ``missing`` are the codes of the fields that must still be filled. ``needs_power`` says that somebody speaks for
    others, by a power of attorney: a proxy, or a group's representative.
    """

    kind: str
    identity: dict[str, str]
    question: dict[str, str]
    missing: tuple[str, ...] = ()
    needs_power: bool = False
    assisted: bool = False


_QUESTION = ("subject", "details", "purpose", "access_way", "copy_format", "delivery_way")


def fields(*, by_officer: bool) -> tuple[Field, ...]:
    """The fields of the law's form that are asked here, in its order."""
    return tuple(
        field for field in statute.form("request").fields if by_officer or field.filled_by == "applicant"
    )


def read(
    answers: Mapping[str, str],
    *,
    channel: str,
    day: date,
    today: date,
    by_officer: bool,
    taken_down_by: str = "",
    may_lack: bool = False,
    files: Mapping[str, str] | None = None,
    is_import: bool = False,
) -> Form:
    """The cleaned form. Raises Incomplete with a message for each field that is missing or wrong.

    ``day`` is the legal day on which the request was received, ``today`` the day on which it is entered. With
    ``may_lack`` a field may be empty that the law does not want before the number (LAW Q05-Q07); a file may always
    follow, for nobody scans on every telephone. ``files`` are the names of what was attached, by field. An import
    (``is_import``) may be of any day that has been.
    """
    given = {code: str(value).strip() for code, value in answers.items()} | dict(files or {})
    given |= {"channel": channel, "taken_down_by": given.get("taken_down_by") or taken_down_by}
    kind = given.get("applicant_kind", "")
    oldest = None if is_import else OLDEST_LETTER
    wrong = channel_problems(channel, day=day, today=today, by_officer=by_officer, oldest=oldest)
    clean, problems = _read_fields(fields(by_officer=by_officer), given, today=today)
    gaps = [code for code in problems if not given.get(code) and _may_follow(code, may_lack=may_lack)]
    wrong |= {code: problem for code, problem in problems.items() if code not in gaps}
    if wrong:
        raise Incomplete(wrong)
    return Form(
        kind=kind,
        identity=_identity(clean),
        question={code: clean.get(code, "") for code in _QUESTION},
        missing=tuple(gaps),
        needs_power=needs_power(clean),
        assisted=by_officer and (clean.get("assisted") == "yes" or statute.channel(channel).unwritten),
    )


def needs_power(clean: Mapping[str, str]) -> bool:
    """Whether somebody speaks for others here, as the law's form knows it: the field for the power is needed."""
    power = statute.form("request").field(POWER)
    return power.is_required(clean.get("applicant_kind", ""), clean)


def _may_follow(code: str, *, may_lack: bool) -> bool:
    """Whether a request without this field is registered, though incomplete."""
    return any(
        field.code == code and field.without == "incomplete" and (may_lack or field.kind == "file")
        for field in statute.form("request").fields
    )


def gap_fields(missing: Collection[str]) -> list[Field]:
    """The fields that fill these gaps: of a group of which one is enough, every one is offered."""
    every = statute.form("request").fields
    groups = {field.one_of for field in every if field.code in missing and field.one_of}
    return [field for field in every if field.code in missing or field.one_of in groups]


def read_gaps(
    missing: Collection[str],
    answers: Mapping[str, str],
    *,
    known: Mapping[str, str],
    today: date,
    files: Mapping[str, str] | None = None,
) -> tuple[dict[str, str], dict[str, str]]:
    """What fills the gaps: the identity's part and the question's. Nothing else of ``answers`` is looked at.

    ``known`` is what was written before, which decides what is needed. Raises Incomplete.
    """
    asked = gap_fields(missing)
    told = {**answers, **(files or {})}
    given = {**known, **{field.code: str(told.get(field.code, "")).strip() for field in asked}}
    clean, wrong = _read_fields(asked, given, today=today)
    if wrong:
        raise Incomplete(wrong)
    return _identity(clean), {code: clean[code] for code in _QUESTION if clean.get(code)}


def identity_fields() -> list[Field]:
    """The fields of the form that tell who somebody is, for whom he speaks, and how he is reached; no files."""
    return [
        field
        for field in fields(by_officer=False)
        if field.kind != "file"
        and (field.privacy in {"identity", "contact"} or field.code in {"applicant_kind", "by_proxy"})
    ]


def read_identity(answers: Mapping[str, str], *, today: date) -> tuple[dict[str, str], dict[str, str]]:
    """The identity alone, for a case that is not about an earlier request: what is clean, and what is wrong."""
    return read_fields(identity_fields(), answers, today=today)


def read_fields(
    asked: Iterable[Field], given: Mapping[str, str], *, today: date
) -> tuple[dict[str, str], dict[str, str]]:
    """The identity that these fields hold: what is clean, and what is wrong."""
    clean, wrong = _read_fields(asked, given, today=today)
    return _identity(clean), wrong


def _read_fields(
    asked: Iterable[Field], given: Mapping[str, str], *, today: date
) -> tuple[dict[str, str], dict[str, str]]:
    kind = given.get("applicant_kind", "")
    shown = [field for field in asked if field.is_shown(kind, given)]
    found = {field.code: _problem(field, kind, given, get_language() or "id", today=today) for field in shown}
    wrong = {code: problem for code, problem in found.items() if problem}
    if is_reader(kind):
        wrong["applicant_kind"] = _(
            "Pemohon adalah warga negara atau badan hukum Indonesia. Tanpa itu Anda Pengguna Informasi: semua yang"
            " diumumkan boleh dibaca dan disalin, tanpa nomor pendaftaran."
        )
    return {field.code: _clean(field, given.get(field.code, "")) for field in shown}, wrong


def is_reader(kind: str) -> bool:
    """Whether this is no kind of applicant but somebody who reads what is published (LAW Q01)."""
    return kind in {row.code for row in statute.reader_kinds()}


def _identity(clean: Mapping[str, str]) -> dict[str, str]:
    private = {
        field.code for field in statute.form("request").fields if field.privacy in {"identity", "contact"}
    }
    return {code: value for code, value in clean.items() if code in private and code != POWER and value}


def channel_problems(
    channel: str, *, day: date, today: date, by_officer: bool, oldest: timedelta | None = OLDEST_LETTER
) -> dict[str, str]:
    """What is wrong with the way and the day a case came in."""
    channels = {row.code: row for row in statute.channels()}
    if channel not in channels or (channels[channel].by_officer and not by_officer):
        return {"channel": _("Pilih cara permohonan ini diterima.")}
    if day > today:
        return {"received_on": _("Tanggal diterima tidak boleh sesudah hari ini.")}
    if oldest is not None and day < today - oldest:
        return {"received_on": _("Tanggal diterima lebih dari 60 hari yang lalu; periksa tahunnya.")}
    return {}


def _problem(field: Field, kind: str, given: Mapping[str, str], language: str, *, today: date) -> str | None:
    value = given.get(field.code, "")
    required = field.is_required(kind, given) or _group_is_empty(field, given)
    if not value:
        return statute.text(field.error, language) if required else None
    written = _clean(field, value)
    if field.max_length and len(written) > field.max_length:
        return _("Terlalu panjang: paling banyak %(max)d huruf, sekarang %(now)d. Persingkat isinya.") % {
            "max": field.max_length,
            "now": len(written),
        }
    if "\x00" in value:
        return _("Ada karakter yang tidak dapat disimpan; ketik ulang isian ini.")
    return _wrong_value(field, value, language, today=today)


def _wrong_value(field: Field, value: str, language: str, *, today: date) -> str | None:
    invalid = statute.text(field.invalid or field.error, language)
    match field.kind:
        case "nik":
            problem = nik_problem(tidy_nik(value), district_codes=None, today=today)
            return statute.problem_text("nik", problem, language) if problem else None
        case "establishment_number":
            problem = establishment_number_problem(value)
            return statute.problem_text("establishment_number", problem, language) if problem else None
        case "people":
            return _people_problem(value, language, today=today)
        case "choice":
            return None if value in {code for code, _label in statute.choices(field)} else invalid
        case "email":
            return None if _is_email(value) else invalid
        case "phone":
            return None if _PHONE.fullmatch(value) and 6 <= len(re.sub(r"\D", "", value)) <= 20 else invalid
        case _:
            return None


def people(value: str) -> list[tuple[str, str]]:
    """(name, NIK) of each line; a line that is not both has an empty NIK."""
    lines = [" ".join(line.split()) for line in value.splitlines() if line.strip()]
    found = [(line, _PERSON.fullmatch(line)) for line in lines]
    return [(one["name"].strip(), tidy_nik(one["nik"])) if one else (line, "") for line, one in found]


def _people_problem(value: str, language: str, *, today: date) -> str | None:
    """What is wrong with a list of people, by its line."""
    told = people(value)
    if len(told) > MOST_PEOPLE:
        return _(
            "Terlalu banyak: paling banyak %(most)d orang. Anggota lain cukup disebut dalam surat kuasa."
        ) % {"most": MOST_PEOPLE}
    seen: set[str] = set()
    for number, (_name, nik) in enumerate(told, start=1):
        if not nik:
            return _(
                "Baris %(line)d: tulis nama lalu 16 angka NIK, misalnya: Siti Aminah, 7322034107850009."
            ) % {"line": number}
        if problem := nik_problem(nik, district_codes=None, today=today):
            words = statute.problem_text("nik", problem, language)
            return _("Baris %(line)d: %(problem)s") % {"line": number, "problem": words}
        if nik in seen:
            return _("Baris %(line)d: NIK ini sudah ditulis di baris lain.") % {"line": number}
        seen.add(nik)
    return None


def _group_is_empty(field: Field, given: Mapping[str, str]) -> bool:
    """Of some fields at least one must be filled (telephone or e-mail); the message stands at the first of them."""
    if not field.one_of:
        return False
    group = [other for other in statute.form("request").fields if other.one_of == field.one_of]
    return field.code == group[0].code and not any(given.get(other.code) for other in group)


def _is_email(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


def _clean(field: Field, value: str) -> str:
    if field.kind == "nik":
        return tidy_nik(value)
    if field.kind == "people":
        return "\n".join(f"{name}, {nik}" if nik else name for name, nik in people(value))
    return value if field.kind == "long_text" else " ".join(value.split())
