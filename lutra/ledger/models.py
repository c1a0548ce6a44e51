"""The tables of the book. Nothing outside ``lutra.ledger`` reads or writes them directly."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One deed, written once. The database itself refuses to change or delete it (see triggers.py)."""

    # Plain numbers, no foreign keys: the book outlives what it speaks of and never crosses governments.
    government_id = models.BigIntegerField()
    seq = models.BigIntegerField()  # 1, 2, 3 … within the government, without a gap
    at = models.DateTimeField()
    kind = models.CharField(max_length=80)  # noun.participle: "request.filed"
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    actor = models.CharField(max_length=64)  # "officer:12", "applicant", "clock"
    post_id = models.BigIntegerField(null=True)  # the post in which an officer acted
    data = models.JSONField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["government_id", "seq"], name="ledger_entry_chain"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="ledger_entry_seq_starts_at_one"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["government_id", "subject_type", "subject_id", "seq"], name="ledger_entry_subject"
            ),
            models.Index(fields=["government_id", "kind", "at"], name="ledger_entry_kind"),
            models.Index(fields=["government_id", "at"], name="ledger_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.government_id}/{self.seq} {self.kind}"

    @property
    def subject(self) -> tuple[str, int]:
        """What the entry is about: a type and an id, such as ``("request", 7)``."""
        return (self.subject_type, self.subject_id)

    @property
    def short_hash(self) -> str:
        """The first ten characters of the hash, enough to compare by eye."""
        return self.hash[:10]


class Head(models.Model):
    """The last link of a government's chain. Whoever holds this row's lock writes the next entry."""

    government_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.government_id}/{self.seq}"


class Counter(models.Model):
    """The last number given in a book and year of a government."""

    government_id = models.BigIntegerField()
    book = models.CharField(max_length=40)
    year = models.IntegerField()
    last = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["government_id", "book", "year"], name="ledger_counter_book"),
            models.CheckConstraint(condition=models.Q(last__gte=1), name="ledger_counter_starts_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.government_id} {self.book} {self.year}: {self.last}"


class Cursor(models.Model):
    """How far a follower has read in a government's book. Its lock is the right to handle the next entry."""

    government_id = models.BigIntegerField()
    follower = models.CharField(max_length=80)
    seq = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["government_id", "follower"], name="ledger_cursor_follower"),
        ]

    def __str__(self) -> str:
        return f"{self.follower} {self.government_id}/{self.seq}"


class FollowerStumble(models.Model):
    """An entry over which a follower stumbled: kept until it is handled, or for good once it was set aside."""

    government_id = models.BigIntegerField()
    follower = models.CharField(max_length=80)
    seq = models.BigIntegerField()
    tries = models.PositiveSmallIntegerField()
    # The class and the line only: an error's message may quote what a citizen wrote.
    error = models.CharField(max_length=120)
    where = models.CharField(max_length=200)
    first_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["government_id", "follower", "seq"], name="ledger_stumble_entry"),
            models.CheckConstraint(
                condition=models.Q(next_try_at__isnull=True) ^ models.Q(set_aside_at__isnull=True),
                name="ledger_stumble_waits_or_set_aside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follower} {self.government_id}/{self.seq} {self.error} ({self.tries})"
