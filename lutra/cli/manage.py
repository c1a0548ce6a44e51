"""``lutra manage …``: Django's own management commands, for administrators who know them."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management import execute_from_command_line


def register(subparsers: Any) -> None:
    """Add the command; everything after ``manage`` is Django's."""
    parser = subparsers.add_parser("manage", help="perintah pengelolaan Django", add_help=False)
    parser.add_argument("words", nargs=argparse.REMAINDER)


def run(args: argparse.Namespace) -> int:
    """Hand the words to Django, which ends the process itself when it refuses."""
    execute_from_command_line(["lutra manage", *args.words])
    return 0
