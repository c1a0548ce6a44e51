"""Passkeys in a real browser, with an authenticator that the browser itself plays: no stand-in for the ceremony."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from e2e.conftest import Visit
from e2e.installation import Installation
from e2e.visitor import PHONE, Visitor

# A passkey is bound to a host name, which an address of figures is not.
HOME = "lutra.localhost"
# Nobody else's journey needs this officer, who is asked for his key from here on.
OFFICER = "penyiar"
LINK = re.compile(r"/akun/tautan/[\w-]+/")
INSIDE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """The authenticator of a visitor's telephone; it holds his keys while the browser is open."""

    def __init__(self, visitor: Visitor) -> None:
        self.session = visitor.context.new_cdp_session(visitor.page)
        self.session.send("WebAuthn.enable")
        self.id = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": INSIDE})[
            "authenticatorId"
        ]

    def keys(self) -> list[dict[str, Any]]:
        """The keys it holds."""
        held: list[dict[str, Any]] = self.session.send(
            "WebAuthn.getCredentials", {"authenticatorId": self.id}
        )["credentials"]
        return held

    def put_away(self) -> None:
        """It is out of reach."""
        self.session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.id})

    def refuse(self) -> None:
        """From now on the finger on it is not the owner's."""
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})


def with_password(visitor: Visitor) -> None:
    visitor.goto("/akun/login/")
    visitor.page.get_by_label("Nama pengguna").fill(OFFICER)
    visitor.page.get_by_label("Sandi", exact=True).fill("lutra-demo")
    visitor.press("Masuk")


def add_key(visitor: Visitor, name: str, *, passwordless: bool) -> None:
    visitor.goto("/akun/pengaman/kunci/tambah/")
    if "/pastikan/" in visitor.page.url:
        visitor.page.get_by_label("Sandi", exact=True).fill("lutra-demo")
        visitor.follow(visitor.page.locator("main button").first)
    visitor.page.get_by_label("Nama kunci").fill(name)
    if passwordless:
        visitor.page.get_by_label("Masuk tanpa kata sandi").check()
    visitor.must_be_accessible()
    visitor.follow(visitor.page.locator("#mfa_webauthn_add"))


@pytest.fixture
def penyiar(visit: Visit) -> Iterator[tuple[Visitor, Device]]:
    """The announcer with his telephone; his keys are removed again, so that the demo stays as it was."""
    visitor = visit(at=HOME)
    device = Device(visitor)
    with_password(visitor)
    yield visitor, device
    visitor.goto("/akun/pengaman/kunci/")
    while (lift := visitor.page.get_by_role("link", name="Lepas")).count():
        visitor.follow(lift.first)
        if "/pastikan/" in visitor.page.url:
            visitor.page.get_by_label("Sandi", exact=True).fill("lutra-demo")
            visitor.follow(visitor.page.locator("main button").first)
        visitor.follow(visitor.page.locator("main form button").first)


def test_an_officer_enrols_a_key_and_signs_in_with_it(penyiar: tuple[Visitor, Device]) -> None:
    visitor, device = penyiar
    page = visitor.page
    add_key(visitor, "Kunci meja", passwordless=False)
    expect(page.get_by_role("heading", name="Kode cadangan")).to_be_visible()
    assert len(device.keys()) == 1
    visitor.goto("/desk/")
    visitor.press("Keluar")

    # The password alone opens nothing any more.
    with_password(visitor)
    assert "/akun/pengaman/masuk/" in page.url
    assert "/akun/" in visitor.goto("/desk/").url
    visitor.goto("/akun/pengaman/masuk/")
    visitor.must_be_accessible()
    visitor.shot("second-factor")
    visitor.follow(page.locator("#mfa_webauthn_authenticate"))
    expect(page.get_by_role("button", name="Keluar")).to_be_visible()
    assert "/desk/" in page.url

    # Another device, whose key stands for the password, too.
    device.put_away()
    telephone = Device(visitor)
    add_key(visitor, "Ponsel", passwordless=True)
    visitor.goto("/desk/")
    visitor.press("Keluar")
    visitor.goto("/akun/login/")
    visitor.follow(page.get_by_role("button", name="Masuk dengan kunci sandi (passkey)"))
    expect(page.get_by_role("button", name="Keluar")).to_be_visible()
    assert "/desk/" in page.url
    assert len(telephone.keys()) == 1


