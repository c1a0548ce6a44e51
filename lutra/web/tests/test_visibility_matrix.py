"""Every address × every role × two governments: who gets what, and that nothing private leaks.

The table grows by itself: an address that is not described in ``ADDRESSES`` fails the first test. Each description says
how to reach it, who may, and which canaries its page may show to those who may. Everything else is asserted to be
absent from body and headers: identity (name, NIK, address, phone, e-mail), the words of a case, another government's.

Deeds are really sent; each is rolled back, so that the order of the walk means nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lutra.catalogue import actions as catalogue
from lutra.catalogue.actions import ItemForm
from lutra.catalogue.importing.runs import keep_file
from lutra.catalogue.models import ConsequenceTest, ImportRun, Item
from lutra.channels.opensid.harvesting import take_file
from lutra.channels.opensid.reading import read
from lutra.channels.opensid.sources import Line, list_sources
from lutra.directory.actors import system
from lutra.directory.models import Government, Holding, Host, PublicBody, Region, User
from lutra.directory.roles import Role
from lutra.documents import actions as documents
from lutra.documents.models import Document
from lutra.exemptions.models import Exemption, Session
from lutra.exemptions.sessions.actions import SessionForm, convene
from lutra.exemptions.versions import EXEMPT
from lutra.jobs import queue
from lutra.law import statute
from lutra.ledger import followers
from lutra.letters.models import Letter
from lutra.objections import actions as objections
from lutra.objections import dispute_actions as disputes
from lutra.objections.models import Dispute, Objection
from lutra.obligations import charter, immediate, officials, packages, programmes, sops, statements
from lutra.obligations.models import (
    AccessibleForm,
    Immediate,
    Official,
    Package,
    PackageDocument,
    Programme,
    Statement,
)
from lutra.redaction.models import Redaction
from lutra.requests import actions, bulk, records
from lutra.requests.models import BulkJob, Request
from lutra.testing import factories

pytestmark = pytest.mark.django_db

FILED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)

# The ten log-ins of the demo, and three who must be kept out.
ROLES: dict[str, str] = {
    "petugas": Role.DESK_OFFICER,
    "ppid": Role.PPID_UTAMA,
    "pelaksana": Role.PPID_PELAKSANA,
    "atasan": Role.SUPERIOR,
    "tim": Role.CONSIDERATIONS_TEAM,
    "bupati": Role.LEADER,
    "humas": Role.NEWSROOM,
    "penyiar": Role.ANNOUNCER,
    "operator": Role.OPERATOR,
    "admin": Role.ADMINISTRATOR,
}
OFFICERS = frozenset(ROLES)
READERS = frozenset({"anonymous", *ROLES, "colleague", "foreigner"})

# Whom an address is open to. "colleague" is a PPID Pelaksana of a body that holds nothing; "foreigner" the PPID Utama
# of the other government.
EVERYBODY = READERS
AT_HOME = OFFICERS | {"colleague"}
SEES = frozenset({"petugas", "ppid", "atasan", "tim", "bupati", "operator"})
SEES_THE_CASE = SEES | {"pelaksana"}
FRONT = frozenset({"petugas", "ppid"})
KNOWS_THE_PERSON = FRONT | {"atasan"}
SEES_OBJECTIONS = FRONT | {"atasan", "tim"}
SEES_DISPUTES = frozenset({"ppid", "atasan", "tim"})
DISPUTES = frozenset({"ppid", "atasan"})
RECORDS = FRONT | {"pelaksana", "colleague"}
NOTES = KNOWS_THE_PERSON | {"tim", "pelaksana"}
UPLOADS = frozenset({"ppid", "pelaksana", "colleague"})
SEES_DOCUMENTS = UPLOADS | {"atasan", "tim"}
TESTS = frozenset({"ppid", "pelaksana", "colleague"})
SEES_SESSIONS = frozenset({"ppid", "atasan", "tim"})
HOLDS_SESSIONS = frozenset({"ppid", "tim"})


# Who keeps what the body owes; who announces a danger.
KEEPS = frozenset({"ppid", "pelaksana"})
MANAGES_VILLAGES = frozenset({"ppid"})
ANNOUNCES = frozenset({"petugas", "ppid", "pelaksana", "colleague", "humas", "operator"})


@dataclass
class World:
    """One government with a request in every state that an address needs, and its readers."""

    government: Government
    host: str
    users: dict[str, User]
    body: PublicBody
    waiting: Request  # handed to the body, with a draft and a file
    decided: Request  # granted, with a file given out
    proxied: Request  # filed by a proxy, whose power of attorney waits to be checked
    file: Document
    given: Document
    letter: Letter
    objection: Objection  # against the decided one
    reply: Letter  # its receipt, until there is an answer
    dispute: Dispute  # after the objection, with a paper of the commission
    paper: Document
    listed: Document  # in the list of documents, of the body
    test: ConsequenceTest
    item: Item
    identity: list[str]
    words: list[str]  # of the two requests and the test


@dataclass(frozen=True)
class Address:
    """One address. ``others`` is the status for officers of this government to whom it is not open."""

    path: Callable[[World], str]
    open_to: frozenset[str]
    ok: int = 200
    form: Callable[[World], dict[str, Any]] | None = None  # given: it is sent by POST
    others: int = 403
    stranger: int = 302  # for whoever has not signed in
    # Of its own case, which canaries may be shown to those to whom it is open.
    shows_person: bool = False
    shows_words: bool = False
    only_subject: bool = False  # of the words, the subject alone: details and files are never published
    # A colleague may open the page, but it must not tell him of a case that his office does not hold.
    words_for: frozenset[str] | None = None
    status_for: dict[str, int] = field(default_factory=dict)
    # Whether the address names a thing of one government, which is not there at the other's host.
    names_a_thing: bool = False


def public(path: Callable[[World], str] | str, **more: Any) -> Address:
    """An address for everybody."""
    return Address(_path(path), EVERYBODY, stranger=more.get("ok", 200), **more)


def _path(path: Callable[[World], str] | str) -> Callable[[World], str]:
    return path if callable(path) else lambda _world: path


def at(path: str, open_to: frozenset[str], **more: Any) -> Address:
    """A page of the desk that names no thing."""
    return Address(_path(path), open_to, **more)


def case(tail: str, open_to: frozenset[str], *, which: str = "waiting", **more: Any) -> Address:
    """A page under one case; officers who may open such pages, but not of this case, find nothing."""
    return Address(
        lambda world: f"/desk/permohonan/{getattr(world, which).pk}/{tail}",
        open_to,
        names_a_thing=True,
        shows_words=True,
        **more,
    )


def objection(tail: Callable[[World], str] | str, open_to: frozenset[str], **more: Any) -> Address:
    """A page of the desk under one objection."""
    return Address(
        lambda world: f"/desk/keberatan/{world.objection.pk}/{tail(world) if callable(tail) else tail}",
        open_to,
        names_a_thing=True,
        shows_words=True,
        **more,
    )


def dispute(tail: Callable[[World], str] | str, open_to: frozenset[str], **more: Any) -> Address:
    """A page of the desk under one dispute."""
    return Address(
        lambda world: f"/desk/sengketa/{world.dispute.pk}/{tail(world) if callable(tail) else tail}",
        open_to,
        names_a_thing=True,
        shows_words=True,
        **more,
    )


def deed(tail: str, open_to: frozenset[str], form: dict[str, Any], **more: Any) -> Address:
    """A deed on a case, really sent."""

    def filled(world: World) -> dict[str, Any]:
        seen = getattr(world, more.get("which", "waiting")).revision
        values = {name: value(world) if callable(value) else value for name, value in form.items()}
        return {"seen": seen, **values}

    return case(tail, open_to, form=filled, ok=302, **more)


def listed(tail: str, open_to: frozenset[str], **more: Any) -> Address:
    """A page under one document of the list; for an officer of another body it is not there."""
    return Address(
        lambda world: f"/desk/dokumen/{world.listed.pk}/{tail}",
        open_to,
        names_a_thing=True,
        **{"status_for": {"colleague": 404}, **more},
    )


def blacked(tail: str, open_to: frozenset[str], **more: Any) -> Address:
    """A page under one redaction of a document of the list; for an officer of another body it is not there."""
    return Address(
        lambda world: f"/desk/penghitaman/{world.listed.redactions.get().pk}/{tail}",
        open_to,
        names_a_thing=True,
        **{"status_for": {"colleague": 404}, **more},
    )


def coded(tail: str, **more: Any) -> Address:
    """A page that a tracking code opens; with the other government's code it is not there."""
    return Address(
        lambda world: f"/t/{world.decided.code}/{tail(world) if callable(tail) else tail}",
        EVERYBODY,
        stranger=more.get("ok", 200),
        shows_words=True,
        names_a_thing=True,
        **more,
    )


def objected(tail: str, **more: Any) -> Address:
    """A page that an objection's code opens; with the other government's code it is not there."""
    return Address(
        lambda world: f"/k/{world.objection.code}/{tail(world) if callable(tail) else tail}",
        EVERYBODY,
        stranger=200,
        shows_words=True,
        names_a_thing=True,
        **more,
    )


def drafted(tail: str, open_to: frozenset[str], **more: Any) -> Address:
    """A page under the draft of the waiting case."""
    return Address(
        lambda world: f"/desk/permohonan/{world.waiting.pk}/usulan/{world.waiting.drafts.first().pk}/{tail}",
        open_to,
        names_a_thing=True,
        shows_words=True,
        **{"status_for": NOT_MINE, **more},
    )


def unproved(tail: str, ok: int) -> Address:
    """What needs the proof that one is the applicant, without that proof."""
    return Address(
        lambda world: f"/t/{world.decided.code}/data/{tail}",
        EVERYBODY,
        ok=ok,
        stranger=ok,
        form=lambda _world: {"proof": "00000000"},
        names_a_thing=True,
    )


def owed(tail: Callable[[World], str], open_to: frozenset[str], **more: Any) -> Address:
    """A page of the desk under a thing that the body or the government keeps."""
    return Address(lambda world: f"/desk/{tail(world)}", open_to, names_a_thing=True, **more)


def session(tail: str, open_to: frozenset[str], **more: Any) -> Address:
    """A page of the desk under the team's session."""
    return owed(lambda world: f"dik/sidang/{_own(Session, world)}/{tail}", open_to, **more)


def _own(model: Any, world: World) -> int:
    """The one row of ``model`` that the world's government has."""
    return int(model.objects.values_list("pk", flat=True).get(government=world.government))


def _village(world: World) -> str:
    """The desk's page of the government's village."""
    return f"desa/{world.government.code}.01.2001/"


def _sent(_world: World) -> dict[str, Any]:
    """A deed that asks for nothing."""
    return {}


NOT_MINE = {"colleague": 404}
# Of the list of public information: another body's part, and another officer's import.
NOT_MAINTAINED = {"colleague": 403}
NOT_HIS_IMPORT = {"pelaksana": 404, "colleague": 404}
SEES_DRAFTS = frozenset({"ppid", "pelaksana"})
# Budi wrote the draft himself, so another must review it.
NOT_HIS_OWN = {"colleague": 404, "pelaksana": 422}
REVIEWS = frozenset({"ppid", "pelaksana"})
SEARCHES = FRONT | {"pelaksana"}
SETS_RULES = frozenset({"ppid", "admin"})


