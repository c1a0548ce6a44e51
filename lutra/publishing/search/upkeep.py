"""Make an index anew that an update or a restored backup left behind; called by the worker about once a minute."""

from __future__ import annotations

import logging

from django.db.models import Exists, OuterRef, Q

from lutra.directory.models import Government
from lutra.publishing.search import engine, words
from lutra.publishing.search.indexing import rebuild
from lutra.publishing.search.models import SearchRow, SearchState

log = logging.getLogger(__name__)


def renew_outdated() -> int:
    """Make the indexes anew whose words are of another version, or whose rows lost their words; how many there were.

    A backup holds the rows and not the tables in which each database keeps its words.
    """
    rows = SearchRow.objects.filter(government=OuterRef("pk"))
    states = SearchState.objects.filter(government=OuterRef("pk"))
    old = Q(Exists(states.exclude(version=words.VERSION)))
    renewed = 0
    for government in Government.objects.filter(old | Q(Exists(rows))):
        outdated = SearchState.objects.filter(government=government).exclude(version=words.VERSION).exists()
        if outdated or engine.is_empty(government.pk):
            count = rebuild(government)
            log.warning("search.renewed", extra={"facts": {"government": government.code, "entries": count}})
            renewed += 1
    return renewed
