"""Governments, their public bodies, posts and the people who hold them; applicants and their sealed identity."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lutra.directory.roles import Role
from lutra.directory.sealing import unseal


class Region(models.Model):
    """An official area by its Kemendagri code ("73.22.03.1006"). Shared reference data of no government.

    Names repeat inside one regency and change over time, so the code is the identity and a name has its dates.
    """

    class Kind(models.TextChoices):
        PROVINCE = "province", _("Provinsi")
        REGENCY = "regency", _("Kabupaten")
        CITY = "city", _("Kota")
        DISTRICT = "district", _("Kecamatan")
        WARD = "ward", _("Kelurahan")
        VILLAGE = "village", _("Desa")

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        """Say the kecamatan too: five village names occur twice in Luwu Utara alone."""
        if self.kind in {self.Kind.WARD, self.Kind.VILLAGE} and self.parent:
            return f"{self.get_kind_display()} {self.name}, Kecamatan {self.parent.name}"
        return f"{self.get_kind_display()} {self.name}"


class Government(models.Model):
    """The tenant: one local government (pemerintah daerah)."""

    code = models.CharField(max_length=13, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=80)
    # Stands in every case number: 0042/PPID/LUTRA/2026.
    abbreviation = models.CharField(max_length=16)
    time_zone = models.CharField(max_length=40, default="Asia/Makassar")
    seat = models.CharField(max_length=80, blank=True)  # the town from which letters are dated
    address = models.CharField(max_length=240, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    service_hours = models.CharField(max_length=160, blank=True)
    # Named readings of the law where it is unclear (LAW readings Q2 and local holidays).
    joint_leave_is_workday = models.BooleanField(default=False)
    local_holidays_count = models.BooleanField(default=False)
    # LAW reading Q3: after a notice of gaps that was sent in time the reply clock runs from completion, else from
    # receipt. Both days are kept either way.
    reply_starts_on_completion = models.BooleanField(default=True)
    # PERKI 1/2021 says Pelaksana, Permendagri 3/2017 says Pembantu: one role, two labels.
    pelaksana_label = models.CharField(max_length=40, default="PPID Pelaksana")
    # Working days kept between a body's sub-deadline and the legal date, for review, letter and signature.
    review_days = models.PositiveSmallIntegerField(default=3)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Host(models.Model):
    """A host name that shows a government, or one of its bodies, to the public.

    ``body`` is of the same government: ``sites.give`` sees to it, and the database refuses any other.
    """

    class Look(models.TextChoices):
        """Which colours a body's own site has. Each is a set of tokens with enough contrast (components/looks.css)."""

        TEAL = "", _("Hijau laut (seperti situs utama)")
        BLUE = "blue", _("Biru")
        MAROON = "maroon", _("Marun")
        PURPLE = "purple", _("Ungu")
        TEAK = "teak", _("Jati")

    host = models.CharField(max_length=190, unique=True)
    government = models.ForeignKey(Government, models.CASCADE, related_name="hosts")
    body = models.ForeignKey("PublicBody", models.CASCADE, null=True, blank=True, related_name="hosts")
    look = models.CharField(max_length=10, choices=Look.choices, blank=True, default=Look.TEAL)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False) | Q(look=""), name="only_a_body_has_a_look_of_its_own"
            )
        ]

    def __str__(self) -> str:
        return self.host


