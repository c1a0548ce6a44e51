"""What holds for every page: everyone can use it, it fits a small phone, it is light and asks no stranger."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from e2e.asking import ask
from e2e.conftest import PATIENCE, Visit
from e2e.installation import Installation
from e2e.pages import reader, routes
from e2e.paper import verification_code
from e2e.visitor import DESK, PHONE, Visitor

# Beside the pages of the list: their variants, and what goes wrong.
_COLOURS = "color-contrast"
MORE = [
    ("portal:register", "register/?q=jalan"),
    ("portal:register", "register/?q=tidakadayangbegini"),
    ("portal:search", "cari/?q=anggaran"),
    ("portal:search", "cari/?q=angaran"),
    ("portal:search", "cari/?q=tidakadayangbegini"),
    ("portal:figures", "angka/?since=2025-12-31&until=2025-01-01"),
    ("portal:verify", "verify/AAAABBBBCCCC/"),
    ("portal:home", "tidak-ada/"),
    ("desk:queue", "desk/?group=all"),
    ("desk:queue", "desk/?q=tidakadayangbegini"),
    ("desk:objections", "desk/keberatan/?group=closed"),
    ("desk:record_objection", "desk/keberatan/baru/?nomor=9999"),
    ("desk:new_test", "desk/uji/baru/?permohonan=1"),
    ("desk:items", "desk/dip/?q=tidakadayangbegini"),
    ("desk:tests", "desk/uji/?q=tidakadayangbegini"),
    ("desk:sessions", "desk/dik/sidang/?q=tidakadayangbegini"),
    ("desk:items", "desk/dip/?state=overdue"),
    ("desk:import", "desk/dip/impor/<int:pk>/?hasil=added"),
    ("desk:obligations", "desk/kewajiban/?kind=any_time"),
    ("desk:obligations", "desk/kewajiban/?kind=standing"),
    ("desk:villages", "desk/desa/?kecamatan=73.22.01"),
    ("desk:village", "desk/desa/73.22.04.2003/"),  # its site does not answer
    ("portal:villages", "desa/?kecamatan=73.22.01"),
    ("desk:dispute_deed", "desk/sengketa/<int:pk>/langkah/set_hearing/"),
    *(
        ("desk:decide", f"desk/permohonan/<int:pk>/putuskan/?outcome={outcome}")
        for outcome in ("granted", "partly", "refused", "not_held", "not_yet_held")
    ),
]
FIRST_VIEW = 50 * 1024


@pytest.fixture(scope="module")
def samples(browser: Browser, installation: Installation) -> dict[str, Callable[[Visitor], str]]:
    """What stands for each part of an address, found as a person would find it."""
    citizen = Visitor(browser.new_context(), installation.address)
    citizen.context.set_default_timeout(PATIENCE)
    code = ask(citizen)
    letter = citizen.reload_until(citizen.page.get_by_role("link", name="Unduh PDF"))
    checked = verification_code(citizen.download(letter))
    citizen.context.close()

    def first(path: str, links: str, part: str) -> Callable[[Visitor], str]:
        """The ``part`` of the address of the first of ``links`` (a selector) on the page ``path``."""

        def look(visitor: Visitor) -> str:
            visitor.goto(path)
            address = visitor.page.locator(links).first.get_attribute("href")
            found = re.search(part, address or "")
            assert found, f"no {links} on {path}"
            return found[0].strip("/")

        return look

    def objection(visitor: Visitor) -> str:
        """The code of an objection that the citizen files about his request."""
        if "objection" not in filed:
            visitor.goto(f"/t/{code}/keberatan/")
            visitor.page.get_by_label("Jawabannya bukan yang saya minta").check()
            visitor.page.get_by_label("Kasus posisi").fill("Jawabannya belum lengkap.")
            visitor.page.get_by_role("button", name="Kirim keberatan").click()
            filed["objection"] = visitor.page.url.split("/k/")[1].split("/")[0]
        return f"k/{filed['objection']}"

    def holding(visitor: Visitor) -> str:
        """A term of office that still runs, as the administrator finds it."""
        visitor.goto(f"/desk/{post(visitor)}/")
        address = visitor.page.locator("main a[href*='/akhiri/']").first.get_attribute("href") or ""
        return re.search(r"direktori/pejabat/\d+", address)[0]  # type: ignore[index]

    def proposal(visitor: Visitor) -> str:
        """A draft of a case that waits for its decision."""
        case_of_it = first("/desk/?stage=drafted", "tbody a[href*='/permohonan/']", r"permohonan/\d+/")
        visitor.goto(f"/desk/{case_of_it(visitor)}/")
        address = visitor.page.locator("main a[href*='/usulan/']").last.get_attribute("href") or ""
        return re.search(r"permohonan/\d+/usulan/\d+", address)[0]  # type: ignore[index]

    def item_file(visitor: Visitor) -> str:
        """A link of an item that has one."""
        visitor.goto("/desk/dip/?state=listed&q=Anggaran")
        addresses = [
            str(one.get_attribute("href")) for one in visitor.page.locator("tbody a[href*='/dip/']").all()
        ]
        for address in addresses:
            visitor.goto(address)
            links = visitor.page.locator("main a[href*='/ganti/']")
            if links.count():
                return str(links.first.get_attribute("href")).removeprefix("/desk/").removesuffix("/ganti/")
        raise AssertionError("no item has a link")

    session = first("/desk/dik/sidang/", "tbody a", r"dik/sidang/\d+")

    def put_to_vote(visitor: Visitor) -> str:
        here = session(visitor)
        visitor.goto(f"/desk/{here}/")
        test = str(visitor.page.locator("article a[href*='/uji/']").first.get_attribute("href"))
        return f"{here}/suara/{test.split('/')[3]}"

    post = first("/desk/direktori/", "main a[href*='/jabatan/']", r"direktori/jabatan/\d+")
    package = first("/desk/kewajiban/pengadaan/", "tbody a", r"kewajiban/pengadaan/\d+")
    filed: dict[str, str] = {}
    case = first("/desk/", "tbody a[href*='/permohonan/']", r"permohonan/\d+/")
    return {
        "t/<str:code>": lambda _visitor: f"t/{code}",
        "k/<str:code>": objection,
        "keberatan/<int:pk>": first("/desk/keberatan/", "tbody a", r"keberatan/\d+/"),
        "verify/<str:code>": lambda _visitor: f"verify/{checked}",
        "permohonan/<int:pk>/usulan/<int:draft_id>": proposal,
        "permohonan/<int:pk>": case,
        "sekaligus/<slug:deed>": lambda _visitor: "sekaligus/dispose",
        "direktori/jabatan/<int:pk>": post,
        "direktori/pejabat/<int:pk>": holding,
        "ringkasan/<int:pk>": lambda visitor: case(visitor).replace("permohonan", "ringkasan"),
        "uji/<int:pk>": first("/desk/uji/", "tbody a", r"uji/\d+/"),
        "dik/sidang/<int:pk>/suara/<int:test_id>": put_to_vote,
        "dik/sidang/<int:pk>": session,
        "dik/<int:pk>": first("/desk/dik/", "tbody a", r"dik/\d+/"),
        # A village of the demo whose site shows something.
        "desa/<str:code>": lambda _visitor: "desa/73.22.01.2003",
        # Of what must be published.
        "kewajiban/badan/<int:pk>": first("/desk/kewajiban/", ".matrix tbody a", r"kewajiban/badan/\d+"),
        "kewajiban/tidak-ada/<str:code>/<int:pk>": first(
            "/desk/kewajiban/celah/?kind=periodic",
            "main a[href*='/tidak-ada/']",
            r"kewajiban/tidak-ada/[^/]+/\d+",
        ),
        "kewajiban/tidak-ada/<str:code>": lambda _visitor: "kewajiban/tidak-ada/any_time.a",
        "kewajiban/program/<int:pk>": lambda _visitor: "kewajiban/program/1",
        "kewajiban/pengadaan/<int:pk>/<slug:slot>": lambda visitor: f"{package(visitor)}/rup",
        "kewajiban/pengadaan/<int:pk>": package,
        "kewajiban/sop/<slug:slot>": lambda _visitor: "kewajiban/sop/tests",
        "kewajiban/lhkpn/<int:pk>": first("/desk/kewajiban/lhkpn/", "tbody a", r"kewajiban/lhkpn/\d+"),
        "kewajiban/serta-merta/<int:pk>": first(
            "/desk/kewajiban/serta-merta/", "tbody a", r"kewajiban/serta-merta/\d+"
        ),
        "informasi/kewajiban/<slug:slug>": lambda _visitor: "informasi/kewajiban/dinkes",
        "sop/<slug:slot>": lambda _visitor: "sop/requests",
        "pengadaan/<int:pk>": first("/pengadaan/", "tbody a", r"pengadaan/\d+"),
        "serta-merta/<int:pk>": first("/serta-merta/", "tbody a", r"serta-merta/\d+"),
        # Of what is published.
        "informasi/<int:number>": first("/informasi/", ".hit__title", r"informasi/\d+"),
        "jawaban/<int:number>": first("/jawaban/", ".hit__title", r"jawaban/\d+"),
        "badan/<slug:slug>": first("/badan/", ".files a", r"badan/[^/]+"),
        "ruang-baca/<int:pk>": first("/desk/ruang-baca/", "tbody a", r"ruang-baca/\d+"),
        # Of the list of public information.
        "dip/<int:pk>/berkas/<int:file_id>": item_file,
        "dip/<int:pk>": first("/desk/dip/?state=listed", "tbody a", r"dip/\d+"),
        "dip/impor/<int:pk>": first("/desk/dip/impor/", "tbody a", r"dip/impor/\d+"),
        "dip/versi/<int:number>": lambda _visitor: "dip/versi/2",
        "dik/versi/<int:number>": lambda _visitor: "dik/versi/1",
        "dip/penyampaian/<int:pk>": first(
            "/desk/dip/penyampaian/", "tbody a[href*='/penyampaian/']", r"dip/penyampaian/\d+"
        ),
        "dip/usulan/<int:pk>": first("/desk/dip/usulan/", "tbody a.button", r"dip/usulan/\d+"),
        "penghitaman/<int:pk>": first("/desk/penghitaman/", "tbody a", r"penghitaman/\d+/"),
        "dokumen/<int:pk>": first("/desk/dokumen/", "tbody a", r"dokumen/\d+/"),
        "sengketa/<int:pk>": first("/desk/sengketa/", "tbody a", r"sengketa/\d+/"),
        "langkah/<slug:deed>": lambda _visitor: "langkah/appoint",
        "laporan/<int:year>/kasus/": first(
            "/desk/laporan/", "main a[href*='/kasus/?figure=received']", r"laporan/\d+/kasus/.*"
        ),
        # The demo has typed nothing, so this rule fails and may be signed for.
        "loloskan/<slug:rule>": lambda _visitor: "loloskan/nothing_blank",
        "laporan/<int:year>": first("/desk/laporan/", "main a[href*='/isi/']", r"laporan/\d+"),
        "angka/keberatan/": first("/desk/angka/", "main a[href*='/angka/keberatan/']", r"angka/keberatan/.*"),
        "angka/kasus/": first("/desk/angka/", "main a[href*='/kasus/']", r"angka/kasus/.*"),
    }


@pytest.mark.parametrize(
    ("name", "route"), [pytest.param(*page, id=f"{page[0]} /{page[1]}") for page in [*routes(), *MORE]]
)
def test_everyone_can_use_the_page_on_a_phone_and_at_a_desk_by_day_and_by_night(
    name: str, route: str, visit: Visit, officer: Visit, samples: dict[str, Callable[[Visitor], str]]
) -> None:
    who = reader(name)
    visitor = officer(who, viewport=PHONE) if who else visit(viewport=PHONE)
    is_variant = (name, route) in MORE
    picture = "page-" + re.sub(r"[^a-z]+", "-", f"{name} {route if is_variant else ''}".lower()).strip("-")
    for part, find in samples.items():
        if part in route:
            route = route.replace(part, find(visitor))
    assert "<" not in route, f"say in `samples` what stands for the part of {route}"

    answer = visitor.goto("/" + route)
    assert answer.status == 200 or is_variant, f"{answer.status} for {who or 'a citizen'}"
    assert answer.header_value("content-security-policy")
    assert visitor.page.locator("h1").count() == 1, "one heading names the page"
    visitor.must_fit()
    visitor.must_be_accessible()
    visitor.shot(picture)
    # Colours are the same at every width, and looking at them is three quarters of axe's time: by day on the phone, by
    # night at the desk, where what a phone hides is seen, too.
    visitor.page.set_viewport_size(DESK)
    visitor.must_fit()
    visitor.must_be_accessible(but=[_COLOURS])
    visitor.page.emulate_media(color_scheme="dark")
    visitor.must_be_accessible(only=[_COLOURS])
    visitor.shot(f"{picture}-dark", whole=False)
    visitor.page.emulate_media(color_scheme="light")
    visitor.shot(picture)


@pytest.mark.parametrize("path", ["/", "/permohonan/baru/", "/lacak/", "/register/", "/angka/"])
def test_the_first_view_costs_at_most_fifty_kilobytes(path: str, visit: Visit) -> None:
    visitor = visit(viewport=PHONE)
    visitor.goto(path)
    weights = {
        answer.url: sum(answer.request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize"))
        for answer in visitor.responses
        if answer.request.resource_type in {"document", "stylesheet"}
    }
    assert len(weights) >= 2, weights
    assert sum(weights.values()) <= FIRST_VIEW, weights
    everything = sum(answer.request.sizes()["responseBodySize"] for answer in visitor.responses)
    assert everything <= 2 * FIRST_VIEW, "script and pictures weigh more than the page itself"
