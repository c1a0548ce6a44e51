"""The list of public information in the demo: some 250 items that came in as one file, two signed versions with changes
between them, and bodies that delivered in time, late, or never."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from lutra.catalogue import actions
from lutra.catalogue.importing.runs import do_import, keep_file
from lutra.catalogue.items.form import ItemForm, form_of
from lutra.catalogue.models import Item
from lutra.demo.life import Event, Office
from lutra.directory.actors import Actor
from lutra.directory.models import Holding, PublicBody
from lutra.directory.roles import Role

_KINDS = Path(__file__).parent / "catalogue.yaml"
_FIRST = 9_500_000  # behind every event of a request at the same moment
_HEAD = (
    "No", "Judul Informasi", "Ringkasan Isi Informasi", "Perangkat Daerah", "Jenis Informasi",
    "Pejabat/Unit yang Menguasai", "Penanggung Jawab", "Waktu Pembuatan", "Tempat", "Bentuk Informasi",
    "Retensi Arsip", "Terakhir Diperbarui", "Tautan",
)  # fmt: skip
_CLASSES = {"periodic": "Berkala", "immediate": "Serta merta", "any_time": "Setiap saat"}
# Bodies by how many days ago they delivered; who is not named never did.
_DELIVERED = {
    "kominfo": (210, 20), "dinkes": (195, 30), "disdikbud": (225,), "dputrkp2": (150,), "bpkpd": (140,),
    "setda": (220, 120), "bappelitbangda": (170,), "disdukcapil": (160,), "bpbd": (100,), "dpmd": (205, 45),
    "distan": (215,), "inspektorat": (145,), "rsud": (220,), "dpmptsp": (155,), "dlh": (175,),
    "dinsos": (190, 110), "dishub": (205,), "bkpsdm": (165,), "satpolpp": (95,), "kesbangpol": (130,),
}  # fmt: skip


def plan(office: Office, *, now: datetime, seed: int) -> Iterator[Event]:
    """The import in spring, the first decree, changes, the second decree, and deliveries between."""
    dice = random.Random(seed)
    today = now.astimezone(office.zone).date()
    story = _Story(office, now, dice)
    deeds = ((235, story.take_in), (226, story.sign_first), (80, story.change), (61, story.sign_second))
    for number, (ago, deed) in enumerate(deeds):
        yield Event(office.moment(today - timedelta(days=ago), dice), _FIRST + number, deed)
    number = _FIRST + len(deeds)
    for slug, days in _DELIVERED.items():
        for ago in days if slug in office.bodies else ():
            number += 1
            moment = office.moment(today - timedelta(days=ago), dice)
            yield Event(moment, number, _Delivery(office, slug).deliver)


@dataclass(slots=True)
class _Delivery:
    """One body's delivery."""

    office: Office
    slug: str
    later: list[Event] = field(default_factory=list)

    def deliver(self, at: datetime) -> None:
        """By the body's own officer, else by the main PPID."""
        body, on = self.office.bodies[self.slug], at.astimezone(self.office.zone).date()
        by = self.office.actor(Role.PPID_PELAKSANA, on, body) or self.office.actor(Role.PPID_UTAMA, on)
        if by is not None:
            actions.deliver(body, by=by, note=f"Semester {'I' if on.month <= 6 else 'II'}", at=at)


