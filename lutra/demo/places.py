"""The demo's governments, their public bodies and the invented people who hold the posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from lutra.demo.logins import PASSWORD
from lutra.directory import regions, sites
from lutra.directory.founding import server_administrator
from lutra.directory.models import Government, Holding, Host, Post, PublicBody, Region, User
from lutra.directory.roles import Role

K = PublicBody.Kind

# (slug, name, short name, kind); perangkat daerah of Luwu Utara, simplified.
DEPARTMENTS: list[tuple[str, str, str, str]] = [
    ("kominfo", "Dinas Komunikasi, Informatika, Statistik dan Persandian", "Diskominfo-SP", K.DEPARTMENT),
    ("setda", "Sekretariat Daerah", "Setda", K.SECRETARIAT),
    ("setwan", "Sekretariat DPRD", "Setwan", K.SECRETARIAT),
    ("inspektorat", "Inspektorat", "Inspektorat", K.INSPECTORATE),
    ("dinkes", "Dinas Kesehatan", "Dinkes", K.DEPARTMENT),
    ("disdikbud", "Dinas Pendidikan dan Kebudayaan", "Disdikbud", K.DEPARTMENT),
    (
        "dputrkp2",
        "Dinas Pekerjaan Umum, Tata Ruang, Perumahan, Kawasan Permukiman dan Pertanahan",
        "DPUTRKP2",
        K.DEPARTMENT,
    ),
    ("dlh", "Dinas Lingkungan Hidup", "DLH", K.DEPARTMENT),
    ("dinsos", "Dinas Sosial", "Dinsos", K.DEPARTMENT),
    ("disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil", K.DEPARTMENT),
    ("dpmd", "Dinas Pemberdayaan Masyarakat dan Desa", "DPMD", K.DEPARTMENT),
    ("dpmptsp", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "DPMPTSP", K.DEPARTMENT),
    ("dishub", "Dinas Perhubungan", "Dishub", K.DEPARTMENT),
    ("distan", "Dinas Pertanian", "Distan", K.DEPARTMENT),
    ("dpkp", "Dinas Perikanan dan Ketahanan Pangan", "DPKP", K.DEPARTMENT),
    ("disporapar", "Dinas Pemuda, Olahraga dan Pariwisata", "Disporapar", K.DEPARTMENT),
    ("dp3ap2kb", "Dinas PP, PA, Pengendalian Penduduk dan KB", "DP3AP2KB", K.DEPARTMENT),
    ("disnaker", "Dinas Tenaga Kerja dan Transmigrasi", "Disnakertrans", K.DEPARTMENT),
    ("disdagkop", "Dinas Perdagangan, Perindustrian, Koperasi dan UKM", "Disdagkop-UKM", K.DEPARTMENT),
    ("perpusip", "Dinas Perpustakaan dan Kearsipan", "Perpusip", K.DEPARTMENT),
    ("satpolpp", "Satuan Polisi Pamong Praja", "Satpol PP", K.AGENCY),
    ("bpbd", "Badan Penanggulangan Bencana Daerah", "BPBD", K.AGENCY),
    ("bpkpd", "Badan Pengelola Keuangan dan Pendapatan Daerah", "BPKPD", K.AGENCY),
    ("bkpsdm", "Badan Kepegawaian dan Pengembangan SDM", "BKPSDM", K.AGENCY),
    ("bappelitbangda", "Badan Perencanaan, Penelitian dan Pengembangan Daerah", "Bappelitbangda", K.AGENCY),
    ("kesbangpol", "Badan Kesatuan Bangsa dan Politik", "Kesbangpol", K.AGENCY),
    ("rsud", "RSUD Andi Djemma Masamba", "RSUD Andi Djemma", K.HOSPITAL),
]

# Bodies whose PPID Pelaksana answers in the demo: slug -> invented name.
PELAKSANA: dict[str, str] = {
    "dinkes": "Rahmawati Tandilino",
    "disdikbud": "Muh. Yusran Palimbong",
    "dputrkp2": "Hasriani Salurante",
    "dlh": "Bastian Lamba",
    "dinsos": "Nurhayati Parenrengi",
    "dpmd": "Sulaiman Batara",
    "dpmptsp": "Megawati Sampe",
    "dishub": "Irwan Tolada",
    "distan": "Kasmawati Lodang",
    "bpbd": "Arman Pattimang",
    "bpkpd": "Wahyuni Salassa",
    "bkpsdm": "Hendra Malimbu",
    "bappelitbangda": "Fitriani Baliase",
    "disdukcapil": "Jumardin Kanandede",
    "rsud": "Yuliana Rongkong",
    "setda": "Syamsul Bungadidi",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One post and the person who holds it in the demo."""

    username: str
    name: str
    role: str
    title: str
    body: str = ""
    gives_login: bool = True


