"""Fees by a published tariff: what copying and sending cost, and why a cost may be higher (UU 14/2008 Pasal 35
ayat (1) huruf f; LAW A09). A digital copy by e-mail is free, which ``decisions`` sees to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.permissions import permit
from lutra.ledger import actions as ledger
from lutra.requests import decisions
from lutra.requests.errors import Incomplete
from lutra.requests.models import Tariff

#: How an officer says how many of each item: the name of the answer.
QUANTITIES = {"page": "fee_pages", "medium": "fee_media", "sending": "fee_sendings"}
_MOST = 100_000
_REASON_LENGTH = 500
_HIGHEST = 10_000_000  # rupiah for one; more is a slip of the keyboard


@transaction.atomic
def publish(
    government: Government, /, *, item: str, amount: int, decree: str, starts_on: date, by: Actor
) -> Tariff:
    """Publish the price of one item in rupiah from a day on; the price before ends the day before.

    Raises NotPermitted, Incomplete.
    """
    permit(by, "requests.set_rules", government_id=government.pk)
    wrong = decisions.too_long(Tariff, {"decree": decree.strip()})
    if item not in Tariff.Item.values:
        wrong["item"] = _("Pilih jenis biaya.")
    if not 0 <= amount <= _HIGHEST:
        wrong["amount"] = _("Isi tarif dalam rupiah dengan angka, misalnya 500.")
    if not decree.strip():
        wrong["decree"] = _("Tuliskan nomor keputusan yang menetapkan tarif ini.")
    ledger.lock(government.pk)
    same = Tariff.objects.filter(government=government, item=item)
    if same.filter(starts_on__gte=starts_on).exists():
        wrong["starts_on"] = _("Sudah ada tarif yang mulai pada atau sesudah hari itu.")
    if wrong:
        raise Incomplete(wrong)
    same.filter(ends_on__isnull=True).update(ends_on=starts_on - timedelta(days=1))
    tariff = Tariff.objects.create(
        government=government, item=item, amount=amount, decree=decree.strip(), starts_on=starts_on
    )
    ledger.record(
        government_id=government.pk,
        kind="tariff.published",
        subject=("tariff", tariff.pk),
        by=by,
        data={
            "item": item,
            "amount": amount,
            "from": starts_on.isoformat(),
            "decree": tariff.decree,
        },
    )
    return tariff


def tariffs_on(government_id: int, day: date) -> dict[str, Tariff]:
    """The prices in force on ``day``, by item. One query."""
    found = Tariff.objects.filter(government_id=government_id, starts_on__lte=day).order_by("starts_on")
    return {tariff.item: tariff for tariff in found if tariff.holds_on(day)}


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a fee: how many at which price, in rupiah."""

    tariff: Tariff
    count: int

    @property
    def total(self) -> int:
        """Count times price."""
        return self.count * self.tariff.amount


def reckoned(
    government_id: int, answers: Mapping[str, Any], *, day: date
) -> tuple[list[Line], dict[str, str]]:
    """What the tariff makes of the quantities, and what is wrong with them (a message per answer)."""
    wrong: dict[str, str] = {}
    counts = {item: _count(answers.get(name), name, wrong) for item, name in QUANTITIES.items()}
    prices = tariffs_on(government_id, day)
    for item, count in counts.items():
        if count and item not in prices:
            wrong[QUANTITIES[item]] = _("Belum ada tarif terbit untuk ini; terbitkan tarifnya dahulu.")
    return [Line(prices[item], count) for item, count in counts.items() if count and item in prices], wrong


def with_cost(government_id: int, answers: Mapping[str, Any], *, day: date) -> dict[str, Any]:
    """The answers with the cost that the tariff makes, where quantities are given and no cost was written."""
    said = dict(answers)
    if said.get("cost") in (None, "") and any(said.get(name) for name in QUANTITIES.values()):
        lines, _wrong = reckoned(government_id, said, day=day)
        said["cost"] = sum(line.total for line in lines)
    return said


def check(government_id: int, answers: Mapping[str, Any], *, cost: int | None, day: date) -> dict[str, Any]:
    """What the decision keeps of its fee; nothing for a free answer. The tariff is the ceiling.

    Raises Incomplete when the cost is above what the published tariff makes of the quantities and no reason is
    given; without any tariff nothing is published, so every cost needs its reason.
    """
    lines, wrong = reckoned(government_id, answers, day=day)
    reason = str(answers.get("fee_reason") or "").strip()
    ceiling = sum(line.total for line in lines)
    if (cost or 0) > ceiling and not reason:
        wrong["fee_reason"] = _(
            "Biaya melebihi tarif yang terbit (Rp%(ceiling)s). Sesuaikan, atau tulis alasannya."
        ) % {"ceiling": f"{ceiling:,}".replace(",", ".")}
    if len(reason) > _REASON_LENGTH:
        wrong["fee_reason"] = _("Alasan paling banyak %(max)d huruf.") % {"max": _REASON_LENGTH}
    if wrong:
        raise Incomplete(wrong)
    if not cost and not lines:
        return {}
    return {
        "lines": [
            {
                "item": line.tariff.item,
                "count": line.count,
                "amount": line.tariff.amount,
                "decree": line.tariff.decree,
            }
            for line in lines
        ],
        "ceiling": ceiling,
        "reason": reason if (cost or 0) > ceiling else "",
    }


def _count(value: object, name: str, wrong: dict[str, str]) -> int:
    text = str(value or "").strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()) or int(text[:9]) > _MOST:
        wrong[name] = _("Isi dengan angka, misalnya 12.")
        return 0
    return int(text[:9])