@dataclass(slots=True)
class _Story:
    """What happened to the list as a whole."""

    office: Office
    now: datetime
    dice: random.Random
    later: list[Event] = field(default_factory=list)

    def ppid(self, at: datetime) -> Actor | None:
        """Who acts on that day."""
        return self.office.actor(Role.PPID_UTAMA, at.astimezone(self.office.zone).date())

    def take_in(self, at: datetime) -> None:
        """All items from one file, as the bodies had sent them."""
        if by := self.ppid(at):
            kept = keep_file(
                self.office.government,
                name="dip-gabungan-perangkat-daerah.csv",
                content=self._file(at),
                by=by,
                at=at,
            )
            do_import(kept, by=by, at=at)
            self._describe(by, at)

    def sign_first(self, at: datetime) -> None:
        """The first decree."""
        self._sign(at, "188.4.45/{year}/DIP-I")

    def sign_second(self, at: datetime) -> None:
        """The second decree."""
        self._sign(at, "188.4.45/{year}/DIP-II")

    def _sign(self, at: datetime, number: str) -> None:
        on = at.astimezone(self.office.zone).date()
        by = self.ppid(at)
        holdings = Holding.objects.filter(government=self.office.government, post__role=Role.SUPERIOR)
        holding = next((one for one in holdings.select_related("post", "user") if one.holds_on(on)), None)
        if by is not None and holding is not None:
            actions.sign_list(
                self.office.government,
                decree_number=number.format(year=on.year),
                decree_date=on,
                signatory=holding,
                by=by,
                at=at,
            )

    def change(self, at: datetime) -> None:
        """Between the two versions: some renewed, some worded anew, one withdrawn, a few new and a few drafts."""
        by = self.ppid(at)
        if by is None:
            return
        listed = list(self._items().filter(is_public=True).order_by("number"))
        for number, item in enumerate(one for one in listed if one.next_due is not None):
            if number % 5:  # the fifth of them is forgotten
                actions.renew_item(item, by=by, at=at)
        for item in listed[3::40]:
            actions.change_item(
                item,
                form=form_of(item).changed(plain_summary=_plain(item), retention="10 tahun"),
                by=by,
                at=at,
            )
        if listed:
            actions.withdraw_item(
                listed[-1], reason="Isinya digabung dengan butir lain yang lebih baru.", by=by, at=at
            )
        for slug, title, kind, is_listed in _NEW:
            if body := self.office.bodies.get(slug):
                form = ItemForm(title=title, body=body, kind=kind, holder="Sekretariat", forms=("softcopy",))
                made = actions.add_item(self.office.government, form=form, by=by, at=at)
                if is_listed:
                    actions.publish_item(made, by=by, at=at)

    def _items(self) -> Any:
        return Item.objects.filter(
            government=self.office.government, source=Item.Source.IMPORTED
        ).select_related("body", "government")

    def _describe(self, by: Actor, at: datetime) -> None:
        """The metadata of the datasets; one of them lacks its unit."""
        described = {
            title: entry["dataset"] for _body, title, entry, _year in self._rows(at) if "dataset" in entry
        }
        for item in self._items().filter(title__in=described):
            form = form_of(item).changed(dataset=described[item.title])
            actions.change_item(item, form=form, by=by, at=at)

    def _file(self, at: datetime) -> bytes:
        kept = io.StringIO()
        writer = csv.writer(kept, delimiter=";")
        writer.writerow(["DAFTAR INFORMASI PUBLIK KABUPATEN LUWU UTARA"])
        writer.writerow([])
        writer.writerow(_HEAD)
        day = at.astimezone(self.office.zone).date()
        for number, (body, title, entry, year) in enumerate(self._rows(at), start=1):
            suffix = entry.get("format", "pdf")
            link = (
                f"https://ppid.luwuutarakab.example/dip/{number}.{suffix}" if self.dice.random() < 0.8 else ""
            )
            renewed = day - timedelta(days=self.dice.randint(0, 160))
            writer.writerow(
                [
                    number,
                    title,
                    entry["summary"],
                    str(body),
                    _CLASSES[entry["kind"]],
                    entry["holder"],
                    entry["responsible"],
                    _filled(entry["when"], year, body),
                    "Masamba",
                    self.dice.choice(["Softcopy", "Softcopy, Hardcopy", "Hardcopy"]),
                    entry["retention"],
                    renewed.strftime("%d/%m/%Y"),
                    link,
                ]
            )
        return kept.getvalue().encode()

    def _rows(self, at: datetime) -> Iterator[tuple[PublicBody, str, dict[str, Any], int | None]]:
        """(body, title, entry, year) of what was there at that time."""
        for body, entry in self._entries():
            for year in entry.get("years", [None]):
                if year is None or year <= at.year + 1:
                    yield body, _filled(entry["title"], year, body), entry, year

    def _entries(self) -> Iterator[tuple[PublicBody, dict[str, Any]]]:
        kinds: dict[str, Any] = yaml.safe_load(_KINDS.read_text(encoding="utf-8"))
        bodies = self.office.bodies
        for body in bodies.values():
            yield from ((body, entry) for entry in kinds["every_body"])
        for slug in kinds["large_bodies"]["slugs"]:
            if slug in bodies:
                yield from ((bodies[slug], entry) for entry in kinds["large_bodies"]["items"])
        for slug, entries in kinds["one_body"].items():
            if slug in bodies:
                yield from ((bodies[slug], entry) for entry in entries)
        districts = self.office.government.bodies.filter(kind=PublicBody.Kind.DISTRICT).order_by("slug")
        for body in districts:
            yield from ((body, entry) for entry in kinds["districts"])


def _filled(text: str, year: int | None, body: PublicBody) -> str:
    given = {"year": year, "next": year + 1, "before": year - 1} if year else {}
    return text.format(body=body.short_name, **given)


def _plain(item: Item) -> str:
    return (
        f"Dokumen ini menjelaskan {item.title[:1].lower()}{item.title[1:]} dengan bahasa yang mudah dipahami."
    )


# (body, title, class, listed at once)
_NEW = (
    ("dinkes", "Jadwal imunisasi posyandu 2026", "periodic", True),
    ("dputrkp2", "Rencana pemeliharaan jembatan 2026", "any_time", True),
    ("disdikbud", "Daftar sekolah penerima rehabilitasi 2026", "any_time", True),
    ("bpbd", "Nomor penting dan pos siaga 2026", "periodic", True),
    ("dinkes", "Rekapitulasi keluhan puskesmas 2026", "any_time", False),
    ("dlh", "Kualitas air Sungai Rongkong 2026", "periodic", False),
    ("dpmd", "Daftar BUMDes aktif 2026", "any_time", False),
)