def _job(world: World) -> int:
    """The bulk job that waits."""
    return int(BulkJob.objects.values_list("pk", flat=True).get(government=world.government))


def _holding(world: World) -> Holding:
    """Budi's term of office."""
    return world.users["pelaksana"].holdings.get()


def _called(world: World) -> int:
    """The call for records of the waiting case."""
    return int(world.waiting.record_calls.values_list("pk", flat=True)[0])


FILING = {**factories.ANI, **factories.QUESTION, "name": "Orang Lain", "channel": "counter", "key": "matriks"}
PROXY = {"by_proxy": "yes", "proxy_name": "Budi Santoso", "proxy_nik": "7322030101850003"}
OBJECTING = {
    **factories.ANI,
    "name": "Orang Lain",
    "grounds": ["b"],
    "information": "Laporan keuangan",
    "case_position": "Tidak diumumkan.",
    "purpose": "Riset",
}
TEST_FORM = {
    "kind": "before_request",
    "document": "Dokumen",
    "information": "Informasi baru",
    "ground": "h",
    "sub_item": "h2",
    "legal_analysis": "Analisis",
    "consequence_open": "Akibat",
    "benefit_closed": "Manfaat",
    "public_interest": "Kepentingan",
}
PERIOD = "since=2026-01-01&until=2026-12-31"

