"""Which public body a text means: by name, short name or code, without what people put around it, or nearly so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lutra.catalogue.importing import words
from lutra.directory.models import Government, PublicBody

_PARTS = re.compile(r"[,;(\n]| - | – |/")


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: one body, or none with the names that came near."""

    body: PublicBody | None
    is_guess: bool = False  # only nearly so
    several: tuple[PublicBody, ...] = ()  # fits more than one alike
    near: str = ""  # the name that came nearest


class Directory:
    """The bodies of one government, ready to be found by what people call them."""

    def __init__(self, government: Government) -> None:
        self.bodies = list(
            government.bodies.filter(is_active=True).select_related("parent", "government").order_by("pk")
        )
        for body in self.bodies:
            body.government = government
        place = words.flat(government.short_name)
        self._place = {word for word in (place, words.flat(government.name)) if word}
        self._names: dict[str, list[PublicBody]] = {}
        for body in self.bodies:
            for name in self._called(body):
                there = self._names.setdefault(name, [])
                if body not in there:
                    there.append(body)
        self._by_pk = {str(body.pk): body for body in self.bodies}
        self._single = {name: str(found[0].pk) for name, found in self._names.items() if len(found) == 1}
        self._cache: dict[str, Match] = {}

    def _called(self, body: PublicBody) -> Iterable[str]:
        names = {body.name, body.short_name, body.slug, str(body)}
        if body.parent is not None:
            names |= {f"{body.name} {body.parent.name}", f"{body.name} {body.parent.short_name}"}
        return {bare for name in names if (bare := self._bare(name))} | {words.flat(name) for name in names}

    def _bare(self, text: str) -> str:
        """Without "Pemerintah Kabupaten …", "Kantor", and with short words written out."""
        bare = f" {words.flat(text)} "
        for place in self._place:
            bare = bare.replace(f" {place} ", " ")
        kept = [word for word in bare.split() if word not in words.listed("body_noise")]
        return " ".join(words.long_forms().get(word, word) for word in kept if word != "dan")

    def find(self, text: str) -> Match:
        """The body that a whole text names; nearly so where only one comes near."""
        found = self._cache.get(text)
        if found is None:
            found = self._cache[text] = self._find(text)
        return found

    def _find(self, text: str) -> Match:
        bare = self._bare(text)
        for name in (words.flat(text), bare):
            if bodies := self._names.get(name):
                return self._several(bodies)
        if len(bare) < 3:
            return Match(None)
        code = words.nearest(bare, self._single, near=0.86)
        if code is not None:
            return Match(self._by_pk[code], is_guess=True)
        near = words.nearest(bare, self._single, near=0.6)
        return Match(None, near=str(self._by_pk[near]) if near else "")

    def within(self, text: str) -> Match:
        """The body that a text names among other words: "Bidang Anggaran, BPKPD", "DIP Dinas Kesehatan Tahun 2025"."""
        whole = self.find(text)
        if whole.several or (whole.body is not None and not whole.is_guess):
            return whole
        for cut in _PARTS.finditer(text):  # what stands behind a unit may hold commas of its own
            behind = self.find(text[cut.end() :])
            if behind.body is not None and not behind.is_guess:
                return behind
        if whole.body is not None:
            return whole
        parts = [part for part in _PARTS.split(text) if part.strip()]
        if len(parts) > 1:
            for part in reversed(parts):
                found = self.find(part)
                if found.body is not None:
                    return found
        return self._contained(text) or whole

    def _contained(self, text: str) -> Match | None:
        """The longest name that stands within a text as whole words."""
        padded = f" {self._bare(text)} "
        inside = [name for name in self._names if len(name) > 4 and f" {name} " in padded]
        if not inside:
            return None
        return self._several(self._names[max(inside, key=len)])

    @staticmethod
    def _several(bodies: Sequence[PublicBody]) -> Match:
        return Match(bodies[0]) if len(bodies) == 1 else Match(None, several=tuple(bodies))
