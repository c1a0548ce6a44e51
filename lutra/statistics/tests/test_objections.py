"""The register of objections and the figures of objections."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from lutra.directory import actors
from lutra.directory.models import Identity
from lutra.directory.roles import Role
from lutra.law import statute
from lutra.ledger.queries import entries
from lutra.objections import actions, clocks
from lutra.objections.recounting import recount_open
from lutra.publishing.export.formats import chunks
from lutra.requests import actions as requests
from lutra.requests.clocks import lapse_overdue
from lutra.statistics import register
from lutra.statistics.actions import export_register
from lutra.statistics.annual.figures import figures as yearly
from lutra.statistics.errors import IdentityClosed
from lutra.statistics.objections import MEASURES, objection_cases, objection_figures
from lutra.testing.factories import ANI, body, file_request, government, officer

pytestmark = pytest.mark.django_db

SILENT = datetime(2020, 3, 17, 2, tzinfo=UTC)
WORDS = {"purpose": "Penelitian", "case_position": "Tidak dijawab."}
ORDER = {"order": "Berikan laporan.", "order_due_on": date(2020, 6, 2)}


@pytest.fixture
def there():
    return government()


@pytest.fixture
def budi(there):
    return officer(there, Role.PPID_UTAMA)


@pytest.fixture
def andi(there):
    return officer(there, Role.SUPERIOR, name="Andi")


def objected(there, request=None, at=SILENT, **changes):
    answers = WORDS if request else {**ANI, **WORDS, "information": "Laporan keuangan 2019"}
    keywords = {"grounds": ["c", "g"] if request else ["b"], "channel": "web", "answers": answers, **changes}
    return actions.register(there, by=actors.applicant(there), request=request, at=at, **keywords)


def decide(objection, by, decision="granted", at=SILENT, **changes):
    given = {"reason": "Terbuka.", **({} if decision == "upheld" else ORDER), **changes}
    return actions.decide(objection, decision=decision, by=by, at=at, **given)


def table(there, by, name="csv", year=2020, **more):
    return export_register(there, book="objections", year=year, format=name, by=by, **more)


def rows_of(made):
    content = b"".join(chunks(made, "csv")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))[1:]


@pytest.mark.law("R09")
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_the_header_is_the_eleven_columns_of_the_law(there, budi, name):
    content = b"".join(chunks(table(there, budi, name), name))
    header = (
        next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        if name == "csv"
        else CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[0]
    )
    assert header == [column.header("id") for column in statute.register("objection")]
    assert len(header) == 11


@pytest.mark.law("R09")
def test_a_row_says_what_the_law_asks(there, budi, andi):
    request = file_request(there)
    lapse_overdue(now=SILENT)
    objection = decide(objected(there, request), andi)
    desk = officer(there, Role.DESK_OFFICER)
    actions.deliver(objection, channel="pickup", what="objection_reply", evidence="Ani", by=desk, at=SILENT)
    actions.carry_out(objection, note="Diberikan.", by=budi, at=SILENT)
    actions.close(objection, response="Puas.", by=desk, at=SILENT)
    [row] = rows_of(table(there, budi))
    assert row[:2] == [objection.reference, "2020-03-17"]
    assert row[2].split("\n") == [ANI["name"], ANI["address"], f"{ANI['phone']}; {ANI['email']}"]
    assert row[3:6] == [request.reference, request.subject, "Penelitian"]
    assert row[6].split("\n") == [
        "c. Permintaan tidak ditanggapi",
        "g. Informasi disampaikan melebihi waktu",
    ]
    assert row[7] == "Dikabulkan; perintah: Berikan laporan. (paling lambat Selasa, 2 Juni 2020)"
    assert row[8] == "Selasa, 17 Maret 2020"
    assert row[9].startswith("Andi")
    assert row[9].endswith("Atasan PPID")
    assert row[10] == "Puas."


def test_a_settlement_names_the_one_who_settled_and_silence_is_said(there, budi, andi):
    settled, silent = objected(there), objected(there)
    actions.settle(settled, minutes="Sepakat.", by=andi, at=SILENT)
    clocks.lapse_overdue(now=datetime(2020, 5, 1, 2, tzinfo=UTC))
    silent.refresh_from_db()
    assert silent.lapsed_on
    first, second = rows_of(table(there, budi))
    assert first[3] == ""
    assert first[7] == "Diselesaikan secara musyawarah"
    assert first[9].startswith("Andi")
    assert second[7:10] == ["Batas waktu tanggapan terlewati", "", ""]


def test_rows_come_in_the_order_of_their_numbers_over_chunks(there, budi, monkeypatch):
    monkeypatch.setattr("lutra.statistics.lines._CHUNK", 2)
    expected = [objected(there).reference for _n in range(5)]
    assert [row[0] for row in rows_of(table(there, budi))] == expected


def test_a_year_and_a_government_count_for_themselves(there, budi):
    objected(there)
    objected(there, at=datetime(2021, 1, 4, 2, tzinfo=UTC))
    other = government("73.24")
    objected(other)
    assert len(rows_of(table(there, budi))) == 1
    assert register.rows_in(there, book="objections", year=2021) == 1


def test_an_export_is_entered_with_its_rows_and_nobodys_identity(there, budi):
    objected(there)
    table(there, budi, "xlsx")
    entry = entries(there.pk, kinds=["register.exported"]).get()
    assert entry.data == {"book": "objections", "year": 2020, "format": "xlsx", "rows": 1}


def test_an_identity_that_cannot_be_opened_is_said(there, budi):
    objection = objected(there)
    Identity.objects.filter(pk=objection.applicant_id).update(sealed=b"x")
    with pytest.raises(IdentityClosed, match=objection.reference):
        rows_of(table(there, budi))


def test_the_register_reads_english(there, andi, budi):
    decide(objected(there), andi, "upheld")
    [row] = rows_of(table(there, budi, language="en"))
    assert row[7] == "PPID upheld"
    assert row[8] == "Tuesday, 17 March 2020"


YEAR = {"since": date(2020, 1, 1), "until": date(2020, 12, 31)}


def handed(there, budi, office):
    request = file_request(there)
    requests.dispose(request, to=[office], by=budi, at=datetime(2020, 3, 3, 2, tzinfo=UTC))
    return request


def test_objections_are_counted_received_answered_and_late(there, budi, andi):
    request = file_request(there)
    decide(objected(there, request), andi)
    decide(objected(there, request), andi, "partly", at=datetime(2020, 5, 5, 2, tzinfo=UTC))
    decide(objected(there, request), andi, "upheld")
    actions.settle(objected(there, request, grounds=["d"]), minutes="Sepakat.", by=andi, at=SILENT)
    objected(there)
    clocks.lapse_overdue(now=datetime(2020, 5, 6, 2, tzinfo=UTC))
    found = objection_figures(there, **YEAR).overall
    assert (found.received, found.answered, found.late, found.silent) == (5, 4, 1, 1)
    assert found.decisions == {"granted": 1, "partly": 1, "upheld": 1}
    assert found.settled == 1
    assert found.grounds == {"a": 0, "b": 1, "c": 3, "d": 1, "e": 0, "f": 0, "g": 3}


def test_a_late_settlement_counts_as_late(there, andi):
    objection = objected(there)
    actions.settle(objection, minutes="Sepakat.", by=andi, at=datetime(2020, 5, 5, 2, tzinfo=UTC))
    assert objection_figures(there, **YEAR).overall.late == 1


@pytest.mark.law("R10")
def test_the_bodies_add_up_to_the_whole(there, budi, andi):
    health, works = body(there), body(there, "pu")
    decide(objected(there, handed(there, budi, health)), andi)
    objected(there, handed(there, budi, health))
    decide(
        objected(there, handed(there, budi, works)), andi, "upheld", at=datetime(2020, 5, 5, 2, tzinfo=UTC)
    )
    objected(there)
    found = objection_figures(there, **YEAR)
    assert [(row.body_id, row.received) for row in found.bodies] == [(health.pk, 2), (works.pk, 1), (None, 1)]
    for name in ("received", "answered", "late", "silent", "settled"):
        assert sum(getattr(row, name) for row in found.bodies) == getattr(found.overall, name), name


def test_a_period_counts_its_own_days_and_a_book_its_own_end(there, andi):
    objection = objected(there)
    before = objection_figures(there, **YEAR)
    decide(objection, andi, "upheld", at=datetime(2021, 1, 4, 2, tzinfo=UTC))
    assert objection_figures(there, **YEAR).overall.answered == 0
    later = objection_figures(there, since=date(2021, 1, 1), until=date(2021, 12, 31))
    assert (later.overall.received, later.overall.answered, later.overall.late) == (0, 1, 1)
    decide(objected(there), andi)
    assert objection_figures(there, **YEAR, upto=before.upto) == before


def test_another_government_is_not_counted(there):
    objected(government("73.24"))
    assert objection_figures(there, **YEAR).overall.received == 0


def test_every_figure_is_the_length_of_its_list_of_cases(there, budi, andi):
    health = body(there)
    decide(objected(there, handed(there, budi, health)), andi)
    objected(there)
    clocks.lapse_overdue(now=datetime(2020, 5, 6, 2, tzinfo=UTC))
    found = objection_figures(there, **YEAR)
    for row in (found.overall, *found.bodies):
        narrow = {} if row.is_overall else {"body": row.body_id or 0}
        for measure in MEASURES:
            listed = objection_cases(there, **YEAR, measure=measure, upto=found.upto, **narrow)
            assert len(listed) == getattr(row, measure), (row.body_name, measure)
    with pytest.raises(KeyError):
        objection_cases(there, **YEAR, measure="anything")


@pytest.mark.law("R10")
def test_the_yearly_report_and_the_figures_count_alike(there, budi, andi):
    """Also when a decree moved the due date on the way, and in the year after the one in which nobody answered."""
    registered = datetime(2020, 11, 27, 2, tzinfo=UTC)
    objected(there, at=registered)
    late = objected(there, at=registered)
    promised = late.due_on
    recount_open(now=datetime(2020, 12, 1, 2, tzinfo=UTC))
    late.refresh_from_db()
    assert late.due_on < promised
    decide(late, andi, "upheld", at=datetime(promised.year, promised.month, promised.day, 2, tzinfo=UTC))
    clocks.lapse_overdue(now=datetime(2021, 6, 1, 2, tzinfo=UTC))
    for year in (2020, 2021, 2022):
        figures = objection_figures(there, since=date(year, 1, 1), until=date(year, 12, 31)).overall
        told = yearly(there, year, drawn_on=date(2023, 1, 2)).overall.figures
        assert told.get("objection.received", 0) == figures.received
        assert told.get("objection.answered_late", 0) == figures.late, year
        assert told.get("objection.silent", 0) == figures.silent, year
    assert objection_figures(there, since=date(2021, 1, 1), until=date(2021, 12, 31)).overall.late == 1