# The route as the resolver has it -> its descriptions; a route that is read and written has one for each.
ADDRESSES: dict[str, list[Address]] = {
    # The machine and the door.
    "healthz": [public("/healthz")],
    "akun/login/": [Address(_path("/akun/login/"), READERS, ok=302, stranger=200)],
    "akun/logout/": [Address(_path("/akun/logout/"), READERS)],
    "akun/nonaktif/": [public("/akun/nonaktif/")],
    "akun/kata-sandi/": [Address(_path("/akun/kata-sandi/"), READERS)],
    "akun/kata-sandi/awal/": [Address(_path("/akun/kata-sandi/awal/"), READERS, ok=302)],
    "akun/pastikan/": [Address(_path("/akun/pastikan/"), READERS)],
    # Off in the tests of this walk, as in most installations.
    "akun/luar/": [public("/akun/luar/", ok=404, form=lambda _w: {})],
    "akun/luar/kembali/": [public("/akun/luar/kembali/", ok=404)],
    "akun/sesi/": [Address(_path("/akun/sesi/"), READERS)],
    "akun/sesi/akhiri/": [Address(_path("/akun/sesi/akhiri/"), READERS, ok=302, form=lambda _w: {})],
    "akun/pengaman/": [Address(_path("/akun/pengaman/"), READERS)],
    "akun/pengaman/masuk/": [Address(_path("/akun/pengaman/masuk/"), READERS, ok=302)],
    # Nobody of the walk has a second factor, and each change of one asks for the password first.
    "akun/pengaman/pastikan/": [Address(_path("/akun/pengaman/pastikan/"), READERS, ok=302)],
    "akun/pengaman/aplikasi/": [Address(_path("/akun/pengaman/aplikasi/"), READERS, ok=302)],
    "akun/pengaman/aplikasi/lepas/": [Address(_path("/akun/pengaman/aplikasi/lepas/"), READERS, ok=404)],
    "akun/pengaman/kode/": [Address(_path("/akun/pengaman/kode/"), READERS, ok=404)],
    "akun/pengaman/kode/baru/": [Address(_path("/akun/pengaman/kode/baru/"), READERS, ok=302)],
    "akun/pengaman/kode/unduh/": [Address(_path("/akun/pengaman/kode/unduh/"), READERS, ok=404)],
    "akun/pengaman/kunci/": [Address(_path("/akun/pengaman/kunci/"), READERS)],
    "akun/pengaman/kunci/tambah/": [Address(_path("/akun/pengaman/kunci/tambah/"), READERS, ok=302)],
    "akun/pengaman/kunci/masuk/": [Address(_path("/akun/pengaman/kunci/masuk/"), READERS, ok=302)],
    "akun/pengaman/kunci/pastikan/": [Address(_path("/akun/pengaman/kunci/pastikan/"), READERS, ok=302)],
    "akun/pengaman/kunci/<int:pk>/ubah/": [Address(_path("/akun/pengaman/kunci/1/ubah/"), READERS, ok=302)],
    "akun/pengaman/kunci/<int:pk>/lepas/": [Address(_path("/akun/pengaman/kunci/1/lepas/"), READERS, ok=302)],
    # A made-up link says that it is none.
    "akun/undangan/<str:uidb64>/<str:token>/": [public("/akun/undangan/MQ/salah/")],
    # Applicants' own pages: of these readers none is an applicant, so all are led to the door.
    "akun/": [public("/akun/", ok=302)],
    "akun/masuk/": [
        public("/akun/masuk/"),
        public("/akun/masuk/", ok=422, form=lambda _w: {"email": "bukan surel"}),
    ],
    "akun/masuk/terkirim/": [public("/akun/masuk/terkirim/")],
    "akun/tautan/<str:token>/": [
        public("/akun/tautan/salah/", ok=410),
        public("/akun/tautan/salah/", ok=410, form=lambda _w: {}),
    ],
    "akun/perkara/tambah/": [
        public("/akun/perkara/tambah/", ok=302, form=lambda w: {"code": w.decided.code})
    ],
    "akun/perkara/<int:pk>/lepas/": [public("/akun/perkara/1/lepas/", ok=302, form=lambda _w: {})],
    "akun/kunci/tambah/": [public("/akun/kunci/tambah/", ok=302)],
    "akun/kunci/<int:pk>/lepas/": [public("/akun/kunci/1/lepas/", ok=302, form=lambda _w: {})],
    "akun/tutup/": [public("/akun/tutup/", ok=302), public("/akun/tutup/", ok=302, form=lambda _w: {})],
    "bahasa/": [public("/bahasa/", ok=302, form=lambda _w: {"language": "en"})],
    # The citizen's pages.
    "": [public("/", shows_words=True, only_subject=True)],
    "permohonan/baru/": [public("/permohonan/baru/")],
    "lacak/": [
        public("/lacak/"),
        Address(
            _path("/lacak/"),
            EVERYBODY,
            ok=302,
            stranger=302,
            form=lambda world: {"code": world.decided.code},
            names_a_thing=True,
            status_for={"elsewhere": 422},
        ),
    ],
    # While typing: what is published already; nothing here, and an address that nobody signed leads nowhere.
    "permohonan/baru/serupa/": [
        public("/permohonan/baru/serupa/", form=lambda _w: {"subject": "jalan", "details": ""})
    ],
    "permohonan/serupa/<str:token>/": [public("/permohonan/serupa/buatan-sendiri/", ok=404)],
    "pengguna/": [public("/pengguna/")],
    "t/<str:code>/kuasa/": [coded("kuasa/"), coded("kuasa/", form=lambda _world: {}, ok=422)],
    "k/<str:code>/kuasa/": [objected("kuasa/")],
    "t/<str:code>/": [coded("")],
    "t/<str:code>/tanda-terima/": [coded("tanda-terima/")],
    # The case is answered: nothing can be completed or withdrawn, and the pages say so.
    "t/<str:code>/lengkapi/": [coded("lengkapi/")],
    "t/<str:code>/cabut/": [coded("cabut/")],
    "t/<str:code>/keterangan/": [coded("keterangan/", form=lambda _world: {"text": " "}, ok=422)],
    "t/<str:code>/ajukan-lagi/": [coded("ajukan-lagi/")],
    # Whoever has the code is the applicant: the letter is his.
    "t/<str:code>/surat/<int:letter_id>/": [
        coded(lambda world: f"surat/{world.letter.pk}/", shows_person=True)
    ],
    "t/<str:code>/berkas/<int:document_id>/": [coded(lambda world: f"berkas/{world.given.pk}/")],
    "t/<str:code>/berkas/<int:document_id>/bagian.json": [
        coded(lambda world: f"berkas/{world.given.pk}/bagian.json")
    ],
    "t/<str:code>/keberatan/": [
        coded("keberatan/"),
        Address(
            lambda world: f"/t/{world.decided.code}/keberatan/",
            EVERYBODY,
            ok=302,
            stranger=302,
            form=lambda world: {"grounds": ["d"], "case_position": world.words[1], "purpose": "Riset"},
            names_a_thing=True,
        ),
    ],
    "keberatan/": [
        public("/keberatan/"),
        public("/keberatan/", ok=302, form=lambda _world: OBJECTING),
    ],
    "k/<str:code>/": [objected("")],
    "k/<str:code>/tanda-terima/": [objected("tanda-terima/")],
    "k/<str:code>/surat/<int:letter_id>/": [
        objected(lambda world: f"surat/{world.reply.pk}/", shows_person=True)
    ],
    # Who looked, by post; no identity, which needs the proof that these browsers lack.
    "t/<str:code>/data/": [
        Address(lambda world: f"/t/{world.decided.code}/data/", EVERYBODY, stranger=200, names_a_thing=True)
    ],
    "t/<str:code>/data/kirim/": [unproved("kirim/", 302)],
    "t/<str:code>/data/buka/": [unproved("buka/", 422)],
    "t/<str:code>/data/salinan/": [unproved("salinan/", 404)],
    "t/<str:code>/data/perbaiki/": [unproved("perbaiki/", 404)],
    "t/<str:code>/data/hapus/": [unproved("hapus/", 404)],
    # The survey: its result, the door for slips, and one's own request, whose questions name the office alone.
    "kepuasan/": [public("/kepuasan/")],
    "kepuasan/isi/": [
        public("/kepuasan/isi/"),
        public("/kepuasan/isi/", ok=422, form=lambda _world: {"code": "0000 0000 0000"}),
    ],
    "kepuasan/isi/<str:code>/": [public("/kepuasan/isi/000000000000/", ok=404)],
    "t/<str:code>/kepuasan/": [coded("kepuasan/")],
    # The door of a delegated reply needs a signed link; a made-up one leads nowhere.
    "balas/<str:token>/": [public("/balas/apa-saja/", ok=404)],
    "register/": [public("/register/", shows_words=True, only_subject=True)],
    "register/unduh.<str:kind>": [
        public(f"/register/unduh.{kind}?year=2026", shows_words=True, only_subject=True)
        for kind in ("csv", "json", "xlsx")
    ],
    "angka/": [public("/angka/")],
    "angka/angka.json": [public("/angka/angka.json")],
    "verify/": [public("/verify/")],
    "verify/<str:code>/": [
        Address(lambda world: f"/verify/{world.letter.code}/", EVERYBODY, stranger=200, names_a_thing=True)
    ],
    "tentang/": [public("/tentang/")],
    "bantuan/": [public("/bantuan/")],
    "privasi/": [public("/privasi/")],
    "gaya/": [public("/gaya/", ok=404)],  # development and demo only
    # The desk.
    "desk/": [at("/desk/", AT_HOME, shows_words=True, words_for=SEES_THE_CASE)],
    "desk/permohonan/baru/luring.js": [at("/desk/permohonan/baru/luring.js", RECORDS)],
    "desk/permohonan/baru/token/": [at("/desk/permohonan/baru/token/", RECORDS)],
    "desk/permohonan/baru/": [
        at("/desk/permohonan/baru/", RECORDS),
        at("/desk/permohonan/baru/", RECORDS, ok=302, form=lambda _world: FILING),
    ],
    "desk/permohonan/<int:pk>/": [case("", SEES_THE_CASE, status_for=NOT_MINE)],
    "desk/permohonan/<int:pk>/tanda-terima/": [
        case("tanda-terima/", FRONT, status_for={"pelaksana": 404, "colleague": 404})
    ],
    "desk/permohonan/<int:pk>/identitas/": [
        case("identitas/", KNOWS_THE_PERSON, form=lambda _world: {}, shows_person=True)
    ],
    "desk/permohonan/<int:pk>/berkas/<int:document_id>/": [
        Address(
            lambda world: f"/desk/permohonan/{world.waiting.pk}/berkas/{world.file.pk}/",
            SEES_THE_CASE,
            names_a_thing=True,
            shows_words=True,
            status_for=NOT_MINE,
        )
    ],
    "desk/permohonan/<int:pk>/berkas/keadaan/": [case("berkas/keadaan/", SEES_THE_CASE, status_for=NOT_MINE)],
    "desk/permohonan/<int:pk>/surat/<int:letter_id>/": [
        Address(
            lambda world: f"/desk/permohonan/{world.decided.pk}/surat/{world.letter.pk}/",
            KNOWS_THE_PERSON,
            form=lambda _world: {},
            names_a_thing=True,
            shows_person=True,
            shows_words=True,
        )
    ],
    "desk/permohonan/<int:pk>/teruskan/": [
        case("teruskan/", frozenset({"ppid"})),
        deed("teruskan/", frozenset({"ppid"}), {"main": lambda world: world.body.pk}),
    ],
    "desk/permohonan/<int:pk>/usulan/": [
        case("usulan/", frozenset({"ppid", "pelaksana"}), status_for=NOT_MINE),
        deed(
            "usulan/",
            frozenset({"ppid", "pelaksana"}),
            {"outcome": "granted", "text": "Usul"},
            status_for=NOT_MINE,
        ),
    ],
    "desk/permohonan/<int:pk>/usulan/<int:draft_id>/": [drafted("", SEES_THE_CASE)],
    "desk/permohonan/<int:pk>/usulan/<int:draft_id>/setujui/": [
        drafted("setujui/", REVIEWS),
        drafted(
            "setujui/",
            REVIEWS,
            ok=302,
            form=lambda world: {"seen": world.waiting.revision},
            status_for=NOT_HIS_OWN,
        ),
    ],
    "desk/permohonan/<int:pk>/usulan/<int:draft_id>/kembalikan/": [
        drafted("kembalikan/", REVIEWS),
        drafted(
            "kembalikan/",
            REVIEWS,
            ok=302,
            form=lambda world: {"seen": world.waiting.revision, "remark": "Lengkapi."},
            status_for=NOT_HIS_OWN,
        ),
    ],
    "desk/permohonan/<int:pk>/tautan/": [
        Address(
            lambda world: f"/desk/permohonan/{world.waiting.pk}/tautan/",
            frozenset({"ppid"}),
            names_a_thing=True,
        ),
        Address(
            lambda world: f"/desk/permohonan/{world.waiting.pk}/tautan/",
            frozenset({"ppid"}),
            form=lambda world: {"body": world.body.pk, "person": "Kasi", "days": "3"},
            names_a_thing=True,
        ),
    ],
    "desk/permohonan/<int:pk>/tautan/<int:delegation_id>/cabut/": [
        Address(
            lambda world: f"/desk/permohonan/{world.waiting.pk}/tautan/999999/cabut/",
            frozenset({"ppid"}),
            ok=404,
            form=lambda _world: {},
            names_a_thing=True,
        )
    ],
    "desk/permohonan/<int:pk>/bagi/": [
        case("bagi/", frozenset({"ppid"})),
        deed("bagi/", frozenset({"ppid"}), {"matter_0": "Satu", "matter_1": "Dua"}),
    ],
    "desk/permohonan/<int:pk>/arsip/minta/": [
        case("arsip/minta/", SEARCHES, status_for=NOT_MINE),
        deed(
            "arsip/minta/",
            SEARCHES,
            {
                "custodian": lambda world: world.body.pk,
                "asked_for": "Arsip",
                "due_on": NOW.date().isoformat(),
            },
            status_for=NOT_MINE,
        ),
    ],
    "desk/permohonan/<int:pk>/arsip/<int:call_id>/pernyataan/": [
        Address(
            lambda world: f"/desk/permohonan/{world.waiting.pk}/arsip/{_called(world)}/pernyataan/",
            SEARCHES,
            names_a_thing=True,
            shows_words=True,
            status_for=NOT_MINE,
        ),
        Address(
            lambda world: f"/desk/permohonan/{world.waiting.pk}/arsip/{_called(world)}/pernyataan/",
            SEARCHES,
            ok=302,
            form=lambda world: {
                "seen": world.waiting.revision,
                "answer": "not_found",
                "statement": "Tidak ada.",
                "stated_by": "Wati",
            },
            names_a_thing=True,
            shows_words=True,
            status_for=NOT_MINE,
        ),
    ],
    "desk/permohonan/<int:pk>/arsip/cari/": [
        case("arsip/cari/", SEARCHES, status_for=NOT_MINE),
        deed(
            "arsip/cari/",
            SEARCHES,
            {
                "place": "Depo",
                "searched_on": NOW.date().isoformat(),
                "searched_by": "Wati",
                "result": "not_found",
            },
            status_for=NOT_MINE,
        ),
    ],
    "desk/permohonan/<int:pk>/perpanjang/": [
        case("perpanjang/", frozenset({"ppid"})),
        deed("perpanjang/", frozenset({"ppid"}), {"reason_kind": "not_yet_held", "reason": "Dikumpulkan"}),
    ],
    "desk/permohonan/<int:pk>/putuskan/": [
        case("putuskan/", frozenset({"ppid"})),
        case("putuskan/?outcome=partly", frozenset({"ppid"})),
        deed(
            "putuskan/",
            frozenset({"ppid"}),
            {
                "outcome": "not_held",
                "holding": "not_held",
                "holder": "BPN",
                "confirmed": "on",
                "differ_reason": "Arsipnya sudah diserahkan.",
            },
        ),
    ],
    "desk/permohonan/<int:pk>/sampaikan/": [
        case("sampaikan/", FRONT, which="decided"),
        deed("sampaikan/", FRONT, {"channel": "pickup", "evidence": "Diterima"}, which="decided"),
    ],
    "desk/permohonan/<int:pk>/tutup/": [
        case("tutup/", FRONT, which="decided"),
        case("tutup/", FRONT, which="waiting", form=lambda _world: {"seen": "1"}, ok=409),
    ],
    "desk/permohonan/pengguna/": [at("/desk/permohonan/pengguna/", RECORDS)],
    "desk/permohonan/<int:pk>/kuasa/": [
        case("kuasa/", FRONT, which="proxied"),
        case("kuasa/", FRONT, which="proxied", form=lambda _world: {"seen": "1"}, ok=422),
    ],
    "desk/permohonan/<int:pk>/kuasa/periksa/": [
        case("kuasa/periksa/", FRONT, which="proxied"),
        case(
            "kuasa/periksa/",
            FRONT,
            which="proxied",
            form=lambda _world: {"seen": "99", "verdict": "accepted"},
            ok=409,
        ),
    ],
    "desk/permohonan/<int:pk>/kuasa/<int:power_id>/": [
        Address(
            lambda world: f"/desk/permohonan/{world.proxied.pk}/kuasa/{world.proxied.powers.get().pk}/",
            KNOWS_THE_PERSON,
            form=lambda _world: {},
            names_a_thing=True,
        )
    ],
    "desk/keberatan/<int:pk>/kuasa/": [
        objection("kuasa/", FRONT),
        objection("kuasa/", FRONT, form=lambda _world: {"seen": "0"}, ok=422),
    ],
    # Nobody objects by a proxy here: there is nothing to check or to open.
    "desk/keberatan/<int:pk>/kuasa/periksa/": [objection("kuasa/periksa/", FRONT, ok=404)],
    "desk/keberatan/<int:pk>/kuasa/<int:power_id>/": [
        objection("kuasa/1/", KNOWS_THE_PERSON, form=lambda _world: {}, ok=404)
    ],
    "desk/permohonan/<int:pk>/kekurangan/": [
        case("kekurangan/", FRONT),
        case("kekurangan/", FRONT, form=lambda _world: {"seen": "1"}, ok=409),
    ],
    "desk/permohonan/<int:pk>/lengkapi/": [
        case("lengkapi/", FRONT),
        case("lengkapi/", FRONT, form=lambda _world: {"seen": "1"}, ok=409),
    ],
    "desk/permohonan/<int:pk>/cabut/": [
        case("cabut/", FRONT),
        deed("cabut/", FRONT, {"evidence": "Surat 2 Maret"}),
    ],
    "desk/permohonan/<int:pk>/buka-kembali/": [
        case("buka-kembali/", frozenset({"ppid"})),
        case("buka-kembali/", frozenset({"ppid"}), form=lambda _w: {"seen": "1", "reason": "x"}, ok=409),
    ],
    "desk/permohonan/<int:pk>/catatan/": [
        case("catatan/", NOTES, status_for=NOT_MINE),
        deed("catatan/", NOTES, {"text": "Sudah ditelepon"}, status_for=NOT_MINE),
    ],
    "desk/permohonan/<int:pk>/keberatan/": [
        case("keberatan/", FRONT, which="decided"),
        case(
            "keberatan/",
            FRONT,
            which="decided",
            ok=302,
            form=lambda _world: {
                "grounds": ["d"],
                "case_position": "x",
                "purpose": "y",
                "channel": "counter",
            },
        ),
    ],
    "desk/keberatan/<int:pk>/berkas-sengketa/": [
        # It goes to the commission with the applicant's identity; making it is entered.
        objection("berkas-sengketa/", DISPUTES, form=lambda _world: {}, shows_person=True),
    ],
    "desk/sengketa/": [at("/desk/sengketa/", SEES_DISPUTES, shows_words=True)],
    "desk/sengketa/baru/": [
        at("/desk/sengketa/baru/", DISPUTES),
        at(
            "/desk/sengketa/baru/",
            DISPUTES,
            ok=422,
            form=lambda world: {"objection": world.objection.reference},
        ),
    ],
    "desk/sengketa/<int:pk>/": [dispute("", SEES_DISPUTES)],
    "desk/sengketa/<int:pk>/langkah/<slug:deed>/": [
        dispute("langkah/begin/", DISPUTES),
        dispute("langkah/set_hearing/", DISPUTES),
        dispute("langkah/rule/", DISPUTES),
        dispute(
            "langkah/begin/",
            DISPUTES,
            ok=302,
            form=lambda world: {"seen": world.dispute.revision, "on": NOW.date().isoformat()},
        ),
    ],
    "desk/sengketa/<int:pk>/berkas/<int:document_id>/": [
        dispute(lambda world: f"berkas/{world.paper.pk}/", SEES_DISPUTES)
    ],
    "desk/keberatan/": [at("/desk/keberatan/", SEES_OBJECTIONS, shows_words=True)],
    "desk/keberatan/baru/": [
        at("/desk/keberatan/baru/", FRONT),
        at("/desk/keberatan/baru/", FRONT, ok=302, form=lambda _world: {**OBJECTING, "channel": "counter"}),
    ],
    "desk/keberatan/<int:pk>/": [objection("", SEES_OBJECTIONS)],
    "desk/keberatan/<int:pk>/tanda-terima/": [objection("tanda-terima/", FRONT)],
    "desk/keberatan/<int:pk>/identitas/": [
        objection("identitas/", KNOWS_THE_PERSON, form=lambda _world: {}, shows_person=True)
    ],
    "desk/keberatan/<int:pk>/surat/<int:letter_id>/": [
        objection(
            lambda world: f"surat/{world.reply.pk}/",
            KNOWS_THE_PERSON,
            form=lambda _world: {},
            shows_person=True,
        )
    ],
    "desk/keberatan/<int:pk>/tanggapi/": [
        objection("tanggapi/", frozenset({"atasan"})),
        objection(
            "tanggapi/",
            frozenset({"atasan"}),
            ok=302,
            form=lambda _world: {"decision": "upheld", "reason": "Sudah sesuai.", "seen": "0"},
        ),
    ],
    "desk/keberatan/<int:pk>/musyawarah/": [
        objection("musyawarah/", frozenset({"atasan"})),
        objection(
            "musyawarah/",
            frozenset({"atasan"}),
            ok=302,
            form=lambda _world: {"minutes": "Sepakat.", "seen": "0"},
        ),
    ],
    "desk/keberatan/<int:pk>/sampaikan/": [
        objection("sampaikan/", FRONT),
        objection(
            "sampaikan/", FRONT, ok=409, form=lambda _world: {"channel": "pickup", "evidence": "Diterima"}
        ),
    ],
    "desk/keberatan/<int:pk>/laksanakan/": [
        objection("laksanakan/", frozenset({"ppid"})),
        objection("laksanakan/", frozenset({"ppid"}), ok=409, form=lambda _world: {"note": "x", "seen": "0"}),
    ],
    "desk/keberatan/<int:pk>/tutup/": [
        objection("tutup/", FRONT),
        objection("tutup/", FRONT, ok=409, form=lambda _world: {"seen": "0"}),
    ],
    "desk/sekaligus/<slug:deed>/": [
        at(
            "/desk/sekaligus/dispose/",
            frozenset({"ppid"}),
            shows_words=True,
            status_for={"petugas": 404},
        ),
        at("/desk/sekaligus/close/", FRONT, shows_words=True),
        at(
            "/desk/sekaligus/dispose/",
            frozenset({"ppid"}),
            ok=302,
            form=lambda world: {
                "case": f"{world.waiting.pk}.{world.waiting.revision}",
                "body": world.body.pk,
                "key": "matriks",
            },
            status_for={"petugas": 404},
        ),
    ],
    "desk/sekaligus/kerja/<int:pk>/": [
        Address(lambda world: f"/desk/sekaligus/kerja/{_job(world)}/", FRONT, names_a_thing=True)
    ],
    "desk/sekaligus/kerja/<int:pk>/batalkan/": [
        Address(
            lambda world: f"/desk/sekaligus/kerja/{_job(world)}/batalkan/",
            FRONT,
            ok=302,
            form=lambda _world: {},
            names_a_thing=True,
            # He may close many, but what hands many over he cannot take back.
            status_for={"petugas": 403, "elsewhere": 404},
        )
    ],
    "desk/aturan/": [
        at("/desk/aturan/", SETS_RULES),
        at("/desk/aturan/", SETS_RULES, ok=302, form=lambda _world: {"needs_search": "on"}),
    ],
    "desk/aturan/tarif/": [
        at("/desk/aturan/tarif/", SETS_RULES),
        at(
            "/desk/aturan/tarif/",
            SETS_RULES,
            ok=302,
            form=lambda _world: {
                "item": "page",
                "amount": "500",
                "starts_on": NOW.date().isoformat(),
                "decree": "Perbup 7/2026",
            },
        ),
    ],
    "desk/direktori/jabatan/<int:pk>/": [
        Address(
            lambda world: f"/desk/direktori/jabatan/{_holding(world).post_id}/",
            frozenset({"admin"}),
            names_a_thing=True,
        ),
        Address(
            lambda world: f"/desk/direktori/jabatan/{_holding(world).post_id}/",
            frozenset({"admin"}),
            ok=302,
            form=lambda world: {
                "user": world.users["petugas"].pk,
                "capacity": "plh",
                "starts_on": NOW.date().isoformat(),
                "decree": "SK 1/2026",
            },
            names_a_thing=True,
        ),
    ],
    "desk/direktori/pejabat/<int:pk>/akhiri/": [
        Address(
            lambda world: f"/desk/direktori/pejabat/{_holding(world).pk}/akhiri/",
            frozenset({"admin"}),
            names_a_thing=True,
        ),
        Address(
            lambda world: f"/desk/direktori/pejabat/{_holding(world).pk}/akhiri/",
            frozenset({"admin"}),
            ok=302,
            form=lambda _world: {"last_day": NOW.date().isoformat(), "decree": "SK 1/2026"},
            names_a_thing=True,
        ),
    ],
    "desk/dokumen/": [at("/desk/dokumen/", SEES_DOCUMENTS)],
    "desk/dokumen/unggah/": [at("/desk/dokumen/unggah/", UPLOADS)],
    # Pieces are sent by other methods, and an upload is its officer's own.
    "desk/dokumen/unggah/potongan/": [at("/desk/dokumen/unggah/potongan/", UPLOADS, ok=405)],
    "desk/dokumen/unggah/potongan/<str:token>/": [at("/desk/dokumen/unggah/potongan/x/", UPLOADS, ok=405)],
    "desk/dokumen/unggah/<str:token>/hasil/": [at("/desk/dokumen/unggah/x/hasil/", UPLOADS, ok=404)],
    "desk/dokumen/<int:pk>/": [listed("", SEES_DOCUMENTS)],
    "desk/dokumen/<int:pk>/keadaan/": [listed("keadaan/", SEES_DOCUMENTS)],
    "desk/dokumen/<int:pk>/isi/": [listed("isi/", SEES_DOCUMENTS)],
    "desk/dokumen/<int:pk>/gambar/": [listed("gambar/", SEES_DOCUMENTS, ok=404)],
    "desk/dokumen/<int:pk>/teks/": [listed("teks/", SEES_DOCUMENTS)],
    "desk/dokumen/<int:pk>/periksa/": [listed("periksa/", UPLOADS, ok=302, form=lambda _world: {})],
    "desk/dokumen/<int:pk>/putuskan/": [listed("putuskan/", UPLOADS, ok=422, form=lambda _world: {})],
    "desk/dokumen/<int:pk>/salinan/": [listed("salinan/", UPLOADS, ok=409, form=lambda _world: {})],
    "desk/dokumen/<int:pk>/sertifikat/": [listed("sertifikat/", SEES_DOCUMENTS)],
    "desk/dokumen/<int:pk>/sertifikat.json": [listed("sertifikat.json", SEES_DOCUMENTS, ok=404)],
    "desk/penghitaman/": [at("/desk/penghitaman/", SEES_DOCUMENTS)],
    "desk/penghitaman/aturan/": [
        at("/desk/penghitaman/aturan/", frozenset({"ppid", "admin"}), ok=302, form=lambda _world: {})
    ],
    "desk/penghitaman/mulai/<int:document_id>/": [
        Address(
            lambda world: f"/desk/penghitaman/mulai/{world.listed.pk}/",
            UPLOADS,
            ok=302,
            form=lambda _world: {},
            names_a_thing=True,
            status_for={"colleague": 404},
        )
    ],
    "desk/penghitaman/mulai/permohonan/<int:pk>/<int:document_id>/": [
        Address(
            lambda world: f"/desk/penghitaman/mulai/permohonan/{world.waiting.pk}/{world.file.pk}/",
            UPLOADS,
            ok=302,
            form=lambda _world: {},
            names_a_thing=True,
            status_for={"colleague": 404},
        )
    ],
    "desk/penghitaman/<int:pk>/": [blacked("", SEES_DOCUMENTS)],
    "desk/penghitaman/<int:pk>/keadaan/": [blacked("keadaan/", SEES_DOCUMENTS)],
    "desk/penghitaman/<int:pk>/bagian.json": [blacked("bagian.json", SEES_DOCUMENTS)],
    "desk/penghitaman/<int:pk>/halaman/<int:number>/": [blacked("halaman/9/", SEES_DOCUMENTS, ok=404)],
    "desk/penghitaman/<int:pk>/hasil/<int:number>/": [blacked("hasil/1/", SEES_DOCUMENTS, ok=404)],
    "desk/penghitaman/<int:pk>/cari/": [blacked("cari/", UPLOADS, ok=422, form=lambda _world: {})],
    "desk/penghitaman/<int:pk>/kotak/": [blacked("kotak/", UPLOADS, ok=422, form=lambda _world: {})],
    "desk/penghitaman/<int:pk>/kotak/<int:box_id>/hapus/": [
        blacked("kotak/0/hapus/", UPLOADS, ok=404, form=lambda _world: {})
    ],
    "desk/penghitaman/<int:pk>/urungkan/": [blacked("urungkan/", UPLOADS, ok=302, form=lambda _world: {})],
    "desk/penghitaman/<int:pk>/langkah/<slug:deed>/": [
        blacked("langkah/end/", UPLOADS, ok=302, form=lambda _world: {})
    ],
    # The list of public information. A draft is seen by those who maintain it.
    "desk/dip/": [at("/desk/dip/?state=", AT_HOME, shows_words=True, words_for=SEES_DRAFTS)],
    "desk/dip/ekspor/": [
        at("/desk/dip/ekspor/?format=csv", AT_HOME, shows_words=True, words_for=SEES_DRAFTS)
    ],
    "desk/dip/terbitkan/": [at("/desk/dip/terbitkan/", TESTS, shows_words=True, words_for=SEES_DRAFTS)],
    "desk/dip/baru/": [at("/desk/dip/baru/", TESTS)],
    "desk/dip/<int:pk>/": [owed(lambda w: f"dip/{w.item.pk}/", AT_HOME)],
    "desk/dip/<int:pk>/ubah/": [owed(lambda w: f"dip/{w.item.pk}/ubah/", TESTS, status_for=NOT_MAINTAINED)],
    "desk/dip/<int:pk>/cabut/": [
        owed(lambda w: f"dip/{w.item.pk}/cabut/", TESTS, status_for=NOT_MAINTAINED),
        owed(
            lambda w: f"dip/{w.item.pk}/cabut/",
            TESTS,
            ok=302,
            form=lambda w: {"reason": "Ganda", "seen": w.item.revision},
            status_for=NOT_MAINTAINED,
        ),
    ],
    "desk/dip/<int:pk>/langkah/<slug:deed>/": [
        owed(
            lambda w: f"dip/{w.item.pk}/langkah/perbarui/",
            TESTS,
            ok=302,
            form=lambda w: {"seen": w.item.revision},
            status_for=NOT_MAINTAINED,
        )
    ],
    "desk/dip/<int:pk>/berkas/": [
        owed(
            lambda w: f"dip/{w.item.pk}/berkas/",
            TESTS,
            ok=422,
            form=lambda w: {"seen": w.item.revision},
            status_for=NOT_MAINTAINED,
        )
    ],
    "desk/dip/<int:pk>/berkas/<int:file_id>/ganti/": [
        owed(
            lambda w: f"dip/{w.item.pk}/berkas/{w.item.files.get().pk}/ganti/",
            TESTS,
            status_for=NOT_MAINTAINED,
        )
    ],
    "desk/dip/<int:pk>/berkas/<int:file_id>/lepas/": [
        owed(
            lambda w: f"dip/{w.item.pk}/berkas/{w.item.files.get().pk}/lepas/",
            TESTS,
            status_for=NOT_MAINTAINED,
        )
    ],
    "desk/dip/impor/": [at("/desk/dip/impor/", TESTS)],
    "desk/dip/impor/<int:pk>/": [
        owed(lambda w: f"dip/impor/{_own(ImportRun, w)}/", TESTS, status_for=NOT_HIS_IMPORT)
    ],
    "desk/dip/impor/<int:pk>/jalankan/": [
        owed(
            lambda w: f"dip/impor/{_own(ImportRun, w)}/jalankan/",
            TESTS,
            ok=302,
            form=_sent,
            status_for=NOT_HIS_IMPORT,
        )
    ],
    "desk/dip/impor/<int:pk>/batalkan/": [
        owed(
            lambda w: f"dip/impor/{_own(ImportRun, w)}/batalkan/",
            TESTS,
            ok=302,
            form=_sent,
            status_for=NOT_HIS_IMPORT,
        )
    ],
    # Both governments have signed a version of number 1, of either list.
    "desk/dik/usulan/": [at("/desk/dik/usulan/", TESTS)],
    "desk/dik/usulan/<int:pk>/batalkan/": [
        at("/desk/dik/usulan/1/batalkan/", TESTS, form=lambda _world: {}, ok=404)
    ],
    "desk/dik/versi/": [at("/desk/dik/versi/", AT_HOME)],
    "desk/dik/versi/tetapkan/": [at("/desk/dik/versi/tetapkan/", frozenset({"ppid"}))],
    "desk/dik/versi/<int:number>/": [at("/desk/dik/versi/1/", AT_HOME)],
    "desk/dik/versi/<int:number>/daftar.<slug:kind>": [at("/desk/dik/versi/1/daftar.json", AT_HOME)],
    "desk/dip/versi/": [at("/desk/dip/versi/", AT_HOME)],
    "desk/dip/versi/tetapkan/": [at("/desk/dip/versi/tetapkan/", frozenset({"ppid"}))],
    "desk/dip/versi/<int:number>/": [at("/desk/dip/versi/1/", AT_HOME)],
    "desk/dip/versi/<int:number>/daftar.<slug:kind>": [at("/desk/dip/versi/1/daftar.json", AT_HOME)],
    "desk/dip/penyampaian/": [at("/desk/dip/penyampaian/", AT_HOME)],
    "desk/dip/penyampaian/<int:pk>/": [
        owed(lambda w: f"dip/penyampaian/{w.body.pk}/", TESTS, status_for=NOT_MAINTAINED)
    ],
    "desk/dip/usulan/": [at("/desk/dip/usulan/", frozenset({"ppid"}), shows_words=True)],
    "desk/dip/usulan/<int:pk>/": [
        owed(lambda w: f"dip/usulan/{w.decided.pk}/", frozenset({"ppid"}), shows_words=True)
    ],
    # The villages: everybody on the desk sees which publish; what waits is seen by those who may let it out.
    "desk/desa/": [at("/desk/desa/", AT_HOME)],
    "desk/desa/menunggu/": [
        at("/desk/desa/menunggu/", MANAGES_VILLAGES, shows_words=True),
        at("/desk/desa/menunggu/", MANAGES_VILLAGES, form=_sent, ok=302),
    ],
    "desk/desa/situs/": [
        at("/desk/desa/situs/", MANAGES_VILLAGES),
        at("/desk/desa/situs/", MANAGES_VILLAGES, form=_sent, ok=422),
    ],
    "desk/desa/kebijakan/": [
        at("/desk/desa/kebijakan/", MANAGES_VILLAGES),
        at("/desk/desa/kebijakan/", MANAGES_VILLAGES, form=_sent, ok=422),
    ],
    "desk/desa/<str:code>/": [
        owed(_village, AT_HOME, shows_words=True, words_for=MANAGES_VILLAGES),
        owed(_village, MANAGES_VILLAGES, form=_sent, ok=302),
    ],
    "desk/desa/<str:code>/baca/": [
        owed(lambda w: f"{_village(w)}baca/", MANAGES_VILLAGES, form=_sent, ok=302)
    ],
    "desk/desa/<str:code>/nyalakan/": [
        owed(lambda w: f"{_village(w)}nyalakan/", MANAGES_VILLAGES, form=_sent, ok=302)
    ],
    "desa/": [public("/desa/")],
    "desa/<str:code>/": [public(lambda w: f"/desa/{w.government.code}.01.2001/", names_a_thing=True)],
    # It leads on by the code alone, and the page says whether there is such a village.
    "d/<str:code>/": [public("/d/73.22.01.2001/", ok=301)],
    "desk/dik/": [at("/desk/dik/", AT_HOME)],
    "desk/dik/tetapkan/": [at("/desk/dik/tetapkan/", frozenset({"ppid"}))],
    "desk/dik/<int:pk>/": [owed(lambda w: f"dik/{_own(Exemption, w)}/", AT_HOME)],
    "desk/dik/<int:pk>/penetapan/": [owed(lambda w: f"dik/{_own(Exemption, w)}/penetapan/", AT_HOME, ok=404)],
    "desk/dik/sidang/": [at("/desk/dik/sidang/", SEES_SESSIONS, shows_words=True)],
    "desk/dik/sidang/baru/": [at("/desk/dik/sidang/baru/", HOLDS_SESSIONS)],
    "desk/dik/sidang/aturan/": [at("/desk/dik/sidang/aturan/", SETS_RULES)],
    "desk/dik/sidang/<int:pk>/": [session("", SEES_SESSIONS, shows_words=True)],
    "desk/dik/sidang/<int:pk>/ubah/": [session("ubah/", HOLDS_SESSIONS, shows_words=True)],
    "desk/dik/sidang/<int:pk>/catat/": [session("catat/", HOLDS_SESSIONS)],
    "desk/dik/sidang/<int:pk>/suara/<int:test_id>/": [
        owed(lambda w: f"dik/sidang/{_own(Session, w)}/suara/{w.test.pk}/", HOLDS_SESSIONS, shows_words=True)
    ],
    "desk/dik/sidang/<int:pk>/tutup/": [session("tutup/", HOLDS_SESSIONS)],
    "desk/dik/sidang/<int:pk>/batalkan/": [
        session("batalkan/", HOLDS_SESSIONS),
        session("batalkan/", HOLDS_SESSIONS, ok=302, form=lambda _w: {"cancelled_reason": "Tidak kuorum."}),
    ],
    "desk/dik/sidang/<int:pk>/berita-acara/": [session("berita-acara/", SEES_SESSIONS, ok=404)],
    "desk/dik/<int:pk>/buka/": [owed(lambda w: f"dik/{_own(Exemption, w)}/buka/", frozenset({"ppid"}))],
    "desk/uji/": [at("/desk/uji/", TESTS | {"atasan", "tim"}, shows_words=True)],
    "desk/uji/baru/": [
        at("/desk/uji/baru/", TESTS),
        at("/desk/uji/baru/", TESTS, ok=302, form=lambda _world: TEST_FORM),
    ],
    "desk/uji/<int:pk>/": [
        Address(
            lambda world: f"/desk/uji/{world.test.pk}/",
            TESTS | {"atasan", "tim"},
            names_a_thing=True,
            shows_words=True,
        )
    ],
    "desk/uji/<int:pk>/kembalikan/": [
        owed(lambda w: f"uji/{w.test.pk}/kembalikan/", DISPUTES),
        owed(
            lambda w: f"uji/{w.test.pk}/kembalikan/", DISPUTES, ok=302, form=lambda _w: {"reason": "Kurang."}
        ),
    ],
    "desk/uji/<int:pk>/perbaiki/": [
        owed(
            lambda w: f"uji/{w.test.pk}/perbaiki/",
            TESTS,
            shows_words=True,
            status_for={"pelaksana": 403, "colleague": 403},
        ),
        owed(
            lambda w: f"uji/{w.test.pk}/perbaiki/",
            TESTS,
            ok=302,
            form=lambda _w: TEST_FORM,
            status_for={"pelaksana": 403, "colleague": 403},
        ),
    ],
    "desk/uji/<int:pk>/setujui/": [
        Address(
            lambda world: f"/desk/uji/{world.test.pk}/setujui/",
            frozenset({"atasan"}),
            ok=302,
            form=lambda _world: {},
            names_a_thing=True,
        )
    ],
    # What is published, and deciding about it. Both governments have an item of number 1; no answer was offered.
    "cari/": [public("/cari/"), public("/cari/?q=profil")],
    "informasi/": [public("/informasi/")],
    "informasi/versi/": [public("/informasi/versi/")],
    "informasi/versi/<int:number>/daftar.<slug:kind>": [
        public("/informasi/versi/1/daftar.json"),
        public("/informasi/versi/99/daftar.json", ok=404),
    ],
    "dikecualikan/versi/": [public("/dikecualikan/versi/")],
    "dikecualikan/versi/<int:number>/daftar.<slug:kind>": [
        public("/dikecualikan/versi/1/daftar.json"),
        public("/dikecualikan/versi/99/daftar.json", ok=404),
    ],
    "informasi/<int:number>/": [public("/informasi/1/"), public("/informasi/99/", ok=404)],
    "informasi/<int:number>/berkas/<int:file_id>/": [public("/informasi/1/berkas/1/", ok=404)],
    "dikecualikan/": [public("/dikecualikan/")],
    "dikecualikan/daftar.<slug:kind>": [public("/dikecualikan/daftar.json")],
    # The open interface: read only, the same for every reader, and of the host's government alone.
    "api/v1/": [public("/api/v1/")],
    "api/v1/openapi.json": [public("/api/v1/openapi.json")],
    "api/v1/docs": [public("/api/v1/docs")],
    "api/v1/bodies": [public("/api/v1/bodies")],
    "api/v1/bodies/<slug>": [public("/api/v1/bodies/dinkes")],
    "api/v1/items": [public("/api/v1/items"), public("/api/v1/items?q=profil")],
    "api/v1/items/<number>": [public("/api/v1/items/1"), public("/api/v1/items/99", ok=404)],
    "api/v1/exemptions": [public("/api/v1/exemptions")],
    "api/v1/exemptions/<number>": [public("/api/v1/exemptions/1"), public("/api/v1/exemptions/99", ok=404)],
    "api/v1/versions": [public("/api/v1/versions")],
    "api/v1/versions/<number>": [public("/api/v1/versions/1"), public("/api/v1/versions/99", ok=404)],
    "api/v1/versions/<number>/diff": [public("/api/v1/versions/1/diff")],
    "api/v1/register": [public("/api/v1/register?year=2026", shows_words=True, only_subject=True)],
    "api/v1/answers": [public("/api/v1/answers")],
    "api/v1/answers/<number>": [public("/api/v1/answers/1", ok=404)],
    "api/v1/figures": [public("/api/v1/figures")],
    "api/v1/law/clauses": [public("/api/v1/law/clauses")],
    "api/v1/law/due": [
        public("/api/v1/law/due?rule=request.reply&from=2026-03-02"),
        public("/api/v1/law/due", ok=422),
    ],
    "api/v1/search": [public("/api/v1/search?q=profil")],
    "api/v1/<path:rest>": [public("/api/v1/tidak/ada", ok=404)],
    # Open data: feeds, the catalogue of data, site maps, short addresses and whole tables.
    "i/<int:number>/": [public("/i/1/", ok=301), public("/i/99/", ok=404)],
    "a/<int:number>/": [public("/a/1/", ok=404)],
    "feed/semua.atom": [public("/feed/semua.atom")],
    "feed/informasi.atom": [public("/feed/informasi.atom")],
    "feed/jawaban.atom": [public("/feed/jawaban.atom")],
    "feed/serta-merta.atom": [public("/feed/serta-merta.atom")],
    "feed/kelas/<slug:kind>.atom": [public("/feed/kelas/periodic.atom")],
    "feed/badan/<slug:slug>.atom": [public("/feed/badan/dinkes.atom")],
    "feed/tempat/<str:code>.atom": [public("/feed/tempat/00.atom", ok=404)],
    "data/": [public("/data/")],
    "data/kosakata/": [public("/data/kosakata/")],
    "data/katalog.<str:suffix>": [public(f"/data/katalog.{suffix}") for suffix in ("jsonld", "ttl", "rdf")],
    "data/unduh/<str:name>.<str:form>": [
        public(f"/data/unduh/{name}.{form}", shows_words=True, only_subject=True)
        for name in ("informasi", "register", "jawaban")
        for form in ("csv", "jsonl", "xlsx")
    ],
    "data/metadata.zip": [public("/data/metadata.zip", shows_words=True, only_subject=True)],
    "data/berkas.sha256": [public("/data/berkas.sha256")],
    "sitemap.xml": [public("/sitemap.xml")],
    "sitemap-<str:kind>-<int:part>.xml": [public("/sitemap-pages-1.xml"), public("/sitemap-items-1.xml")],
    "robots.txt": [public("/robots.txt")],
    "jawaban/": [public("/jawaban/")],
    "jawaban/<int:number>/": [public("/jawaban/1/", ok=404)],
    "jawaban/<int:number>/berkas/<int:document_id>/": [public("/jawaban/1/berkas/1/", ok=404)],
    "luring/": [public("/luring/")],
    "luring.js": [public("/luring.js")],
    "badan/": [public("/badan/")],
    "badan/<slug:slug>/": [public("/badan/dinkes/", shows_words=True, only_subject=True)],
    "desk/ruang-baca/": [at("/desk/ruang-baca/", frozenset({"ppid"}), shows_words=True, only_subject=True)],
    "desk/ruang-baca/informasi/": [at("/desk/ruang-baca/informasi/", frozenset({"ppid"}))],
    "desk/ruang-baca/informasi/<int:pk>/": [
        Address(
            lambda world: f"/desk/ruang-baca/informasi/{world.item.pk}/?field=title",
            frozenset({"ppid"}),
            names_a_thing=True,
        )
    ],
    "desk/ruang-baca/<int:pk>/": [
        Address(
            lambda world: f"/desk/ruang-baca/{world.decided.pk}/",
            frozenset({"ppid"}),
            names_a_thing=True,
            shows_words=True,
        )
    ],
    "desk/ruang-baca/<int:pk>/simpan/": [
        Address(
            lambda world: f"/desk/ruang-baca/{world.decided.pk}/simpan/",
            frozenset({"ppid"}),
            ok=302,
            form=lambda _world: {"why-reason": "Hanya menyangkut pemohon"},
            names_a_thing=True,
        )
    ],
    "desk/ruang-baca/<int:pk>/tarik/": [
        Address(
            lambda world: f"/desk/ruang-baca/{world.decided.pk}/tarik/",
            frozenset({"ppid"}),
            ok=302,
            form=lambda _world: {"why-reason": "Keliru"},
            names_a_thing=True,
        )
    ],
    "desk/ringkasan/": [at("/desk/ringkasan/", frozenset({"ppid"}))],
    "desk/ringkasan/<int:pk>/": [
        Address(
            lambda world: f"/desk/ringkasan/{world.waiting.pk}/",
            frozenset({"ppid"}),
            names_a_thing=True,
            shows_words=True,
        ),
        Address(
            lambda world: f"/desk/ringkasan/{world.waiting.pk}/",
            frozenset({"ppid"}),
            ok=302,
            form=lambda _world: {"text": "Anggaran perbaikan jalan desa"},
            names_a_thing=True,
            shows_words=True,
        ),
    ],
    "desk/permohonan/<int:pk>/pertimbangan/": [
        case("pertimbangan/", frozenset({"tim"})),
        case(
            "pertimbangan/",
            frozenset({"tim"}),
            ok=302,
            form=lambda _world: {"stance": "open", "text": "Sebaiknya dibuka."},
        ),
    ],
    "desk/kepuasan/": [at("/desk/kepuasan/", AT_HOME)],
    "desk/kepuasan/unduh.<str:kind>": [
        at("/desk/kepuasan/unduh.csv", AT_HOME),
        at("/desk/kepuasan/unduh.xlsx", AT_HOME),
    ],
    "desk/kepuasan/kupon/": [at("/desk/kepuasan/kupon/", FRONT, form=lambda _world: {"count": "2"})],
    "desk/kepuasan/komentar/<int:pk>/": [
        at("/desk/kepuasan/komentar/999999/", frozenset({"ppid"}), ok=404, form=lambda _world: {})
    ],
    "desk/register/": [at("/desk/register/", FRONT, shows_words=True)],
    "desk/register/ekspor/": [
        at(
            "/desk/register/ekspor/",
            FRONT,
            form=lambda _world, book=book: {"book": book, "year": "2026", "format": "csv"},
            shows_person=True,
            shows_words=True,
        )
        for book in ("requests", "objections")
    ],
    "desk/angka/": [at("/desk/angka/", AT_HOME)],
    "desk/angka/kasus/": [
        at(
            f"/desk/angka/kasus/?{PERIOD}&measure=received",
            AT_HOME,
            shows_words=True,
            words_for=SEES_THE_CASE,
        )
    ],
    "desk/angka/keberatan/": [
        at(
            f"/desk/angka/keberatan/?{PERIOD}&measure=received",
            AT_HOME,
            shows_words=True,
            words_for=SEES_OBJECTIONS,
        )
    ],
    "desk/laporan/": [at("/desk/laporan/", AT_HOME, ok=302)],
    "desk/laporan/<int:year>/": [at("/desk/laporan/2026/", AT_HOME)],
    "desk/laporan/<int:year>/kasus/": [
        at(
            "/desk/laporan/2026/kasus/?figure=received",
            AT_HOME,
            shows_words=True,
            words_for=SEES_THE_CASE,
        ),
        at(
            "/desk/laporan/2026/kasus/?figure=objection.received",
            AT_HOME,
            shows_words=True,
            words_for=SEES_OBJECTIONS,
        ),
    ],
    "desk/laporan/<int:year>/unduh/<slug:form>.<slug:kind>": [
        at("/desk/laporan/2026/unduh/full.json", AT_HOME),
        at("/desk/laporan/2026/unduh/full.csv", AT_HOME),
        at("/desk/laporan/2026/unduh/full.pdf", AT_HOME, ok=404),
    ],
    "desk/laporan/<int:year>/isi/": [
        at("/desk/laporan/2025/isi/", frozenset({"ppid"})),
        at(
            "/desk/laporan/2025/isi/",
            frozenset({"ppid"}),
            ok=302,
            form=lambda _world: {"policy": "Kebijakan", "staff": "3"},
        ),
    ],
    "desk/laporan/<int:year>/loloskan/<slug:rule>/": [
        at("/desk/laporan/2025/loloskan/nothing_blank/", frozenset({"ppid", "atasan"})),
        at(
            "/desk/laporan/2025/loloskan/nothing_blank/",
            frozenset({"ppid", "atasan"}),
            ok=302,
            form=lambda _world: {"note": "Baru mulai."},
        ),
    ],
    "desk/laporan/<int:year>/terbitkan/": [
        at("/desk/laporan/2025/terbitkan/", frozenset({"ppid"})),
        at("/desk/laporan/2025/terbitkan/", frozenset({"ppid"}), ok=422, form=lambda _world: {}),
    ],
    "desk/laporan/<int:year>/sampaikan/": [
        at("/desk/laporan/2025/sampaikan/", frozenset({"ppid"})),
        at("/desk/laporan/2025/sampaikan/", frozenset({"ppid"}), ok=422, form=lambda _world: {}),
    ],
    # Things of privacy that are named by number have tests of their own; the walk has none.
    "desk/data/": [at("/desk/data/", FRONT)],
    "desk/data/<int:pk>/": [at("/desk/data/999999/", FRONT, ok=404, form=lambda _world: {})],
    "desk/kegagalan/": [at("/desk/kegagalan/", frozenset({"ppid", "admin"}))],
    "desk/kegagalan/baru/": [
        at("/desk/kegagalan/baru/", frozenset({"ppid", "admin"})),
        at(
            "/desk/kegagalan/baru/",
            frozenset({"ppid", "admin"}),
            ok=302,
            form=lambda _world: {"exposed": "a", "course": "b", "handling": "c", "affected": "1"},
        ),
    ],
    "desk/kegagalan/<int:pk>/": [at("/desk/kegagalan/999999/", frozenset({"ppid", "admin"}), ok=404)],
    "desk/retensi/": [at("/desk/retensi/", frozenset({"admin", "atasan"}))],
    "desk/retensi/<int:pk>/": [at("/desk/retensi/999999/", frozenset({"admin", "atasan"}), ok=404)],
    "desk/pengingat/": [
        at("/desk/pengingat/", AT_HOME),
        at(
            "/desk/pengingat/",
            frozenset({"ppid", "admin"}),
            ok=302,
            form=lambda _world: {"is_on": "on", "days_ahead": "3", "hour": "7"},
        ),
    ],
    "desk/pengingat/keinginan/": [
        at("/desk/pengingat/keinginan/", AT_HOME, ok=302, form=lambda _world: {"off": "1"})
    ],
    # Letters that wait for a signature have tests of their own; the walk has none.
    "desk/tanda-tangan/": [at("/desk/tanda-tangan/", DISPUTES)],
    "desk/tanda-tangan/mulai/": [
        at("/desk/tanda-tangan/mulai/", DISPUTES, ok=302, form=lambda _world: {"nik": "1"})
    ],
    "desk/tanda-tangan/tandatangani/": [
        at("/desk/tanda-tangan/tandatangani/", DISPUTES, ok=302, form=lambda _world: {"letter": "1"})
    ],
    "desk/tanda-tangan/selesai/": [
        at("/desk/tanda-tangan/selesai/", DISPUTES, ok=302, form=lambda _world: {})
    ],
    "desk/tanda-tangan/<int:pk>/baca/": [
        at("/desk/tanda-tangan/999999/baca/", DISPUTES, ok=404, form=lambda _world: {})
    ],
    "desk/tanda-tangan/<int:pk>/pena/": [
        at("/desk/tanda-tangan/999999/pena/", DISPUTES, ok=404, form=lambda _world: {})
    ],
    "desk/direktori/": [at("/desk/direktori/", frozenset({"admin"}))],
    "desk/direktori/situs/": [
        at("/desk/direktori/situs/", frozenset({"admin"})),
        Address(
            _path("/desk/direktori/situs/"),
            frozenset({"admin"}),
            ok=302,
            form=lambda world: {"body": world.body.pk, "host": f"baru.{world.host}", "look": "blue"},
        ),
    ],
    # The government's own host is no body's site.
    "desk/direktori/situs/<int:pk>/lepas/": [
        Address(
            lambda world: f"/desk/direktori/situs/{world.government.hosts.get(body=None).pk}/lepas/",
            frozenset({"admin"}),
            ok=404,
            form=lambda _world: {},
        ),
    ],
    "desk/direktori/badan/<slug:slug>/loket/": [
        at("/desk/direktori/badan/dinkes/loket/", frozenset({"admin"})),
        at(
            "/desk/direktori/badan/dinkes/loket/",
            frozenset({"admin"}),
            ok=302,
            form=lambda _world: {"phone": "0473 1"},
        ),
    ],
    "desk/direktori/pengaman/": [
        at("/desk/direktori/pengaman/", frozenset({"admin"})),
        at(
            "/desk/direktori/pengaman/",
            frozenset({"admin"}),
            ok=302,
            form=lambda _world: {"roles": ["superior"]},
        ),
    ],
    # What must be published: the desk's pages.
    "desk/kewajiban/": [at("/desk/kewajiban/", AT_HOME), at("/desk/kewajiban/?kind=standing", AT_HOME)],
    "desk/kewajiban/badan/<int:pk>/": [owed(lambda w: f"kewajiban/badan/{w.body.pk}/", AT_HOME)],
    "desk/kewajiban/celah/": [at("/desk/kewajiban/celah/", AT_HOME)],
    "desk/kewajiban/kalender/": [at("/desk/kewajiban/kalender/", AT_HOME)],
    "desk/kewajiban/kalender.ics": [at("/desk/kewajiban/kalender.ics", AT_HOME)],
    "desk/kewajiban/unduh/<slug:what>.<slug:kind>": [
        at(f"/desk/kewajiban/unduh/{name}", AT_HOME) for name in ("matriks.csv", "celah.xlsx")
    ],
    "desk/kewajiban/tidak-ada/<str:code>/": [
        at("/desk/kewajiban/tidak-ada/any_time.a/", frozenset({"ppid"}))
    ],
    "desk/kewajiban/tidak-ada/<str:code>/<int:pk>/": [
        owed(lambda w: f"kewajiban/tidak-ada/any_time.f/{w.body.pk}/", KEEPS),
        owed(
            lambda w: f"kewajiban/tidak-ada/any_time.g/{w.body.pk}/",
            KEEPS,
            ok=302,
            form=lambda _w: {"reason": "Tidak ada pada dinas."},
        ),
    ],
    "desk/kewajiban/pernyataan/<int:pk>/cabut/": [
        owed(lambda w: f"kewajiban/pernyataan/{_own(Statement, w)}/cabut/", KEEPS, ok=302, form=_sent)
    ],
    "desk/kewajiban/badan/<int:pk>/program/": [
        owed(lambda w: f"kewajiban/badan/{w.body.pk}/program/", KEEPS)
    ],
    "desk/kewajiban/program/<int:pk>/": [owed(lambda w: f"kewajiban/program/{_own(Programme, w)}/", KEEPS)],
    "desk/kewajiban/program/<int:pk>/akhiri/": [
        owed(lambda w: f"kewajiban/program/{_own(Programme, w)}/akhiri/", KEEPS, ok=302, form=_sent)
    ],
    "desk/kewajiban/pengadaan/": [at("/desk/kewajiban/pengadaan/", AT_HOME)],
    "desk/kewajiban/pengadaan/baru/": [at("/desk/kewajiban/pengadaan/baru/", TESTS)],
    "desk/kewajiban/pengadaan/impor/": [at("/desk/kewajiban/pengadaan/impor/", TESTS)],
    "desk/kewajiban/pengadaan/<int:pk>/": [
        owed(lambda w: f"kewajiban/pengadaan/{_own(Package, w)}/", AT_HOME)
    ],
    "desk/kewajiban/pengadaan/<int:pk>/ubah/": [
        owed(lambda w: f"kewajiban/pengadaan/{_own(Package, w)}/ubah/", KEEPS)
    ],
    "desk/kewajiban/pengadaan/<int:pk>/<slug:slot>/pasang/": [
        # Who keeps a body's packages chooses among its items, those not yet listed too.
        owed(
            lambda w: f"kewajiban/pengadaan/{_own(Package, w)}/rup/pasang/",
            KEEPS,
            shows_words=True,
            only_subject=True,
        )
    ],
    "desk/kewajiban/pengadaan/<int:pk>/<slug:slot>/tidak-dipersyaratkan/": [
        owed(lambda w: f"kewajiban/pengadaan/{_own(Package, w)}/rup/tidak-dipersyaratkan/", KEEPS)
    ],
    "desk/kewajiban/pengadaan/<int:pk>/lepas/<int:document_id>/": [
        owed(
            lambda w: f"kewajiban/pengadaan/{_own(Package, w)}/lepas/{_own(PackageDocument, w)}/",
            KEEPS,
            ok=302,
            form=_sent,
        )
    ],
    "desk/kewajiban/maklumat/": [at("/desk/kewajiban/maklumat/", AT_HOME)],
    "desk/kewajiban/maklumat/tulis/": [at("/desk/kewajiban/maklumat/tulis/", frozenset({"ppid"}))],
    "desk/kewajiban/maklumat/bentuk/": [at("/desk/kewajiban/maklumat/bentuk/", frozenset({"ppid"}))],
    "desk/kewajiban/maklumat/bentuk/<int:pk>/lepas/": [
        owed(
            lambda w: f"kewajiban/maklumat/bentuk/{_own(AccessibleForm, w)}/lepas/",
            frozenset({"ppid"}),
            ok=302,
            form=_sent,
        )
    ],
    "desk/kewajiban/maklumat/terbitkan/": [
        at("/desk/kewajiban/maklumat/terbitkan/", frozenset({"ppid"}), ok=302, form=_sent)
    ],
    "desk/kewajiban/sop/": [at("/desk/kewajiban/sop/", AT_HOME)],
    "desk/kewajiban/sop/<slug:slot>/": [at("/desk/kewajiban/sop/tests/", frozenset({"ppid"}))],
    "desk/kewajiban/lhkpn/": [at("/desk/kewajiban/lhkpn/", AT_HOME)],
    "desk/kewajiban/lhkpn/baru/": [at("/desk/kewajiban/lhkpn/baru/", TESTS)],
    "desk/kewajiban/lhkpn/<int:pk>/": [owed(lambda w: f"kewajiban/lhkpn/{_own(Official, w)}/", KEEPS)],
    "desk/kewajiban/lhkpn/<int:pk>/akhiri/": [
        owed(lambda w: f"kewajiban/lhkpn/{_own(Official, w)}/akhiri/", KEEPS, ok=302, form=_sent)
    ],
    "desk/kewajiban/serta-merta/": [at("/desk/kewajiban/serta-merta/", AT_HOME)],
    "desk/kewajiban/serta-merta/baru/": [at("/desk/kewajiban/serta-merta/baru/", ANNOUNCES)],
    "desk/kewajiban/serta-merta/<int:pk>/": [
        owed(lambda w: f"kewajiban/serta-merta/{_own(Immediate, w)}/", ANNOUNCES)
    ],
    "desk/kewajiban/serta-merta/<int:pk>/selesai/": [
        owed(lambda w: f"kewajiban/serta-merta/{_own(Immediate, w)}/selesai/", ANNOUNCES, ok=302, form=_sent)
    ],
    "desk/kewajiban/tautan/": [at("/desk/kewajiban/tautan/", AT_HOME)],
    # And the citizen's.
    "maklumat/": [public("/maklumat/")],
    "maklumat/berkas/<int:pk>/": [public("/maklumat/berkas/999999/", ok=404)],
    "sop/": [public("/sop/")],
    "sop/<slug:slot>/": [public("/sop/requests/"), public("/sop/tests/")],
    "sop/berkas/<int:pk>/": [public("/sop/berkas/999999/", ok=404)],
    "informasi/kewajiban/": [public("/informasi/kewajiban/")],
    "informasi/kewajiban/<slug:slug>/": [public("/informasi/kewajiban/dinkes/")],
    "pengadaan/": [public("/pengadaan/")],
    "pengadaan/<int:pk>/": [public(lambda w: f"/pengadaan/{_own(Package, w)}/", names_a_thing=True)],
    "lhkpn/": [public("/lhkpn/")],
    "serta-merta/": [public("/serta-merta/")],
    "serta-merta/<int:pk>/": [public(lambda w: f"/serta-merta/{_own(Immediate, w)}/", names_a_thing=True)],
    "command/": [
        at("/command/", frozenset({"operator", "ppid", "bupati"}), shows_words=True, words_for=SEES_THE_CASE)
    ],
    "pimpinan/": [at("/pimpinan/", frozenset({"bupati", "atasan"}), shows_words=True)],
}


