"""The index of the search: disposable rows, made of public entries and of nothing else.

The sets of stems of each row lie in three tables that each database keeps in its own way (``engine``).
"""

from __future__ import annotations

from datetime import date

from django.db import models

from lutra.directory.models import Government

_SHIFT = 32


def row_id(government_id: int, number: int) -> int:
    """The primary key of row ``number`` of a government."""
    return government_id << _SHIFT | number


class SearchState(models.Model):
    """Where a government's index stands. Whoever writes in the index holds the lock on this row."""

    government = models.OneToOneField(Government, models.CASCADE, primary_key=True, related_name="+")
    version = (
        models.PositiveIntegerField()
    )  # of the words; another one means that the index must be made anew
    generation = models.BigIntegerField(default=0)  # counts the writings
    stamp = models.CharField(max_length=32)  # new with each writing, and never the same twice
    epoch = models.CharField(max_length=32)  # new whenever everything was numbered anew
    next_number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"search of {self.government_id}, {self.generation}"


class SearchRow(models.Model):
    """One entry that can be found: what a list of hits shows and what it can be narrowed by."""

    id = models.BigIntegerField(primary_key=True)
    government = models.ForeignKey(Government, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    generation = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    information_class = models.CharField(max_length=16, blank=True)
    body_slug = models.CharField(max_length=80, blank=True)
    body_name = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    formats = models.CharField(max_length=120, blank=True)  # codes with a comma between
    place_code = models.CharField(max_length=13, blank=True)
    place_name = models.CharField(max_length=160, blank=True)
    has_text = models.BooleanField()
    day = models.PositiveIntegerField()  # the proleptic ordinal of the day of the newest content
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("government", "key"), name="search_one_row_a_key")]
        indexes = [models.Index(fields=("government", "generation"), name="search_newest_rows")]

    def __str__(self) -> str:
        return self.key

    @property
    def dated_on(self) -> date:
        """The day of the newest content."""
        return date.fromordinal(self.day)


class SearchText(models.Model):
    """The public text of an entry, from which excerpts are cut; apart, so that lists stay narrow."""

    row = models.OneToOneField(SearchRow, models.CASCADE, primary_key=True, related_name="body")
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"text of {self.row_id}"


class SearchGone(models.Model):
    """A number whose entry was taken away, so that whoever keeps the columns in memory takes it away too."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    generation = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=("government", "generation"), name="search_gone")]

    def __str__(self) -> str:
        return f"{self.number} gone"


class SearchWord(models.Model):
    """A word of the index, its stem, and in how many entries it stands; a word that is nowhere has no row."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=40)
    backwards = models.CharField(max_length=40)  # the word from its end, to look up endings
    stem = models.CharField(max_length=40)
    documents = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("government", "word"), name="search_one_row_a_word")]
        indexes = [
            models.Index(fields=("government", "backwards"), name="search_endings"),
            models.Index(fields=("government", "stem"), name="search_stems"),
        ]

    def __str__(self) -> str:
        return self.word
