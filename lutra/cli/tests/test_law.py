"""``lutra law``: what outside programs read from it, and how it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from lutra.cli import main
from lutra.law import check
from lutra.law.check import Then, situations


def due(capsys, *words):
    assert main(["law", "due", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_one_rule_gives_an_array_of_one(capsys):
    (found,) = due(capsys, "request.reply", "--from", "2020-03-02")
    assert [step["count"] for step in found.pop("explanation") if step["count"]] == list(range(1, 11))
    assert [found] == [
        {
            "rule": "request.reply",
            "from": "2020-03-02",
            "due": "2020-03-16",
            "clause": "Pasal 22 ayat (7) UU 14/2008",
            "provisional": False,
            "calendar_version": "2020=skb-744-2020+keppres-22-2020",
        }
    ]


@pytest.mark.parametrize(
    "then",
    [
        ["--then", "request.extension", "--then", "objection.file"],
        ["--then", "request.extension", "objection.file"],
    ],
)
def test_each_following_rule_starts_where_the_last_one_ended(capsys, then):
    found = due(capsys, "request.reply", "--from", "2020-03-02", *then)
    assert [one["rule"] for one in found] == ["request.reply", "request.extension", "objection.file"]
    assert [one["due"] for one in found] == ["2020-03-16", "2020-03-26", "2020-05-12"]
    assert [one["from"] for one in found] == ["2020-03-02", "2020-03-16", "2020-03-26"]


def test_explain_fills_the_derivation_day_by_day(capsys):
    (found,) = due(capsys, "request.reply", "--from", "2026-03-11", "--explain")
    days = found["explanation"]
    assert set(days[0]) == {"date", "kind", "count", "label", "decree"}
    assert (days[0]["kind"], days[-1]["date"], days[-1]["count"]) == ("start", "2026-04-01", 10)
    assert len(days) == 22


@pytest.mark.law("C10")
@pytest.mark.parametrize(("known", "wanted"), [("2025-08-06", "2025-08-20"), ("2025-08-07", "2025-08-21")])
def test_the_calendar_can_be_replayed_as_known_on_a_day(capsys, known, wanted):
    assert due(capsys, "request.reply", "--from", "2025-08-06", "--as-known-on", known)[0]["due"] == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--joint-leave-is-workday"], "2026-03-26"),
        (["--count-joint-leave"], "2026-03-26"),
        (["--local-holiday", "2026-03-12", "--local-holiday", "2026-03-13"], "2026-04-06"),
        (["--six-day-week"], "2026-03-30"),
    ],
)
def test_the_named_readings_can_be_turned(capsys, words, wanted):
    assert due(capsys, "request.reply", "--from", "2026-03-11", *words)[0]["due"] == wanted


@pytest.mark.law("C16")
def test_an_hour_rule_takes_a_moment(capsys):
    assert due(capsys, "breach.notice", "--from", "2026-03-20T21:30")[0]["due"] == "2026-03-23T21:30:00"


def test_people_read_calm_sentences(capsys):
    assert main(["law", "due", "request.reply", "--from", "2026-03-11", "--explain"]) == 0
    text = capsys.readouterr().out
    assert "Rabu, 1 April 2026, 10 hari kerja setelahnya" in text
    assert "Pasal 22 ayat (7) UU 14/2008" in text
    assert "Cuti bersama Hari Suci Nyepi (SKB 1497/2/5 Tahun 2025)" in text
    assert "Sementara" not in text


def test_people_are_told_when_a_date_is_provisional(capsys):
    assert main(["law", "due", "request.reply", "--from", "2026-12-19"]) == 0
    assert "Sementara" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["request.replay", "--from", "2026-03-11"], "request.reply"),
        (["request.reply", "--from", "11-03-2026"], "2026-03-11"),
        (["request.reply", "--from", "20260311"], "bukan tanggal"),
        (["request.reply", "--from", "2026-02-30"], "tidak ada dalam kalender"),
        (["request.reply", "--from", "2026-03-11", "--as-known-on", "kemarin"], "bukan tanggal"),
        (["request.reply", "--from", "2026-03-11", "--then", "nothing"], "nothing"),
        (["request.reply"], "--from"),
    ],
)
def test_a_command_written_wrongly_ends_with_two_and_says_what_would_be_right(capsys, words, reason):
    assert main(["law", "due", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert reason in err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["request.reply", "--from", "2009-01-05"], "2010-04-30"),
        (["request.reply", "--from", "9999-12-30"], "batas tanggal"),
        (["request.reply", "--from", "2026-03-11T10:00"], "tanggal hukum"),
        (["catalogue.periodic", "--from", "9999-12-30"], "batas tanggal"),
    ],
)
def test_what_the_law_cannot_answer_is_refused_with_one(capsys, words, reason):
    assert main(["law", "due", *words, "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert reason in err


def test_the_list_shows_each_clause_with_its_verification(capsys):
    assert main(["law", "list", "--json"]) == 0
    clauses = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert clauses["uu-14-2008/22/7"]["verification"] == "T"
    assert all(one["printable"] == (one["verification"] != "M") for one in clauses.values())
    assert main(["law", "list"]) == 0
    assert "T  uu-14-2008/22/7" in capsys.readouterr().out


def test_the_check_counts_what_it_proved(capsys):
    assert main(["law", "check", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["failed"] == 0
    assert report["passed"] == len(situations()) == len(report["situations"])
    assert report["broken"] is None
    assert main(["law", "check"]) == 0
    assert f"{len(situations())} situasi terbukti" in capsys.readouterr().out


def test_the_check_names_the_first_situation_that_does_not_hold(capsys, monkeypatch):
    wrong = replace(situations()[0], id="salah", then=Then(due=date(2000, 1, 1)))
    monkeypatch.setattr(check, "situations", lambda: (wrong, situations()[1]))
    assert main(["law", "check"]) == 1
    out, err = capsys.readouterr()
    assert "salah" in err
    assert "1 situasi terbukti, 1 meleset" in out


def test_a_due_date_is_answered_without_loading_the_framework():
    script = (
        "import sys; from lutra.cli import main; code = main(sys.argv[1:]); "
        "sys.exit(code or ('django' in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "law", "due", "request.reply", "--from", "2026-03-11"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