def link_for(installation: Installation, address: str) -> str:
    """The path of the newest link in the mailbox."""
    found = LINK.findall(str(installation.mails(address)[-1].get_content()))
    return str(found[-1])


def test_an_applicant_signs_in_by_mail_adds_a_key_and_signs_in_with_it(
    visit: Visit, installation: Installation, viewport: dict[str, int]
) -> None:
    address = f"pemohon{viewport['width']}-{time.time_ns()}@warga.example"
    ani = visit(at=HOME, viewport=viewport)
    device, page = Device(ani), ani.page
    ani.goto("/akun/")
    ani.must_fit()
    ani.must_be_accessible()
    ani.shot("account-sign-in")
    page.get_by_label("Alamat surel Anda").fill(address)
    ani.press("Kirim tautan")
    expect(page.get_by_role("heading", name="Periksa surel Anda")).to_be_visible()
    ani.must_be_accessible()
    ani.shot("account-sent")

    # A scanner of the mail server looks first; the link is still good after it.
    scanner = visit(at=HOME, viewport=PHONE)
    assert scanner.goto(link_for(installation, address)).status == 200
    assert ani.goto(link_for(installation, address)).status == 200
    ani.must_fit()
    ani.must_be_accessible()
    ani.shot("account-enter")
    ani.press("Masuk")
    expect(page.get_by_role("heading", name="Perkara saya")).to_be_visible()
    ani.must_fit()
    ani.must_be_accessible()

    ani.follow(page.get_by_role("link", name="Tambah kunci"))
    page.get_by_label("Nama kunci").fill("Ponsel Ani")
    ani.must_fit()
    ani.must_be_accessible()
    ani.shot("account-key")
    ani.press("Buat kunci")
    expect(page.get_by_role("button", name="Lepas Ponsel Ani")).to_be_visible()
    (key,) = device.keys()
    assert key["isResidentCredential"]

    ani.press("Keluar")
    ani.goto("/akun/masuk/")
    ani.follow(page.get_by_role("button", name="Masuk dengan kunci sandi (passkey)"))
    expect(page.get_by_role("heading", name="Perkara saya")).to_be_visible()
    assert ani.goto("/desk/").status == 403

    # The officers' door knows the key as well, and leads to the same place.
    ani.goto("/akun/")
    ani.press("Keluar")
    ani.goto("/akun/login/")
    ani.follow(page.get_by_role("button", name="Masuk dengan kunci sandi (passkey)"))
    expect(page.get_by_role("heading", name="Perkara saya")).to_be_visible()


def test_a_stranger_s_finger_opens_nothing(visit: Visit, installation: Installation) -> None:
    address = f"jari-{time.time_ns()}@warga.example"
    ani = visit(at=HOME, viewport=PHONE)
    device, page = Device(ani), ani.page
    ani.goto("/akun/masuk/")
    page.get_by_label("Alamat surel Anda").fill(address)
    ani.press("Kirim tautan")
    ani.goto(link_for(installation, address))
    ani.press("Masuk")
    ani.goto("/akun/kunci/tambah/")
    ani.press("Buat kunci")
    expect(page.get_by_role("heading", name="Perkara saya")).to_be_visible()
    ani.press("Keluar")
    device.refuse()
    ani.goto("/akun/masuk/")
    page.get_by_role("button", name="Masuk dengan kunci sandi (passkey)").click()
    page.wait_for_timeout(1500)
    assert ani.goto("/akun/").url.endswith("/akun/masuk/")
    # The browser says in its own words that it was refused; that is what is proved here.
    ani.problems = [line for line in ani.problems if "NotAllowedError" not in line]
