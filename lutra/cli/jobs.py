"""``lutra jobs``: what waits in the queue of slow work, and trying again what was set aside."""

from __future__ import annotations

import argparse
import json
from typing import Any

from django.utils.translation import gettext as _

from lutra.cli import Refused
from lutra.jobs import queue
from lutra.jobs.errors import NoSuchJob
from lutra.jobs.models import Job


def register(subparsers: Any) -> None:
    """Add ``lutra jobs`` and its options."""
    parser = subparsers.add_parser(
        "jobs", help=_("menampilkan dan mengulang pekerjaan lama"), description=__doc__
    )
    parser.add_argument("deed", nargs="?", choices=("list", "retry"), default="list")
    parser.add_argument("id", nargs="?", type=int, help=_("nomor pekerjaan; tanpa nomor: semuanya"))
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    """List the jobs, or try again those that were set aside."""
    if args.deed == "retry":
        try:
            count = queue.retry(*([args.id] if args.id is not None else []))
        except NoSuchJob as error:
            raise Refused(str(error)) from None
        print(json.dumps({"retried": count}) if args.json else _("%d pekerjaan dicoba lagi.") % count)
        return 0
    jobs = [*queue.waiting(), *queue.set_aside()]
    if args.json:
        print(json.dumps([_as_dict(job) for job in jobs]))
    elif not jobs:
        print(_("Tidak ada pekerjaan yang menunggu."))
    for job in [] if args.json else jobs:
        print(f"{job.pk}\t{job.get_state_display()}\t{job.task}\t{job.tries}/{job.max_tries}\t{job.error}")
    return 0


def _as_dict(job: Job) -> dict[str, object]:
    # Without the arguments: an administrator of the machine need not learn whose file it is.
    return {
        "id": job.pk,
        "task": job.task,
        "state": job.state,
        "tries": job.tries,
        "max_tries": job.max_tries,
        "done": job.done,
        "total": job.total,
        "error": job.error,
        "where": job.where,
        "not_before": job.not_before.isoformat(),
    }
