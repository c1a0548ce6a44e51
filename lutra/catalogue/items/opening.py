"""Who holds what another deed opened, and what it is called where its own name may not be shown."""

from __future__ import annotations

from collections.abc import Iterable

from lutra.catalogue.gate import personal_kinds
from lutra.directory.models import Government, Post, PublicBody
from lutra.directory.roles import Role

_LONGEST = 300


def main_office(government: Government) -> PublicBody | None:
    """The body of the main PPID, who holds what belongs to no other; else any; None for a government without one."""
    posts = Post.objects.filter(government=government, role=Role.PPID_UTAMA, body__isnull=False)
    post = posts.select_related("body").order_by("pk").first()
    return post.body if post else government.bodies.filter(is_active=True).order_by("pk").first()


def first_shown(titles: Iterable[str]) -> str:
    """The first of some titles that surely names nobody, cut to what a title holds; "" when each does."""
    return next((title[:_LONGEST] for title in titles if title.strip() and not personal_kinds(title)), "")