SEATS: list[Seat] = [
    Seat("petugas", "Sitti Aminah Lapapa", Role.DESK_OFFICER, "Petugas Pelayanan Informasi", "kominfo"),
    Seat("ppid", "Andi Rusli Masamba", Role.PPID_UTAMA, "Kepala Diskominfo-SP selaku PPID Utama", "kominfo"),
    Seat(
        "pelaksana",
        PELAKSANA["dinkes"],
        Role.PPID_PELAKSANA,
        "Sekretaris Dinas Kesehatan, PPID Pelaksana",
        "dinkes",
    ),
    Seat("atasan", "Baharuddin Sabbang", Role.SUPERIOR, "Sekretaris Daerah selaku Atasan PPID", "setda"),
    Seat(
        "tim",
        "Marlina Rampi",
        Role.CONSIDERATIONS_TEAM,
        "Kepala Bagian Hukum, anggota Tim Pertimbangan",
        "setda",
    ),
    Seat("bupati", "Hj. Nirmala Pongo", Role.LEADER, "Bupati Luwu Utara"),
    Seat("humas", "Taufik Kappuna", Role.NEWSROOM, "Kepala Bagian Humas dan Protokol", "setda"),
    Seat("penyiar", "Dian Seko", Role.ANNOUNCER, "Penyiar Radio 100 FM Kabar Luwu Utara", "kominfo"),
    Seat("operator", "Rizal Mappedeceng", Role.OPERATOR, "Operator Command Centre", "kominfo"),
    Seat("admin", "Fajar Baebunta", Role.ADMINISTRATOR, "Administrator sistem", "kominfo"),
    Seat(
        "tim-2",
        "Muh. Yasin Limbong",
        Role.CONSIDERATIONS_TEAM,
        "Anggota Tim Pertimbangan,",
        "inspektorat",
        False,
    ),
    Seat(
        "tim-3",
        "Hasniati Malangke",
        Role.CONSIDERATIONS_TEAM,
        "Anggota Tim Pertimbangan,",
        "bapperida",
        False,
    ),
]

NEIGHBOUR_SEATS: list[Seat] = [
    Seat("luwu-petugas", "Ratna Bajo", Role.DESK_OFFICER, "Petugas Pelayanan Informasi", "kominfo"),
    Seat("luwu-ppid", "Haris Belopa", Role.PPID_UTAMA, "Kepala Diskominfo selaku PPID Utama", "kominfo"),
    Seat("luwu-pelaksana", "Asriani Suli", Role.PPID_PELAKSANA, "Sekretaris Dinas Kesehatan", "dinkes"),
    Seat("luwu-atasan", "Mansyur Larompong", Role.SUPERIOR, "Sekretaris Daerah selaku Atasan PPID", "setda"),
]
NEIGHBOUR_BODIES = ("kominfo", "setda", "dinkes", "disdikbud", "bpkpd", "dlh")

STARTED_ON = date(2022, 1, 3)


def luwu_utara() -> Government:
    """Kabupaten Luwu Utara (73.22) with every office down to the last desa."""
    regions.load(regions.read("73.22"))
    government = Government.objects.create(
        code="73.22",
        name="Kabupaten Luwu Utara",
        short_name="Luwu Utara",
        abbreviation="LUTRA",
        time_zone="Asia/Makassar",
        seat="Masamba",
        address="Jl. Simpurusiang, Kel. Bone Tua, Kec. Masamba",
        email="ppid@luwu-utara.example",
        website="https://ppid.luwu-utara.example",
        service_hours="Senin–Kamis 08.00–16.00, Jumat 08.00–11.00 WITA",
        is_demo=True,
    )
    # The name first, which letters print; then what `lutra up` says when it is ready.
    for host in ("lutra.localhost", "127.0.0.1", "localhost"):
        Host.objects.create(host=host, government=government)
    _bodies(government, [row[0] for row in DEPARTMENTS])
    _areas(government)
    _own_sites(government)
    others = [
        Seat(f"pelaksana-{slug}", name, Role.PPID_PELAKSANA, "PPID Pelaksana", slug, gives_login=False)
        for slug, name in PELAKSANA.items()
        if slug != "dinkes"
    ]
    _people(government, [*SEATS, *others])
    _earlier_ppid(government)
    return government