def routes() -> Iterator[str]:
    """Every route of the resolver."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, before + str(pattern.pattern))
            else:
                yield before + str(pattern.pattern)

    return walk(get_resolver().url_patterns, "")


def test_every_address_is_described() -> None:
    known = set(routes())
    assert known - ADDRESSES.keys() == set(), (
        "Describe the new address in ADDRESSES: who may open it, what it shows."
    )
    assert ADDRESSES.keys() - known == set(), "These addresses are gone; take them out of ADDRESSES."


# --- the two governments ---


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, World]]:
    """Luwu Utara and its neighbour, with letters and public register as their followers make them.

    They are made once, since nothing that the walk does stays.
    """
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        here, there = _world("73.22", "utara"), _world("73.17", "luwu")
        for world in (here, there):
            factories.exemption(world.body, on=FILED.date())
            _sign_exempt_list(world.government)
        followers.catch_up()
        for world in (here, there):
            world.letter = world.decided.letters.order_by("pk").first()
            world.reply = world.objection.letters.order_by("pk").first()
            assert world.letter is not None
            assert world.reply is not None
        yield here, there
        transaction.set_rollback(True)


def _world(code: str, word: str) -> World:
    government = factories.government(code)
    host = f"{word}.localhost"
    Host.objects.create(host=host, government=government)
    body, other = factories.body(government, "dinkes"), factories.body(government, "pu")
    users = {
        name: factories.user(government, role, body=body if name == "pelaksana" else None, name=name)
        for name, role in ROLES.items()
    }
    users["colleague"] = factories.user(government, Role.PPID_PELAKSANA, body=other, name="rekan")
    for user in users.values():
        user.password = "argon2$opens-nothing"
        user.save(update_fields=["password"])
    acting = {
        name: factories.actors.actor_of(user, government, on=NOW.date()) for name, user in users.items()
    }
    who = {
        "name": f"Kenari{word} Namanya",
        "nik": {"utara": "7322034107900017", "luwu": "7317034107900018"}[word],
        "address": f"Jalan Kenari{word} Alamatnya 5",
        "phone": {"utara": "081299911122", "luwu": "081299933344"}[word],
        "email": f"kenari{word}@surel.example",
    }
    words = [f"kenariperihal{word}", f"kenaririncian{word}", f"kenariberkas{word}", f"kenariuji{word}"]
    asked = {**who, "at": FILED, "subject": words[0], "details": words[1]}
    csv = [("kenari.csv", f"{words[2]},1\n".encode())]
    waiting = factories.file_request(government, **asked)
    actions.dispose(waiting, to=[body], by=acting["ppid"])
    bulk.plan(
        government,
        deed="dispose",
        seen={waiting.pk: waiting.revision},
        body=body,
        key="kerja",
        by=acting["ppid"],
    )
    records.call(waiting, custodian=other, asked_for=words[1], due_on=waiting.due_on, by=acting["ppid"])
    file = actions.draft(
        waiting, text=words[1], outcome="granted", by=acting["pelaksana"], files=csv
    ).documents.get()
    decided = factories.file_request(government, **asked)
    actions.dispose(decided, to=[body], by=acting["ppid"])
    given = actions.draft(
        decided, text=words[1], outcome="granted", by=acting["pelaksana"], files=csv
    ).documents.get()
    queue.run_all()
    actions.decide(
        decided, outcome="granted", answers=factories.GRANTED, documents=[given], by=acting["ppid"]
    )
    against = objections.register(
        government,
        by=factories.actors.applicant(government),
        channel="web",
        answers={"case_position": words[1], "purpose": "Riset"},
        grounds=["d"],
        request=decided,
    )
    proxied = actions.file(
        government,
        by=factories.actors.applicant(government),
        channel="web",
        answers={
            **factories.ANI,
            **factories.QUESTION,
            **who,
            "subject": words[0],
            "details": words[1],
            **PROXY,
        },
        files={"power_of_attorney": ("kuasa.pdf", b"%PDF-1.4 surat kuasa")},
        at=FILED,
    )
    made = factories.make_test(
        government,
        form=factories.TestForm(**{**TEST_FORM, "sub_item": "2", "information": words[3]}),
        by=acting["ppid"],
        tested_on=NOW.date(),
    )
    hearing = SessionForm(NOW.date(), time(9), "Aula", users["tim"].pk, [made])
    convene(government, form=hearing, by=acting["ppid"], at=FILED)
    registered = disputes.register(
        against,
        commission="Komisi Informasi Provinsi Sulawesi Selatan",
        number=f"{word}/REG-PSI/2026",
        received_on=NOW.date(),
        registered_on=NOW.date(),
        files=[("akta.csv", f"{words[2]},2\n".encode())],
        by=acting["ppid"],
    )
    _owe(government, body, acting["ppid"])
    _shows(government, secret=words[0])
    return World(
        government=government,
        host=host,
        users=users,
        body=body,
        waiting=waiting,
        decided=decided,
        proxied=proxied,
        file=file,
        given=given,
        letter=Letter(),
        objection=against,
        reply=Letter(),
        dispute=registered,
        paper=registered.papers.get(),
        listed=_listed(government, body, users["ppid"]),
        item=_published(government, body, secret=words[0], by=acting["ppid"]),
        test=made,
        identity=list(who.values()),
        words=words,
    )


def _owe(government: Government, body: PublicBody, by: Any) -> None:
    """One of each thing that stands beside the catalogue."""
    statements.state(
        government, body=body, code="any_time.f", reason="Tidak menerbitkan izin.", by=by, at=FILED
    )
    programmes.enter(body, year=2026, answers={"name": "Posyandu"}, by=by, at=FILED)
    officials.enter(body, name="Andi Baso", office="Kepala Dinas", by=by, at=FILED)
    form = packages.PackageForm(name="Obat", year=2026, value=1, method="Tender")
    package = packages.enter(body, form=form, by=by, at=FILED)
    packages.waive(package, slot="environment", reason="Bukan pekerjaan fisik.", by=by, at=FILED)
    six = {content.code: "Isi" for content in statute.charter_contents()}
    draft = charter.write(government, contents=six, by=by, at=FILED)
    charter.add_accessible(draft, form="braille", place="Meja layanan", by=by)
    sops.publish(government, slot="requests", title="SOP", set_on=FILED.date(), text="Isi", by=by, at=FILED)
    what = immediate.Announcement("Banjir", "immediate.a", {"danger": "Air naik."})
    immediate.announce(government, body=body, what=what, knowingly=True, by=by, at=FILED)


def _shows(government: Government, *, secret: str) -> None:
    """A village whose site shows a document that nobody has let out yet."""
    code = f"{government.code}.01.2001"
    for each, kind, parent in (
        (government.code, "regency", None),
        (f"{government.code}.01", "district", government.code),
        (code, "village", f"{government.code}.01"),
    ):
        Region.objects.create(code=each, name=f"Wilayah {each}", kind=kind, parent_id=parent)
    list_sources(
        government, [Line(1, code, f"desa-{government.pk}.example")], by=system(government.pk), at=FILED
    )
    row = {"id": "1", "kode_desa": code, "nama": secret, "enabled": "1", "kategori": "1", "aksi": "0"}
    content = json.dumps([row]).encode()
    take_file(government, content, read(content), at=FILED)


def _published(government: Government, body: PublicBody, *, secret: str, by: Any) -> Item:
    """A listed item, and one that is not listed yet, which no page for everybody may show."""
    form = ItemForm(title="Profil kesehatan", body=body, kind="periodic")
    item = catalogue.publish_item(catalogue.add_item(government, form=form, by=by, at=FILED), by=by, at=FILED)
    catalogue.add_item(government, form=form.changed(title=secret), by=by, at=FILED)
    catalogue.attach_file(item, url="https://dinkes.example/profil.pdf", by=by, at=FILED)
    keep_file(government, name="dip.csv", content=b"Judul;Jenis\nA;berkala\n", by=by, at=FILED)
    holding = government.posts.get(role=Role.PPID_UTAMA).holdings.get()
    catalogue.sign_list(
        government, decree_number="1/2026", decree_date=FILED.date(), signatory=holding, by=by, at=FILED
    )
    return item


def _sign_exempt_list(government: Government) -> None:
    by = factories.officer(government, Role.PPID_UTAMA)
    holding = Holding.objects.get(user_id=by.officer_id)
    catalogue.sign_list(
        government,
        decree_number="2/2026",
        decree_date=FILED.date(),
        signatory=holding,
        of=EXEMPT,
        by=by,
        at=FILED,
    )


def _listed(government: Government, body: PublicBody, by: User) -> Document:
    made = documents.add(government, name="data.csv", content=b"a;b\n1;2\n", at=FILED)
    made.body, made.listed = body, True
    made.save()
    Redaction.objects.create(
        government=government,
        document=made,
        sha256=made.sha256,
        pages=[[595.0, 842.0]],
        started_by=by,
        started_at=FILED,
    )
    return made


# --- the walk ---


@pytest.mark.parametrize("reader", sorted(READERS))
def test_each_reader_gets_at_home_what_is_his_and_no_more(worlds: tuple[World, World], reader: str) -> None:
    here, there = worlds
    browser = _browser(here, there.users["ppid"] if reader == "foreigner" else here.users.get(reader))
    faults = [
        fault
        for route, described in ADDRESSES.items()
        for address in described
        for fault in _faults(browser, route, address, reader, here, there)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("reader", sorted(READERS - {"foreigner"}))
def test_nothing_of_one_government_is_there_at_the_other_s_host(
    worlds: tuple[World, World], reader: str
) -> None:
    here, there = worlds
    browser = _browser(there, there.users.get(reader))
    faults: list[str] = []
    for route, described in ADDRESSES.items():
        for address in described:
            if not address.names_a_thing:
                continue
            status, seen = _ask(browser, address, here)
            allowed = {404, address.status_for.get("elsewhere", 404)}
            if reader not in address.open_to:
                allowed |= {403, 302}
            if status not in allowed:
                faults.append(f"{route}: {status}, expected {sorted(allowed)}")
            faults += [f"{route}: leaks {canary}" for canary in _seen(seen, [*here.identity, *here.words])]
    assert not faults, "\n".join(faults)


def _browser(world: World, user: User | None) -> Client:
    browser = Client(headers={"host": world.host})
    if user is not None:
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def _ask(browser: Client, address: Address, world: World) -> tuple[int, str]:
    """Status, and headers and body as text; whatever the address did is undone."""
    with transaction.atomic():
        path = address.path(world)
        answer = browser.post(path, address.form(world)) if address.form else browser.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return answer.status_code, f"{headers}\n\n{body.decode('utf-8', 'replace')}"


def _faults(
    browser: Client, route: str, address: Address, reader: str, here: World, there: World
) -> Iterator[str]:
    status, seen = _ask(browser, address, here)
    expected = _expected(address, reader)
    if status != expected:
        yield f"{route} {'POST' if address.form else 'GET'}: {status}, expected {expected}"
    is_open = reader in address.open_to
    hidden = [*there.identity, *there.words]
    if not (is_open and address.shows_person):
        hidden += here.identity
    if not (is_open and address.shows_words and reader in (address.words_for or address.open_to)):
        hidden += here.words
    elif address.only_subject:
        hidden += here.words[1:]
    for canary in _seen(seen, hidden):
        yield f"{route}: leaks {canary}"


def _expected(address: Address, reader: str) -> int:
    if reader == "anonymous":
        return address.stranger
    if reader in address.status_for:
        return address.status_for[reader]
    if reader in address.open_to:
        return address.ok
    return address.others


def _seen(text: str, canaries: list[str]) -> list[str]:
    lowered = text.lower()
    return [canary for canary in canaries if canary.lower() in lowered]


def test_the_walk_finds_a_leak() -> None:
    """The matrix itself can fail: a canary in a header or in other letters is found."""
    assert _seen("x-trace: KENARIutara namanya\n\n", ["Kenariutara Namanya"]) == ["Kenariutara Namanya"]
