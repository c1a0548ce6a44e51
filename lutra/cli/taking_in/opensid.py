"""Villages' documents from files: kept and taken in as if their sites had given them just now."""

from __future__ import annotations

import sys

from django.utils.translation import gettext as _

from lutra.channels.opensid.errors import HarvestError
from lutra.channels.opensid.harvesting import take_file
from lutra.channels.opensid.words import problem
from lutra.cli import Refused
from lutra.cli.ingest import Input
from lutra.cli.register import wanted_government


def take_in(wanted: str | None, inputs: list[Input]) -> None:
    """Take each file in and say on the standard error what became of it. Raises Refused where one was not."""
    government = wanted_government(wanted)
    refused = 0
    for one in inputs:
        if not one.messages:
            print(_("%(file)s: tidak ada dokumen di dalamnya.") % {"file": one.name}, file=sys.stderr)
            continue
        try:
            taken = take_file(government, one.content, one.messages)
        except HarvestError as error:
            refused += 1
            print(f"lutra: {one.name}: {error}", file=sys.stderr)
            continue
        for done in taken:
            words = problem(done.problem)
            counts = ", ".join(f"{name} {count}" for name, count in sorted(done.counts.items()))
            said = f"{words.what} {words.todo}" if words else counts
            print(f"{one.name}: {done.source.region_id} {said}", file=sys.stderr)
    if refused:
        raise Refused(_("%(count)d berkas tidak disimpan; lihat alasannya di atas.") % {"count": refused})