def neighbour() -> Government:
    """Kabupaten Luwu (73.17), smaller: it is there so that isolation is real from the first day."""
    regions.load([("73.17", "Kabupaten Luwu")])
    government = Government.objects.create(
        code="73.17",
        name="Kabupaten Luwu",
        short_name="Luwu",
        abbreviation="LUWU",
        time_zone="Asia/Makassar",
        seat="Belopa",
        address="Belopa",
        email="ppid@luwu.example",
        service_hours="Senin–Jumat 08.00–15.00 WITA",
        is_demo=True,
    )
    Host.objects.create(host="luwu.localhost", government=government)
    _bodies(government, list(NEIGHBOUR_BODIES))
    _people(government, NEIGHBOUR_SEATS)
    return government


def _bodies(government: Government, slugs: list[str]) -> None:
    PublicBody.objects.bulk_create(
        PublicBody(government=government, slug=slug, name=name, short_name=short, kind=kind)
        for slug, name, short, kind in DEPARTMENTS
        if slug in slugs
    )


def _own_sites(government: Government) -> None:
    """Two offices under host names of their own, as `lutra government site` gives them."""
    by = server_administrator(government.pk)
    for slug, look in (("dinkes", "blue"), ("disdikbud", "maroon")):
        body = PublicBody.objects.get(government=government, slug=slug)
        sites.give(body, host=f"{slug}.lutra.localhost", look=look, by=by)
    dinkes = PublicBody.objects.get(government=government, slug="dinkes")
    sites.tell_front_desk(
        dinkes,
        given={
            "address": "Jl. Simpurusiang, Kel. Bone, Kec. Masamba, lantai 1",
            "email": "dinkes@luwu-utara.example",
            "service_hours": "Senin–Jumat 08.00–15.00 WITA",
        },
        by=by,
    )


def _areas(government: Government) -> None:
    """Kecamatan first, then kelurahan and desa under theirs; the slug ends in the code because names repeat."""
    inside = Region.objects.filter(code__startswith=f"{government.code}.")
    districts = inside.filter(kind=Region.Kind.DISTRICT)
    PublicBody.objects.bulk_create(
        PublicBody(
            government=government,
            slug=f"kecamatan-{slugify(region.name)}",
            name=f"Kecamatan {region.name}",
            short_name=f"Kec. {region.name}",
            kind=K.DISTRICT,
            region=region,
        )
        for region in districts
    )
    parents = {body.region_id: body for body in government.bodies.filter(kind=K.DISTRICT)}
    words = {
        Region.Kind.WARD: ("Kelurahan", "Kel.", K.WARD),
        Region.Kind.VILLAGE: ("Desa", "Desa", K.VILLAGE),
    }
    PublicBody.objects.bulk_create(
        PublicBody(
            government=government,
            slug=f"{slugify(region.name)}-{region.code.replace('.', '')}",
            name=f"{words[Region.Kind(region.kind)][0]} {region.name}",
            short_name=f"{words[Region.Kind(region.kind)][1]} {region.name}",
            kind=words[Region.Kind(region.kind)][2],
            region=region,
            parent=parents[region.parent_id],
        )
        for region in inside.filter(kind__in=list(words))
    )


def _people(government: Government, seats: list[Seat]) -> None:
    bodies = {body.slug: body for body in government.bodies.filter(region=None)}
    password = make_password(PASSWORD)  # once: a careful hash takes its time
    for number, seat in enumerate(seats, start=1):
        user = User.objects.create(
            username=seat.username,
            full_name=seat.name,
            nip=f"19800101201001{government.pk:02d}{number:02d}",
            government=government,
            password=password if seat.gives_login else make_password(None),
        )
        body = bodies.get(seat.body)
        title = seat.title if seat.gives_login or body is None else f"{seat.title} {body.short_name}"
        post = Post.objects.create(government=government, body=body, role=seat.role, title=title)
        Holding.objects.create(
            government=government,
            post=post,
            user=user,
            starts_on=STARTED_ON,
            decree=f"SK Bupati {number}/I/2022",
        )


def _earlier_ppid(government: Government) -> None:
    """The head of Kominfo was on leave once: somebody covered for him, with a decree and dates."""
    post = Post.objects.get(government=government, role=Role.PPID_UTAMA)
    cover = User.objects.create(
        username="plh-ppid",
        full_name="Nurdin Tana Lili",
        nip="197905052005011009",
        government=government,
        password=make_password(None),
    )
    Holding.objects.create(
        government=government,
        post=post,
        user=cover,
        capacity=Holding.Capacity.LEAVE_COVER,
        starts_on=date(2025, 6, 9),
        ends_on=date(2025, 6, 20),
        decree="Surat Perintah Sekda 800/112/2025",
    )
