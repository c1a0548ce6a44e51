"""The decree that puts an exemption in force holds the law's six contents; the minutes hold who came and the votes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lutra.catalogue.actions import make_test
from lutra.directory.models import Holding
from lutra.directory.roles import Role
from lutra.exemptions.actions import DECREES, record_exemption
from lutra.exemptions.form import ExemptionForm
from lutra.exemptions.models import Exemption
from lutra.exemptions.sessions import actions as sessions
from lutra.exemptions.tests.conftest import WITNESSES
from lutra.ledger.followers import catch_up, replay
from lutra.ledger.queries import entries, verify
from lutra.letters import contents, exemption_contents, forms
from lutra.letters.errors import DecreeIncomplete
from lutra.letters.models import Letter, Reservation
from lutra.letters.queries import letters_of, verification
from lutra.letters.tests.conftest import Office
from lutra.letters.tests.reading import words
from lutra.testing import factories, people

ON = date(2026, 1, 5)
AT = datetime(2026, 1, 5, 2, tzinfo=UTC)
END = date(2026, 6, 30)


def exempt(office: Office, *, number: str = "", on: date = ON, at: datetime = AT, **test: Any) -> Exemption:
    """A row in force; its decree is issued here unless it has a ``number`` on paper."""
    given = {
        "ground": "a",
        "information": WITNESSES.information,
        "document": WITNESSES.document,
        "consequence_open": WITNESSES.consequence_open,
        "ends_on": END,
        **test,
    }
    holder = factories.body(office.government, f"inspektorat-{Exemption.objects.count()}", name="Inspektorat")
    form = ExemptionForm(
        test=factories.standing_test(office.government, on=date(2026, 1, 2), **given),
        body=holder,
        decree_number=number,
        decree_date=on,
        place="Masamba",
        signatory=Holding.objects.get(user_id=office.budi.user_id),
    )
    return record_exemption(office.government, form=form, by=office.budi, at=at)


@pytest.mark.law("P24")
def test_the_decree_is_issued_with_its_six_contents_and_can_be_verified(office: Office) -> None:
    row = exempt(office)
    catch_up()
    letter = letters_of(row).get()
    assert row.decree_number == letter.reference == "001/KEP-PPID/G7322/2026"
    said = words(letter)
    for fact in (
        row.decree_number,
        "Jenis klasifikasi",
        "menghambat proses penegakan hukum",
        str(row.signatory),
        "PPID Utama",
        "Kabupaten Luwu Utara · Inspektorat",
        "Sampai dengan Selasa, 30 Juni 2026",
        WITNESSES.consequence_open,
        "Masamba, Senin, 5 Januari 2026",
        WITNESSES.information,
        "Bagian lain dari Berkas pengaduan pelanggaran disiplin tetap diberikan",
        "PP 61/2010",
        f"/verify/{letter.code}/",
    ):
        assert fact.lower() in said.lower(), fact
    found = verification(letter.code, government=office.government)
    assert found is not None
    assert (found.number, found.kind) == (row.decree_number, "decree")
    assert verify(office.government.pk)[0].broken is None


def test_decrees_have_a_gapless_series_of_their_own_and_those_on_paper_none(office: Office) -> None:
    first, paper, second = exempt(office), exempt(office, number="555/7/2026"), exempt(office)
    catch_up()
    assert [row.decree_number[:3] for row in (first, paper, second)] == ["001", "555", "002"]
    assert [row.is_on_paper for row in (first, paper, second)] == [False, True, False]
    assert not letters_of(paper).exists()
    assert list(Letter.objects.values_list("number", flat=True)) == [1, 2]
    assert set(Reservation.objects.values_list("book", flat=True)) == {DECREES}
    assert exempt(office, on=date(2026, 1, 5)).decree_number.endswith("003/KEP-PPID/G7322/2026")


def test_a_replay_issues_no_second_decree(office: Office) -> None:
    row = exempt(office)
    catch_up()
    replay("letters", government_id=office.government.pk)
    catch_up()
    assert letters_of(row).count() == 1


def test_the_database_wants_a_letter_about_exactly_one_thing(office: Office) -> None:
    exempt(office)
    request = office.ask()
    catch_up()
    for wrong in ({"exemption": None}, {"request": request}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(kind="decree").update(**wrong)


@pytest.mark.law("P24")
@pytest.mark.parametrize(
    ("missing", "heading"),
    [
        ({"ends_on": None, "review_on": None}, "Jangka waktu"),
        ({"place": ""}, "Tempat dan tanggal"),
        ({"signed_as": ""}, "Pejabat PPID"),
        ({"test.consequence_open": " "}, "Alasan"),
    ],
)
def test_a_decree_that_lacks_one_of_its_contents_is_never_made(
    office: Office, missing: dict[str, Any], heading: str
) -> None:
    row = exempt(office)
    told = entries(office.government.pk, kinds=["exemption.recorded"]).get()
    for name, value in missing.items():
        thing = row.test if name.startswith("test.") else row
        # Past the deeds and the database, both of which refuse it.
        setattr(thing, name.removeprefix("test."), value)
    telling = contents.Telling(row, told, forms.template("decree", "id"))
    with pytest.raises(DecreeIncomplete, match=heading):
        exemption_contents.decreed(telling)


@pytest.mark.parametrize("language", forms.LANGUAGES)
def test_the_decree_reads_in_both_languages(office: Office, language: str) -> None:
    row = exempt(office)
    told = entries(office.government.pk, kinds=["exemption.recorded"]).get()
    telling = contents.Telling(row, told, forms.template("decree", language))
    said = contents.context(telling, reference=row.decree_number, code="A" * 12, is_signed=False)
    assert len(said["contents"]) == 6
    assert all(value for _label, value in said["contents"])


def test_the_minutes_hold_who_came_what_was_decided_and_how_they_voted(office: Office) -> None:
    team = [
        people.officer(office.government, Role.CONSIDERATIONS_TEAM, name=name) for name in ("Rahma", "Yusuf")
    ]
    tests = [
        make_test(office.government, form=replace(WITNESSES, information=what), by=office.budi, at=AT)
        for what in ("Nama saksi", "Isi laporan")
    ]
    form = sessions.SessionForm(ON, time(9, 30), "Ruang rapat Sekda", team[0].officer_id, tests)
    session = sessions.convene(office.government, form=form, by=team[0], at=AT)
    present = {one.officer_id: "present" for one in team}
    sessions.record_session(
        session, attendance=present, minutes="Inspektorat didengar.", guests="Camat", by=team[0], at=AT
    )
    votes = {team[0].officer_id: "for", team[1].officer_id: "abstain"}
    sessions.vote(session, test=tests[0], votes=votes, reason="Ada ancaman.", by=team[0], at=AT)
    sessions.vote(
        session, test=tests[1], votes={}, is_deferred=True, reason="Data kurang.", by=team[0], at=AT
    )
    sessions.close_session(session, by=team[0], at=AT)
    catch_up()
    letter = letters_of(session).get()
    said = words(letter)
    assert letter.reference == "001/BA-TP/G7322/2026"
    for fact in (
        "Senin, 5 Januari 2026, 09.30 WITA",
        "2 dari 2",
        "Rahma",
        "Nama saksi",
        "dapat dikecualikan",
        "1 setuju dikecualikan, 0 tidak setuju, 1 abstain",
        "Ada ancaman.",
        "ditunda ke sidang berikutnya",
        "Inspektorat didengar.",
        "Camat",
    ):
        assert fact in said, fact
