"""The roles of the glossary. A post has one role; a person has the roles of the posts he holds today."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Permendagri 3/2017 and PERKI 1/2021; the label of PPID Pelaksana is a setting of the government."""

    PATRON = "patron", _("Pembina")
    SUPERIOR = "superior", _("Atasan PPID")
    PPID_UTAMA = "ppid_utama", _("PPID Utama")
    PPID_PELAKSANA = "ppid_pelaksana", _("PPID Pelaksana")
    CONSIDERATIONS_TEAM = "considerations_team", _("Tim Pertimbangan")
    DESK_OFFICER = "desk_officer", _("Petugas Pelayanan Informasi")
    SECRETARIAT = "secretariat", _("Bidang Sekretariat PLID")
    PROCESSING = "processing", _("Bidang Pengolahan Data dan Klasifikasi Informasi")
    SERVICE = "service", _("Bidang Pelayanan Informasi dan Dokumentasi")
    DISPUTES = "disputes", _("Bidang Fasilitasi Sengketa Informasi")
    LEADER = "leader", _("Pimpinan daerah")
    NEWSROOM = "newsroom", _("Humas")
    ANNOUNCER = "announcer", _("Penyiar radio")
    OPERATOR = "operator", _("Operator Command Centre")
    ADMINISTRATOR = "administrator", _("Administrator sistem")