class LocalHoliday(models.Model):
    """A holiday declared by the regent; counted only when the government's setting says so."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="local_holidays")
    date = models.DateField()
    name = models.CharField(max_length=160)
    decree = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("government", "date"), name="one_local_holiday_a_day")]

    def __str__(self) -> str:
        return f"{self.date}: {self.name}"


class PublicBody(models.Model):
    """An office that holds information: perangkat daerah, kecamatan, kelurahan or desa."""

    class Kind(models.TextChoices):
        SECRETARIAT = "secretariat", _("Sekretariat")
        INSPECTORATE = "inspectorate", _("Inspektorat")
        DEPARTMENT = "department", _("Dinas")
        AGENCY = "agency", _("Badan")
        HOSPITAL = "hospital", _("Rumah sakit")
        DISTRICT = "district", _("Kecamatan")
        WARD = "ward", _("Kelurahan")
        VILLAGE = "village", _("Desa")

    # Perangkat daerah, each of which has a PPID Pelaksana (UU 14/2008 Pasal 13, Permendagri 3/2017); a kelurahan is
    # part of its kecamatan, and a desa is a public body with an officer of its own kind.
    WITH_PELAKSANA = frozenset(
        {Kind.SECRETARIAT, Kind.INSPECTORATE, Kind.DEPARTMENT, Kind.AGENCY, Kind.HOSPITAL, Kind.DISTRICT}
    )

    government = models.ForeignKey(Government, models.PROTECT, related_name="bodies")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    is_active = models.BooleanField(default=True)
    # Its own front desk, as its site shows it; where one is empty, the government's is shown.
    address = models.CharField(max_length=240, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    service_hours = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "public bodies"
        constraints = [models.UniqueConstraint(fields=("government", "slug"), name="one_body_a_slug")]

    def __str__(self) -> str:
        """A kelurahan or desa says its kecamatan, since names repeat."""
        return f"{self.name} ({self.parent.short_name})" if self.parent_id and self.parent else self.name


class User(AbstractUser):
    """Somebody who signs in. What he may do comes from the posts he holds, never from this row."""

    # An applicant with an account of his own (see ``lutra.accounts``): he holds no post, and the desk is closed to him.
    is_applicant = models.BooleanField(default=False)

    full_name = models.CharField(max_length=160, blank=True)
    # Nomor Induk Pegawai: two posts of one person are recognised by it.
    nip = models.CharField(max_length=18, blank=True)
    government = models.ForeignKey(Government, models.PROTECT, null=True, blank=True, related_name="officers")

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(is_applicant=False) | Q(is_staff=False, is_superuser=False, nip=""),
                name="an_applicant_is_no_officer",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username


class Post(models.Model):
    """A seat with one role ("PPID Utama, Kepala Dinas Kominfo"). People come and go; the post keeps its work."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="posts")
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="posts")
    role = models.CharField(max_length=24, choices=Role.choices)
    title = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=("government", "role"), name="post_role")]

    def __str__(self) -> str:
        return self.title


class RolePolicy(models.Model):
    """What a government demands of whoever holds a role. Without a row nothing more than a password is asked."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="role_policies")
    role = models.CharField(max_length=24, choices=Role.choices)
    needs_second_factor = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "role policies"
        constraints = [models.UniqueConstraint(fields=("government", "role"), name="one_policy_a_role")]

    def __str__(self) -> str:
        return self.role


class Holding(models.Model):
    """Who held a post from when to when, in which capacity, by which decree."""

    class Capacity(models.TextChoices):
        DEFINITIVE = "definitive", _("Definitif")
        ACTING = "plt", _("Pelaksana Tugas (Plt.)")
        LEAVE_COVER = "plh", _("Pelaksana Harian (Plh.)")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    user = models.ForeignKey(User, models.PROTECT, related_name="holdings")
    capacity = models.CharField(max_length=10, choices=Capacity.choices, default=Capacity.DEFINITIVE)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # the last day, inclusive
    decree = models.CharField(max_length=160)

    class Meta:
        ordering = ("starts_on",)
        indexes = [models.Index(fields=("user", "starts_on"), name="holding_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="holding_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(decree=""), name="holding_has_a_decree"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.post} ({self.starts_on}–{self.ends_on or '…'})"

    def holds_on(self, day: date) -> bool:
        """Whether the person holds the post on ``day``, a legal day of the government."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def title_as_signed(self) -> str:
        """The post's title as it stands under a letter: with Plt. or Plh. for whoever acts or covers."""
        prefix = {self.Capacity.ACTING: "Plt. ", self.Capacity.LEAVE_COVER: "Plh. "}
        return prefix.get(self.Capacity(self.capacity), "") + self.post.title


class Applicant(models.Model):
    """Somebody who asks (Pemohon). Nothing here tells who: the identity lies sealed, apart."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="applicants")
    kind = models.CharField(max_length=16)  # a code of the statute book's applicant kinds
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=("government", "-id"), name="applicant_newest")]

    def __str__(self) -> str:
        return f"#{self.pk} ({self.kind})"


class Identity(models.Model):
    """The sealed identity of one applicant: name, number, address, contact. Every look at it is entered in the book."""

    applicant = models.OneToOneField(Applicant, models.CASCADE, primary_key=True, related_name="identity")
    sealed = models.BinaryField()
    # A keyed mark of the identity number finds repeated requests without opening anybody's identity.
    mark = models.CharField(max_length=64, db_index=True)
    # The same for the e-mail address, by which an applicant's account finds its cases; "" without one.
    email_mark = models.CharField(max_length=64, blank=True, default="", db_index=True)

    class Meta:
        verbose_name_plural = "identities"

    def __str__(self) -> str:
        return f"identity of applicant {self.applicant_id}"

    def open(self) -> dict[str, str]:
        """The identity in clear. Call it only behind ``see_identity``, for a letter, or for a delivery."""
        return unseal(bytes(self.sealed))
